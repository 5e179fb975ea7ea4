import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseCommandFile } from '../../test/runner/command-files.ts';
import { runProcess } from '../../test/runner/process.ts';

const MODULE = new URL('./last-resort.ts', import.meta.url).href;
const SENTENCE = 'Inconclusive: Image Gate itself failed; please report it.';
const COMMAND = `\n::error title=Image Gate: inconclusive::${SENTENCE}\n`;
const VERDICT = { 'attestation-file': '', approved: '', reason: SENTENCE, verdict: 'inconclusive' };
const THROWN = 'Error("s3cret\\n::warning::forged")';

const folder = mkdtempSync(join(tmpdir(), 'last-resort-'));
const output = join(folder, 'output');
const summary = join(folder, 'summary');

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(output, '');
  writeFileSync(summary, '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A guarded process, which goes its own way; like a step that has passed, it would end with 0. */
async function run(act: string, env: Readonly<Record<string, string>> = {}) {
  const script = `
    import { guardProcess } from ${JSON.stringify(MODULE)};
    const guard = guardProcess(process.env);
    ${act}`;
  const { exitCode, stdout, stderr } = await runProcess({
    args: ['--input-type=module', '--eval', script],
    cwd: folder,
    env: { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...env },
    timeoutMs: 10_000,
    signalAfter: undefined,
    onLine: () => undefined,
  });
  return { exitCode, stdout, stderr };
}

function readOutputs() {
  return parseCommandFile(readFileSync(output, 'utf8'));
}

describe('what nobody caught', () => {
  it.each([
    ['an exception', `setImmediate(() => { throw ${THROWN}; })`],
    ['an exception that is no error', 'setImmediate(() => { throw undefined; })'],
    ['a rejected promise', `Promise.reject(${THROWN})`],
    ['an exception at the top', `throw ${THROWN}`],
    ['what its caller gives up on', 'guard.fail()'],
  ])('ends the step red, with one sentence and none of its own words: %s', async (_, act) => {
    expect(await run(act)).toEqual({ exitCode: 1, stdout: COMMAND, stderr: '' });
    expect(readOutputs()).toEqual({ values: VERDICT });
    expect(readFileSync(summary, 'utf8')).toBe(`\n## ⚠️ ${SENTENCE}\n`);
  });

  it('ends the step red also where Node is told to let rejected promises pass', async () => {
    const env = { NODE_OPTIONS: '--unhandled-rejections=none' };
    const end = await run(`Promise.reject(${THROWN})`, env);
    expect(end).toEqual({ exitCode: 1, stdout: COMMAND, stderr: '' });
  });

  it('is said once, however much goes wrong', async () => {
    const act = `for (let i = 0; i < 3; i += 1) Promise.reject(${THROWN}); guard.fail()`;
    expect((await run(act)).stdout).toBe(COMMAND);
    expect(readFileSync(output, 'utf8').match(/verdict=/g)).toHaveLength(2);
  });

  it('takes back what is told after it', async () => {
    const told = 'approved=app@sha256:1\\nverdict=passed\\n';
    writeFileSync(join(folder, 'vsa.json'), '{}');
    const act = `
      const { appendFileSync } = await import('node:fs');
      guard.fail();
      appendFileSync(process.env.GITHUB_OUTPUT, '${told}');`;
    const end = await run(act, {
      'INPUT_ATTESTATION-FILE': ' vsa.json ',
      GITHUB_WORKSPACE: folder,
    });
    expect(end.exitCode).toBe(1);
    expect(readOutputs()).toEqual({ values: VERDICT });
    expect(existsSync(join(folder, 'vsa.json'))).toBe(false);
  });

  it('keeps the step red, whatever exit code is set later', async () => {
    const act = `Promise.reject(${THROWN}); setTimeout(() => { process.exitCode = 0; }, 10)`;
    expect((await run(act)).exitCode).toBe(1);
  });

  it('ends whatever is still waited for', async () => {
    const act = `
      const forever = setInterval(() => {}, 1_000);
      guard.signal.addEventListener('abort', () => {
        clearInterval(forever);
        console.log(guard.signal.reason.code, guard.signal.reason.message);
      });
      Promise.reject(${THROWN})`;
    const { exitCode, stdout } = await run(act);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(`${COMMAND}bug Image Gate itself failed; please report it\n`);
  });

  it('takes back a pass that was told before, though its last line was cut', async () => {
    const before = 'reason=Passed: all good\nverdict=passed\napproved=app@sha256:99';
    writeFileSync(output, before);
    writeFileSync(summary, '## Passed');
    await run(`throw ${THROWN}`);
    expect(readFileSync(output, 'utf8').startsWith(`${before}\n`)).toBe(true);
    expect(readOutputs()).toEqual({ values: VERDICT });
    expect(readFileSync(summary, 'utf8')).toBe(`## Passed\n## ⚠️ ${SENTENCE}\n`);
  });
});

describe('a guarded process', () => {
  it('that comes to its end says nothing and keeps its exit code', async () => {
    for (const exitCode of [0, 3]) {
      const end = await run(`process.exitCode = ${exitCode}`);
      expect(end).toEqual({ exitCode, stdout: '', stderr: '' });
    }
    expect(readFileSync(output, 'utf8')).toBe('');
  });
});

describe("the runner's files", () => {
  const unwritable = [
    ['not named', ''],
    ['in a folder that is not there', join(folder, 'nowhere', 'file')],
    ['a folder', folder],
    ['a name that no file can have', 'x'.repeat(5_000)],
  ] as const;

  it.each(unwritable)('are not needed to end red with the sentence: both %s', async (_, path) => {
    const env = { GITHUB_OUTPUT: path, GITHUB_STEP_SUMMARY: path };
    const end = await run(`throw ${THROWN}`, env);
    expect(end).toEqual({ exitCode: 1, stdout: COMMAND, stderr: '' });
  });

  it.each(unwritable)('do not keep each other from being written: output %s', async (_, path) => {
    await run(`throw ${THROWN}`, { GITHUB_OUTPUT: path });
    expect(readFileSync(summary, 'utf8')).toContain(SENTENCE);
  });

  it.each(unwritable)('do not keep each other from being written: summary %s', async (_, path) => {
    await run(`throw ${THROWN}`, { GITHUB_STEP_SUMMARY: path });
    expect(readOutputs()).toEqual({ values: VERDICT });
  });

  it('are written though nobody reads the log any more', async () => {
    const end = await run(`
      const { closeSync } = await import('node:fs');
      closeSync(1);
      throw ${THROWN}`);
    expect(end).toEqual({ exitCode: 1, stdout: '', stderr: '' });
    expect(readOutputs()).toEqual({ values: VERDICT });
  });
});
