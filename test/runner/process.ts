import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LineSplitter } from './line-splitter.ts';

const NODE_24 = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

/** When a run is cancelled. SIGINT, the default, is followed up as the runner does. */
export type SignalAfter = ({ readonly ms: number } | { readonly line: RegExp }) & {
  readonly signal?: NodeJS.Signals;
};

/** The runner's patience: SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL. */
const TERMINATE_AFTER_MS = 7_500;
const KILL_AFTER_MS = 10_000;

/** How a process ended. */
export interface ProcessEnd {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  /** As written, not masked. */
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

interface ProcessOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signalAfter: SignalAfter | undefined;
  readonly onLine: (line: string) => void;
}

/** Runs Node 24 without a shell (one would drop variables with hyphens), standard input closed. */
export async function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  const startedAt = performance.now();
  const { args, cwd, env } = options;
  const child = spawn(findNode(), args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const watch = new Watch(child, options);
  const read = (line: string) => {
    watch.see(line);
    options.onLine(line);
  };
  const streams = [collect(child.stdout, read), collect(child.stderr, read)] as const;
  try {
    const [exitCode, signal] = await waitForEnd(child);
    const [stdout, stderr] = streams.map((text) => text());
    const durationMs = performance.now() - startedAt;
    const { timedOut } = watch;
    return { exitCode, signal, timedOut, stdout: stdout ?? '', stderr: stderr ?? '', durationMs };
  } finally {
    watch.stop();
  }
}

/** Actions with `using: node24` run on Node 24, whatever runs the tests. */
function findNode(): string {
  return process.versions.node.startsWith('24.') ? process.execPath : NODE_24;
}

function collect(stream: NodeJS.ReadableStream, onLine: (line: string) => void): () => string {
  const chunks: Buffer[] = [];
  const splitter = new LineSplitter(onLine);
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    splitter.write(chunk);
  });
  stream.on('end', () => splitter.end());
  return () => Buffer.concat(chunks).toString('utf8');
}

async function waitForEnd(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  const { promise, resolve, reject } =
    Promise.withResolvers<[number | null, NodeJS.Signals | null]>();
  child.once('error', reject);
  child.once('close', (code, signal) => resolve([code, signal]));
  return await promise;
}

/** Ends a process that runs too long, and cancels it when the test asks for that. */
class Watch {
  timedOut = false;
  readonly #child: ChildProcess;
  readonly #signalAfter: SignalAfter | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  #cancelled = false;

  constructor(child: ChildProcess, { timeoutMs, signalAfter }: ProcessOptions) {
    this.#child = child;
    this.#signalAfter = signalAfter;
    this.#later(timeoutMs, () => {
      this.timedOut = true;
      child.kill('SIGKILL');
      // A process that it started may hold the pipes open for ever.
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    if (signalAfter !== undefined && 'ms' in signalAfter) {
      this.#later(signalAfter.ms, () => this.#cancel());
    }
  }

  see(line: string): void {
    const after = this.#signalAfter;
    if (after !== undefined && 'line' in after && after.line.test(line)) this.#cancel();
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    const signal = this.#signalAfter?.signal ?? 'SIGINT';
    this.#child.kill(signal);
    if (signal !== 'SIGINT') return;
    this.#later(TERMINATE_AFTER_MS, () => this.#child.kill('SIGTERM'));
    this.#later(KILL_AFTER_MS, () => this.#child.kill('SIGKILL'));
  }

  #later(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }
}
