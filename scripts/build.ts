import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const BUILD = join(ROOT, 'build');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const NCC = join(ROOT, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
const PROJECT = join(ROOT, 'scripts/tsconfig.build.json');

/** The bundler copies licence files; here the licence stands at the end of the README. */
const LICENSED_IN_README = 'data-uri-to-buffer';

/** What a build leaves behind, and nothing else: a file more would be shipped unread. */
export const DIST_FILES = ['index.js', 'licenses.txt', 'package.json'];

/** Compiles and bundles the action, and hands the folder with the result to `use`. */
export async function build(use: (built: string) => Promise<void>): Promise<void> {
  await mkdir(BUILD, { recursive: true });
  // Inside the repository, where packages are found, and apart from a build that runs beside it.
  const work = await mkdtemp(join(BUILD, 'work-'));
  const built = `${work}-dist`;
  try {
    await runNode(ROOT, [TSC, '--project', PROJECT, '--outDir', work]);
    // Module ids come from paths as seen from the working directory: seen from here they are the
    // same in every checkout, so the bundle is the same to the byte.
    const licenses = ['--license', 'licenses.txt'];
    await runNode(work, [NCC, 'build', 'index.js', '--out', built, ...licenses, '--no-cache']);
    await addLicense(built);
    await normaliseLineEnds(built);
    await writeAscii(join(built, 'index.js'));
    await checkFiles(built);
    await use(built);
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(built, { recursive: true, force: true });
  }
}

async function runNode(cwd: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, args, { cwd, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    throw new Error(`Build step failed: node ${args.join(' ')}\n${readOutput(error)}`, {
      cause: error,
    });
  }
}

function readOutput(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const streams = ['stdout' in error ? error.stdout : '', 'stderr' in error ? error.stderr : ''];
  return streams.join('').trim() || error.message;
}

/** One character beyond Latin-1 makes V8 keep the whole source in two bytes a character: 2 MB for a few dashes. */
async function writeAscii(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  await writeFile(path, text.replace(/[^\0-\x7f]/g, escape));
}

async function addLicense(built: string): Promise<void> {
  const [path, readme] = [join(built, 'licenses.txt'), join(LICENSED_IN_README, 'README.md')];
  const licenses = await readFile(path, 'utf8');
  const [, text] = (await readFile(join(ROOT, 'node_modules', readme), 'utf8')).split(
    /^License\n-+\n/m,
  );
  const heading = `${LICENSED_IN_README}\nMIT\n`;
  if (text === undefined || !licenses.includes(heading)) {
    throw new Error(`The licence of ${LICENSED_IN_README} is no longer where it was.`);
  }
  const plain = text.trim().replace('&lt;', '<').replace('&gt;', '>');
  await writeFile(
    path,
    licenses.replace(heading, () => `${heading}${plain}\n`),
  );
}

/** Git stores text with LF: a CR taken over from a package would differ after every checkout. */
async function normaliseLineEnds(built: string): Promise<void> {
  for (const name of ['index.js', 'licenses.txt']) {
    const path = join(built, name);
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\r\n', '\n'));
  }
}

async function checkFiles(built: string): Promise<void> {
  const names = (await readdir(built, { recursive: true })).sort();
  if (names.join() !== DIST_FILES.join()) {
    throw new Error(
      `The bundle must be ${DIST_FILES.join(', ')}, but is ${names.join(', ')}. ` +
        'A numbered file is a chunk: some module is imported dynamically, import it statically.',
    );
  }
  if ((await readFile(join(built, 'index.js'), 'utf8')).includes(ROOT)) {
    throw new Error(`The bundle names the folder it was built in (${ROOT}).`);
  }
}

/** Puts a finished build in the place of `dist`: a build that fails leaves the old one alone. */
async function replaceDist(built: string): Promise<void> {
  await rm(DIST, { recursive: true, force: true });
  await rename(built, DIST);
}

if (import.meta.main) {
  await build(replaceDist).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
