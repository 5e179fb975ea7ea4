import type { GateResult } from '../../src/gate/result.ts';
import { known } from '../../src/image/evidence.ts';
import {
  FAILED_CRITICAL,
  INDEX_SCAN,
  MOVED_AT_ONCE,
  PARTIAL,
  PASSED_MULTI_ARCH,
  PASSED_TWO_TAGS,
  SEVERAL,
  TIMED_OUT,
} from './images.ts';
import {
  AMD64,
  ARM64,
  digest,
  evidence,
  gateResult,
  imageResult,
  POLICY,
  platformEvidence,
  problemResult,
} from './results.ts';

const STO_OFF = { ...POLICY, sto: 'off', firewall: 'off' } as const;

/** Each becomes a page of this folder, to be read by people who change the reports. */
export const CASES: Readonly<Record<string, GateResult>> = {
  'passed-single': gateResult(),
  'passed-multi-arch': gateResult([PASSED_MULTI_ARCH]),
  'passed-several': gateResult([imageResult(), PASSED_TWO_TAGS]),
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
  'failed-tag-moved-at-once': gateResult([MOVED_AT_ONCE], { waited: 900 }),
  'inconclusive-scan-partial': gateResult([PARTIAL]),
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
