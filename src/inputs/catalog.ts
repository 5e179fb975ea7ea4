/** What is known of an input without reading it. */
export interface InputEntry {
  /** What `action.yml` gives when the user writes nothing. */
  readonly default?: string;
  /** What the runner works out when the user writes nothing; it may come to nothing. */
  readonly expression?: string;
  /** Environment variable that stands in for an input that is not given. */
  readonly variable?: string;
}

/** All inputs with their defaults, as in `action.yml`; a test keeps the two together. */
export const INPUTS = {
  image: {},
  digest: { default: 'from-tag' },
  platforms: { default: 'all' },
  'harness-url': { default: 'https://app.harness.io' },
  'harness-api-key': { variable: 'HARNESS_API_KEY' },
  'harness-account': {},
  'harness-org': {},
  'harness-project': {},
  'harness-requests-per-minute': { default: '300' },
  'jfrog-url': { variable: 'JF_URL' },
  'jfrog-access-token': { variable: 'JF_ACCESS_TOKEN' },
  'jfrog-oidc-provider': {},
  'jfrog-oidc-audience': {},
  'jfrog-project': { variable: 'JF_PROJECT' },
  'jfrog-repository': {},
  xray: { default: 'required' },
  sto: { default: 'required' },
  slsa: { default: 'required' },
  sbom: { default: 'if-present' },
  firewall: { default: 'if-present' },
  quarantine: { default: 'required' },
  'max-critical': { default: '0' },
  'max-high': { default: '0' },
  'max-medium': { default: 'unlimited' },
  'max-low': { default: 'unlimited' },
  'max-info': { default: 'unlimited' },
  'max-sbom-deny-list-violations': { default: '0' },
  'slsa-accepted': { default: 'passed, pass, verified, success' },
  'max-scan-age': { default: 'unlimited' },
  'appear-timeout': { default: '5m' },
  'scan-timeout': { default: '30m' },
  'poll-min-interval': { default: '5s' },
  'poll-max-interval': { default: '60s' },
  mode: { default: 'enforce' },
  summary: { default: 'true' },
  comment: { default: 'never' },
  'check-run': { default: 'false' },
  'report-file': {},
  'attestation-file': {},
  'github-token': { expression: `\${{ github.token }}` },
  'job-id': { expression: `\${{ job.check_run_id }}` },
} as const satisfies Readonly<Record<string, InputEntry>>;

/** The name of an input. */
export type InputName = keyof typeof INPUTS;

/** The name of an input that must not arrive empty, because it has a default. */
export type DefaultedName = {
  [Name in InputName]: (typeof INPUTS)[Name] extends { default: string } ? Name : never;
}[InputName];

/** The name of an input that may be left empty. */
export type OptionalName = Exclude<InputName, DefaultedName | 'image'>;

/** The environment variable that stands in for the input, if one does. */
export function variableOf(name: InputName): string | undefined {
  const entry: InputEntry = INPUTS[name];
  return entry.variable;
}
