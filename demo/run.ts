import { rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ActionRun, runAction } from '../test/runner/runner.ts';
import { findScenario, scenarios } from '../test/simulator/scenarios.ts';
import { startSimulator } from '../test/simulator/simulator.ts';
import { DEFAULT_SCENARIO, readOptions } from './demo-options.ts';
import { createLogPrinter } from './log-printer.ts';
import { formatPage, renderSummary } from './summary-page.ts';
import { formatSummary } from './terminal-summary.ts';
import { createStyle, pad, plain, widthOf, wrap } from './terminal-text.ts';

const WIDTH = 100;
const OUTPUT_LINES = 6;
const TIMEOUT_MS = 10 * 60_000;
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** What the step leaves in folders that end with it, by the output that holds the path. */
const COPIES = { 'report-file': 'report.json', 'attestation-file': 'attestation.json' } as const;
const COLOUR = process.stdout.isTTY && !process.env['NO_COLOR'];
const style = createStyle(COLOUR);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(
    args,
    scenarios.map((one) => one.name),
  );
  if (options.kind === 'list') {
    printScenarios();
    return 0;
  }
  if (options.kind === 'unknown') {
    const close = options.closeNames.map((name) => `"${name}"`).join(', ');
    const hint = close === '' ? '' : ` Did you mean ${close}?`;
    console.error(`There is no scenario "${plain(options.scenario)}".${hint}`);
    console.error('All of them: npm run demo -- --list');
    return 2;
  }
  // Ctrl-C reaches the action, too: it ends by itself and has something to say.
  process.on('SIGINT', () => undefined);
  return await play(options.scenario, options.inputs);
}

function printScenarios(): void {
  const width = Math.max(...scenarios.map((one) => one.name.length)) + 2;
  console.log('npm run demo -- [SCENARIO] [INPUT=VALUE …]\n');
  for (const { name, title, expect } of scenarios) {
    const mark = name === DEFAULT_SCENARIO ? ' (when none is named)' : '';
    console.log(`${pad(name, width)}${pad(expect.verdict, 14)}${title}${mark}`);
  }
}

/** Runs the action against the simulated services; the step's own exit code. */
async function play(scenario: string, inputs: Readonly<Record<string, string>>): Promise<number> {
  const simulator = await startSimulator(scenario, { pace: 'live' });
  try {
    console.log(style.bold(`Image Gate against simulated services: ${scenario}`));
    console.log(`${findScenario(scenario).title}\n${style.dim(simulator.origin)}`);
    printRule('Log of the step');
    const run = await runAction({
      inputs: { ...simulator.inputs, ...inputs },
      timeoutMs: TIMEOUT_MS,
      onLine: createLogPrinter(style, (line) => console.log(line)),
    });
    await printResults(scenario, run);
    printEnd(run, simulator.requests.length);
    return run.exitCode ?? 1;
  } finally {
    await simulator.close();
  }
}

async function printResults(scenario: string, run: ActionRun): Promise<void> {
  const summary = renderSummary(run.summary);
  printRule('Job summary');
  for (const line of formatSummary(summary, WIDTH, style)) console.log(line);
  printRule('Outputs');
  printOutputs({ ...run.outputs, ...(await copyFiles(run)) });
  await writeFile(`${FOLDER}summary.md`, run.summary);
  await writeFile(`${FOLDER}summary.html`, await formatPage(`Image Gate: ${scenario}`, summary));
}

/** Copies what the step has written beside the summary; by output, what to print in place of its path. */
async function copyFiles(run: ActionRun): Promise<Record<string, string>> {
  const written = [
    ...Object.entries(run.files).map(([path, text]) => ({ path: join('temp', path), text })),
    ...Object.entries(run.workspaceFiles).map(([path, text]) => ({
      path: join('workspace', path),
      text,
    })),
  ];
  const places: Record<string, string> = {};
  for (const [output, name] of Object.entries(COPIES)) {
    // One of an earlier run would be taken for this run's.
    await rm(`${FOLDER}${name}`, { force: true });
    const file = written.find(({ path }) => run.outputs[output]?.endsWith(sep + path));
    if (file === undefined) continue;
    await writeFile(`${FOLDER}${name}`, file.text);
    places[output] = `demo/${name} (a copy: the folders of the step are gone)`;
  }
  return places;
}

function printOutputs(outputs: Readonly<Record<string, string>>): void {
  const names = Object.keys(outputs);
  const width = Math.max(0, ...names.map(widthOf)) + 2;
  for (const name of names) {
    const lines = wrap(plain(outputs[name] ?? ''), WIDTH - width);
    if (lines.length > OUTPUT_LINES) lines.splice(OUTPUT_LINES, lines.length, '…');
    for (const [index, line] of lines.entries()) {
      console.log(pad(index === 0 ? style.cyan(name) : '', width) + line);
    }
  }
}

function printEnd(run: ActionRun, requests: number): void {
  printRule('End of the step');
  const seconds = (run.durationMs / 1_000).toFixed(1);
  const paint = run.conclusion === 'success' ? style.green : style.red;
  const code = run.exitCode ?? run.signal;
  console.log(`${paint(run.conclusion)}, exit code ${code}, ${seconds} s, ${requests} requests`);
  console.log('The summary as on GitHub, but charts are shown as text: demo/summary.html');
  console.log('Its source: demo/summary.md');
}

function printRule(title: string): void {
  const rule = `── ${title} `;
  console.log(`\n${style.dim(rule + '─'.repeat(WIDTH - rule.length))}\n`);
}
