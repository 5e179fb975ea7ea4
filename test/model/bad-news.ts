import type { ModelRun } from './run-model.ts';
import type { Told } from './trace.ts';

/** Whether any service said something that fails an image: `failed` without it would be a slander. */
export function heardBadNews({ told }: ModelRun): boolean {
  return told.some(isBadByItself) || pointsElsewhere(told);
}

function isBadByItself({ call, word }: Told): boolean {
  if (call === 'numbers') return word === 'bad' || word === 'slsa-failed';
  return (call === 'version' || call === 'rows') && word === 'quarantined';
}

/** Two digests under one tag, one of them twice: one reading alone may only be late. */
function pointsElsewhere(told: readonly Told[]): boolean {
  const tags = told.filter(({ call }) => call === 'tag').map(({ word }) => word);
  const isTwice = tags.some((word, index) => word === 'B' && tags[index + 1] === 'B');
  return isTwice || (tags.includes('A') && tags.includes('B'));
}
