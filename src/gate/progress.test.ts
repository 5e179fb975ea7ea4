import { describe, expect, it } from 'vitest';
import { gate } from '../gate.ts';
import { fakeClock } from './clock.fixture.ts';
import { imageWith, inTurn, statusOf } from './ports.fixture.ts';
import { Progress } from './progress.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);

function start() {
  const clock = fakeClock();
  const lines: string[] = [];
  return { clock, lines, progress: new Progress(clock, (line) => lines.push(line)) };
}

describe('progress', () => {
  it('is said at every change', () => {
    const { progress, lines } = start();
    progress.report('Xray', 'Xray is PENDING');
    progress.report('Xray', 'Xray is SCANNING');
    expect(lines).toEqual(['waiting (0 s): Xray is PENDING', 'waiting (0 s): Xray is SCANNING']);
  });

  it('is not said again within a minute', async () => {
    const { clock, progress, lines } = start();
    progress.report('Xray', 'Xray is SCANNING');
    await clock.sleep(59_999);
    progress.report('Xray', 'Xray is SCANNING');
    expect(lines).toHaveLength(1);
    await clock.sleep(1);
    progress.report('Xray', 'Xray is SCANNING');
    expect(lines.at(-1)).toBe('waiting (60 s): Xray is SCANNING');
  });

  it('of one system does not hide that of the other', () => {
    const { progress, lines } = start();
    progress.report('Xray', 'waiting');
    progress.report('Harness', 'waiting');
    progress.report('Xray', 'waiting');
    expect(lines).toHaveLength(2);
  });
});

describe('the log of a run', () => {
  it('has never more than one line a poll, and one at least every two minutes', async () => {
    const run = await runGate({ scanner: { readStatus: async () => statusOf('SCANNING') } });
    const waiting = run.lines.filter(({ line }) => line.startsWith('waiting'));
    expect(waiting.length).toBeLessThanOrEqual(run.times('readStatus').length);
    const gaps = waiting.slice(1).map(({ at }, index) => at - (waiting[index]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(120_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
  });

  it('says what is awaited, and where', async () => {
    const run = await runGate({
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('DONE')) },
    });
    expect(run.lines.map(({ line }) => line)).toContain(
      'waiting (0 s): Xray is SCANNING (docker-local/app/1.4.2/list.manifest.json)',
    );
  });

  it('names the image where there are several', async () => {
    const images = [imageWith(), imageWith({ name: 'web', artifact: 'web' })];
    const run = await runGate({
      images,
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('DONE')) },
    });
    expect(run.lines.every(({ line }) => /^(app|web):1\.4\.2: /.test(line))).toBe(true);
  });
});
