import type { gate } from '../gate.ts';
import type { RequestedImage } from '../image/reference.ts';
import type { Inputs, Timing } from '../inputs/inputs.ts';
import { MINUTE_MS, policyWith } from '../policy/evidence.fixture.ts';
import type { Finding } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import { decidingFinding } from '../policy/verdict.ts';
import { type FakeClock, fakeClock } from './clock.fixture.ts';
import { imageWith, registryWith, scannerWith } from './ports.fixture.ts';
import type { Registry, Scanner } from './ports.ts';
import type { GateResult, ImageResult } from './result.ts';
import { type Ports, Road } from './road.ts';

// For tests only: production code must not import this file.

/** What differs from a clean image that is there and scanned. */
export interface Setup {
  readonly registry?: Partial<Registry>;
  readonly scanner?: Partial<Scanner>;
  readonly policy?: Partial<Policy>;
  readonly timing?: Partial<Timing>;
  readonly platforms?: Inputs['platforms'];
  readonly image?: Partial<RequestedImage>;
  /** Instead of the one image. */
  readonly images?: readonly RequestedImage[];
  readonly clock?: FakeClock;
  readonly signal?: AbortSignal;
}

/** One question that the gate asked. */
export interface Call {
  readonly name: keyof Registry | keyof Scanner;
  /** Milliseconds since the start. */
  readonly at: number;
  /** What it was about: a tag, a digest or a path. */
  readonly about: string;
}

/** How a run ended, and what happened on the way. */
export interface Run {
  readonly result: GateResult;
  readonly image: ImageResult;
  readonly verdict: GateResult['verdict'];
  /** What decided. */
  readonly reason: string;
  readonly calls: readonly Call[];
  readonly lines: readonly { readonly line: string; readonly at: number }[];
  finding(check: Finding['check']): Finding | undefined;
  /** Moments at which a question was asked, in milliseconds since the start. */
  times(name: Call['name'], about?: string): readonly number[];
}

const TIMING: Timing = {
  appearTimeout: 5 * MINUTE_MS,
  scanTimeout: 30 * MINUTE_MS,
  pollMinInterval: 5_000,
  pollMaxInterval: 60_000,
};

/** Inputs with the defaults of `action.yml`. */
export function inputsWith(setup: Setup = {}): Inputs {
  return {
    images: setup.images ?? [imageWith(setup.image)],
    platforms: setup.platforms ?? 'all',
    harness: {
      url: new URL('https://harness.example'),
      apiKey: 'key',
      account: 'acme',
      org: undefined,
      project: undefined,
      requestsPerMinute: 300,
    },
    jfrog: {
      url: new URL('https://jfrog.example'),
      signIn: { kind: 'token', accessToken: 'token' },
      project: undefined,
    },
    policy: policyWith(setup.policy),
    timing: { ...TIMING, ...setup.timing },
    mode: 'enforce',
    summary: true,
    reports: {
      comment: 'never',
      checkRun: false,
      reportFile: undefined,
      attestationFile: undefined,
      githubToken: undefined,
      jobId: undefined,
    },
    notes: [],
  };
}

/** A road whose ports are fakes, for what happens on a part of it. */
export function roadWith(setup: Setup = {}): Road {
  const { ports } = prepare(setup);
  return new Road(imageWith(setup.image), inputsWith(setup), ports);
}

/** What runs the gate on fakes to its end. The gate is handed in: this folder may only know its types. */
export function runnerOf(judge: typeof gate): (setup?: Setup) => Promise<Run> {
  return async (setup = {}) => {
    const { ports, calls, lines } = prepare(setup);
    return describeRun(await judge(inputsWith(setup), ports), calls, lines);
  };
}

function describeRun(result: GateResult, calls: readonly Call[], lines: Run['lines']): Run {
  const [image] = result.images;
  if (image === undefined) throw new Error('no image was judged');
  return {
    result,
    image,
    verdict: result.verdict,
    reason: decidingFinding(image.findings)?.sentence ?? '',
    calls: [...calls],
    lines: [...lines],
    finding: (check) => image.findings.find((one) => one.check === check),
    times: (name, about) =>
      calls
        .filter((call) => call.name === name && (about === undefined || call.about === about))
        .map(({ at }) => at),
  };
}

function prepare(setup: Setup) {
  const clock = setup.clock ?? fakeClock();
  const calls: Call[] = [];
  const lines: { line: string; at: number }[] = [];
  const note = (name: Call['name'], about: string) => {
    calls.push({ name, about, at: clock.elapsed() });
  };
  const ports: Ports = {
    registry: watchRegistry(registryWith(setup.registry), note),
    scanner: watchScanner(scannerWith(setup.scanner), note),
    clock,
    log: { info: (line) => lines.push({ line, at: clock.elapsed() }) },
    signal: setup.signal ?? new AbortController().signal,
  };
  return { ports, calls, lines };
}

type Note = (name: Call['name'], about: string) => void;

function watchRegistry(registry: Registry, note: Note): Registry {
  return {
    ...registry,
    locate(image, ask) {
      note('locate', image.registry);
      return registry.locate(image, ask);
    },
    readTag(place, image, tag, ask) {
      note('readTag', tag);
      return registry.readTag(place, image, tag, ask);
    },
    readManifest(version, ask) {
      note('readManifest', version.digest);
      return registry.readManifest(version, ask);
    },
    readRows(version, ask) {
      note('readRows', version.digest);
      return registry.readRows(version, ask);
    },
    readVersion(version, ask) {
      note('readVersion', version.digest);
      return registry.readVersion(version, ask);
    },
    readIntegration(version, subject, ask) {
      note('readIntegration', subject);
      return registry.readIntegration(version, subject, ask);
    },
    readListing(version, ask) {
      note('readListing', version.digest);
      return registry.readListing(version, ask);
    },
  };
}

function watchScanner(scanner: Scanner, note: Note): Scanner {
  return {
    ...scanner,
    find(location, pushed, ours, ask) {
      note('find', pushed);
      return scanner.find(location, pushed, ours, ask);
    },
    readStatus(spot, ask) {
      note('readStatus', spot.path);
      return scanner.readStatus(spot, ask);
    },
    readIndexedDigest(spot, ask) {
      note('readIndexedDigest', spot.path);
      return scanner.readIndexedDigest(spot, ask);
    },
  };
}
