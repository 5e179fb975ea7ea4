// node-fetch imports this part of itself on demand; named here it lies in the bundle instead of a chunk of its own.
import 'node-fetch/src/utils/multipart-parser.js';
import { main } from './main.ts';

// Only a verdict sets it to 0: whatever ends this process early must not be green.
process.exitCode = 1;
await main();
