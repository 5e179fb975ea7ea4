import type { Inputs } from '../../src/inputs/inputs.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { OURS } from './scanner-model.ts';

/** Milliseconds; long enough for every sequence of six answers to be heard. */
export const TIMING = {
  appearTimeout: 75_000,
  scanTimeout: 75_000,
  pollMinInterval: 5_000,
  pollMaxInterval: 60_000,
} as const;

/** The default policy. */
export const REQUIRED: Policy = {
  xray: 'required',
  sto: 'required',
  slsa: 'required',
  sbom: 'if-present',
  firewall: 'if-present',
  quarantine: 'required',
  max: { critical: 0, high: 0, medium: 'unlimited', low: 'unlimited', info: 'unlimited' },
  maxSbomDenyListViolations: 0,
  slsaAccepted: ['passed'],
  maxScanAge: 'unlimited',
};

/** Everything that may be lenient is. */
export const IF_PRESENT: Policy = {
  ...REQUIRED,
  xray: 'if-present',
  sto: 'if-present',
  slsa: 'if-present',
};

/** Nothing may be lacking at all. */
export const STRICT: Policy = { ...REQUIRED, sbom: 'required', firewall: 'required' };

/** A run for one image; without `pushed` the tags alone decide which digest is judged. */
export function modelInputs(
  policy: Policy,
  { tags = ['1.4.2'], isPushed = true }: { tags?: readonly string[]; isPushed?: boolean } = {},
): Inputs {
  return {
    images: [
      {
        name: 'pkg.harness.io/acme/docker-prod/app',
        host: 'pkg.harness.io',
        accountSegment: 'acme',
        registry: 'docker-prod',
        artifact: 'app',
        tags,
        digest: isPushed ? OURS : undefined,
        xray: { repository: 'docker-local', artifact: 'app', tags },
      },
    ],
    platforms: 'all',
    harness: {
      url: new URL('https://app.harness.io'),
      apiKey: 'unused',
      account: 'acme',
      org: undefined,
      project: undefined,
      requestsPerMinute: 300,
    },
    jfrog: {
      url: new URL('https://acme.jfrog.io'),
      signIn: { kind: 'token', accessToken: 'unused' },
      project: undefined,
    },
    policy,
    timing: TIMING,
    mode: 'enforce',
    summary: false,
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
