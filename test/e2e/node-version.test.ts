import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { playWitnessed } from './play.ts';

const ROOT = new URL('../../', import.meta.url);

test('the built action runs on Node 24, as the runner has it', async () => {
  const { testimony } = await playWitnessed('clean');
  expect(testimony.version).toMatch(/^24\./);
  expect(testimony.script).toBe(fileURLToPath(new URL('dist/index.js', ROOT)));
});

test('action.yml asks for that Node and that script', async () => {
  const text = await readFile(new URL('action.yml', ROOT), 'utf8');
  expect(text).toMatch(/^runs:\n {2}using: node24\n {2}main: dist\/index\.js\n/m);
});
