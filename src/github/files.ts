import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { GateResult } from '../gate/result.ts';
import { policyOfImage } from '../report/json/policy.ts';
import { jsonReport } from '../report/json/report.ts';
import { type Attestable, findAttestable, type VsaSources, vsaOf } from '../report/json/vsa.ts';
import { worsen } from './worsen.ts';

/** The variables of the runner. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where files are wanted: absolute, or relative to the workspace. */
export interface FileTargets {
  readonly reportFile: string | undefined;
  readonly attestationFile: string | undefined;
}

/** Which files to write, and what must not stand in them: nothing masks a file. */
export interface FileOrder {
  readonly targets: FileTargets;
  readonly env: Environment;
  readonly secrets: readonly string[];
}

/** What came of the files. */
export interface Filed {
  /** Worse than the result that was given where a file could not be written. */
  readonly result: GateResult;
  /** Absolute paths of the files that are there. */
  readonly reportFile: string | undefined;
  readonly attestationFile: string | undefined;
  /** Why an attestation that was wanted is not there. */
  readonly note: string | undefined;
}

/** A file and the SHA-256 of what stands in it. */
interface Report {
  readonly path: string;
  readonly sha256: string;
}

/** Two ways to write one path, which the inputs cannot see. */
const SAME_FILE = 'the same file as report-file';

const NOTHING = { reportFile: undefined, attestationFile: undefined, note: undefined };

/** Writes the report, and then the attestation, which names the report's digest. Never throws. */
export async function writeFiles(result: GateResult, order: FileOrder): Promise<Filed> {
  const { targets, env } = order;
  const report = await writeReport(result, pathOf(targets.reportFile, env), order);
  const told = report instanceof Worse ? report.result : result;
  const kept = report instanceof Worse ? undefined : report;
  const filed: Filed = { ...NOTHING, result: told, reportFile: kept?.path };
  const path = pathOf(targets.attestationFile, env);
  if (path === undefined) return filed;
  const attested = await writeAttestation(filed, path, kept, env);
  return attested.result === told ? attested : takeBack(filed, attested.result, order);
}

/**
 * Makes the files say what is said everywhere else, after something failed behind them. A verdict to be signed must not
 * outlive the run that took it back; what cannot be mended any more is red already.
 */
export async function takeBack(
  { reportFile }: Filed,
  worse: GateResult,
  order: FileOrder,
): Promise<Filed> {
  const path = pathOf(order.targets.attestationFile, order.env);
  if (path !== undefined && path !== reportFile) await remove(path).catch(() => undefined);
  const again = await writeReport(worse, reportFile, order);
  const isThere = again !== undefined && !(again instanceof Worse);
  return { ...NOTHING, result: worse, reportFile: isThere ? again.path : undefined };
}

/** What a result has become because a file could not be written. */
class Worse {
  readonly result: GateResult;

  constructor(result: GateResult) {
    this.result = result;
  }
}

async function writeReport(
  result: GateResult,
  path: string | undefined,
  { env, secrets }: FileOrder,
): Promise<Report | Worse | undefined> {
  if (path === undefined) return undefined;
  try {
    const tool = { repository: env['GITHUB_ACTION_REPOSITORY'], ref: env['GITHUB_ACTION_REF'] };
    const text = jsonReport(result, tool, secrets);
    await write(path, text);
    return { path, sha256: hash(text) };
  } catch (thrown) {
    return new Worse(worsen(result, 'report-file', thrown));
  }
}

/** Where there is nothing to attest, what an earlier run has left there must not be signed in its place. */
async function writeAttestation(
  filed: Filed,
  path: string,
  report: Report | undefined,
  env: Environment,
): Promise<Filed> {
  const { result } = filed;
  const attestable = findAttestable(result);
  try {
    if (path === report?.path) throw sameFile();
    if (attestable.kind === 'none') {
      await remove(path);
      return { ...filed, note: `attestation-file is not written: ${attestable.why}` };
    }
    await write(path, vsaOf(result, attestable, sourcesOf(attestable, report, env)));
    return { ...filed, attestationFile: path };
  } catch (thrown) {
    return { ...filed, result: worsen(result, 'attestation-file', thrown) };
  }
}

function sourcesOf(
  { image, policy }: Attestable,
  report: Report | undefined,
  env: Environment,
): VsaSources {
  const limits = JSON.stringify(policyOfImage(policy, image));
  return {
    verifier: { id: verifierOf(env), ref: env['GITHUB_ACTION_REF'] || undefined },
    policy: { sha256: hash(limits), base64: Buffer.from(limits).toString('base64') },
    report: report && { name: basename(report.path), sha256: report.sha256 },
  };
}

/** The repository that the action came from; one that a workflow runs from its own workspace is part of that repository. */
function verifierOf(env: Environment): string {
  const repository = env['GITHUB_ACTION_REPOSITORY'] || env['GITHUB_REPOSITORY'];
  const server = env['GITHUB_SERVER_URL'];
  return repository && server ? `${server}/${repository}` : 'urn:image-gate';
}

function pathOf(target: string | undefined, env: Environment): string | undefined {
  return target === undefined ? undefined : resolve(env['GITHUB_WORKSPACE'] ?? '', target);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function remove(path: string): Promise<void> {
  await rm(path, { force: true });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sameFile(): Error {
  return Object.assign(new Error(SAME_FILE), { code: SAME_FILE });
}
