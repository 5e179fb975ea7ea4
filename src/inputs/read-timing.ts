import type { Timing } from './inputs.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid } from './reading.ts';
import { readDuration } from './scalars.ts';
import type { Source } from './source.ts';

// No job of GitHub's own runners lives longer, and a timer could not sleep longer than 24 days.
const TIMEOUTS = { from: '100ms', to: '24h' };
const INTERVALS = { from: '1ms', to: '1h' };

/** Reads time-outs and intervals. */
export function readTiming(source: Source): Reading<Timing> {
  const intervals = combine({
    min: readDuration(source, 'poll-min-interval', INTERVALS),
    max: readDuration(source, 'poll-max-interval', INTERVALS),
  });
  const timing = combine({
    appearTimeout: readDuration(source, 'appear-timeout', TIMEOUTS),
    scanTimeout: readDuration(source, 'scan-timeout', TIMEOUTS),
    intervals: andThen(intervals, checkOrder),
  });
  return andThen(timing, ({ intervals: { min, max }, ...timeouts }) =>
    valid({ ...timeouts, pollMinInterval: min, pollMaxInterval: max }),
  );
}

function checkOrder(intervals: {
  min: number;
  max: number;
}): Reading<{ min: number; max: number }> {
  if (intervals.min <= intervals.max) return valid(intervals);
  return invalid(
    'poll-min-interval must not be longer than poll-max-interval: set both, or leave both out',
  );
}
