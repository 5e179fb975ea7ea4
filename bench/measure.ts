import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A process to measure. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** How a process went; times in milliseconds since it was started. */
export interface Run {
  readonly wallMs: number;
  /** First and last output. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly exitCode: number | null;
  readonly output: string;
  /** What was written to file descriptor 3. */
  readonly notes: string;
}

const TIMEOUT_MS = 120_000;

/** Runs a process to its end. */
export async function runCommand({ file, args, env, cwd }: Command): Promise<Run> {
  const start = performance.now();
  const child = spawn(file, args, {
    env,
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const times: number[] = [];
  child.stdout?.on('data', () => times.push(performance.now() - start));
  const texts = child.stdio.slice(1).map((stream) => collect(stream as Readable));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  let wallMs = 0;
  child.once('error', reject);
  child.once('exit', () => {
    wallMs = performance.now() - start;
  });
  child.once('close', resolve);
  const exitCode = await promise;
  const [stdout, stderr, notes] = texts.map((text) => text());
  const [firstMs = wallMs, lastMs = wallMs] = [times[0], times.at(-1)];
  return { wallMs, firstMs, lastMs, exitCode, output: `${stdout}${stderr}`, notes: notes ?? '' };
}

function collect(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Lets the shell, which waits for the process anyway, say how much processor time it took. */
export function withCpu({ file, args, ...rest }: Command): Command {
  const script = '"$@" 3>&-; code=$?; times >&3; exit $code';
  return { ...rest, file: 'bash', args: ['-c', script, 'bench', file, ...args] };
}

/** User and system milliseconds of the process and all that it waited for, from the shell's `times`. */
export function cpuMs({ notes }: Run): number {
  const children = notes.trim().split('\n').at(-1) ?? '';
  const parts = [...children.matchAll(/(\d+)m([\d.,]+)s/g)];
  if (parts.length !== 2) throw new Error(`The shell gave no times: ${notes}`);
  return parts.reduce(
    (sum, [, minutes, seconds]) =>
      sum + Number(minutes) * 60_000 + Number(seconds?.replace(',', '.')) * 1000,
    0,
  );
}
