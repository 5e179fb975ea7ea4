import { describe, expect, it } from 'vitest';
import { CERTIFICATE, CERTIFICATE_KEY } from '../../src/http/certificate.fixture.ts';
import { ENDINGS, NETWORK } from './catalogue.ts';
import { onCall, type Plan } from './exchange.ts';
import { relay } from './proxy.ts';
import { collectRows } from './record.ts';
import { findClosedPort } from './target.ts';
import { limit, type Outcome, type Trial, tryOut } from './trial.ts';
import { refused, refusedForAMoment } from './wire-faults.ts';

const BRIEF = { 'appear-timeout': '2s', 'scan-timeout': '2s' };
/** An outage is waited for until a deadline of 2 s; everything else ends by itself before that. */
const MOST_MS = 5_000;
const inThrees = limit(3);
const MOST_MB = 150;
const record = collectRows('network');

/** A run that meets the fault in the middle of its road: when the counts of the platforms are read. */
function midway(plan: Plan, more: Trial = {}): Promise<Outcome> {
  return inThrees(() => tryOut({ plan, inputs: BRIEF, ...more }));
}

/** Notes how a run ended, which none of them may take long or much memory for. */
function note(fault: string, { verdict, ms, peakMb }: Outcome, ending = ''): void {
  expect(ms, 'milliseconds').toBeLessThan(MOST_MS);
  expect(peakMb).toBeLessThan(MOST_MB);
  record({
    fault,
    ended: ending === '' || ending === 'passes' ? verdict : `${verdict}: ${ending}`,
    ms,
    peakMb,
  });
}

describe.concurrent('a fault of the network, met for ever in the middle of the road', () => {
  it.each(NETWORK)('$name: $ending, soon and in little memory', async ({ name, fault, ending }) => {
    const plan = onCall('integrationdetails', fault, { from: 2 });
    const outcome = await midway(plan, ending === 'passes' ? { inputs: {} } : {});
    note(name, outcome, ending);
    expect(outcome.reason).toMatch(ENDINGS[ending]);
    if (ending !== 'passes') {
      expect(outcome.verdict).toBe('inconclusive');
      expect(outcome.reason).toContain('docker/integrationdetails');
    }
  });
});

describe.concurrent('a service', () => {
  it('that is not there at all is unreachable, and the reason names call and code', async () => {
    const port = await findClosedPort();
    const outcome = await midway(() => undefined, {
      inputs: { ...BRIEF, 'harness-url': `http://127.0.0.1:${port}` },
    });
    note('connection refused from the start', outcome, 'unreachable');
    expect(outcome.reason).toMatch(
      /Harness could not be reached: GET .*registries failed with ECONNREFUSED/,
    );
  });

  it('that stops listening in the middle of the road is unreachable', async () => {
    const outcome = await midway(onCall('details', refused), { inputs: BRIEF });
    note('connection refused from the middle on', outcome, 'unreachable');
    expect(outcome.reason).toMatch(/could not be reached: .* failed with ECONNREFUSED/);
  });

  it('that is away for a moment is waited for', async () => {
    const outcome = await midway(onCall('integrationdetails', refusedForAMoment, { times: 1 }), {
      inputs: {},
    });
    note('connection refused for a moment', outcome);
    expect(outcome.verdict).toBe('passed');
  });

  it('that closes each connection behind its answer is read to the end', async () => {
    const plan: Plan = () => async (exchange) => {
      exchange.response.once('finish', () => setTimeout(() => exchange.socket.destroy(), 1));
      await relay(exchange);
    };
    const outcome = await midway(plan, { inputs: {} });
    note('idle connections dropped without notice', outcome);
    expect(outcome.verdict).toBe('passed');
  });
});

describe.concurrent('a name', () => {
  const inputs = { ...BRIEF, 'harness-url': 'https://harness.example.com' };
  const lookup = (failures: number, code: string) => ({
    preload: ['names-not-found.mjs'],
    env: { LOOKUP_FAILURES: String(failures), LOOKUP_CODE: code },
  });

  it('that is never found is a mistake in the input, soon', async () => {
    const outcome = await tryOut({ inputs, ...lookup(1_000, 'ENOTFOUND') });
    note('name not found', outcome, 'configuration');
    expect(outcome.reason).toMatch(
      /the host harness\.example\.com is not found .*check harness-url/,
    );
  });

  it('of JFrog that is never found is a mistake in its own input', async () => {
    const outcome = await tryOut({
      inputs: { ...BRIEF, 'jfrog-url': 'https://jfrog.example.com' },
      ...lookup(1_000, 'ENOTFOUND'),
    });
    note('name of JFrog not found', outcome, 'configuration');
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.reason).toMatch(/the host jfrog\.example\.com is not found .*check jfrog-url/);
  });

  it('that cannot be looked up for the moment is an outage', async () => {
    const outcome = await tryOut({ inputs, ...lookup(1_000, 'EAI_AGAIN') });
    note('name service away', outcome, 'unreachable');
    expect(outcome.reason).toMatch(/could not be reached: .*EAI_AGAIN/);
  });

  it('that is found the third time is waited for', async () => {
    const outcome = await tryOut({
      inputs: { 'harness-url': '{origin}' },
      proxy: { host: 'localhost' },
      ...lookup(2, 'ENOTFOUND'),
    });
    note('name not found, twice', outcome);
    expect(outcome.verdict).toBe('passed');
  });
});

describe.concurrent('a certificate', () => {
  const proxy = { tls: { key: CERTIFICATE_KEY, cert: CERTIFICATE } };

  it('of an unknown authority ends the run at once, and says how to name the authority', async () => {
    const outcome = await tryOut({ proxy: { ...proxy, host: 'localhost' } });
    note('TLS: unknown authority', outcome, 'configuration');
    expect(outcome.reason).toMatch(
      /no safe connection to (Harness|JFrog): .*DEPTH_ZERO_SELF_SIGNED_CERT/,
    );
    expect(outcome.calls).toEqual([]);
  });

  it('of another host ends the run, too', async () => {
    const outcome = await tryOut({ proxy });
    note('TLS: certificate of another host', outcome, 'configuration');
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.calls).toEqual([]);
  });

  it('is never skipped: NODE_TLS_REJECT_UNAUTHORIZED=0 is refused', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const outcome = await tryOut({ proxy: { ...proxy, host: 'localhost' }, env });
    note('TLS: checks switched off', outcome, 'configuration');
    expect(outcome.reason).toMatch(/NODE_TLS_REJECT_UNAUTHORIZED=0/);
    expect(outcome.calls).toEqual([]);
  });

  it('is missing where TLS is expected of a plain server', async () => {
    const outcome = await tryOut({ inputs: { 'harness-url': 'https://localhost:{port}' } });
    note('TLS: a plain server answers', outcome, 'configuration');
    expect(outcome.reason).toMatch(/no safe connection to Harness/);
  });
});
