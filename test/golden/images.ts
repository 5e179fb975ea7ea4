import { known } from '../../src/image/evidence.ts';
import {
  AMD64,
  ARM64,
  digest,
  entry,
  evidence,
  imageResult,
  platform,
  platformEvidence,
  requested,
  STARTED_AT,
  sto,
} from './results.ts';

/** A finished scan of an index, with parts that were left out. */
export const INDEX_SCAN = known({
  state: 'DONE',
  repository: 'docker-local',
  path: 'app/1.4.2/list.manifest.json',
  finishedAt: STARTED_AT + 150_000,
  parts: [
    { name: 'sca', state: 'DONE' },
    { name: 'exposures/secrets', state: 'NOT_SUPPORTED' },
    { name: 'violations', state: 'NOT_SCANNED' },
  ],
} as const);

/** Passed, with a platform left out and exempted issues. */
export const PASSED_MULTI_ARCH = imageResult({
  evidence: evidence({
    xray: INDEX_SCAN,
    platforms: known({
      proven: true,
      judged: [AMD64, ARM64],
      notJudged: [platform('linux/arm/v7', 'c3d4')],
    }),
    perPlatform: [
      platformEvidence(AMD64, { sto: sto([0, 0, 3, 12, 5, 2]) }),
      platformEvidence(ARM64, { sto: sto([0, 0, 4, 12, 5, 0]) }),
    ],
  }),
});

/** Too many issues, and not the same on all platforms. */
export const FAILED_CRITICAL = imageResult({
  evidence: evidence({
    perPlatform: [
      platformEvidence(AMD64, { sto: sto([2, 4, 9, 31, 8, 1]) }),
      platformEvidence(ARM64, { sto: sto([1, 4, 9, 30, 8, 1]) }),
    ],
    quarantine: known({ quarantined: false }),
    firewall: known('ALLOWED'),
  }),
});

/** Xray was still scanning at the end. */
export const TIMED_OUT = imageResult({
  evidence: evidence({
    xray: {
      kind: 'unreachable',
      obstacle: 'timed-out',
      why: 'Xray was still SCANNING after 30m (docker-local/app/1.4.2/manifest.json)',
    },
  }),
  waited: 1_800_000,
  timeline: [
    entry(400, 'visible in Harness', { harness: 1 }),
    entry(900, 'visible in Artifactory', { xray: 1 }),
    entry(1_100, 'Xray PENDING', { xray: 1 }),
    entry(61_000, 'Xray SCANNING', { xray: 11 }),
    entry(1_800_000, 'asking for STO and SLSA, without a scan', { xray: 51 }),
    entry(1_800_300, 'inconclusive', { harness: 1 }),
  ],
});

const NOT_ASKED = { kind: 'unreachable', obstacle: 'ended', why: 'not asked' } as const;

/** Decided before anything else was asked. */
export const MOVED_AT_ONCE = imageResult({
  evidence: {
    tag: known({
      tags: ['1.4.2'],
      digest: digest('9f2c01ab34cd'),
      moved: { tag: '1.4.2', to: digest('ab12cd34ef56') },
    }),
    platforms: NOT_ASKED,
    quarantine: NOT_ASKED,
    firewall: NOT_ASKED,
    xray: NOT_ASKED,
    slsa: NOT_ASKED,
    perPlatform: [],
  },
  timeline: [entry(900, 'failed')],
  waited: 900,
});

/** Broken in some parts of its scan. */
export const PARTIAL = imageResult({
  evidence: evidence({
    xray: known({
      state: 'PARTIAL',
      repository: 'docker-local',
      path: 'app/1.4.2/manifest.json',
      finishedAt: STARTED_AT + 150_000,
      parts: [
        { name: 'sca', state: 'DONE' },
        { name: 'contextual_analysis', state: 'DONE' },
        { name: 'exposures/secrets', state: 'FAILED' },
        { name: 'exposures/iac', state: 'NOT_SUPPORTED' },
        { name: 'violations', state: 'PARTIAL' },
      ],
    }),
  }),
});

/** An image with two tags. */
const TWO_TAGS = requested({
  name: 'pkg.harness.io/acme/images/team/web',
  artifact: 'team/web',
  tags: ['2.0', 'latest'],
  digest: digest('5e6f7a8b9c0d'),
});
const jobs = requested({ name: 'pkg.harness.io/acme/images/jobs', artifact: 'jobs', tags: ['7'] });

/** It passed. */
export const PASSED_TWO_TAGS = imageResult({
  image: TWO_TAGS,
  digest: digest('5e6f7a8b9c0d'),
  evidence: evidence({
    tag: known({ tags: TWO_TAGS.tags, digest: digest('5e6f7a8b9c0d') }),
  }),
});

/** One image of each verdict. */
export const SEVERAL = [
  PASSED_TWO_TAGS,
  {
    ...TIMED_OUT,
    image: jobs,
    digest: digest('0d1e2f3a4b5c'),
    evidence: {
      ...TIMED_OUT.evidence,
      tag: known({ tags: jobs.tags, digest: digest('0d1e2f3a4b5c') }),
    },
  },
  FAILED_CRITICAL,
];
