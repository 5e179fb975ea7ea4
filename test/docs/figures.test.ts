import { expect, it } from 'vitest';
import { readText } from './pages.ts';

const results = await readText('bench/results.md');
const readme = await readText('README.md');
const [section = ''] = readme.split('\n## Fast and frugal\n')[1]?.split('\n## ') ?? [];
const prose = section.replaceAll(/\s+/g, ' ');

/** What was measured beside a target: the number in the third column, whether met or not. */
function measured(what: string): number {
  const row = results.split('\n').find((line) => line.startsWith(`| ${what} |`));
  const number = /\d+(?:\.\d+)?/.exec(row?.split(' | ')[2] ?? '')?.[0];
  if (number === undefined) throw new Error(`bench/results.md has no figure for "${what}"`);
  return Number(number);
}

it.each([
  [
    'a finished scan',
    `takes ${measured('everything DONE, 50 ms: wall ÷ script').toFixed(2)} of the script's time and ` +
      `${measured('everything DONE, 50 ms: CPU ÷ script').toFixed(2)} of its CPU`,
  ],
  [
    'a running scan',
    `15 polls ${measured('15 polls, 50 ms: wall ÷ script').toFixed(2)} of its time and ` +
      `${measured('15 polls, 50 ms: CPU ÷ script').toFixed(2)} of its CPU`,
  ],
  ['the start', `takes ${measured('start to first line ÷ `node -e 0`').toFixed(1)} times as long`],
  [
    'one image',
    `needs ${measured('peak memory, one image').toFixed(0)} MB and at most ` +
      `${Math.max(measured('TLS connections to Harness'), measured('TLS connections to JFrog'))} connections`,
  ],
  ['many images', `500 images ${measured('peak memory, 500 images').toFixed(0)} MB`],
  [
    'waiting',
    `asks ${measured('polls per scan').toFixed(0)} times and is ` +
      `${measured('mean delay of a scan').toFixed(0)} seconds late`,
  ],
])('README says of %s what bench/results.md has measured', (_, words) => {
  expect(prose).toContain(words);
});
