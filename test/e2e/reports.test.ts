import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findSchemaErrors } from '../golden/report-schema.ts';
import { findVsaErrors } from '../golden/vsa-fields.ts';
import { APP } from '../simulator/builds.ts';
import { type Played, play } from './play.ts';

const REPORT = 'image-gate/report.json';
const ACTION = { GITHUB_ACTION_REPOSITORY: 'acme/image-gate', GITHUB_ACTION_REF: 'v1' };

function reportOf({ files }: Played) {
  return JSON.parse(files[REPORT] ?? 'null');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe.concurrent('the JSON report', () => {
  test.each([
    'clean',
    'critical',
    'never-scanned',
    'scan-failed',
    'quarantined',
    'slsa-failed',
    'sto-malformed',
    'sto-empty-shell',
    'platforms-input',
    'tag-moved',
    'many-images',
  ])('%s: fits the published schema and says what the outputs say', async (name) => {
    const played = await play(name);
    const report = reportOf(played);
    expect(findSchemaErrors(report)).toEqual([]);
    expect(report).toMatchObject({
      verdict: played.outputs['verdict'],
      reason: played.outputs['reason'],
    });
    expect(report.approved.join('\n')).toBe(played.outputs['approved']);
    expect(played.outputs['report-file']).toMatch(/[/\\]image-gate[/\\]report\.json$/);
  });

  test('has every request that the servers saw, and no host', async () => {
    const played = await play('clean');
    const { attempts, total } = reportOf(played).requests;
    expect(total).toBe(played.requests.length);
    expect(attempts).toHaveLength(total);
    const ends = attempts.map(({ at, ms }: { at: string; ms: number }) => Date.parse(at) + ms);
    // Both figures are rounded to milliseconds.
    expect(ends.every((end: number, i: number) => i === 0 || end >= ends[i - 1] - 2)).toBe(true);
    expect(JSON.stringify(attempts)).not.toContain(new URL(played.origin).host);
  });

  test('is there when an input is wrong, too', async () => {
    const played = await play('clean', { inputs: { 'max-critical': 'zero' } });
    expect(reportOf(played)).toMatchObject({ verdict: 'inconclusive', problem: { code: 'input' } });
  });

  test('goes where it is wanted, relative to the workspace', async () => {
    const { workspaceFiles, files } = await play('clean', {
      inputs: { 'report-file': 'out/gate.json' },
    });
    expect(Object.keys(files)).not.toContain(REPORT);
    expect(JSON.parse(workspaceFiles['out/gate.json'] ?? 'null')).toMatchObject({
      verdict: 'passed',
    });
  });

  test.each(['comment', 'check-run'])('is told that %s is wrong', async (name) => {
    const { workspaceFiles } = await play('clean', {
      inputs: { 'report-file': 'out/gate.json', [name]: 'sometimes' },
    });
    expect(JSON.parse(workspaceFiles['out/gate.json'] ?? 'null')).toMatchObject({
      verdict: 'inconclusive',
      problem: { code: 'input' },
    });
  });

  test('turns a pass into inconclusive when it cannot be written', async () => {
    const { outputs, exitCode, summary } = await play('clean', {
      inputs: { 'report-file': '/dev/null/report.json' },
    });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', approved: '', 'report-file': '' });
    expect(outputs['reason']).toContain('the report could not be written (report-file: ');
    expect(summary).toMatch(/^## ⚠️ Inconclusive/);
    expect(exitCode).toBe(1);
  });
});

describe.concurrent('the attestation', () => {
  const inputs = { 'attestation-file': 'verdict.json' };

  test.each([
    ['clean', 'PASSED'],
    ['critical', 'FAILED'],
  ])('%s: %s, ready to be signed for the judged digest', async (name, verdict) => {
    const { workspaceFiles, files, outputs } = await play(name, { inputs, env: ACTION });
    const predicate = JSON.parse(workspaceFiles['verdict.json'] ?? 'null');
    expect(findVsaErrors(predicate)).toEqual([]);
    expect(predicate).toMatchObject({
      verifier: {
        id: expect.stringMatching(/\/acme\/image-gate$/),
        version: { 'image-gate': 'v1' },
      },
      resourceUri: `oci://pkg.harness.io/abc1xyz9/docker-prod/app@${APP.digest}`,
      verificationResult: verdict,
      inputAttestations: [{ digest: { sha256: sha256(files[REPORT] ?? '') } }],
    });
    expect(outputs['attestation-file']).toMatch(/[/\\]verdict\.json$/);
    if (verdict === 'PASSED') expect(predicate.resourceUri).toBe(`oci://${outputs['approved']}`);
  });

  test('is not written where nothing was judged, and the log says why', async () => {
    const { workspaceFiles, outputs, log } = await play('never-scanned', { inputs });
    expect(workspaceFiles).toEqual({});
    expect(outputs['attestation-file']).toBe('');
    expect(log).toContain(
      'attestation-file is not written: only passed and failed can be attested',
    );
  });

  test('is not written unless it is wanted', async () => {
    const { workspaceFiles, outputs } = await play('clean');
    expect(workspaceFiles).toEqual({});
    expect(outputs['attestation-file']).toBe('');
  });
});

test('the timeline stands in the summary, with times and polls', async () => {
  const { summary } = await play('scanning-then-done');
  const steps = [...summary.matchAll(/<tr><td>([^<]*)<\/td><td>[^<]*<\/td><td>(?:–|\d+&nbsp;)/g)];
  const names = steps.map(([, name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'Visible in Harness',
      'Visible in Artifactory',
      'Xray SCANNING',
      'Xray DONE',
    ]),
  );
  expect(summary).toMatch(/<td>Visible in Harness<\/td>.*<td>1&nbsp;Harness<\/td>/);
  expect(summary).toMatch(/<td>Xray DONE<\/td>.*<td>\d+&nbsp;JFrog<\/td>/);
});
