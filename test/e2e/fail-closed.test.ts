import { describe, expect, test } from 'vitest';
import { type Played, play } from './play.ts';

const NOWHERE = '/dev/null/nowhere';

/** Acts inside the action's process as soon as it opens its first connection. */
async function sabotage(act: string): Promise<Played> {
  const script = `
    import { Socket } from 'node:net';
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (...args) { ${act}; return connect.apply(this, args); };`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
  return await play('always-scanning', { inputs: { 'scan-timeout': '10m' }, env });
}

describe.concurrent('a process that ends before its verdict', () => {
  test.each([
    ['leaves without a code', 'process.exit()'],
    ['throws', 'setImmediate(() => { throw new Error("broken"); })'],
    ['has a promise rejected', 'Promise.reject(new Error("broken"))'],
    ['is killed', 'process.kill(process.pid, "SIGKILL")'],
    ['is told to end', 'process.kill(process.pid, "SIGHUP")'],
  ])('is red when it %s', async (_, act) => {
    const { conclusion, exitCode, outputs } = await sabotage(act);
    expect(conclusion).toBe('failure');
    expect(exitCode).not.toBe(0);
    expect(outputs['verdict'] ?? 'none').toMatch(/^(none|inconclusive)$/);
    expect(outputs['approved'] ?? '').toBe('');
  });

  test('is red when it has nothing left to wait for', async () => {
    const forget = 'globalThis.setTimeout = () => ({ unref() {} }); return this';
    const { conclusion, exitCode, outputs } = await sabotage(forget);
    expect(conclusion).toBe('failure');
    expect(exitCode).toBeGreaterThan(0);
    expect(outputs['verdict']).not.toBe('passed');
  });
});

describe.concurrent('a file of the runner that cannot be written', () => {
  test.each([
    ['enforce', ''],
    ['enforce', NOWHERE],
    ['warn', NOWHERE],
  ])('mode %s, GITHUB_OUTPUT "%s": red, and the log says why', async (mode, path) => {
    const env = { GITHUB_OUTPUT: path };
    const { exitCode, annotations, commands, summary } = await play('clean', {
      inputs: { mode },
      env,
    });
    expect(exitCode).toBe(1);
    expect(annotations.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Inconclusive: the outputs could not be written \(GITHUB_OUTPUT: /),
    ]);
    expect(commands.map(({ name }) => name)).not.toContain('set-output');
    // The summary was written before; what it says too much is taken back below.
    expect(summary).toMatch(/\n## ⚠️ Inconclusive: nothing may ship\n/);
  });

  test.each([
    ['enforce', ''],
    ['enforce', NOWHERE],
    ['warn', NOWHERE],
  ])('mode %s, GITHUB_STEP_SUMMARY "%s": red, and the outputs say why', async (mode, path) => {
    const env = { GITHUB_STEP_SUMMARY: path };
    const { exitCode, outputs } = await play('clean', { inputs: { mode }, env });
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({ verdict: 'inconclusive', approved: '' });
    expect(outputs['reason']).toMatch(/summary could not be written \(GITHUB_STEP_SUMMARY: /);
  });

  test('without a summary asked for, its file is not needed', async () => {
    const env = { GITHUB_STEP_SUMMARY: NOWHERE };
    const { exitCode } = await play('clean', { inputs: { summary: 'false' }, env });
    expect(exitCode).toBe(0);
  });
});

describe.concurrent('mode: warn', () => {
  test.each([
    ['critical', 'failed', 0],
    ['never-scanned', 'inconclusive', 0],
    ['no-sto', 'inconclusive', 0],
    ['harness-unreachable', 'inconclusive', 0],
    ['sto-malformed', 'inconclusive', 0],
    ['image-deleted', 'inconclusive', 0],
    ['wrong-key', 'inconclusive', 1],
    ['forbidden', 'inconclusive', 1],
    ['xray-forbidden', 'inconclusive', 1],
    ['open-source-server', 'inconclusive', 1],
    ['older-xray', 'inconclusive', 1],
    ['redirect', 'inconclusive', 1],
    ['login-page', 'inconclusive', 1],
    ['registry-unknown', 'inconclusive', 1],
    ['foreign-account', 'inconclusive', 1],
  ])('%s: the verdict stays %s, the exit code is %i', async (name, verdict, expected) => {
    const { outputs, exitCode, annotations } = await play(name, { inputs: { mode: 'warn' } });
    expect({ verdict: outputs['verdict'], approved: outputs['approved'], exitCode }).toEqual({
      verdict,
      approved: '',
      exitCode: expected,
    });
    expect(annotations.map(({ level }) => level)).toEqual([expected === 0 ? 'warning' : 'error']);
  });
});
