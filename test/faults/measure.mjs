// Loaded into the gate's own process: leaves its peak memory behind, in kilobytes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { RUNNER_TEMP = '' } = process.env;
const write = writeFileSync;
process.on('exit', () => {
  write(join(RUNNER_TEMP, 'peak-memory'), String(process.resourceUsage().maxRSS));
});
