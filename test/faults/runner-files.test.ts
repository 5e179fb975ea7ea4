import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { manyImages } from './many-images.ts';
import { collectRows } from './record.ts';
import { tryOut } from './trial.ts';

const record = collectRows('runner');

const PLACES = [
  ['a folder in its place', tmpdir()],
  ['in a folder that is not there', '/nonexistent/folder/file'],
  ['no variable', ''],
  ['a full disk', '/dev/full'],
  // Not even the superuser may write there.
  ['read-only', '/proc/version'],
] as const;

describe.concurrent('GITHUB_OUTPUT', () => {
  it.each(PLACES)(
    '%s: a pass is taken back, and annotation and summary say why',
    async (what, path) => {
      const { run, ms, peakMb } = await tryOut({ env: { GITHUB_OUTPUT: path } });
      record({ fault: `GITHUB_OUTPUT: ${what}`, ended: 'inconclusive', ms, peakMb });
      expect(run.exitCode).toBe(1);
      expect(run.annotations.map(({ message }) => message).join()).toMatch(
        /Inconclusive: .*GITHUB_OUTPUT/,
      );
      expect(run.summary).toMatch(/Inconclusive: nothing may ship/);
      expect(run.commands.map(({ name }) => name)).not.toContain('set-output');
    },
  );

  it('that cannot be written is red in mode warn, too', async () => {
    const { run } = await tryOut({
      env: { GITHUB_OUTPUT: '/nonexistent/file' },
      inputs: { mode: 'warn' },
    });
    expect(run.exitCode).toBe(1);
  });
});

describe.concurrent('GITHUB_STEP_SUMMARY', () => {
  it.each(PLACES)(
    '%s: the verdict is inconclusive, and the outputs say why',
    async (what, path) => {
      const { run, verdict, reason, ms, peakMb } = await tryOut({
        env: { GITHUB_STEP_SUMMARY: path },
      });
      record({ fault: `GITHUB_STEP_SUMMARY: ${what}`, ended: verdict, ms, peakMb });
      expect(run.exitCode).toBe(1);
      expect(verdict).toBe('inconclusive');
      expect(reason).toMatch(/GITHUB_STEP_SUMMARY.*summary: false/);
      expect(run.outputs['approved']).toBe('');
    },
  );

  it.each(PLACES)('%s is nobody’s business with summary: false', async (what, path) => {
    const { verdict, ms, peakMb } = await tryOut({
      env: { GITHUB_STEP_SUMMARY: path },
      inputs: { summary: 'false' },
    });
    record({ fault: `GITHUB_STEP_SUMMARY: ${what}, summary: false`, ended: verdict, ms, peakMb });
    expect(verdict).toBe('passed');
  });

  it('stays below its limit with a hundred images that are not there', async () => {
    const scenario = { ...manyImages(100), without: [] };
    const { run, ms, peakMb } = await tryOut({
      scenario,
      inputs: { digest: undefined, 'appear-timeout': '4s', platforms: 'linux/riscv64' },
      timeoutMs: 60_000,
    });
    record({ fault: 'summary of a hundred images', ended: 'inconclusive', ms, peakMb });
    expect(run.summary.length).toBeGreaterThan(1_000);
    expect(run.log).not.toContain('upload aborted');
  }, 60_000);
});

describe.concurrent('the clock on the wall', () => {
  /** Back in time, STO's scan lies in the future: nobody can tell what it is worth. */
  const UNREADABLE = ['inconclusive', /lastScanned \S+ lies in the future/] as const;

  it.each([
    [1, ['passed', /^Passed/], ['failed', /3 high issues, 0 allowed/]],
    [-1, UNREADABLE, UNREADABLE],
    [8_760, ['passed', /^Passed/], ['failed', /3 high issues, 0 allowed/]],
    [-8_760, UNREADABLE, UNREADABLE],
  ] as const)(
    'that jumps by %d h neither hangs the gate nor makes a bad image pass',
    async (hours, good, bad) => {
      const clock = {
        preload: ['jumping-clock.mjs'],
        env: { CLOCK_JUMP: String(hours * 3_600_000) },
        inputs: { 'scan-timeout': '3s' },
      };
      for (const [scenario, [verdict, reason]] of [
        ['scanning-then-done', good],
        ['high-only', bad],
      ] as const) {
        const outcome = await tryOut({ ...clock, scenario });
        const what = scenario === 'high-only' ? 'a bad image' : 'a good image';
        record({
          fault: `wall clock jumps by ${hours} h, ${what}`,
          ended: verdict,
          ms: outcome.ms,
        });
        expect(outcome.reason, scenario).toMatch(reason);
        expect(outcome.verdict, scenario).toBe(verdict);
      }
    },
  );
});
