import type { HarnessImage } from './harness-images.ts';
import type { Inputs, Reports } from './inputs.ts';
import { findReadableAccount, readHarness } from './read-harness.ts';
import { readImages, readNamedImages } from './read-images.ts';
import { noteJfrog, readJfrog, readJfrogRepository, readJfrogUrl } from './read-jfrog.ts';
import { readPlatforms } from './read-platforms.ts';
import { readPolicy, readXrayRequirement } from './read-policy.ts';
import { findReports, readReports } from './read-reports.ts';
import { readTiming } from './read-timing.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid, valueOf } from './reading.ts';
import { readBoolean, readChoice } from './scalars.ts';
import type { Environment, RawInputs, Source } from './source.ts';
import { noteEnvironment } from './source.ts';
import type { XraySide } from './xray-locations.ts';

const MODES = ['enforce', 'warn'] as const;

/** What a gate is about, known of many inputs that are wrong elsewhere. */
export interface Gated extends Pick<Inputs, 'platforms'> {
  readonly images: readonly HarnessImage[];
}

/**
 * The validated inputs, or every problem at once; each names its input and says what to change. Where to report, and of
 * what, may be known all the same: what an earlier run has left there must not stand as the last word.
 */
export type InputsReading =
  | { readonly ok: true; readonly inputs: Inputs }
  | {
      readonly ok: false;
      readonly problems: readonly string[];
      readonly summary: boolean;
      readonly reports: Reports;
      readonly gated: Gated | undefined;
    };

/** Reads all inputs. Nothing is repaired or guessed: what does not fit is a problem. */
export function readInputs(raw: RawInputs, env: Environment): InputsReading {
  const source: Source = { raw, env };
  const xray = readXrayRequirement(source);
  const jfrogUrl = readJfrogUrl(source);
  const surroundings = { account: findReadableAccount(source), jfrogUrl: valueOf(jfrogUrl) };
  const images = readImages(source, surroundings, readXraySide(source, xray));
  const summary = readBoolean(source, 'summary');
  const reports = readReports(source);
  const platforms = readPlatforms(source);
  const inputs = combine({
    images,
    platforms,
    harness: readHarness(source),
    jfrog: andThen(xray, (known) => readJfrog(source, known)),
    policy: readPolicy(source),
    timing: readTiming(source),
    mode: readChoice(source, 'mode', MODES),
    summary,
    reports,
    attestation: andThen(combine({ images, reports }), checkAttestation),
    certificates: checkCertificates(env),
  });
  if (!inputs.ok) {
    const named = readNamedImages(source, surroundings);
    return {
      ok: false,
      // Some inputs are read for more than one purpose, and then report their problem more than once.
      problems: [...new Set(inputs.problems)],
      summary: valueOf(summary) ?? true,
      reports: findReports(source),
      gated: valueOf(combine({ platforms, images: named })),
    };
  }
  return { ok: true, inputs: { ...inputs.value, notes: noteUses(source, inputs.value) } };
}

/** One summary speaks of one image, and only a file that holds one can be signed. */
function checkAttestation({
  images,
  reports,
}: Pick<Inputs, 'images' | 'reports'>): Reading<undefined> {
  if (reports.attestationFile === undefined || images.length === 1) return valid(undefined);
  return invalid(
    `attestation-file goes with one image, and image names ${images.length}: use a step for each image`,
  );
}

/** A gate that believes any server is none. */
function checkCertificates(env: Environment): Reading<undefined> {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return valid(undefined);
  return invalid(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the check of certificates off: remove it, and name your own CA in NODE_EXTRA_CA_CERTS',
  );
}

function readXraySide(source: Source, xray: Reading<XraySide['xray']>): Reading<XraySide> {
  const repository = andThen(xray, (known) =>
    known === 'off' ? valid(undefined) : readJfrogRepository(source),
  );
  return combine({ xray, repository });
}

function noteUses(source: Source, { jfrog }: Pick<Inputs, 'jfrog'>): readonly string[] {
  return [...noteEnvironment(source, ['harness-api-key']), ...noteJfrog(source, jfrog)];
}
