import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ActionRun, type RunOptions, runAction } from './runner.ts';

const PRINT_ENVIRONMENT = 'console.log(JSON.stringify(process.env))';

/** Runs a few lines of script as the action. */
async function runStep(step: string, options: Partial<RunOptions> = {}): Promise<ActionRun> {
  return await runAction({
    inputs: {},
    timeoutMs: 15_000,
    ...options,
    entry: 'test/runner/fixtures/step.mjs',
    actionFile: 'test/runner/fixtures/action.yml',
    env: { STEP: step, ...options.env },
  });
}

/** Runs a step that appends a text to one of the command files. */
async function runAppending(file: string, text: string): Promise<ActionRun> {
  return await runStep(
    `import fs from 'node:fs'; fs.appendFileSync(process.env.${file}, process.env.TEXT)`,
    { env: { TEXT: text } },
  );
}

describe('process', () => {
  test('runs on Node 24 with standard input closed, in an empty workspace', async () => {
    const run = await runStep(
      `import fs from 'node:fs';
       console.log(process.version.split('.')[0], fs.readFileSync(0).length, fs.readdirSync('.').length);`,
    );
    expect(run).toMatchObject({ stdout: 'v24 0 0\n', exitCode: 0, conclusion: 'success' });
  });

  test('inherits nothing of the developer but PATH', async () => {
    process.env['HARNESS_API_KEY'] = 'pat.developer';
    const run = await runStep(PRINT_ENVIRONMENT);
    delete process.env['HARNESS_API_KEY'];
    const seen = JSON.parse(run.stdout);
    expect(seen).not.toHaveProperty('HARNESS_API_KEY');
    expect(seen).toMatchObject({ GITHUB_ACTIONS: 'true', PATH: process.env['PATH'] });
    expect(seen.HOME).not.toBe(process.env['HOME']);
  });

  test.each([
    ['a failing exit code', 'process.exitCode = 3', 3],
    ['an uncaught error', 'throw new Error("x")', 1],
    ['an await that never settles', 'await new Promise(() => {})', 13],
  ])('fails the step on %s', async (_, step, exitCode) => {
    expect(await runStep(step)).toMatchObject({ exitCode, conclusion: 'failure' });
  });

  test('kills a step that outlives its time', async () => {
    const run = await runStep('setInterval(() => {}, 1000)', { timeoutMs: 500 });
    expect(run).toMatchObject({ timedOut: true, signal: 'SIGKILL', conclusion: 'failure' });
  });

  test('cancels with SIGINT at a line of the log, and keeps what was written before', async () => {
    const step = `
      import fs from 'node:fs';
      process.on('SIGINT', () => {
        fs.appendFileSync(process.env.GITHUB_OUTPUT, 'verdict=cancelled\\n');
        process.exit(1);
      });
      setInterval(() => {}, 1000);
      console.log('waiting');`;
    const run = await runStep(step, { signalAfter: { line: /waiting/ } });
    expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'cancelled' } });
  });

  test('sends another signal when asked, after a time', async () => {
    const run = await runStep('setInterval(() => {}, 1000)', {
      signalAfter: { ms: 200, signal: 'SIGTERM' },
    });
    expect(run).toMatchObject({ exitCode: null, signal: 'SIGTERM', timedOut: false });
  });

  test('hands over the files of the run and leaves nothing behind', async () => {
    const run = await runStep(
      `import fs from 'node:fs';
       fs.mkdirSync(process.env.RUNNER_TEMP + '/image-gate');
       fs.writeFileSync(process.env.RUNNER_TEMP + '/image-gate/report.json', '{}');
       fs.writeFileSync('vsa.json', '[]');
       console.log(process.env.RUNNER_TEMP);`,
    );
    expect(run.files).toEqual({ 'image-gate/report.json': '{}' });
    expect(run.workspaceFiles).toEqual({ 'vsa.json': '[]' });
    expect(existsSync(run.stdout.trim())).toBe(false);
  });
});

describe('inputs', () => {
  test('are upper-case variables that keep their hyphens, with defaults as text', async () => {
    const seen = JSON.parse((await runStep(PRINT_ENVIRONMENT)).stdout);
    expect(seen).toMatchObject({ 'INPUT_MAX-CRITICAL': '0', INPUT_SUMMARY: 'true' });
    expect(seen['INPUT_GITHUB-TOKEN']).toMatch(/^ghs_/);
    expect(seen).not.toHaveProperty('INPUT_NO-DEFAULT');
    expect(seen).not.toHaveProperty('INPUT_IMAGE');
  });

  test('take an explicit empty string instead of the default', async () => {
    const run = await runStep(PRINT_ENVIRONMENT, { inputs: { 'max-critical': '' } });
    expect(JSON.parse(run.stdout)).toMatchObject({ 'INPUT_MAX-CRITICAL': '' });
  });

  test('that are not declared are passed on with a warning', async () => {
    const run = await runStep(PRINT_ENVIRONMENT, { inputs: { 'max-critcal': '1' } });
    expect(JSON.parse(run.stdout)).toMatchObject({ 'INPUT_MAX-CRITCAL': '1' });
    expect(run.annotations).toMatchObject([{ level: 'warning' }]);
    expect(run.annotations[0]?.message).toContain("Unexpected input(s) 'max-critcal'");
  });
});

