import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

const NOBODYS = ["import '@octokit/rest';", "import 'vitest';", "import '../main.ts';"];
const IO = ["import 'node:fs';", "import '@actions/core';", "import 'node-fetch';"];
const VALUES_OF_THE_GATE = [
  "import { run } from '../gate.ts';",
  "import { type Run } from '../gate/result.ts';",
  "export * from '../gate/result.ts';",
];
const TYPES_OF_THE_GATE = [
  "import type { Run } from '../gate.ts';",
  "import type { Result } from '../gate/result.ts';",
];
const DETOURS = ["import '../image/../main.ts';", "import './../main.ts';"];
const IMPURE = [
  'process.exitCode = 1;',
  'fetch(url);',
  'setTimeout(stop, 1);',
  'performance.now();',
  "Buffer.from('');",
  'console.log(1);',
  'globalThis.name;',
  'Date.now();',
  'new Date();',
  'Math.random();',
  'const { random } = Math;',
];

/** The same imports, seen from one folder further down. */
function deeper(imports: readonly string[]): readonly string[] {
  return imports.map((line) => line.replace(/'\.\.?\//, "'../../"));
}

interface Wall {
  readonly file: string;
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
}

const WALLS: readonly Wall[] = [
  {
    file: 'src/index.ts',
    allowed: ["import './main.ts';", "import 'node-fetch/src/utils/multipart-parser.js';"],
    forbidden: ["import './gate.ts';", "import '@actions/core';", "import 'node:fs';"],
  },
  {
    file: 'src/main.ts',
    allowed: ["import './harness/api.ts';", "import '@actions/core';", "import 'node:process';"],
    forbidden: ["import 'node-fetch';", "import 'valibot';", "import '../test/runner/runner.ts';"],
  },
  {
    file: 'src/clients.ts',
    allowed: [
      "import { a } from './http/client.ts';",
      "import { b } from './xray/id-token.ts';",
      "import { c } from './github/log.ts';",
      "import type { Inputs } from './inputs/inputs.ts';",
    ],
    forbidden: [
      "import './gate.ts';",
      "import './harness/api.ts';",
      "import './github/octokit.ts';",
      "import './policy/evaluate.ts';",
      "import 'node:fs';",
    ],
  },
  {
    file: 'src/engine.ts',
    allowed: ["import { setFlagsFromString } from 'node:v8';"],
    forbidden: ["import './gate.ts';", "import 'node:fs';", "import 'valibot';"],
  },
  {
    file: 'src/gate.ts',
    allowed: [
      "import { a } from './image/a.ts';",
      "import { b } from './policy/evaluate.ts';",
      "import { c } from './scan/wait.ts';",
      "import { d } from './gate/ports.ts';",
      "import type { Inputs } from './inputs/inputs.ts';",
    ],
    forbidden: [
      "import { Inputs } from './inputs/inputs.ts';",
      "import type { E } from './inputs/durations.ts';",
      "import type { F } from './harness/api.ts';",
      "import type { G } from './xray/api.ts';",
      "import './http/client.ts';",
      "import './github/log.ts';",
      "import './report/reason.ts';",
      "import 'node:fs';",
    ],
  },
  {
    file: 'src/gate/ports.ts',
    allowed: [
      "import { a } from '../image/a.ts';",
      "import { b } from './result.ts';",
      "import type { Inputs } from '../inputs/inputs.ts';",
    ],
    forbidden: [
      "import { Inputs } from '../inputs/inputs.ts';",
      "import type { F } from '../harness/api.ts';",
      ...IO,
      ...NOBODYS,
    ],
  },
  {
    file: 'src/errors.ts',
    allowed: [],
    forbidden: ["import './image/a.ts';", "import 'node:util';"],
  },
  {
    file: 'src/image/a.ts',
    allowed: ["import './digest.ts';", "import 'valibot';", 'new Date(0);'],
    forbidden: ["import '../errors.ts';", "import '../policy/policy.ts';", ...IO, ...IMPURE],
  },
  {
    file: 'src/policy/a.ts',
    allowed: ["import './finding.ts';", "import '../image/digest.ts';"],
    forbidden: ["import '../errors.ts';", "import 'valibot';", ...IO, ...DETOURS, ...IMPURE],
  },
  {
    file: 'src/inputs/a.ts',
    allowed: [
      "import '../image/digest.ts';",
      "import '../policy/policy.ts';",
      "import '../errors.ts';",
      "import 'valibot';",
    ],
    forbidden: ["import '../policy/evaluate.ts';", ...IO, ...DETOURS, ...IMPURE],
  },
  {
    file: 'src/report/a.ts',
    allowed: [
      "import '../image/digest.ts';",
      "import '../policy/verdict.ts';",
      "import '../policy/finding.ts';",
      ...TYPES_OF_THE_GATE,
    ],
    forbidden: [
      "import '../policy/evaluate.ts';",
      "import '../github/log.ts';",
      ...VALUES_OF_THE_GATE,
      ...IO,
      ...IMPURE,
    ],
  },
  ...['json', 'page'].map((folder) => ({
    file: `src/report/${folder}/a.ts`,
    allowed: [
      "import './b.ts';",
      "import '../reason.ts';",
      "import '../../image/digest.ts';",
      "import '../../policy/verdict.ts';",
      ...deeper(TYPES_OF_THE_GATE),
    ],
    forbidden: [
      `import '../${folder === 'json' ? 'page' : 'json'}/b.ts';`,
      "import '../../policy/evaluate.ts';",
      "import '../../github/log.ts';",
      ...deeper(VALUES_OF_THE_GATE),
      ...deeper(DETOURS),
      ...IO,
      ...IMPURE,
    ],
  })),
  {
    file: 'src/scan/a.ts',
    allowed: ["import '../image/digest.ts';", "import '../errors.ts';"],
    forbidden: ["import '../http/client.ts';", "import type { A } from '../gate.ts';", ...IO],
  },
  {
    file: 'src/http/a.ts',
    allowed: [
      "import '../errors.ts';",
      "import '../scan/backoff.ts';",
      "import 'node-fetch';",
      "import 'node:https';",
    ],
    forbidden: [
      "import '../scan/wait.ts';",
      "import '../harness/api.ts';",
      "import '../image/digest.ts';",
      "import '@actions/core';",
      ...NOBODYS,
    ],
  },
  ...['harness', 'xray'].map((folder) => ({
    file: `src/${folder}/a.ts`,
    allowed: [
      "import '../http/client.ts';",
      "import '../image/digest.ts';",
      "import 'valibot';",
      ...TYPES_OF_THE_GATE,
    ],
    forbidden: [
      `import '../${folder === 'xray' ? 'harness' : 'xray'}/api.ts';`,
      "import '../policy/policy.ts';",
      "import '../scan/wait.ts';",
      "import 'node-fetch';",
      "import '@actions/core';",
      "type A = import('../policy/policy.ts').Policy;",
      "await import('../image/digest.ts');",
      ...VALUES_OF_THE_GATE,
      ...DETOURS,
      ...NOBODYS,
    ],
  })),
  {
    file: 'src/github/a.ts',
    allowed: [
      "import '../report/reason.ts';",
      "import '@actions/core';",
      "import '@octokit/rest';",
      "import '../http/fetch.ts';",
      "import 'valibot';",
      ...TYPES_OF_THE_GATE,
    ],
    forbidden: [
      "import '../policy/policy.ts';",
      "import '../http/client.ts';",
      "import 'node-fetch';",
      'process.exit();',
      ...VALUES_OF_THE_GATE,
    ],
  },
  { file: 'src/surprise/a.ts', allowed: [], forbidden: ["import './b.ts';"] },
  {
    file: 'src/image/a.test.ts',
    allowed: ["import 'vitest';", "import '../harness/api.ts';", 'Date.now();'],
    forbidden: [],
  },
  {
    file: 'test/simulator/a.ts',
    allowed: ["import 'node:http';", "import './b.ts';"],
    forbidden: ["import '../../src/errors.ts';", "import type { A } from '../../src/gate.ts';"],
  },
];

const RULES = [
  'plugin',
  'lint/style/noRestrictedImports',
  'lint/style/noRestrictedGlobals',
  'lint/nursery/noProcessExit',
];

const Report = v.object({
  diagnostics: v.array(
    v.object({
      category: v.string(),
      location: v.object({ path: v.string(), start: v.object({ line: v.number() }) }),
    }),
  ),
});

let copy: string;
let flagged: Map<string, Set<number>>;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'image-gate-walls-'));
  await cp(join(ROOT, 'biome.json'), join(copy, 'biome.json'));
  await cp(join(ROOT, 'scripts/lint'), join(copy, 'scripts/lint'), { recursive: true });
  for (const wall of WALLS) await writeLines(wall);
  flagged = await lint();
});

afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

describe('import walls', () => {
  test.each(WALLS)('$file: lint refuses exactly what the map does not allow', (wall) => {
    const refused = flagged.get(wall.file) ?? new Set();
    const lines = [...wall.allowed, ...wall.forbidden];
    expect(lines.filter((_, index) => refused.has(index + 1))).toEqual(wall.forbidden);
  });
});

async function writeLines(wall: Wall): Promise<void> {
  const path = join(copy, wall.file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, [...wall.allowed, ...wall.forbidden, ''].join('\n'));
}

/** Lints all files in one go: file → numbers of the lines that the walls refuse. */
async function lint(): Promise<Map<string, Set<number>>> {
  const args = [BIOME, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const run = promisify(execFile)(process.execPath, args, { cwd: copy, maxBuffer: 16_000_000 });
  const stdout = await run.then(
    (done) => done.stdout,
    (error: unknown) => v.parse(v.object({ stdout: v.string() }), error).stdout,
  );
  const lines = new Map<string, Set<number>>();
  for (const { category, location } of v.parse(Report, JSON.parse(stdout)).diagnostics) {
    if (!RULES.includes(category)) continue;
    const ofFile = lines.get(location.path) ?? new Set();
    lines.set(location.path, ofFile.add(location.start.line));
  }
  return lines;
}
