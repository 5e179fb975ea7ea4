import { expect, test } from 'vitest';
import { sequences } from './explore.ts';
import { modelInputs, REQUIRED } from './model-inputs.ts';
import type { NumbersWord } from './numbers-model.ts';
import type { RegistryWord } from './registry-model.ts';
import { type ModelRun, type Plot, runAll } from './run-model.ts';
import type { ScannerWord } from './scanner-model.ts';

// A gate that never passes would pass every other check of the model.

const GOOD: Plot = { scanner: ['done'], registry: ['good'], numbers: ['good'] };

async function findRefused(plots: readonly Plot[]): Promise<readonly Plot[]> {
  const refused: Plot[] = [];
  await runAll(modelInputs(REQUIRED), plots, ({ result, plot }: ModelRun) => {
    if (result.verdict !== 'passed') refused.push(plot);
  });
  return refused;
}

test('passes at once when every service has nothing but good news', async () => {
  expect(await findRefused([GOOD])).toEqual([]);
});

test('passes after any five answers of the scanner that ask for patience', async () => {
  const before: readonly ScannerWord[] = ['missing', 'other'];
  const since: readonly ScannerWord[] = ['not-scanned', 'scanning', 'novel', 'stale'];
  // Once the file is ours it stays: another one in its place would be another story.
  const starts = [0, 1, 2, 3, 4, 5].flatMap((count) =>
    sequences(before, count).flatMap((early) =>
      sequences(since, 5 - count).map((late) => [...early, ...late]),
    ),
  );
  const plots: readonly Plot[] = starts.map((start) => ({ ...GOOD, scanner: [...start, 'done'] }));
  expect(await findRefused(plots)).toEqual([]);
});

test('passes after any four answers of the registry that ask for patience', async () => {
  const patient: readonly RegistryWord[] = ['absent', 'not-pushed', 'late'];
  const plots: readonly Plot[] = sequences(patient, 4).map((start) => ({
    ...GOOD,
    registry: [...start, 'good'],
  }));
  expect(await findRefused(plots)).toEqual([]);
});

test('passes after numbers that only ever become more', async () => {
  const growing: readonly (readonly NumbersWord[])[] = [
    ['none', 'none', 'none', 'good'],
    ['none', 'unfinished', 'unfinished', 'good'],
    ['none', 'no-slsa', 'no-slsa', 'good'],
    ['none', 'only-slsa', 'unfinished', 'good'],
    ['none', 'fresh', 'fresh', 'fresh'],
    ['none', 'fresh', 'fresher', 'fresher'],
  ];
  expect(await findRefused(growing.map((numbers) => ({ ...GOOD, numbers })))).toEqual([]);
});
