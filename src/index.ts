import { guardProcess } from './github/last-resort.ts';
import { main } from './main.ts';

// node-fetch loads this part of itself on demand. Named here it lies in the bundle; else it becomes a file of its own,
// and the list of licences loses all packages but one.
export { toFormData } from 'node-fetch/src/utils/multipart-parser.js';

// Only a verdict sets it to 0: whatever ends this process early must not be green.
process.exitCode = 1;
const guard = guardProcess(process.env);
try {
  await main(guard.signal);
} catch {
  guard.fail();
}
