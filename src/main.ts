import { GateError, toGateError } from './errors.ts';
import type { GateResult, RequestNote } from './gate/result.ts';
import { gate } from './gate.ts';
import { mask, openLog } from './github/log.ts';
import { publish } from './github/publish.ts';
import { createRegistry } from './harness/registry.ts';
import { createHttpClient } from './http/client.ts';
import { connectionWarnings } from './http/connections.ts';
import type { HttpClient } from './http/request.ts';
import type { Inputs } from './inputs/inputs.ts';
import { readInputs } from './inputs/read-inputs.ts';
import { readSecrets } from './inputs/secrets.ts';
import type { RawInputs } from './inputs/source.ts';
import { exitCodeOf } from './report/exit-code.ts';
import { systemClock as clock } from './scan/system-clock.ts';
import { createScanner } from './xray/scanner.ts';

/** Requests under way at once to one host. */
const MOST_CONCURRENT = 16;

/** The whole step: environment → inputs → gate → report → exit code. The only wiring, and it never throws. */
export async function main(): Promise<void> {
  mask(readSecrets(readRaw, process.env));
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => cancel.abort(new GateError('cancelled', 'the run was cancelled')));
  }
  const result = await decide(cancel.signal);
  const published = await publish(result, {
    summary: readRaw('summary')?.trim() !== 'false',
    env: process.env,
    now: clock.wall(),
  });
  process.exitCode = exitCodeOf(published);
}

/** Reads the inputs and runs the gate; whatever goes wrong becomes the result. */
async function decide(signal: AbortSignal): Promise<GateResult> {
  const start = { wall: clock.wall(), now: clock.now() };
  const reading = readInputs(readRaw, process.env);
  if (!reading.ok) {
    return withoutImages(new GateError('input', reading.problems.join('\n')), start);
  }
  try {
    return await run(reading.inputs, signal);
  } catch (error) {
    return withoutImages(toGateError(error), start);
  }
}

async function run(inputs: Inputs, signal: AbortSignal): Promise<GateResult> {
  const log = openLog();
  for (const message of connectionWarnings(process.env, process.version)) {
    log.annotate({ level: 'warning', title: 'Image Gate: connection', message });
  }
  for (const note of inputs.notes) log.info(note);
  const clients: HttpClient[] = [];
  try {
    const harness = createHarnessClient(inputs);
    clients.push(harness);
    const jfrog = inputs.jfrog && createJfrogClient(inputs, inputs.jfrog);
    if (jfrog !== undefined) clients.push(jfrog);
    const result = await gate(inputs, {
      registry: createRegistry(harness, inputs.harness),
      scanner: jfrog && inputs.jfrog && createScanner(jfrog, inputs.jfrog),
      clock,
      log,
      signal,
    });
    return { ...result, requests: [...notesOf('Harness', harness), ...notesOf('JFrog', jfrog)] };
  } finally {
    for (const client of clients) client.close();
  }
}

function createHarnessClient({ harness, timing }: Inputs): HttpClient {
  return createHttpClient({
    service: 'Harness',
    baseUrl: harness.url,
    headers: { 'x-api-key': harness.apiKey },
    keyInput: 'harness-api-key',
    urlInput: 'harness-url',
    permission: 'registry view',
    requestsPerMinute: harness.requestsPerMinute,
    ...paceOf(timing),
  });
}

function createJfrogClient({ timing }: Inputs, jfrog: NonNullable<Inputs['jfrog']>): HttpClient {
  return createHttpClient({
    service: 'JFrog',
    baseUrl: jfrog.url,
    headers: { Authorization: `Bearer ${jfrog.accessToken}` },
    keyInput: 'jfrog-access-token',
    urlInput: 'jfrog-url',
    permission: 'Read on the repository',
    requestsPerMinute: undefined,
    ...paceOf(timing),
  });
}

/** A retry comes sooner than a poll: most faults are over at once. */
function paceOf({ pollMinInterval, pollMaxInterval }: Inputs['timing']) {
  return {
    clock,
    maxConcurrent: MOST_CONCURRENT,
    retryDelay: pollMinInterval / 5,
    maxRetryDelay: pollMaxInterval,
  };
}

function notesOf(
  system: RequestNote['system'],
  client: HttpClient | undefined,
): readonly RequestNote[] {
  return (client?.log ?? []).map((record) => ({ ...record, system }));
}

/** An input as the runner hands it over: upper case, spaces as `_`, hyphens kept. */
const readRaw: RawInputs = (name) =>
  process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`];

/** The result of a run that came to no image. */
function withoutImages(
  { code, message }: GateError,
  start: { readonly wall: number; readonly now: number },
): GateResult {
  return {
    verdict: code === 'cancelled' ? 'cancelled' : 'inconclusive',
    images: [],
    policy: undefined,
    mode: 'enforce',
    problem: { code, message },
    startedAt: start.wall,
    waited: clock.now() - start.now,
    requests: [],
  };
}