describe('commands', () => {
  test('become annotations, from both streams, and the log shows them rendered', async () => {
    const run = await runStep(`
      console.log('::error title=Image Gate::2 critical%0A0 allowed');
      console.error('  ::warning::100%25');
      console.log('plain ::notice::text');`);
    expect(run.annotations).toHaveLength(2);
    expect(run.annotations).toContainEqual({
      level: 'error',
      title: 'Image Gate',
      message: '2 critical\n0 allowed',
    });
    expect(run.annotations).toContainEqual({ level: 'warning', message: '100%' });
    expect(run.log).toContain('Error: 2 critical\n0 allowed');
    expect(run.log).toContain('plain ::notice::text');
  });

  test('of the older form are found anywhere in a line', async () => {
    const run = await runStep(`console.log('tag is ##[error]injected')`);
    expect(run.annotations).toEqual([{ level: 'error', message: 'injected' }]);
  });

  test('are found after a lone carriage return', async () => {
    const run = await runStep(`console.log('harmless\\r::error::injected')`);
    expect(run.annotations).toEqual([{ level: 'error', message: 'injected' }]);
  });

  test('do nothing between stop-commands and its token', async () => {
    const run = await runStep(`
      console.log('::stop-commands::pause');
      console.log('::error::not a command');
      console.log('::pause::');
      console.log('::notice::a command');`);
    expect(run.annotations).toEqual([{ level: 'notice', message: 'a command' }]);
    expect(run.log).toBe('::error::not a command\nNotice: a command');
  });

  test('set-output still sets an output: text of a server must not reach a line start', async () => {
    const run = await runStep(`console.log('::set-output name=verdict::passed')`);
    expect(run.outputs).toEqual({ verdict: 'passed' });
  });

  test('that are forbidden fail the step in spite of exit code 0', async () => {
    const run = await runStep(`console.log('::set-env name=A::b')`);
    expect(run).toMatchObject({ exitCode: 0, conclusion: 'failure' });
  });

  test('give at most ten annotations of a level, and debug lines only on request', async () => {
    const step = `for (let i = 0; i < 12; i += 1) console.log('::notice::' + i);
      console.log('::debug::details')`;
    const run = await runStep(step);
    expect(run.annotations).toHaveLength(10);
    expect(run.log).not.toContain('details');
    expect((await runStep(step, { env: { RUNNER_DEBUG: '1' } })).log).toContain('Debug: details');
  });

  test('reach the observer line by line with their kind', async () => {
    const seen: string[] = [];
    await runStep(`console.log('::group::Road\\nstep\\n::endgroup::\\n::error::bad')`, {
      onLine: (line, kind) => seen.push(`${kind}:${line}`),
    });
    expect(seen).toEqual(['group:▸ Road', 'text:step', 'endgroup:', 'error:Error: bad']);
  });
});

describe('masks', () => {
  test('hide the value, each of its lines and its encoded forms from log and summary', async () => {
    const run = await runStep(`
      import fs from 'node:fs';
      const secret = 'pat.a"b/c d';
      console.log('::add-mask::' + secret);
      console.log(secret, encodeURIComponent(secret), JSON.stringify(secret));
      console.log(Buffer.from(secret).toString('base64'), Buffer.from('u:' + secret).toString('base64'));
      console.log('::add-mask::line one%0Aline two');
      console.log('only line two');
      console.log(Buffer.from(secret).toString('hex').slice(0, 6));
      fs.writeFileSync(process.env.GITHUB_STEP_SUMMARY, 'key ' + secret);`);
    const [plain, encoded, lines, hex] = run.log.split('\n');
    expect(plain).toBe('*** *** "***"');
    expect(encoded).toMatch(/^\*\*\* \S{0,4}\*\*\*$/);
    expect(lines).toBe('only ***');
    expect(hex).toBe('706174');
    expect(run.summary).toBe('key ***');
    expect(run.masks).toEqual(['pat.a"b/c d', 'line one\nline two']);
  });

  test('hide the token of the job from the start', async () => {
    expect((await runStep(`console.log(process.env['INPUT_GITHUB-TOKEN'])`)).log).toBe('***');
  });
});

describe('command files', () => {
  test('give outputs in both forms', async () => {
    const run = await runAppending('GITHUB_OUTPUT', 'a=1\nb<<E_1\ntwo\n\nlines\nE_1\nc=x<<y\n');
    expect(run.outputs).toEqual({ a: '1', b: 'two\n\nlines', c: 'x<<y' });
    expect(run.conclusion).toBe('success');
  });

  test.each([
    ['GITHUB_OUTPUT', 'verdict=passed\nb<<E_1\nnever closed\n'],
    ['GITHUB_OUTPUT', 'verdict=passed\nno value\n'],
    ['GITHUB_OUTPUT', 'verdict=passed\n=x\n'],
    ['GITHUB_ENV', 'no value\n'],
  ])('that are malformed fail the step, and what came before counts: %s %j', async (file, text) => {
    const run = await runAppending(file, text);
    expect(run).toMatchObject({ exitCode: 0, conclusion: 'failure' });
    expect(run.outputs).toEqual(file === 'GITHUB_OUTPUT' ? { verdict: 'passed' } : {});
    expect(run.annotations[0]?.message).toContain(file);
  });

  test('drop a summary over 1 MiB, counted in bytes, and the step stays green', async () => {
    const write = (count: number) =>
      `import fs from 'node:fs';
       fs.writeFileSync(process.env.GITHUB_STEP_SUMMARY, 'é'.repeat(${count}))`;
    expect((await runStep(write(524_288))).summary).toHaveLength(524_288);
    const run = await runStep(write(524_289));
    expect(run).toMatchObject({ summary: '', conclusion: 'success' });
    expect(run.annotations[0]?.message).toContain('upload aborted');
  });
});
