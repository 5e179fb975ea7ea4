import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INPUTS, type InputName } from '../../src/inputs/catalog.ts';
import { EXAMPLE_DIGEST, EXAMPLE_KEY, exampleInputs } from '../../src/inputs/inputs.fixture.ts';
import { readInputs } from '../../src/inputs/read-inputs.ts';
import { NASTY } from './nasty-values.ts';
import { collectRows } from './record.ts';

const record = collectRows('inputs, read');
const NAMES = Object.keys(INPUTS) as readonly InputName[];

/** Reads the inputs with changes; throws when a problem is not fit to be shown, or a value not fit to be used. */
function readSoundly(changes: Partial<Record<InputName, string>>): boolean {
  const reading = readInputs(exampleInputs(changes), {});
  if (!reading.ok) {
    expect(reading.problems.length).toBeGreaterThan(0);
    const changed = NAMES.filter((name) => changes[name] !== undefined);
    for (const problem of reading.problems) expectShowable(problem, changed);
    return false;
  }
  for (const image of reading.inputs.images) {
    const segments = [image.registry, ...image.artifact.split('/'), ...image.tags];
    for (const segment of segments) expect(segment).toMatch(/^(?!\.+$)[A-Za-z0-9._-]+$/);
    if (image.digest !== undefined) expect(image.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  }
  const { harness, jfrog, timing } = reading.inputs;
  for (const part of [harness.account, harness.org ?? 'x', harness.project ?? 'x']) {
    expect(part).toMatch(/^(?!\.+$)[A-Za-z0-9_$.-]+$/);
  }
  for (const url of [harness.url, jfrog?.url]) expectBare(url);
  for (const ms of Object.values(timing)) expect(ms).toBeGreaterThanOrEqual(0);
  return true;
}

function expectShowable(problem: string, changed: readonly InputName[]): void {
  expect(problem.length).toBeLessThan(1_000);
  expect(problem).not.toMatch(/\p{Cc}|\u202e|^\s*::|\bat .*\.ts:|TypeError|RangeError/u);
  expect(problem).not.toContain(EXAMPLE_KEY);
  const told = changed.flatMap((name) => [name, ...(NAMED_INSTEAD[name] ?? [])]);
  const isNamed = told.some((name) => names(problem, name));
  expect(isNamed, `${changed}: ${problem}`).toBe(true);
}

/** A good value can make another input wrong: the reference in `image` is then on the host of JFrog. */
const NAMED_INSTEAD: Partial<Record<InputName, readonly InputName[]>> = { 'jfrog-url': ['image'] };

/** Whether a problem speaks of an input, not only of one whose name holds this one's. */
function names(problem: string, name: InputName): boolean {
  return new RegExp(`(?<![\\w./-])${name}(?![\\w/-])`).test(problem);
}

/** Which of JFrog's inputs are read hangs on these. */
const LEADING: readonly InputName[] = ['xray', 'jfrog-oidc-provider', 'jfrog-oidc-audience'];

/** Whether no other input could be what makes this one wrong. */
function namesOnly(problem: string, name: InputName): boolean {
  return NAMES.every((other) => names(problem, other) === (other === name));
}

/** Without a number links lead to the run. No server that fills it in otherwise may keep a release from going out. */
const LENIENT: InputName = 'job-id';

/** What is wrong by itself is told beside everything else that is wrong. */
function expectAllNamed(changes: Partial<Record<InputName, string>>): void {
  const reading = readInputs(exampleInputs(changes), {});
  const problems = reading.ok ? '' : reading.problems.join('\n');
  const isLed = LEADING.some((name) => changes[name] !== undefined);
  for (const name of NAMES) {
    const value = changes[name];
    if (value === undefined || (isLed && name.startsWith('jfrog-'))) continue;
    const alone = readInputs(exampleInputs({ [name]: value }), {});
    if (alone.ok || !alone.problems.some((problem) => namesOnly(problem, name))) continue;
    expect(names(problems, name), `${name} among ${Object.keys(changes)}: ${problems}`).toBe(true);
  }
}

function expectBare(url: URL | undefined): void {
  if (url === undefined) return;
  expect(`${url.username}${url.password}${url.search}${url.hash}`).toBe('');
  expect(url.protocol === 'https:' || /^(localhost|127\.|\[::1\])/.test(url.hostname)).toBe(true);
}

/** Where people paste a login with its password into an address. */
const ADDRESSES = ['image', 'harness-url', 'jfrog-url'] as const satisfies readonly InputName[];
const SECRET = 'hunter2';
const PIECES = fc.constantFrom(
  ...['', 'user', 'a', 'B', ':', '/', '.', '-', ' ', '@', '%40', '%2F', 'https://', 'docker://'],
  ...['sha256:', EXAMPLE_DIGEST, '127.0.0.1:5000', 'pkg.harness.io', 'pkg.harness.io/acct/reg/app'],
);
/** A secret between anything and an @ that no digest follows. */
const LOGIN = fc
  .tuple(
    fc.array(PIECES, { maxLength: 6 }),
    fc.constantFrom('', 'user:', ':', '/', '://', 'x.'),
    fc.constantFrom('@', '@@', ':x@', '/x@'),
    fc.constantFrom('c', 'host.example', 'host:5000/app:1', '[::1]/a/b/c', 'latest', 'shadow:1'),
    fc.array(PIECES, { maxLength: 3 }),
  )
  .map(([before, end, at, host, behind]) => [...before, end, SECRET, at, host, ...behind].join(''));

describe('inputs', () => {
  it.each(NAMES)(
    '%s: whatever is written there is named in a clear problem, or fit to be used',
    (name) => {
      const good = NASTY.filter((value) => readSoundly({ [name]: value })).length;
      const inside = NASTY.map(
        (value) => `pkg.harness.io/abc_12-x/docker-local/${value}:1.4.2@${EXAMPLE_DIGEST}`,
      );
      if (name === 'image') for (const value of inside) readSoundly({ image: value });
      record({
        fault: `${name}: ${NASTY.length} values`,
        ended: 'a clear problem, or correct work',
      });
      if (name === LENIENT) expect(good).toBe(NASTY.length);
      else expect(good).toBeLessThan(NASTY.length);
    },
  );

  it('in any combination are problems or fit to be used', () => {
    const value = fc.oneof(
      fc.constantFrom(...NASTY),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    const changes = fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys: 1, maxKeys: 6 });
    fc.assert(
      fc.property(changes, (written) => {
        readSoundly(written);
        expectAllNamed(written);
      }),
      { numRuns: 2_000 },
    );
    record({ fault: 'combinations: 2,000', ended: 'a clear problem, or correct work' });
  });

  it.each(ADDRESSES)('%s: what stands before an @ as a login does is never shown', (name) => {
    fc.assert(
      fc.property(LOGIN, (login) => {
        const reading = readInputs(exampleInputs({ [name]: login }), {});
        expect(reading.ok, login).toBe(false);
        if (!reading.ok) expect(reading.problems.join('\n')).not.toContain(SECRET);
      }),
      { numRuns: 2_000 },
    );
    record({ fault: `${name}: 2,000 logins with a password`, ended: 'refused, and never shown' });
  });
});
