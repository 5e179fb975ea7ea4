import type { Inputs } from './inputs.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { andThen, invalid, valid } from './reading.ts';
import { readList } from './scalars.ts';
import type { Source } from './source.ts';

const PLATFORM = /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/;

/** Reads `platforms`: the word `all`, or labels such as `linux/amd64` and `linux/arm/v7`. */
export function readPlatforms(source: Source): Reading<Inputs['platforms']> {
  return andThen(readList(source, 'platforms'), (items): Reading<Inputs['platforms']> => {
    if (items.every((item) => item === 'all')) return valid('all');
    const wrong = items.find((item) => !PLATFORM.test(item));
    if (wrong === undefined) return valid([...new Set(items)]);
    return invalid(
      `platforms must be all, or a list of os/arch or os/arch/variant in lower case ` +
        `such as linux/amd64, not ${quote(wrong)}`,
    );
  });
}
