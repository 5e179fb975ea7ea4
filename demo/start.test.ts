import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const START = fileURLToPath(new URL('./start.mjs', import.meta.url));

function start(...args: readonly string[]): {
  status: number | null;
  stdout: string;
  stderr: string;
} {
  return spawnSync(process.execPath, [START, ...args], { encoding: 'utf8' });
}

test('lists the scenarios', () => {
  const { status, stdout } = start('--list');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^clean +passed /m);
  expect(stdout).toMatch(/^critical +failed /m);
});

test('names close scenarios for one that is unknown, and ends with exit code 2', () => {
  const { status, stderr } = start('critcal');
  expect(status).toBe(2);
  expect(stderr).toContain('Did you mean "critical"?');
});
