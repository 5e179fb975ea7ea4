import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, DIST_FILES } from './build.ts';
import { readReadme } from './generate-docs.ts';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** What is wrong with the committed bundle and the tables in the README, a sentence each. */
async function findStaleFiles(): Promise<string[]> {
  const problems: string[] = [];
  const { present, expected } = await readReadme();
  if (present !== expected) {
    problems.push('README.md: its tables are not those of action.yml. Run: npm run docs');
  }
  await build(async (built) => {
    for (const name of await findDifferences(built)) {
      problems.push(`dist/${name}: not what the sources build. Run: npm run build`);
    }
  });
  return problems;
}

async function findDifferences(built: string): Promise<string[]> {
  const committed = await readdir(DIST, { recursive: true }).catch(() => []);
  const names = [...new Set([...committed, ...DIST_FILES])].sort();
  const same = await Promise.all(
    names.map(async (name) => {
      const [ours, theirs] = await Promise.all([read(join(DIST, name)), read(join(built, name))]);
      return ours !== undefined && theirs !== undefined && ours.equals(theirs);
    }),
  );
  return names.filter((_, index) => !same[index]);
}

async function read(path: string): Promise<Buffer | undefined> {
  return await readFile(path).catch(() => undefined);
}

const problems = await findStaleFiles().catch((error: unknown) => [
  error instanceof Error ? error.message : String(error),
]);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
