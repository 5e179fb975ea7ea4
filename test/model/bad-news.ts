import type { ModelRun } from './run-model.ts';
import type { Told } from './trace.ts';

/** Whether any service said something that fails an image: `failed` without it would be a slander. */
export function heardBadNews({ told }: ModelRun): boolean {
  return told.some(isBadByItself) || pointsElsewhere(told);
}

function isBadByItself({ call, word }: Told): boolean {
  if (call === 'numbers') return ['bad', 'slsa-failed', 'sbom-bad'].includes(word);
  if (call === 'listing') return word === 'blocked' || word === 'quarantined';
  return (call === 'version' || call === 'rows') && word === 'quarantined';
}

/** One tag twice on another digest, or first on ours and then on another: one reading alone may only be late. */
function pointsElsewhere(told: readonly Told[]): boolean {
  const readings = told.filter(({ call }) => call === 'tag');
  return [...new Set(readings.map(({ subject }) => subject))].some((tag) => {
    const words = readings.filter(({ subject }) => subject === tag).map(({ word }) => word);
    const isTwice = words.some((word, index) => word === 'B' && words[index + 1] === 'B');
    return isTwice || (words.includes('A') && words.includes('B'));
  });
}
