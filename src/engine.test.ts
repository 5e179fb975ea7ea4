import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

const HOT =
  'let sum = 0; const add = (n) => { sum += n; }; for (let i = 0; i < 3e6; i += 1) add(i);';

/** What V8 says of a program that runs hot after `fitEngine` has been called for so many images. */
function run(images: number | undefined): string {
  const fit = images === undefined ? '' : `fitEngine(${images});`;
  const engine = JSON.stringify(new URL('engine.ts', import.meta.url).href);
  const program = `import { fitEngine } from ${engine}; ${fit} ${HOT} console.log('sum', sum);`;
  const flags = ['--trace-opt', '--input-type=module', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
  return stdout + stderr;
}

describe('the engine', () => {
  test('translates nothing in a short run', () => {
    expect(run(1)).not.toContain('completed compiling');
  });

  test.each([undefined, 21])('does as it likes otherwise: %s', (images) => {
    expect(run(images)).toContain('completed compiling');
  });

  test.each([1, 20, 21])('knows every flag, and comes to the same result: %i', (images) => {
    expect(run(images)).toContain('sum 4499998500000');
    expect(run(images)).not.toMatch(/unrecognized|illegal|contradict/i);
  });
});
