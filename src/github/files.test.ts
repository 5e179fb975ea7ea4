import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { gateResult, imageResult } from '../../test/golden/results.ts';
import type { GateResult } from '../gate/result.ts';
import { finding } from '../policy/finding.ts';
import { type FileTargets, takeBack, writeFiles } from './files.ts';
import { worsen } from './worsen.ts';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
const report = join(folder, 'a', 'b', 'report.json');
const attestation = join(folder, 'c', 'vsa.json');
const env = {
  GITHUB_WORKSPACE: folder,
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_REPOSITORY: 'acme/app',
  GITHUB_ACTION_REPOSITORY: 'acme/image-gate',
  GITHUB_ACTION_REF: 'v1',
};
const failed = gateResult([imageResult({ findings: [finding('tag', 'failed', 'the tag moved')] })]);
const inconclusive = gateResult([
  imageResult({
    findings: [finding('xray', 'inconclusive', 'Xray was silent', { cause: 'outage' })],
  }),
]);

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function order(targets: Partial<FileTargets> = {}, variables: Record<string, string> = env) {
  const both = { reportFile: report, attestationFile: attestation };
  return { targets: { ...both, ...targets }, env: variables, secrets: [] };
}

function read(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('writeFiles', () => {
  it('writes both, making folders on the way', async () => {
    const result = gateResult();
    expect(await writeFiles(result, order())).toEqual({
      result,
      reportFile: report,
      attestationFile: attestation,
      note: undefined,
    });
    expect(read(report)).toMatchObject({ verdict: 'passed', tool: { ref: 'v1' } });
    expect(read(attestation)).toMatchObject({
      verificationResult: 'PASSED',
      verifier: { id: 'https://github.example/acme/image-gate', version: { 'image-gate': 'v1' } },
    });
  });

  it('names report and policy by digests that anybody can check', async () => {
    await writeFiles(gateResult(), order());
    const { inputAttestations, policy } = read(attestation);
    expect(inputAttestations).toMatchObject([
      { name: 'report.json', digest: { sha256: sha256(readFileSync(report, 'utf8')) } },
    ]);
    const limits = Buffer.from(policy.content, 'base64').toString();
    expect(policy.digest.sha256).toBe(sha256(limits));
    expect(JSON.parse(limits)).toMatchObject({ 'max-critical': 0, platforms: 'all' });
  });

  it('takes a path for one in the workspace', async () => {
    const filed = await writeFiles(gateResult(), order({ reportFile: 'out/r.json' }));
    expect(filed.reportFile).toBe(join(folder, 'out', 'r.json'));
    expect(read(join(folder, 'out', 'r.json'))).toMatchObject({ verdict: 'passed' });
  });

  it.each([
    [
      'of a local action is the repository it is part of',
      { GITHUB_ACTION_REPOSITORY: '' },
      'https://github.example/acme/app',
    ],
    ['outside of a runner is a name', { GITHUB_SERVER_URL: '' }, 'urn:image-gate'],
  ])('the verifier %s', async (_, variables, id) => {
    await writeFiles(gateResult(), order({}, { ...env, ...variables }));
    expect(read(attestation).verifier.id).toBe(id);
  });

  it('attests a failure as one', async () => {
    await writeFiles(failed, order());
    expect(read(attestation)).toMatchObject({ verificationResult: 'FAILED' });
  });

  it('writes nothing where nothing is wanted', async () => {
    const none = order({ reportFile: undefined, attestationFile: undefined });
    const filed = await writeFiles(gateResult(), none);
    expect(filed).toMatchObject({ reportFile: undefined, attestationFile: undefined });
  });

  it('leaves no attestation of an earlier run behind when there is nothing to attest', async () => {
    await writeFiles(gateResult(), order());
    const filed = await writeFiles(inconclusive, order());
    expect(existsSync(attestation)).toBe(false);
    expect(filed).toMatchObject({ result: inconclusive, attestationFile: undefined });
    expect(filed.note).toContain('only passed and failed can be attested');
    expect(read(report)).toMatchObject({ verdict: 'inconclusive' });
  });

  it('blanks secrets in the report', async () => {
    const secrets = ['ci@acme.example'];
    await writeFiles(gateResult(), { ...order(), secrets });
    expect(readFileSync(report, 'utf8')).not.toContain('acme.example"');
  });
});

describe('a file that cannot be written', () => {
  function expectWorse({ result }: { result: GateResult }, name: string): void {
    expect(result).toMatchObject({ verdict: 'inconclusive', problem: { code: 'output-file' } });
    expect(result.problem?.message).toContain(`(${name}: `);
  }

  it('is a problem: the report, and then nothing is attested', async () => {
    mkdirSync(report, { recursive: true });
    const filed = await writeFiles(gateResult(), order());
    expectWorse(filed, 'report-file');
    expect(filed).toMatchObject({ reportFile: undefined, attestationFile: undefined });
    expect(existsSync(attestation)).toBe(false);
  });

  it('is a problem: a file where a folder should be', async () => {
    writeFileSync(join(folder, 'file'), '');
    const filed = await writeFiles(gateResult(), order({ reportFile: 'file/report.json' }));
    expectWorse(filed, 'report-file');
  });

  it('is a problem: the attestation, and then the report says so', async () => {
    mkdirSync(attestation, { recursive: true });
    const filed = await writeFiles(gateResult(), order());
    expectWorse(filed, 'attestation-file');
    expect(filed).toMatchObject({ reportFile: report, attestationFile: undefined });
    expect(read(report)).toMatchObject({ verdict: 'inconclusive', approved: [] });
  });

  it('is a problem: an old attestation that cannot be removed', async () => {
    mkdirSync(attestation, { recursive: true });
    expectWorse(await writeFiles(inconclusive, order()), 'attestation-file');
  });

  it('is a problem: two ways to write one path', async () => {
    const same = order({ attestationFile: 'a/../a/b/report.json' });
    const filed = await writeFiles(gateResult(), same);
    expectWorse(filed, 'attestation-file');
    expect(read(report)).toMatchObject({ verdict: 'inconclusive' });
  });
});

describe('takeBack', () => {
  it('removes the attestation and corrects the report', async () => {
    const filed = await writeFiles(gateResult(), order());
    const worse = worsen(filed.result, 'GITHUB_OUTPUT', new Error('x'));
    const again = await takeBack(filed, worse, order());
    expect(again).toMatchObject({ result: worse, reportFile: report, attestationFile: undefined });
    expect(existsSync(attestation)).toBe(false);
    expect(read(report)).toMatchObject({ verdict: 'inconclusive', approved: [] });
  });

  it('writes no report that was not written before', async () => {
    const filed = await writeFiles(gateResult(), order({ reportFile: undefined }));
    await takeBack(filed, inconclusive, order());
    expect(existsSync(report)).toBe(false);
  });
});
