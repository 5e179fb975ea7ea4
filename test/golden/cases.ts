import type { GateResult } from '../../src/gate/result.ts';
import { known } from '../../src/image/evidence.ts';
import {
  AMD64,
  ARM64,
  digest,
  evidence,
  gateResult,
  imageResult,
  POLICY,
  platform,
  platformEvidence,
  problemResult,
  requested,
  STARTED_AT,
  sto,
} from './results.ts';

const INDEX_SCAN = known({
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

const PASSED_MULTI_ARCH = imageResult({
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

const FAILED_CRITICAL = imageResult({
  evidence: evidence({
    perPlatform: [
      platformEvidence(AMD64, { sto: sto([2, 4, 9, 31, 8, 1]) }),
      platformEvidence(ARM64, { sto: sto([1, 4, 9, 30, 8, 1]) }),
    ],
    quarantine: known({ quarantined: false }),
    firewall: known('ALLOWED'),
  }),
});

const TIMED_OUT = imageResult({
  evidence: evidence({
    xray: {
      kind: 'unreachable',
      obstacle: 'timed-out',
      why: 'Xray was still SCANNING after 30m (docker-local/app/1.4.2/manifest.json)',
    },
  }),
  waited: 1_800_000,
  timeline: [
    { at: 400, what: 'visible in Harness' },
    { at: 900, what: 'visible in Artifactory' },
    { at: 1_100, what: 'Xray PENDING' },
    { at: 61_000, what: 'Xray SCANNING' },
    { at: 1_800_000, what: 'asking for STO and SLSA, without a scan' },
    { at: 1_800_300, what: 'inconclusive' },
  ],
});

const web = requested({
  name: 'pkg.harness.io/acme/images/team/web',
  artifact: 'team/web',
  tags: ['2.0', 'latest'],
  digest: digest('5e6f7a8b9c0d'),
});
const jobs = requested({ name: 'pkg.harness.io/acme/images/jobs', artifact: 'jobs', tags: ['7'] });

const SEVERAL = [
  imageResult({ image: web, digest: digest('5e6f7a8b9c0d') }),
  { ...TIMED_OUT, image: jobs, digest: digest('0d1e2f3a4b5c') },
  FAILED_CRITICAL,
];

const STO_OFF = { ...POLICY, sto: 'off', firewall: 'off' } as const;

/** Each becomes a page of this folder, to be read by people who change the reports. */
export const CASES: Readonly<Record<string, GateResult>> = {
  'passed-single': gateResult(),
  'passed-multi-arch': gateResult([PASSED_MULTI_ARCH]),
  'passed-several': gateResult([imageResult(), imageResult({ image: web })]),
  'passed-sto-off': gateResult(
    [
      imageResult(
        {
          evidence: evidence({ perPlatform: [platformEvidence(AMD64, { sto: { kind: 'off' } })] }),
        },
        STO_OFF,
      ),
    ],
    { policy: STO_OFF },
  ),
  'failed-critical': gateResult([FAILED_CRITICAL]),
  'failed-tag-moved': gateResult([
    imageResult({
      evidence: evidence({
        tag: known({
          tags: ['1.4.2'],
          digest: digest('9f2c01ab34cd'),
          moved: { tag: '1.4.2', to: digest('ab12cd34ef56') },
        }),
      }),
    }),
  ]),
  'inconclusive-timed-out': gateResult([TIMED_OUT], { waited: 1_800_000 }),
  'inconclusive-no-sto-warn': gateResult(
    [
      imageResult({
        evidence: evidence({
          xray: INDEX_SCAN,
          perPlatform: [
            platformEvidence(AMD64),
            platformEvidence(ARM64, { sto: { kind: 'absent', why: 'not scanned' } }),
          ],
        }),
      }),
    ],
    { mode: 'warn' },
  ),
  'configuration-error': problemResult(
    'input',
    [
      'digest is empty: was the step output that it is taken from set (steps.<id>.outputs.digest)?',
      'max-critical is "none": a whole number from 0 on or unlimited',
      'harness-api-key is missing: set it, or the variable HARNESS_API_KEY',
    ].join('\n'),
  ),
  'permission-error': problemResult(
    'permission',
    'the key in harness-api-key may not list the registries of the account (GET /har/api/v1/spaces/{space_ref}/registries answered 403): set harness-org and harness-project',
  ),
  cancelled: problemResult('cancelled', 'the run was stopped by SIGINT after 2m 10s'),
  'several-images': gateResult(SEVERAL),
};
