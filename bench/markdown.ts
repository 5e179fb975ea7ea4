import type { Many } from './many.ts';
import type { Comparison } from './pairs.ts';
import type { Results } from './results.ts';
import { judge } from './targets.ts';

/** The results for people. */
export function toMarkdown(results: Results): string {
  return [
    '# Results of `npm run bench`',
    `${results.date.slice(0, 10)} · ${results.machine.join(' · ')}`,
    'Whole processes, against both services on loopback over TLS, in a process of their own. Ratios are medians of pairs, ' +
      'one run of each in turn; absolute times depend on the machine and on what else it does, ratios hardly.',
    '## Targets',
    targetTable(results),
    '## Side by side with bash, curl and jq',
    comparisonText(results),
    '## One image',
    soloText(results),
    '## Waiting for scans',
    pollingText(results),
    '## Many images',
    manyText(results.many),
    '',
  ].join('\n\n');
}

/** What is promised and what was found. */
export function targetTable(results: Results): string {
  const rows = judge(results).map(({ what, target, measured, isMet }) => [
    what,
    target,
    isMet ? measured : `**${measured}**`,
    isMet ? 'met' : '**missed**',
  ]);
  return table(['what', 'target', 'measured', ''], rows);
}

function comparisonText({ comparisons, missingTools }: Results): string {
  if (comparisons === undefined) return `**Skipped: ${missingTools.join(', ')} missing.**`;
  const { near, far, farPolling } = comparisons;
  const rows = [
    comparisonRow('everything DONE, no latency', near),
    comparisonRow('everything DONE, 50 ms round trip', far),
    comparisonRow('15 polls, 50 ms round trip', farPolling),
  ];
  return `${table(['what', 'wall', 'ratio', 'CPU', 'ratio', 'requests'], rows)}

[\`curl-gate.sh\`](curl-gate.sh) makes the same calls with the same polling, one after another, as such scripts do.
Both trust the usual certificate authorities of the world beside the bench's own.
Each row: ${far.pairs} pairs after a warm-up; the action's median / the script's.`;
}

function comparisonRow(what: string, { wall, cpu, requests }: Comparison): readonly string[] {
  return [
    what,
    `${ms(wall.gateMs)} / ${ms(wall.scriptMs)}`,
    wall.ratio.toFixed(2),
    `${ms(cpu.gateMs)} / ${ms(cpu.scriptMs)}`,
    cpu.ratio.toFixed(2),
    `${requests.gate} / ${requests.script}`,
  ];
}

function soloText({ start, solo }: Results): string {
  const calls = solo.harnessCalls.map(({ platforms, calls: n }) => `${n} for ${platforms}`);
  return [
    `- First line after ${ms(start.firstLineMs)}; \`node -e 0\` takes ${ms(start.bareMs)} (${start.pairs} pairs).`,
    `- Peak memory ${solo.peakMb.toFixed(0)} MB; \`node -e 0\` ${solo.barePeakMb.toFixed(0)} MB.`,
    `- Connections at 50 ms: ${solo.connections.harness} to Harness, ${solo.connections.jfrog} to JFrog.`,
    ...solo.waves.map(
      ({ platforms, discovered, given }) =>
        `- Waves of requests, ${platforms} judged: ${discovered} with the scope discovered, ${given} with it given. Requests that queue for one of the three connections count.`,
    ),
    `- Requests to Harness by judged platforms: ${calls.join(', ')}.`,
  ].join('\n');
}

function pollingText({ polling }: Results): string {
  const { scans, requests, meanDelayMs, p95DelayMs, p95Share } = polling;
  const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;
  return `The action's own wait and intervals on a clock that jumps, ${scans.toLocaleString('en')} scans of lognormal length (median 90 s, sigma 0.9):
${requests.toFixed(1)} polls per scan, mean delay ${seconds(meanDelayMs)}, p95 delay ${seconds(p95DelayMs)}, p95 of delay ÷ scan ${p95Share.toFixed(2)}.`;
}

function manyText(many: readonly Many[]): string {
  const rows = many.map((row) => [
    String(row.images),
    `${(row.wallMs / 1000).toFixed(2)} s`,
    `${(row.cpuMs / 1000).toFixed(2)} s`,
    `${row.peakMb.toFixed(0)} MB`,
    String(row.harnessCalls),
    String(row.jfrogCalls),
    row.paceAddsMs === 0 ? 'nothing' : `${row.paceAddsMs / 60_000} min`,
  ]);
  const head = [
    'images',
    'wall',
    'CPU',
    'peak memory',
    'Harness calls',
    'JFrog calls',
    'pace adds',
  ];
  return `Two platforms each, everything DONE, 50 ms round trip, \`harness-requests-per-minute\` lifted; the last column is what its
default of 300 would add at least.

${table(head, rows)}

![Wall, CPU and memory by number of images](results.svg)`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
