import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readActionFile } from '../../scripts/action-file.ts';
import { PAGES, readText } from './pages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const action = await readActionFile(join(ROOT, 'action.yml'));
const inputs = Object.keys(action.inputs);
const outputs = Object.keys(action.outputs);
const pages = await Promise.all(PAGES.map(async (path) => ({ path, text: await readText(path) })));

/** Hyphenated words in code that are neither inputs nor outputs, but GitHub's, Harness's or npm's. */
const OTHER_NAMES = new Set([
  'app-name',
  'docker-prod',
  'docker-local',
  'id-token',
  'if-present',
  'on-failure',
  'from-tag',
  'pull-requests',
  'timeout-minutes',
]);

/** Names of inputs and outputs as the prose writes them: `max-high`, `max-high: 5`, `steps.gate.outputs.digest`. */
function namesIn(text: string): readonly string[] {
  const spans = [...text.matchAll(/`([a-z]+(?:-[a-z]+)+)(?::[^`]*)?`/g)].map(
    ([, name = '']) => name,
  );
  return [...new Set(spans)];
}

describe.each(pages)('$path', ({ path, text }) => {
  it('names no input or output that does not exist', () => {
    const known = new Set([...inputs, ...outputs, ...OTHER_NAMES]);
    expect(namesIn(text).filter((name) => !known.has(name))).toEqual([]);
  });

  it('takes no output from the gate that it does not have', () => {
    const taken = [...text.matchAll(/steps\.gate\.outputs\.([\w-]+)/g)].map(
      ([, name = '']) => name,
    );
    expect(taken.filter((name) => !outputs.includes(name))).toEqual([]);
  });

  it('links to places that exist', async () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, to = '']) => to);
    expect(await findBroken(path, targets)).toEqual([]);
  });
});

it('explains every input and output', () => {
  const prose = pages.map(({ text }) => text).join('\n');
  expect([...inputs, ...outputs].filter((name) => !prose.includes(`\`${name}\``))).toEqual([]);
});

async function findBroken(page: string, targets: readonly string[]): Promise<readonly string[]> {
  const broken = await Promise.all(
    targets.map(async (target) => {
      const [file = '', anchor = ''] = target.split('#');
      const path = file === '' ? page : join(dirname(page), file);
      const isThere = await access(join(ROOT, path)).then(
        () => true,
        () => false,
      );
      if (!isThere) return [target];
      if (anchor === '' || anchorsIn(await readText(path)).includes(anchor)) return [];
      return [target];
    }),
  );
  return broken.flat();
}

/** The anchors that GitHub gives to headings. */
function anchorsIn(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
