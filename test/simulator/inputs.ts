import type { Scenario } from './scenario.ts';
import type { World } from './world.ts';

type Inputs = Record<string, string>;

/** Milliseconds, so that tests are quick. */
const FAST: Inputs = {
  'poll-min-interval': '10ms',
  'poll-max-interval': '40ms',
  'appear-timeout': '10s',
  'scan-timeout': '20s',
  'harness-requests-per-minute': '60000',
};

/** Intervals that people can follow. */
const LIVE: Inputs = {
  'poll-min-interval': '1s',
  'poll-max-interval': '2s',
  'appear-timeout': '1m',
  'scan-timeout': '2m',
};
const LIVE_TIMEOUT = '10s';

/** The action's inputs for a scenario: the defaults, the world's image, the scenario's own wishes, in this order. */
export function inputsFor(
  scenario: Scenario,
  world: World,
  origin: string,
  pace: 'fast' | 'live',
): Inputs {
  const key = Object.keys(world.harness.keys)[0] ?? '';
  const own = Object.entries(scenario.inputs ?? {});
  const inputs: Inputs = {
    'harness-url': origin,
    'harness-api-key': key,
    'jfrog-url': origin,
    'jfrog-access-token': world.jfrog.token,
    ...(pace === 'live' ? LIVE : FAST),
    ...world.inputs,
    ...Object.fromEntries(
      own.map(([name, value]) => [name, value.replaceAll('{host}', new URL(origin).host)]),
    ),
  };
  for (const name of scenario.without ?? []) delete inputs[name];
  return pace === 'live' ? lengthenTimeouts(inputs) : inputs;
}

/** A time-out of milliseconds would end a live run before its first poll. */
function lengthenTimeouts(inputs: Inputs): Inputs {
  const short = ['appear-timeout', 'scan-timeout'].filter((name) =>
    /^\d+ms$/.test(inputs[name] ?? ''),
  );
  return { ...inputs, ...Object.fromEntries(short.map((name) => [name, LIVE_TIMEOUT])) };
}
