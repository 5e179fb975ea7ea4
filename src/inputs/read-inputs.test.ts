import { describe, expect, it } from 'vitest';
import { INPUTS, type InputName } from './catalog.ts';
import { EXAMPLE_KEY, exampleInputs, type Written } from './inputs.fixture.ts';
import type { Inputs } from './inputs.ts';
import { readInputs } from './read-inputs.ts';
import type { Environment } from './source.ts';

function read(changes: Written = {}, env: Environment = {}): Inputs {
  const reading = readInputs(exampleInputs(changes), env);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.inputs;
}

function problems(changes: Written = {}, env: Environment = {}): readonly string[] {
  const reading = readInputs(exampleInputs(changes), env);
  return reading.ok ? [] : reading.problems;
}

const DEFAULTED = Object.keys(INPUTS).filter(
  (name): name is InputName => 'default' in INPUTS[name as InputName],
);

describe('readInputs', () => {
  it('fills in the defaults', () => {
    const { images, harness, jfrog, ...rest } = read();
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
      },
      notes: [],
    });
  });

  it.each(DEFAULTED)('does not take an empty %s for its default', (name) => {
    for (const empty of ['', ' \n']) {
      expect(problems({ [name]: empty })).toContainEqual(
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
    expect(read(padded)).toEqual(read());
  });

  it('treats empty inputs without a default as not given', () => {
    expect(
      read({
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
    ).toEqual(read());
  });

  it('reports all problems together, each once', () => {
    const found = problems({
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
    const found = problems({ 'jfrog-url': '', 'jfrog-access-token': '', 'jfrog-repository': '' });
    expect(found.map((problem) => problem.split(' ')[0])).toEqual([
      'jfrog-repository',
      'jfrog-url',
      'jfrog-access-token',
    ]);
  });
});

describe('the environment', () => {
  it('does not switch the check of certificates off', () => {
    expect(problems({}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
      'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the check of certificates off: remove it, and name your own CA in NODE_EXTRA_CA_CERTS',
    ]);
    expect(problems({}, { NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
  });

  it('tells which references stand for JFrog even when xray is off, and that it did', () => {
    const env = { JF_URL: 'acme.jfrog.io', JF_ACCESS_TOKEN: 'token', JF_PROJECT: 'proj' };
    const { notes } = read({ xray: 'off', 'jfrog-url': '', 'jfrog-access-token': '' }, env);
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
    expect(problems(changes)).toEqual([problem]);
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
    expect(problems({ [name]: 'OFF' })).toContain(`${name} must be ${words}, not "OFF"`);
  });

  it('reads each of them', () => {
    const changes = {
      sto: 'if-present',
      slsa: 'off',
      quarantine: 'off',
      mode: 'warn',
      summary: 'false',
    };
    const inputs = read(changes);
    expect(inputs.policy).toMatchObject({ sto: 'if-present', slsa: 'off', quarantine: 'off' });
    expect(inputs).toMatchObject({ mode: 'warn', summary: false });
  });

  it('does not allow xray and sto to be off together', () => {
    expect(problems({ xray: 'off', sto: 'off' })).toEqual([
      'xray and sto are both off: nothing would be judged; set at least one to required or if-present',
    ]);
  });
});

describe('limits', () => {
  it.each([
    'max-critical',
    'max-high',
    'max-medium',
    'max-low',
    'max-info',
    'max-sbom-deny-list-violations',
  ] as const)('%s is a whole number or unlimited', (name) => {
    const wrong = [
      '-1',
      '+1',
      '1.10',
      '1e3',
      '01',
      '0x1',
      '1_000',
      '1 0',
      '٣',
      'Unlimited',
      'none',
      '9007199254740992',
    ];
    for (const text of wrong) {
      expect(problems({ [name]: text })).toEqual([
        `${name} must be a whole number from 0, or unlimited, not "${text}"`,
      ]);
    }
  });

  it('reads them', () => {
    const { policy } = read({
      'max-critical': '1',
      'max-high': 'unlimited',
      'max-medium': ' 10 ',
      'max-low': '9007199254740991',
      'max-info': '0',
    });
    expect(policy.max).toEqual({
      critical: 1,
      high: 'unlimited',
      medium: 10,
      low: Number.MAX_SAFE_INTEGER,
      info: 0,
    });
  });

  it('allows one request a minute', () => {
    expect(read({ 'harness-requests-per-minute': '1' }).harness.requestsPerMinute).toBe(1);
  });

  it.each(['0', '-1', '1.5', 'unlimited'])('refuses %s requests a minute', (text) => {
    expect(problems({ 'harness-requests-per-minute': text })).toEqual([
      `harness-requests-per-minute must be a whole number from 1, not "${text}"`,
    ]);
  });
});

describe('times', () => {
  it('reads them in milliseconds', () => {
    const changes = {
      'appear-timeout': '90s',
      'scan-timeout': '1h30m',
      'poll-min-interval': '500ms',
      'poll-max-interval': '2m',
      'max-scan-age': '30d',
    };
    const { timing, policy } = read(changes);
    expect(timing).toEqual({
      appearTimeout: 90_000,
      scanTimeout: 5_400_000,
      pollMinInterval: 500,
      pollMaxInterval: 120_000,
    });
    expect(policy.maxScanAge).toBe(2_592_000_000);
  });

  it.each([
    ['appear-timeout', '0s', 'from 100ms to 24h'],
    ['scan-timeout', '25h', 'from 100ms to 24h'],
    ['poll-min-interval', '0ms', 'from 1ms to 1h'],
    ['poll-max-interval', '2h', 'from 1ms to 1h'],
    ['max-scan-age', '0d', 'from 1s to 3650d, or unlimited'],
    ['max-scan-age', 'never', 'a duration such as 500ms, 90s, 5m, 1h30m or 30d, or unlimited'],
  ] as const)('refuses %s: %s', (name, text, form) => {
    expect(problems({ [name]: text })).toContain(`${name} must be ${form}, not "${text}"`);
  });

  it('does not poll with a shortest interval above the longest', () => {
    expect(problems({ 'poll-min-interval': '61s' })).toEqual([
      'poll-min-interval must not be longer than poll-max-interval: set both, or leave both out',
    ]);
    expect(read({ 'poll-min-interval': '60s' }).timing.pollMinInterval).toBe(60_000);
  });
});

describe('max-scan-age', () => {
  it("is not limited where STO, which tells the scan's age, is off", () => {
    expect(problems({ sto: 'off', 'max-scan-age': '30d' })).toEqual([
      "max-scan-age limits the age of STO's scan, but sto is off: set sto: if-present, or leave max-scan-age out",
    ]);
    expect(problems({ sto: 'if-present', 'max-scan-age': '30d' })).toEqual([]);
  });
});

describe('lists', () => {
  it('drops empty items and repetitions', () => {
    const inputs = read({
      'slsa-accepted': 'Passed,,\n PASSED , Verified,',
      platforms: 'linux/amd64,\n\nlinux/arm/v7,linux/amd64',
    });
    expect(inputs.policy.slsaAccepted).toEqual(['passed', 'verified']);
    expect(inputs.platforms).toEqual(['linux/amd64', 'linux/arm/v7']);
  });

  it.each(['slsa-accepted', 'platforms', 'image'] as const)(
    'does not take an empty list for %s',
    (name) => {
      expect(problems({ [name]: ',\n ,' })).toContainEqual(
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
    expect(problems({ platforms: text })).toEqual([
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
    const inputs = read(
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
    const inputs = read({}, { HARNESS_API_KEY: 'other', JF_URL: 'https://other' });
    expect(inputs.harness.apiKey).toBe(EXAMPLE_KEY);
    expect(inputs.notes).toEqual([]);
  });

  it('names the variable whose value is malformed', () => {
    expect(problems({ 'jfrog-url': '' }, { JF_URL: 'ftp://x' })).toContain(
      'jfrog-url (taken from JF_URL) must begin with https://, not "ftp://x"',
    );
  });

  it.each(['harness-api-key', 'jfrog-access-token'] as const)(
    'explains why %s may be missing',
    (name) => {
      const [problem] = problems({ [name]: '' });
      expect(problem).toContain(`${name} is not given`);
      expect(problem).toContain('Pull requests from forks and from Dependabot get no secrets');
    },
  );

  it.each(['harness-api-key', 'jfrog-access-token'] as const)(
    'never shows a malformed %s',
    (name) => {
      const [problem] = problems({ [name]: 'pat.acct\n.id.hunter2hunter2' });
      expect(problem).toContain(`${name} holds a blank, a line break or another character`);
      expect(problem).toContain('without a newline at its end');
      expect(problem).not.toContain('hunter2');
    },
  );

  it('never shows a key that was written into another input', () => {
    const found = problems({
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

describe('a secret in another input', () => {
  it.each<[string, Written, string]>([
    ['a whole token', { 'jfrog-repository': 'jfrog-token-0123456789' }, 'jfrog-access-token'],
    [
      'a token of eight characters',
      { 'jfrog-access-token': 'eightchr', 'jfrog-repository': 'x-eightchr' },
      'jfrog-access-token',
    ],
    ["the key's secret part", { 'jfrog-repository': 's3cretPart01234' }, 'harness-api-key'],
  ])('is refused: %s', (_, changes, held) => {
    expect(problems(changes)).toEqual([
      `jfrog-repository holds the secret of ${held}: write the secret into ${held} alone`,
    ]);
  });

  it('is refused in the image too', () => {
    expect(problems({ image: 'pkg.harness.io/abc_12-x/reg/app:s3cretPart01234' })).toEqual([
      'image holds the secret of harness-api-key: write the secret into harness-api-key alone',
    ]);
  });

  it.each<[string, Written]>([
    [
      'account and token id of the key, which stand in every address',
      {
        image: 'pkg.harness.io/account01/tokenid01/app:1',
        'harness-api-key': 'pat.account01.tokenid01.s3cretPart01234',
      },
    ],
    [
      'a token too short to be told from other text',
      { 'jfrog-access-token': 'docker-', 'jfrog-repository': 'docker-local' },
    ],
  ])('is not %s', (_, changes) => {
    expect(problems(changes)).toEqual([]);
  });
});

describe('harness scope', () => {
  it('keeps the case of the account in the key', () => {
    expect(read({ 'harness-api-key': 'sat.aBC_12-X.id.secret' }).harness.account).toBe('aBC_12-X');
  });

  it.each([
    'oldkey.secret',
    'pat.abc.secret',
    'opaque',
    'pat..id.secret',
    'pat.a$.id.secret',
    'jwt.a.b.c',
  ])('needs harness-account for the key %s, which does not name one', (key) => {
    expect(problems({ 'harness-api-key': key })).toEqual([
      'harness-account must be set: this harness-api-key does not name its account',
    ]);
    const account = 'ABC_12-x';
    expect(read({ 'harness-api-key': key, 'harness-account': account }).harness.account).toBe(
      account,
    );
  });

  it('does not accept another account than that of the key', () => {
    expect(problems({ 'harness-account': 'abc_12-x' })).toEqual([
      'harness-account is "abc_12-x", but harness-api-key belongs to account "aBc_12-x": ' +
        'correct one, or leave harness-account out (upper and lower case matter)',
    ]);
  });

  it.each([
    ['https://app.harness.io/har/api/v1/', 'https://app.harness.io/'],
    ['https://harness.example/gateway', 'https://harness.example/gateway'],
    ['https://harness.example/gateway/har/api/v1', 'https://harness.example/gateway'],
  ])('reads the URL %s', (text, href) => {
    expect(read({ 'harness-url': text }).harness.url.href).toBe(href);
  });

  it('reads org and project', () => {
    const { harness } = read({ 'harness-org': 'my_org', 'harness-project': 'Proj$1' });
    expect(harness).toMatchObject({ org: 'my_org', project: 'Proj$1' });
    expect(read({ 'harness-org': 'my_org' }).harness).toMatchObject({
      org: 'my_org',
      project: undefined,
    });
  });

  it('needs the org of a project', () => {
    expect(problems({ 'harness-project': 'p' })).toEqual([
      'harness-project is given without harness-org: set both, or leave both out',
    ]);
  });

  it.each([
    'harness-account',
    'harness-org',
    'harness-project',
    'jfrog-project',
    'jfrog-repository',
  ] as const)('refuses a path in %s', (name) => {
    for (const text of ['.', '..', 'a/b', 'a b', 'a%2Fb', 'a?b', 'ä']) {
      expect(problems({ 'harness-org': 'o', [name]: text })).toEqual([
        expect.stringMatching(new RegExp(`^${name} must be`)),
      ]);
    }
  });
});

describe('jfrog', () => {
  it.each(['https://acme.jfrog.io/artifactory/', 'acme.jfrog.io/xray', 'https://acme.jfrog.io/'])(
    'reads the URL %s',
    (text) => {
      expect(read({ 'jfrog-url': text }).jfrog?.url.href).toBe('https://acme.jfrog.io/');
    },
  );

  it('keeps a path that is not one of its services', () => {
    const url = 'https://art.example/platform';
    expect(read({ 'jfrog-url': url }).jfrog?.url.href).toBe(url);
  });

  it('does not look at its repository when xray is off', () => {
    expect(problems({ xray: 'off', 'jfrog-repository': 'a/b' })).toEqual([]);
  });

  it('needs nothing of JFrog when xray is off', () => {
    const inputs = read({
      xray: 'off',
      'jfrog-url': '',
      'jfrog-access-token': '',
      'jfrog-repository': '',
    });
    expect(inputs.jfrog).toBeUndefined();
    expect(inputs.images[0]?.xray).toBeUndefined();
  });

  it('does not take an unset variable for "off"', () => {
    expect(problems({ xray: '' })).toContainEqual(expect.stringContaining('xray is empty'));
    expect(problems({ 'jfrog-url': '' })).toContainEqual(
      expect.stringContaining('jfrog-url is not given'),
    );
  });
});
