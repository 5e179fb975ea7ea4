import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readActionFile } from '../../scripts/action-file.ts';
import { PAGES, readText, readYamlBlocks } from './pages.ts';
import { complaintsOfActionlint, complaintsOfGitHub, toWorkflow } from './workflow.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** An expression as a workflow writes it; in the sources it would look like a template by mistake. */
const expression = (text: string) => `\${{ ${text} }}`;

const action = await readActionFile(root('action.yml'));
const blocks = (await Promise.all(PAGES.map(readYamlBlocks))).flat();
const workflows = (await readdir(root('.github/workflows'))).map(
  (name) => `.github/workflows/${name}`,
);

describe("GitHub's own language service", () => {
  it.each(blocks)('accepts the block at $place', async ({ text }) => {
    expect(await complaintsOfGitHub(toWorkflow(text), action)).toEqual([]);
  });

  it.each(workflows)('accepts %s', async (path) => {
    expect(await complaintsOfGitHub(await readText(path), action)).toEqual([]);
  });

  it('accepts action.yml', async () => {
    expect(await complaintsOfGitHub(await readText('action.yml'), action, 'action')).toEqual([]);
  });

  it.each([
    [
      'an unknown input',
      'with: { image: x, max-criticals: 0 }',
      "Invalid action input 'max-criticals'",
    ],
    ['a missing image', 'with: { sto: off }', 'Missing required input `image`'],
    ['a broken expression', `with: { image: "${expression('steps.')}" }`, 'Unexpected'],
    ['an unknown key', 'whith: { image: x }', "Unexpected value 'whith'"],
  ])('would find %s', async (_, line, complaint) => {
    const text = toWorkflow(`- uses: OWNER/image-gate@v1\n  ${line}\n`);
    expect((await complaintsOfGitHub(text, action)).join('\n')).toContain(complaint);
  });
});

describe('actionlint', () => {
  it.each(blocks)('accepts the block at $place', async ({ text }) => {
    expect(await complaintsOfActionlint(toWorkflow(text))).toEqual([]);
  });

  it.each(workflows)('accepts %s', async (path) => {
    expect(await complaintsOfActionlint(await readText(path))).toEqual([]);
  });

  it('would find a step that is not there', async () => {
    const text = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${expression('steps.b.outputs.c')}\n`;
    expect((await complaintsOfActionlint(text)).join('\n')).toContain('"b" is not defined');
  });
});
