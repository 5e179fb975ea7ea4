// Loaded into the gate's own process: leaves behind how many milliseconds after a signal the process ended, and when
// summary and outputs were written last. Nobody listens for the signal here: that would keep it from ending a process
// that does not listen yet.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { RUNNER_TEMP = '', GITHUB_STEP_SUMMARY = '', GITHUB_OUTPUT = '' } = process.env;
const [stat, write] = [statSync, writeFileSync];
const { emit } = process;
let signalledAt;

process.emit = (name, ...args) => {
  if (name === 'SIGINT' || name === 'SIGTERM') signalledAt ??= Date.now();
  return emit.call(process, name, ...args);
};

process.on('exit', () => {
  if (signalledAt === undefined) return;
  const after = (ms) => Math.round(ms - signalledAt);
  const times = {
    ended: after(Date.now()),
    summary: after(stat(GITHUB_STEP_SUMMARY).mtimeMs),
    outputs: after(stat(GITHUB_OUTPUT).mtimeMs),
  };
  write(join(RUNNER_TEMP, 'after-signal'), JSON.stringify(times));
});
