import { createClients } from './clients.ts';
import { fitEngine } from './engine.ts';
import { GateError, toGateError } from './errors.ts';
import type { GateResult, RequestNote } from './gate/result.ts';
import { gate } from './gate.ts';
import type { AnnounceOptions, announceOnGitHub } from './github/announce.ts';
import { mask, openLog } from './github/log.ts';
import { publish } from './github/publish.ts';
import { createRegistry } from './harness/registry.ts';
import { connectionWarnings } from './http/connections.ts';
import type { HttpClient } from './http/request.ts';
import type { Inputs } from './inputs/inputs.ts';
import { type InputsReading, readInputs } from './inputs/read-inputs.ts';
import { formsOfSecret, readSecrets } from './inputs/secrets.ts';
import type { RawInputs } from './inputs/source.ts';
import { exitCodeOf } from './report/exit-code.ts';
import { systemClock as clock } from './scan/system-clock.ts';
import { createScanner } from './xray/scanner.ts';

/** The whole step: environment → inputs → gate → report → exit code. The only wiring, and it never throws. */
export async function main(failure: AbortSignal): Promise<void> {
  const cancel = new AbortController();
  failure.addEventListener('abort', () => cancel.abort(failure.reason));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => cancel.abort(new GateError('cancelled', 'the run was cancelled')));
  }
  const secrets = readSecrets(readRaw, process.env);
  mask(secrets);
  const reading = readInputs(readRaw, process.env);
  const { summary, reports, gated } = reading.ok
    ? { ...reading.inputs, gated: reading.inputs }
    : reading;
  const learned = new Set<string>();
  const result = await decide(reading, learned, cancel.signal);
  const told = {
    secrets: [...secrets, ...[...learned].flatMap(formsOfSecret)],
    env: process.env,
    now: clock.wall(),
  };
  const published = await publish(result, { ...told, summary, reports });
  if (gated !== undefined) {
    await announce(published, { ...told, ...gated, reports, signal: cancel.signal });
  }
  process.exitCode = exitCodeOf(published);
}

/** Runs the gate; whatever goes wrong becomes the result. Secrets that turn up are added to `learned`. */
async function decide(
  reading: InputsReading,
  learned: Set<string>,
  signal: AbortSignal,
): Promise<GateResult> {
  const start = { wall: clock.wall(), now: clock.now() };
  if (!reading.ok) {
    return withoutImages(new GateError('input', reading.problems.join('\n')), start);
  }
  try {
    return await run(reading.inputs, learned, signal);
  } catch (error) {
    return withoutImages(toGateError(error), start);
  }
}

/**
 * Tells GitHub's API, where that is wanted. Loaded only then: it is half of the bundle, and most runs never need it.
 * What cannot be told is a warning and changes nothing else.
 */
async function announce(result: GateResult, options: AnnounceOptions): Promise<void> {
  const { comment, checkRun } = options.reports;
  if (comment === 'never' && !checkRun) return;
  const warnings = await loadAnnounce()
    .then((announceOnGitHub) => announceOnGitHub(result, options))
    .catch(() => ['No pull request comment and no check run: the event file cannot be read.']);
  for (const message of warnings) {
    openLog().annotate({ level: 'warning', title: 'Image Gate: not told', message });
  }
}

/** The toolkit reads the event file while it is loaded, and throws where that is no JSON. */
async function loadAnnounce(): Promise<typeof announceOnGitHub> {
  const module = await import(/* webpackMode: "eager" */ './github/announce.ts');
  return module.announceOnGitHub;
}

async function run(inputs: Inputs, learned: Set<string>, signal: AbortSignal): Promise<GateResult> {
  fitEngine(inputs.images.length);
  const log = openLog();
  for (const message of connectionWarnings(process.env, process.version)) {
    log.annotate({ level: 'warning', title: 'Image Gate: connection', message });
  }
  for (const note of inputs.notes) log.info(note);
  const { harness, jfrog, all } = createClients(inputs, process.env, learned);
  try {
    const [scans] = jfrog;
    const result = await gate(inputs, {
      registry: createRegistry(harness, inputs.harness),
      scanner: scans && inputs.jfrog && createScanner(scans, inputs.jfrog),
      clock,
      log,
      signal,
    });
    const ofJfrog = jfrog.flatMap((client) => notesOf('JFrog', client));
    const requests = [...notesOf('Harness', harness), ...ofJfrog];
    return { ...result, requests: requests.sort((a, b) => a.at + a.ms - (b.at + b.ms)) };
  } finally {
    for (const client of all) client.close();
  }
}

function notesOf(system: RequestNote['system'], { log }: HttpClient): readonly RequestNote[] {
  return log.map((record) => ({ ...record, system }));
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
