import { type FakeClock, fakeClock } from './clock.fixture.ts';
import { integrationWith, NO_INTEGRATION, PUSHED } from './ports.fixture.ts';
import type { Registry } from './ports.ts';
import type { Setup } from './run.fixture.ts';

// For tests only: production code must not import this file.

/** STO takes 40 s, so that everything read before it has grown old. */
export function slowSto(
  registry: Partial<Registry> = {},
  clock: FakeClock = fakeClock(),
): Pick<Setup, 'clock' | 'registry'> {
  const readIntegration: Registry['readIntegration'] = async (_version, subject) => {
    if (subject === PUSHED) return undefined;
    return clock.elapsed() < 40_000 ? NO_INTEGRATION : integrationWith();
  };
  return { clock, registry: { readIntegration, ...registry } };
}
