import { describe, expect, it } from 'vitest';
import { INPUTS, type InputName } from './catalog.ts';
import {
  EXAMPLE_KEY,
  exampleInputs,
  problemsOf,
  readExample,
  type Written,
} from './inputs.fixture.ts';
import { readInputs } from './read-inputs.ts';

const DEFAULTED = Object.keys(INPUTS).filter(
  (name): name is InputName => 'default' in INPUTS[name as InputName],
);

describe('readInputs', () => {
  it('fills in the defaults', () => {
    const { images, harness, jfrog, ...rest } = readExample();
    expect(images).toHaveLength(1);
    expect(harness).toEqual({
      url: new URL('https://app.harness.io'),
      apiKey: EXAMPLE_KEY,
      account: 'aBc_12-x',
      org: undefined,
      project: undefined,
      requestsPerMinute: 300,
    });
    expect(jfrog).toEqual({
      url: new URL('https://acme.jfrog.io'),
      signIn: { kind: 'token', accessToken: 'jfrog-token-0123456789' },
      project: undefined,
    });
    expect(rest).toEqual({
      platforms: 'all',
      policy: {
        xray: 'required',
        sto: 'required',
        slsa: 'required',
        sbom: 'if-present',
        firewall: 'if-present',
        quarantine: 'required',
        max: { critical: 0, high: 0, medium: 'unlimited', low: 'unlimited', info: 'unlimited' },
        maxSbomDenyListViolations: 0,
        slsaAccepted: ['passed', 'pass', 'verified', 'success'],
        maxScanAge: 'unlimited',
      },
      timing: {
        appearTimeout: 300_000,
        scanTimeout: 1_800_000,
        pollMinInterval: 5_000,
        pollMaxInterval: 60_000,
      },
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
    });
  });

  it.each(DEFAULTED)('does not take an empty %s for its default', (name) => {
    for (const empty of ['', ' \n']) {
      expect(problemsOf({ [name]: empty })).toContainEqual(
        expect.stringMatching(
          new RegExp(`^${name} is empty: which variable or step output was not set\\?`),
        ),
      );
    }
  });

  it('ignores blanks around every value', () => {
    const padded = Object.fromEntries(
      Object.keys(INPUTS).flatMap((name) => {
        const value = exampleInputs()(name);
        return value === undefined ? [] : [[name, ` \n${value}\t\r\n`]];
      }),
    );
    expect(readExample(padded)).toEqual(readExample());
  });

  it('treats empty inputs without a default as not given', () => {
    expect(
      readExample({
        'harness-account': '',
        'harness-org': ' ',
        'harness-project': '',
        'jfrog-project': '',
        'jfrog-oidc-provider': ' ',
        'jfrog-oidc-audience': '',
        'report-file': '',
        'attestation-file': '\n',
        'github-token': '',
      }),
    ).toEqual(readExample());
  });

  it('knows where to report, and of what, although something else is wrong', () => {
    const reading = readInputs(
      exampleInputs({ digest: '', 'harness-api-key': '', comment: 'always' }),
      {},
    );
    expect(reading).toMatchObject({
      ok: false,
      reports: { comment: 'always' },
      gated: { platforms: 'all', images: [{ artifact: 'team/app', tags: ['1.4.2'] }] },
    });
  });

  it.each([
    ['false', false],
    ['true', true],
    ['no', true],
  ])('writes the page unless told not to: %s', (summary, isWanted) => {
    const reading = readInputs(exampleInputs({ digest: 'latest', summary }), {});
    expect(reading).toMatchObject({ ok: false, summary: isWanted });
  });

  it.each([
    [{ image: 'app:1.4.2' }, 'gated'],
    [{ image: '' }, 'gated'],
    [{ platforms: 'Linux' }, 'gated'],
  ])('does not guess what it cannot read: %j', (changes, unknown) => {
    expect(readInputs(exampleInputs(changes), {})).toMatchObject({
      ok: false,
      [unknown]: undefined,
    });
  });

  it.each([{ comment: '' }, { 'check-run': '' }, { comment: 'sometimes', 'check-run': 'often' }])(
    'still knows which files an earlier run may have left: %j',
    (changes) => {
      const files = { 'report-file': 'r.json', 'attestation-file': 'a.json' };
      expect(readInputs(exampleInputs({ ...files, ...changes }), {})).toMatchObject({
        ok: false,
        reports: {
          comment: 'never',
          checkRun: false,
          reportFile: 'r.json',
          attestationFile: 'a.json',
        },
      });
    },
  );

  it.each(['report-file', 'attestation-file'])(
    'knows the other file where %s is wrong',
    (wrong) => {
      const files = { 'report-file': 'r.json', 'attestation-file': 'a.json', [wrong]: 'folder/' };
      const reports = { reportFile: 'r.json', attestationFile: 'a.json' };
      const name = wrong === 'report-file' ? 'reportFile' : 'attestationFile';
      expect(readInputs(exampleInputs(files), {})).toMatchObject({
        ok: false,
        reports: { ...reports, [name]: undefined },
      });
    },
  );

  it('does not hide behind a bad jfrog-url what else is wrong with JFrog', () => {
    const jfrog = { 'jfrog-url': 'ftp://x', 'jfrog-access-token': '', 'jfrog-project': 'a/b' };
    const found = problemsOf(jfrog).join('\n');
    for (const name of Object.keys(jfrog)) expect(found).toContain(name);
    expect(problemsOf({ 'jfrog-url': 'ftp://x', xray: 'off' })).toHaveLength(1);
  });

  it('reports all problems together, each once', () => {
    const found = problemsOf({
      image: '',
      digest: 'latest',
      platforms: 'amd64',
      'harness-url': 'ftp://x',
      'harness-api-key': '',
      'harness-project': 'p',
      'harness-requests-per-minute': '0',
      'jfrog-url': '',
      'jfrog-access-token': '',
      'jfrog-repository': 'a/b',
      xray: 'on',
      slsa: 'yes',
      'max-high': '-1',
      'scan-timeout': '5',
      mode: 'block',
      summary: 'yes',
      comment: 'sometimes',
      'check-run': 'no',
      'report-file': 'reports/',
    });
    expect(found.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'check-run',
      'comment',
      'digest',
      'harness-api-key',
      'harness-project',
      'harness-requests-per-minute',
      'harness-url',
      'image',
      'max-high',
      'mode',
      'platforms',
      'report-file',
      'scan-timeout',
      'slsa',
      'summary',
      'xray',
    ]);
  });

  it('reports what JFrog needs together', () => {
    const found = problemsOf({ 'jfrog-url': '', 'jfrog-access-token': '', 'jfrog-repository': '' });
    expect(found.map((problem) => problem.split(' ')[0])).toEqual([
      'jfrog-repository',
      'jfrog-url',
      'jfrog-access-token',
    ]);
  });
});

