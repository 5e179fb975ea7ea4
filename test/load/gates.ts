import type { GateResult, RequestNote } from '../../src/gate/result.ts';
import { gate } from '../../src/gate.ts';
import { createRegistry } from '../../src/harness/registry.ts';
import { createHttpClient } from '../../src/http/client.ts';
import type { HttpClient, RequestRecord } from '../../src/http/request.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { readInputs } from '../../src/inputs/read-inputs.ts';
import type { Clock } from '../../src/scan/clock.ts';
import { createScanner } from '../../src/xray/scanner.ts';

/** What one gate came to, and the requests that it knows of. */
export interface Ended {
  readonly result: GateResult;
  readonly log: readonly RequestRecord[];
}

/** Inputs as a workflow gives them; what is not given has the action's own default. */
export function readGiven(given: Readonly<Record<string, string>>): Inputs {
  const reading = readInputs((name) => given[name], {});
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  return reading.inputs;
}

/** One gate with clients of its own, as if it ran on a machine of its own; only the clock is shared. */
export async function runGate(inputs: Inputs, clock: Clock): Promise<Ended> {
  const { harness, jfrog, timing } = inputs;
  if (jfrog?.signIn.kind !== 'token') throw new Error('these gates ask Xray with a token');
  const pace = {
    clock,
    maxConcurrent: 16,
    retryDelay: timing.pollMinInterval / 5,
    maxRetryDelay: timing.pollMaxInterval,
  };
  const harnessClient = createHttpClient({
    service: 'Harness',
    baseUrl: harness.url,
    headers: { 'x-api-key': harness.apiKey },
    keyInput: 'harness-api-key',
    urlInput: 'harness-url',
    permission: 'registry view',
    requestsPerMinute: harness.requestsPerMinute,
    ...pace,
  });
  const jfrogClient = createHttpClient({
    service: 'JFrog',
    baseUrl: jfrog.url,
    headers: { Authorization: `Bearer ${jfrog.signIn.accessToken}` },
    keyInput: 'jfrog-access-token',
    urlInput: 'jfrog-url',
    permission: 'Read on the repository',
    requestsPerMinute: undefined,
    ...pace,
  });
  try {
    const result = await gate(inputs, {
      registry: createRegistry(harnessClient, harness),
      scanner: createScanner(jfrogClient, jfrog),
      clock,
      log: { info: () => undefined },
      signal: new AbortController().signal,
    });
    const requests = [...notesOf('Harness', harnessClient), ...notesOf('JFrog', jfrogClient)];
    return { result: { ...result, requests }, log: [...harnessClient.log, ...jfrogClient.log] };
  } finally {
    harnessClient.close();
    jfrogClient.close();
  }
}

/** As the action itself hands them on to its report. */
function notesOf(system: RequestNote['system'], { log }: HttpClient): readonly RequestNote[] {
  return log.map((record) => ({ ...record, system }));
}
