import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const BUNDLE = readFileSync(join(DIST, 'index.js'), 'utf8');
const LICENCES = readFileSync(join(DIST, 'licenses.txt'), 'utf8');

/** Our own, in the place of the real one: the licence of the action covers it. */
const OUR_OWN = 'undici';
/** What every licence text says somewhere: that you may. */
const GRANT =
  /permission is hereby granted|permission to use, copy|redistribution and use|terms and conditions for use/i;
/** Long enough that two packages do not have it by chance. */
const LONG_LINE = 40;
/** So many lines of a package that no other one has are its code, not a phrase of it. */
const ENOUGH_LINES = 3;

const Lock = v.object({
  packages: v.record(
    v.string(),
    v.object({ dev: v.optional(v.boolean()), optional: v.optional(v.boolean()) }),
  ),
});

/** The innermost package of a path below node_modules. */
function packageOf(path: string): string {
  const name = path.split('node_modules/').at(-1) ?? '';
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/** The packages that the bundler names where their code begins; it names only ES modules. */
function namedInBundle(): ReadonlySet<string> {
  const paths = BUNDLE.matchAll(/CONCATENATED MODULE: \S*?(node_modules\/\S+)/g);
  return new Set([...paths].map(([, path = '']) => packageOf(path)));
}

/** Folders of the packages that the action is made of, nested ones included. */
function productionFolders(): readonly string[] {
  const { packages } = v.parse(
    Lock,
    JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')),
  );
  return Object.entries(packages).flatMap(([path, { dev = false, optional = false }]) =>
    path.startsWith('node_modules/') && !dev && !optional ? [path] : [],
  );
}

/** Lines of code of a package: long ones, without comments. */
function linesOf(folder: string): ReadonlySet<string> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.[cm]?js$/.test(path) && !path.includes('node_modules'),
  );
  const lines = files.flatMap((path) => readFileSync(join(ROOT, folder, path), 'utf8').split('\n'));
  const code = lines
    .map((line) => line.trim())
    .filter((line) => !/^(?:\/\/|\/?\*|import )/.test(line));
  return new Set(code.filter((line) => line.length >= LONG_LINE));
}

/** The packages of which the bundle holds lines that no other package has. */
function foundInBundle(): ReadonlySet<string> {
  const bundled = new Set(BUNDLE.split('\n').map((line) => line.trim()));
  const byPackage = new Map<string, Set<string>>();
  for (const folder of productionFolders()) {
    const lines = [...linesOf(folder)].filter((line) => bundled.has(line));
    const name = packageOf(folder);
    byPackage.set(name, (byPackage.get(name) ?? new Set()).union(new Set(lines)));
  }
  const isOwn = (line: string) =>
    [...byPackage.values()].filter((lines) => lines.has(line)).length === 1;
  const found = [...byPackage].filter(
    ([, lines]) => [...lines].filter(isOwn).length >= ENOUGH_LINES,
  );
  return new Set(found.map(([name]) => name));
}

/** The text below a package's name; `undefined` where the file does not name it. */
function licenceOf(name: string, all: readonly string[]): string | undefined {
  const starts = all.map((one) => LICENCES.search(heading(one))).filter((at) => at >= 0);
  const start = LICENCES.search(heading(name));
  const end = Math.min(...starts.filter((at) => at > start), LICENCES.length);
  return start < 0 ? undefined : LICENCES.slice(start, end);
}

/** A name stands alone on its line, with the short name of its licence below. */
function heading(name: string): RegExp {
  return new RegExp(`^${RegExp.escape(name)}\n(?:MIT|ISC|BSD|Apache|CC0|0BSD)\\b.*\n`, 'm');
}

describe('the licences in dist', () => {
  const named = namedInBundle();
  const found = foundInBundle();
  const bundled = [...named.union(found)].sort();

  test('are looked for by both ways of telling which packages the bundle holds', () => {
    expect([...named]).toEqual(
      expect.arrayContaining(['@actions/core', '@octokit/core', 'node-fetch']),
    );
    expect([...found]).toEqual(expect.arrayContaining(['@actions/core', 'tunnel', 'valibot']));
    expect(bundled.length).toBeGreaterThan(20);
  });

  test.each(bundled.filter((name) => name !== OUR_OWN))(
    'name %s, with the text of its licence',
    (name) => {
      const licence = licenceOf(name, bundled);
      expect(licence).toMatch(/copyright/i);
      expect(licence).toMatch(GRANT);
    },
  );

  test('lie beside the bundle and nothing else', () => {
    const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' });
    expect(files.sort()).toEqual(['index.js', 'licenses.txt', 'package.json']);
  });
});
