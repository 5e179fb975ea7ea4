import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scenarios } from '../simulator/scenarios.ts';
import { VIEW_KEY } from '../simulator/shop.ts';

const DEMO = new URL('../../demo/', import.meta.url);
const START = fileURLToPath(new URL('start.mjs', DEMO));

interface DemoRun {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm run demo -- …` does. */
function demo(...args: readonly string[]): Promise<DemoRun> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [START, ...args], (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

// One after the other: all of them write the same files.
describe('the demo', () => {
  test('a scenario that passes: the log, the summary, the outputs, exit code 0', async () => {
    const { code, stdout, stderr } = await demo('clean');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^verdict +passed$/m);
    expect(stdout).toMatch(/^Passed: 0 critical and 0 high issues/m);
    expect(stdout).toContain('✅ Passed: this image may ship');
    expect(stdout).toMatch(/^report-file +demo\/report\.json /m);
    expect(stdout).not.toContain(VIEW_KEY);
    expect(JSON.parse(await readFile(new URL('report.json', DEMO), 'utf8'))).toMatchObject({
      verdict: 'passed',
    });
    expect(await readFile(new URL('summary.md', DEMO), 'utf8')).toMatch(/^## ✅ Passed: /);
    expect(await readFile(new URL('summary.html', DEMO), 'utf8')).toMatch(
      /<title>Image Gate: clean<\/title>[\s\S]*<h2>✅ Passed: this image may ship<\/h2>/,
    );
  });

  test('a scenario that fails ends with the exit code of the step', async () => {
    const { code, stdout } = await demo('integration-sample');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^verdict +failed$/m);
    expect(stdout).toContain('Failed: 17 critical issues, 0 allowed');
  });

  test('inputs on the command line change the run', async () => {
    const { code, stdout } = await demo('integration-sample', 'mode=warn');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^verdict +failed$/m);
  });

  test('nothing of an earlier run is left to be taken for the report of this one', async () => {
    await writeFile(new URL('attestation.json', DEMO), '{}');
    const { stdout } = await demo('clean', 'report-file=out/report.json');
    expect(stdout).toMatch(/^report-file +demo\/report\.json /m);
    await expect(access(new URL('attestation.json', DEMO))).rejects.toThrow('ENOENT');
  });

  test('--list names every scenario with its verdict', async () => {
    const { code, stdout } = await demo('--list');
    expect(code).toBe(0);
    const listed = stdout.split('\n').map((line) => line.split(/ +/).slice(0, 2).join(' '));
    expect(listed).toEqual(
      expect.arrayContaining(
        scenarios.map(({ name, expect: { verdict } }) => `${name} ${verdict}`),
      ),
    );
  });
});
