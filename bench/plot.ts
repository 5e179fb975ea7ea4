import type { Many } from './many.ts';

/** One curve in a panel of its own. */
interface Panel {
  readonly title: string;
  readonly values: readonly number[];
  readonly format: (value: number) => string;
}

const PANEL = { width: 250, height: 170, left: 30, top: 44, gap: 40 };
/** Readable on white and on black; pages that are dark get lighter ones. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600; fill: #24292f }
  .axis { stroke: #8c959f; stroke-width: 1 }
  .linear { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 3 4 }
  .curve { stroke: #0969da; stroke-width: 2; fill: none }
  .point { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 } .title { fill: #f0f6fc }
    .curve { stroke: #4493f8 } .point { fill: #4493f8 }
  }`;

/** Wall, CPU and memory by number of images, both axes logarithmic; dashed is linear growth. */
export function toSvg(many: readonly Many[]): string {
  const panels: readonly Panel[] = [
    { title: 'Wall', values: many.map((row) => row.wallMs / 1000), format: seconds },
    { title: 'CPU', values: many.map((row) => row.cpuMs / 1000), format: seconds },
    { title: 'Peak memory', values: many.map(({ peakMb }) => peakMb), format: megabytes },
  ];
  const step = PANEL.width + PANEL.gap;
  const size = { width: panels.length * step, height: PANEL.height + PANEL.top + 34 };
  const images = many.map((row) => row.images);
  const described = many.map((row, index) => describe(row.images, panels, index)).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">
<title>Cost of a run by number of images</title>
<desc>${described}.</desc>
<style>${STYLE}
</style>
${panels.map((panel, index) => drawPanel(panel, images, PANEL.left + index * step)).join('\n')}
</svg>
`;
}

function describe(images: number, panels: readonly Panel[], index: number): string {
  const values = panels.map(({ title, values: all, format }) => {
    return `${title.toLowerCase()} ${format(all[index] ?? Number.NaN)}`;
  });
  return `${images} images: ${values.join(', ')}`;
}

function drawPanel({ title, values, format }: Panel, images: readonly number[], left: number) {
  const x = scale([images[0] ?? 1, images.at(-1) ?? 10], [left + 10, left + PANEL.width - 30]);
  const bottom = PANEL.top + PANEL.height;
  const most = Math.max(...values);
  const y = scale([Math.min(...values) / 1.3, most], [bottom, PANEL.top + 16]);
  const points = images.map((count, index) => ({ count, value: values[index] ?? most }));
  const at = points.map(({ count, value }) => `${x(count)},${y(value)}`);
  const [last] = points.slice(-1);
  const from = Math.max(images[0] ?? 1, (last?.count ?? 1) * (Math.min(...values) / 1.3 / most));
  return `<text class="title" x="${left}" y="20">${title}</text>
<line class="axis" x1="${left}" y1="${bottom}" x2="${left + PANEL.width}" y2="${bottom}"/>
<line class="linear" x1="${x(from)}" y1="${y((most * from) / (last?.count ?? 1))}" x2="${x(last?.count ?? 1)}" y2="${y(most)}"/>
<polyline class="curve" points="${at.join(' ')}"/>
${points.map(({ count, value }) => drawPoint(x(count), y(value), format(value), String(count), bottom)).join('\n')}`;
}

function drawPoint(x: number, y: number, label: string, count: string, bottom: number): string {
  return `<circle class="point" cx="${x}" cy="${y}" r="3.5"/>
<text x="${x}" y="${y - 9}" text-anchor="middle">${label}</text>
<text x="${x}" y="${bottom + 17}" text-anchor="middle">${count}</text>`;
}

/** A logarithmic scale, in whole tenths so that the file stays small. */
function scale([low, high]: readonly [number, number], [from, to]: readonly [number, number]) {
  const span = Math.log(high / low) || 1;
  return (value: number) =>
    Math.round((from + (Math.log(value / low) / span) * (to - from)) * 10) / 10;
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} s`;
}

function megabytes(value: number): string {
  return `${value.toFixed(0)} MB`;
}
