import { describe, expect, it } from 'vitest';
import { exampleInputs, type Written } from './inputs.fixture.ts';
import type { Reports } from './inputs.ts';
import { readReports } from './read-reports.ts';
import type { Environment } from './source.ts';

function read(changes: Written = {}, env: Environment = {}): Reports {
  const reading = readReports({ raw: exampleInputs(changes), env });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.value;
}

function problems(changes: Written): readonly string[] {
  const reading = readReports({ raw: exampleInputs(changes), env: {} });
  return reading.ok ? [] : reading.problems;
}

describe('readReports', () => {
  it('reads what is given', () => {
    const written = {
      comment: 'on-failure',
      'check-run': 'true',
      'report-file': 'reports/gate.json',
      'attestation-file': '/tmp/vsa.json',
      'github-token': 'ghs_0123456789',
      'job-id': '51725241954',
    };
    expect(read(written, { RUNNER_TEMP: '/temp' })).toEqual({
      comment: 'on-failure',
      checkRun: true,
      reportFile: 'reports/gate.json',
      attestationFile: '/tmp/vsa.json',
      githubToken: 'ghs_0123456789',
      jobId: '51725241954',
    });
  });

  it.each(['/home/runner/_temp', '/home/runner/_temp/', ' /home/runner/_temp// '])(
    "reports into the runner's temporary folder %s",
    (folder) => {
      const { reportFile } = read({}, { RUNNER_TEMP: folder });
      expect(reportFile).toBe('/home/runner/_temp/image-gate/report.json');
    },
  );

  it('has no place for a report without that folder', () => {
    expect(read({}, { RUNNER_TEMP: '' }).reportFile).toBeUndefined();
  });

  it.each(['report-file', 'attestation-file'] as const)('needs a plain path in %s', (name) => {
    for (const path of ['a\0b', 'a\nb', 'a\u2028b', 'x'.repeat(4_097), 'folder/', 'folder\\']) {
      expect(problems({ [name]: path })).toEqual([
        expect.stringMatching(new RegExp(`^${name} must be the path of a file`)),
      ]);
    }
    expect(problems({ [name]: 'x'.repeat(4_096) })).toEqual([]);
  });

  it.each(['', 'release', '-1', '1/../2', '1e15', '12345678901234567890'])(
    'knows no job where its number is %j, and makes nothing of it',
    (jobId) => {
      expect(read({ 'job-id': jobId }).jobId).toBeUndefined();
    },
  );

  it('does not write two files into one', () => {
    expect(problems({ 'report-file': 'a.json', 'attestation-file': 'a.json' })).toEqual([
      'attestation-file and report-file name the same file: write two paths',
    ]);
  });

  it('never shows a token that cannot be one, nor one written elsewhere', () => {
    const token = 'ghs_hunter2hunter2';
    const found = [
      ...problems({ 'github-token': `${token} x` }),
      ...problems({ 'github-token': token, 'report-file': `/tmp/${token}` }),
    ];
    expect(found).toEqual([
      expect.stringContaining('github-token holds a blank'),
      expect.stringContaining('report-file holds the secret of github-token'),
    ]);
    expect(found.join()).not.toContain('hunter2');
  });
});