describe('the environment', () => {
  it('does not switch the check of certificates off', () => {
    expect(problemsOf({}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
      'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the check of certificates off: remove it, and name your own CA in NODE_EXTRA_CA_CERTS',
    ]);
    expect(problemsOf({}, { NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
  });

  it('tells which references stand for JFrog even when xray is off, and that it did', () => {
    const env = { JF_URL: 'acme.jfrog.io', JF_ACCESS_TOKEN: 'token', JF_PROJECT: 'proj' };
    const { notes } = readExample({ xray: 'off', 'jfrog-url': '', 'jfrog-access-token': '' }, env);
    expect(notes).toEqual(['jfrog-url is taken from the environment variable JF_URL']);
  });
});

describe('what is missing or malformed is explained in full', () => {
  const cases: readonly [string, Written, string][] = [
    [
      'an empty input with a default',
      { mode: '' },
      'mode is empty: which variable or step output was not set? ' +
        'Correct its name, or leave mode out for the default enforce',
    ],
    [
      'no image',
      { image: '' },
      'image is empty: which variable or step output was not set? ' +
        'Write host/account/registry/artifact with :tag, @sha256:… or both',
    ],
    [
      'no key of Harness',
      { 'harness-api-key': '' },
      "harness-api-key is not given, and HARNESS_API_KEY is not set: is the secret's name right? " +
        'Pull requests from forks and from Dependabot get no secrets of Actions',
    ],
    [
      'no token of JFrog',
      { 'jfrog-access-token': '' },
      "jfrog-access-token is not given, and JF_ACCESS_TOKEN is not set: is the secret's name right? " +
        'Pull requests from forks and from Dependabot get no secrets of Actions; ' +
        'jfrog-oidc-provider signs in without a secret',
    ],
    [
      'no URL of JFrog',
      { 'jfrog-url': '' },
      'jfrog-url is not given, and JF_URL is not set: ' +
        'write the URL of the JFrog platform, or set xray: off to do without Xray',
    ],
    [
      'a platform without its architecture',
      { platforms: 'linux' },
      'platforms must be all, or a list of os/arch or os/arch/variant in lower case ' +
        'such as linux/amd64, not "linux"',
    ],
    [
      'an account that is none',
      { 'harness-account': 'a/b' },
      'harness-account must be the account identifier as Harness shows it (letters, digits, _ and -), not "a/b"',
    ],
    [
      'a project of JFrog that is none',
      { 'jfrog-project': 'a/b' },
      'jfrog-project must be a project key (letters, digits, _ and -), not "a/b"',
    ],
    [
      'a repository that is none',
      { 'jfrog-repository': 'a/b' },
      'jfrog-repository must be a repository key (letters, digits, ., _ and -) without any path, not "a/b"',
    ],
  ];

  it.each(cases)('%s', (_, changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });
});

describe('words', () => {
  it.each([
    ['xray', 'required, if-present or off'],
    ['sto', 'required, if-present or off'],
    ['slsa', 'required, if-present or off'],
    ['sbom', 'required, if-present or off'],
    ['firewall', 'required, if-present or off'],
    ['quarantine', 'required or off'],
    ['mode', 'enforce or warn'],
    ['summary', 'true or false'],
    ['comment', 'never, on-failure or always'],
    ['check-run', 'true or false'],
  ] as const)('%s must be spelled exactly, and the error names the words', (name, words) => {
    expect(problemsOf({ [name]: 'OFF' })).toContain(`${name} must be ${words}, not "OFF"`);
  });

  it('reads each of them', () => {
    const changes = {
      sto: 'if-present',
      slsa: 'off',
      quarantine: 'off',
      mode: 'warn',
      summary: 'false',
    };
    const inputs = readExample(changes);
    expect(inputs.policy).toMatchObject({ sto: 'if-present', slsa: 'off', quarantine: 'off' });
    expect(inputs).toMatchObject({ mode: 'warn', summary: false });
  });

  it('does not allow xray and sto to be off together', () => {
    expect(problemsOf({ xray: 'off', sto: 'off' })).toEqual([
      'xray and sto are both off: nothing would be judged; set at least one to required or if-present',
    ]);
  });
});

describe('lists', () => {
  it('drops empty items and repetitions', () => {
    const inputs = readExample({
      'slsa-accepted': 'Passed,,\n PASSED , Verified,',
      platforms: 'linux/amd64,\n\nlinux/arm/v7,linux/amd64',
    });
    expect(inputs.policy.slsaAccepted).toEqual(['passed', 'verified']);
    expect(inputs.platforms).toEqual(['linux/amd64', 'linux/arm/v7']);
  });

  it.each(['slsa-accepted', 'platforms', 'image'] as const)(
    'does not take an empty list for %s',
    (name) => {
      expect(problemsOf({ [name]: ',\n ,' })).toContainEqual(
        expect.stringMatching(new RegExp(`^${name} has no`)),
      );
    },
  );

  it.each([
    'linux',
    'Linux/amd64',
    'linux/amd64/v1/x',
    'linux//v7',
    'all, linux/amd64',
    'linux/amd64 linux/arm64',
  ])('refuses the platforms %j', (text) => {
    expect(problemsOf({ platforms: text })).toEqual([
      expect.stringContaining('platforms must be all, or a list of os/arch'),
    ]);
  });
});

describe('keys', () => {
  it('takes keys, URL and project from the environment and says so', () => {
    const env = {
      HARNESS_API_KEY: EXAMPLE_KEY,
      JF_URL: 'art.example.com',
      JF_ACCESS_TOKEN: 'token',
      JF_PROJECT: 'proj',
    };
    const inputs = readExample(
      { 'harness-api-key': '', 'jfrog-url': undefined, 'jfrog-access-token': ' ' },
      env,
    );
    expect(inputs.harness.apiKey).toBe(EXAMPLE_KEY);
    expect(inputs.jfrog).toEqual({
      url: new URL('https://art.example.com'),
      signIn: { kind: 'token', accessToken: 'token' },
      project: 'proj',
    });
    expect(inputs.notes).toEqual([
      'harness-api-key is taken from the environment variable HARNESS_API_KEY',
      'jfrog-url is taken from the environment variable JF_URL',
      'jfrog-access-token is taken from the environment variable JF_ACCESS_TOKEN',
      'jfrog-project is taken from the environment variable JF_PROJECT',
    ]);
  });

  it('prefers the input to the environment', () => {
    const inputs = readExample({}, { HARNESS_API_KEY: 'other', JF_URL: 'https://other' });
    expect(inputs.harness.apiKey).toBe(EXAMPLE_KEY);
    expect(inputs.notes).toEqual([]);
  });

  it('names the variable whose value is malformed', () => {
    expect(problemsOf({ 'jfrog-url': '' }, { JF_URL: 'ftp://x' })).toContain(
      'jfrog-url (taken from JF_URL) must begin with https://, not "ftp://x"',
    );
  });

  it.each(['harness-api-key', 'jfrog-access-token'] as const)(
    'explains why %s may be missing',
    (name) => {
      const [problem] = problemsOf({ [name]: '' });
      expect(problem).toContain(`${name} is not given`);
      expect(problem).toContain('Pull requests from forks and from Dependabot get no secrets');
    },
  );

  it.each(['harness-api-key', 'jfrog-access-token'] as const)(
    'never shows a malformed %s',
    (name) => {
      const [problem] = problemsOf({ [name]: 'pat.acct\n.id.hunter2hunter2' });
      expect(problem).toContain(`${name} holds a blank, a line break or another character`);
      expect(problem).toContain('without a newline at its end');
      expect(problem).not.toContain('hunter2');
    },
  );

  it('never shows a key that was written into another input', () => {
    const found = problemsOf({
      mode: EXAMPLE_KEY,
      image: `host.io/${EXAMPLE_KEY}`,
      'harness-org': EXAMPLE_KEY,
    });
    expect(found).toHaveLength(3);
    for (const problem of found) {
      expect(problem).toContain('holds the secret of harness-api-key');
      expect(problem).not.toContain(EXAMPLE_KEY);
    }
  });
});

describe('attestation-file', () => {
  const file = { 'attestation-file': 'vsa.json' };
  const [app, web] = ['team/app', 'team/web'].map(
    (name) => `pkg.harness.io/abc_12-x/docker-local/${name}`,
  );

  it('goes with one image, whatever tags it has', () => {
    const image = `${app}:1.4.2,${app}:latest`;
    expect(readExample({ image, ...file }).reports.attestationFile).toBe('vsa.json');
  });

  it('does not go with several', () => {
    expect(problemsOf({ image: `${app}:1.4.2,${web}:1.4.2`, ...file })).toEqual([
      'attestation-file goes with one image, and image names 2: use a step for each image',
    ]);
  });

  it('need not be given for several', () => {
    expect(readExample({ image: `${app}:1.4.2,${web}:1.4.2` }).images).toHaveLength(2);
  });
});
