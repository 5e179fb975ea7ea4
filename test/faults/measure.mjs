// Loaded into the gate's own process: leaves its peak memory behind, in kilobytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { RUNNER_TEMP = '' } = process.env;
const [read, write] = [readFileSync, writeFileSync];

/** The usual figure is handed down by the process that started this one, which may have been larger. */
function peak() {
  try {
    return /VmHWM:\s+(\d+) kB/.exec(read('/proc/self/status', 'utf8'))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on('exit', () => write(join(RUNNER_TEMP, 'peak-memory'), String(peak())));
