import type { RequestedImage } from '../image/reference.ts';
import type { Policy } from '../policy/policy.ts';

/** How to reach Harness. `account` keeps its case. */
export interface HarnessInputs {
  /** Base URL without trailing slash and without `/har/api/v1`; may carry a path. */
  readonly url: URL;
  readonly apiKey: string;
  readonly account: string;
  readonly org: string | undefined;
  readonly project: string | undefined;
  readonly requestsPerMinute: number;
}

/** How the JFrog platform gets to know who asks. */
export type JfrogSignIn =
  | { readonly kind: 'token'; readonly accessToken: string }
  /** GitHub's id token of the job is exchanged for an access token. */
  | {
      readonly kind: 'oidc';
      /** Name of the integration in JFrog. */
      readonly provider: string;
      /** `undefined` leaves it to GitHub: the URL of the repository's owner. */
      readonly audience: string | undefined;
    };

/** How to reach the JFrog platform. `undefined` in `Inputs` when Xray is off. */
export interface JfrogInputs {
  /** Platform URL without trailing slash, `/artifactory` or `/xray`. */
  readonly url: URL;
  readonly signIn: JfrogSignIn;
  readonly project: string | undefined;
}

/** What is reported beyond summary, log and outputs. */
export interface Reports {
  readonly comment: 'never' | 'on-failure' | 'always';
  readonly checkRun: boolean;
  /** Path of the JSON report, absolute or relative to the workspace; `undefined` where there is no place for one. */
  readonly reportFile: string | undefined;
  /** Path of the verification summary to be signed. */
  readonly attestationFile: string | undefined;
  /** For comment and check run. */
  readonly githubToken: string | undefined;
  /** Number of the job, for links to it; `undefined` where nobody knows it. */
  readonly jobId: string | undefined;
}

/** Milliseconds throughout. */
export interface Timing {
  readonly appearTimeout: number;
  readonly scanTimeout: number;
  readonly pollMinInterval: number;
  readonly pollMaxInterval: number;
}

/** Everything a run was asked to do, validated. */
export interface Inputs {
  readonly images: readonly RequestedImage[];
  /** `all`, or labels such as `linux/amd64`. */
  readonly platforms: 'all' | readonly string[];
  readonly harness: HarnessInputs;
  readonly jfrog: JfrogInputs | undefined;
  readonly policy: Policy;
  readonly timing: Timing;
  readonly mode: 'enforce' | 'warn';
  readonly summary: boolean;
  readonly reports: Reports;
  /** One line for each value that was taken from the environment, or passed over there, for the log. */
  readonly notes: readonly string[];
}
