import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { gateResult, imageResult, NOW } from '../../test/golden/results.ts';
import type { GateResult } from '../gate/result.ts';
import { finding } from '../policy/finding.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { publish } from './publish.ts';

// The toolkit remembers the summary's path for the life of the process, so all tests share one.
const folder = mkdtempSync(join(tmpdir(), 'publish-'));
const summaryFile = join(folder, 'summary.md');
const outputFile = join(folder, 'output');
const files = {
  reportFile: join(folder, 'report.json'),
  attestationFile: join(folder, 'vsa.json'),
};
const failed = imageResult({ findings: [finding('tag', 'failed', 'the tag moved')] });

let log = '';

beforeEach(() => {
  log = '';
  rmSync(summaryFile, { recursive: true, force: true });
  rmSync(outputFile, { recursive: true, force: true });
  writeFileSync(summaryFile, '');
  writeFileSync(outputFile, '');
  vi.stubEnv('GITHUB_STEP_SUMMARY', summaryFile);
  vi.stubEnv('GITHUB_OUTPUT', outputFile);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    log += String(chunk);
    return true;
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function replaceByFolder(): void {
  rmSync(outputFile);
  mkdirSync(outputFile);
}

async function publishNow(result: GateResult, summary = true): Promise<GateResult> {
  return publish(result, {
    summary,
    reports: { reportFile: undefined, attestationFile: undefined },
    secrets: [],
    env: process.env,
    now: NOW,
  });
}

async function publishWithFiles(result: GateResult): Promise<GateResult> {
  return publish(result, {
    summary: true,
    reports: files,
    secrets: [],
    env: process.env,
    now: NOW,
  });
}

/** As the runner reads the file: of two values of one name the later counts. */
function outputs(): Record<string, string> {
  const entries = readFileSync(outputFile, 'utf8').matchAll(
    /^(\S+)<<(\S+)\r?\n([\s\S]*?)\r?\n\2$/gm,
  );
  return Object.fromEntries([...entries].map(([, name, , value]) => [name, value]));
}

describe('publish', () => {
  it('writes summary, outputs and the sentence', async () => {
    const result = gateResult();
    expect(await publishNow(result)).toBe(result);
    expect(readFileSync(summaryFile, 'utf8')).toMatch(/^## ✅ Passed/);
    expect(outputs()).toMatchObject({ verdict: 'passed', critical: '0' });
    expect(outputs()['approved']).toMatch(/^pkg\.harness\.io\/acme\/images\/app@sha256:9f2c/);
    expect(log).toMatch(/^Passed: .*\r?\n$/);
  });

  it('writes the verdict last', async () => {
    await publishNow(gateResult());
    expect(Object.keys(outputs()).slice(-2)).toEqual(['approved', 'verdict']);
  });

  it('shows an annotation unless it passed', async () => {
    await publishNow(gateResult([failed]));
    expect(log.trimEnd()).toBe(
      '::error title=Image Gate%3A failed::Failed: the tag moved (app:1.4.2).',
    );
  });

  it('writes no summary where none is wanted', async () => {
    rmSync(summaryFile);
    expect((await publishNow(gateResult(), false)).verdict).toBe('passed');
  });

  it('is inconclusive, in the outputs too, when the summary cannot be written', async () => {
    rmSync(summaryFile);
    mkdirSync(summaryFile);
    const told = await publishNow(gateResult());
    expect(told).toMatchObject({ verdict: 'inconclusive', problem: { code: 'output-file' } });
    expect(outputs()).toMatchObject({ verdict: 'inconclusive', approved: '' });
    expect(outputs()['reason']).toContain('GITHUB_STEP_SUMMARY: EISDIR');
    expect(exitCodeOf({ ...told, mode: 'warn' })).toBe(1);
  });

  it('tells what was found before, too', async () => {
    rmSync(summaryFile);
    mkdirSync(summaryFile);
    const { problem } = await publishNow(gateResult([failed]));
    expect(problem?.message).toContain('before that: Failed: the tag moved');
  });

  it.each([
    ['is missing', () => rmSync(outputFile)],
    ['is not set', () => vi.stubEnv('GITHUB_OUTPUT', '')],
    ['cannot be written', replaceByFolder],
  ])('takes a pass back when the output file %s', async (_, breakIt) => {
    breakIt();
    const told = await publishNow(gateResult());
    expect(told).toMatchObject({ verdict: 'inconclusive', problem: { code: 'output-file' } });
    expect(exitCodeOf(told)).toBe(1);
    expect(readFileSync(summaryFile, 'utf8')).toContain('## ⚠️ Inconclusive: nothing may ship');
    expect(log).toMatch(
      /^::error title=Image Gate%3A inconclusive::Inconclusive: the outputs could/,
    );
    expect(log).not.toContain('set-output');
  });

  it('says where the files are', async () => {
    await publishWithFiles(gateResult());
    expect(outputs()).toMatchObject({
      'report-file': files.reportFile,
      'attestation-file': files.attestationFile,
    });
    expect(existsSync(files.attestationFile)).toBe(true);
  });

  it('says why there is no attestation', async () => {
    await publishWithFiles(gateResult([imageResult(), imageResult()]));
    expect(outputs()).toMatchObject({ verdict: 'passed', 'attestation-file': '' });
    expect(log).toContain('attestation-file is not written: one file is about one image');
  });

  it.each([
    ['summary', () => [rmSync(summaryFile), mkdirSync(summaryFile)]],
    ['output file', replaceByFolder],
  ])('takes the files back when the %s cannot be written', async (_, breakIt) => {
    breakIt();
    await publishWithFiles(gateResult());
    expect(existsSync(files.attestationFile)).toBe(false);
    expect(JSON.parse(readFileSync(files.reportFile, 'utf8'))).toMatchObject({
      verdict: 'inconclusive',
      approved: [],
    });
  });

  it('is inconclusive everywhere when the report cannot be written', async () => {
    rmSync(files.reportFile, { force: true });
    mkdirSync(files.reportFile);
    const told = await publishWithFiles(gateResult());
    rmSync(files.reportFile, { recursive: true });
    expect(told).toMatchObject({ verdict: 'inconclusive', problem: { code: 'output-file' } });
    expect(readFileSync(summaryFile, 'utf8')).toContain('## ⚠️ Inconclusive');
    expect(outputs()).toMatchObject({ verdict: 'inconclusive', approved: '', 'report-file': '' });
  });
});
