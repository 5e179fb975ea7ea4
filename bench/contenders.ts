import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { readActionFile } from '../scripts/action-file.ts';
import { CERTIFICATE } from '../src/http/certificate.fixture.ts';
import { toInputVariables, toStepVariables } from '../test/runner/step-environment.ts';
import { Workplace } from '../test/runner/workplace.ts';
import { type Command, type Run, runCommand } from './measure.ts';

type Inputs = Readonly<Record<string, string>>;

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCRIPT = fileURLToPath(new URL('curl-gate.sh', import.meta.url));
const USAGE = new URL('usage.mjs', import.meta.url).href;
const ACTION = await readActionFile(join(ROOT, 'action.yml'));

/** Waiting that is the same for both, and short: what is measured is work, not sleep. */
const PACE = { 'poll-min-interval': '10ms', 'poll-max-interval': '10ms' };
const POLL_SECONDS = '0.01';
/** Lifts the pace, which would make runs with many images wait. */
const UNPACED = { 'harness-requests-per-minute': '1000000' };

/** The interpreter that runs the bench also runs the action; the bench insists on Node 24. */
export const NODE = process.execPath;

/** As on every machine: the authorities of the world, and here the bench's own beside them. Node has the world's built in. */
const AUTHORITIES = [...rootCertificates, CERTIFICATE].join('\n');

/** A step's folders and files for one run. */
export async function inWorkplace<T>(use: (place: Workplace) => Promise<T>): Promise<T> {
  const place = await Workplace.create();
  try {
    await writeFile(join(place.root, 'extra-ca.pem'), CERTIFICATE);
    await writeFile(join(place.root, 'ca-bundle.pem'), AUTHORITIES);
    return await use(place);
  } finally {
    await place.remove();
  }
}

/** The action as the runner starts it. */
export function gateCommand(place: Workplace, inputs: Inputs, nodeArgs: string[] = []): Command {
  return {
    file: NODE,
    args: [...nodeArgs, join(ROOT, 'dist/index.js')],
    cwd: place.workspace,
    env: {
      ...toStepVariables(place),
      ...toInputVariables(ACTION, { ...inputs, ...UNPACED, ...PACE }),
      NODE_EXTRA_CA_CERTS: join(place.root, 'extra-ca.pem'),
    },
  };
}

/** Makes Node report its own peak of memory. */
export const WITH_USAGE = ['--import', USAGE];

/** The script, told the same. */
export function scriptCommand(place: Workplace, inputs: Inputs): Command {
  const parts = /^[^/]+\/[^/]+\/([^/]+)\/(.+):([^:]+)$/.exec(inputs['image'] ?? '');
  const [, registry = '', artifact = '', tag = ''] = parts ?? [];
  const key = inputs['harness-api-key'] ?? '';
  return {
    file: 'bash',
    args: [SCRIPT],
    cwd: place.workspace,
    env: {
      PATH: process.env['PATH'] ?? '',
      CURL_CA_BUNDLE: join(place.root, 'ca-bundle.pem'),
      HARNESS_URL: inputs['harness-url'] ?? '',
      HARNESS_API_KEY: key,
      HARNESS_ACCOUNT: key.split('.')[1] ?? '',
      REGISTRY: registry,
      ARTIFACT: artifact,
      TAG: tag,
      DIGEST: inputs['digest'] ?? '',
      JF_URL: inputs['jfrog-url'] ?? '',
      JF_ACCESS_TOKEN: inputs['jfrog-access-token'] ?? '',
      JF_REPOSITORY: inputs['jfrog-repository'] ?? '',
      POLL_SECONDS,
    },
  };
}

/** Runs what must end with a pass: everything else would be measuring an error. */
export async function runToPass(command: Command): Promise<Run> {
  const run = await runCommand(command);
  if (run.exitCode === 0 && /^Passed/m.test(run.output)) return run;
  throw new Error(
    `Not a pass (exit code ${run.exitCode}): ${command.args.join(' ')}\n${run.output}`,
  );
}
