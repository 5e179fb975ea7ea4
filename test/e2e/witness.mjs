// Imported into the action's process before anything else. Notes which Node runs which script, and every
// connection it opens, and leaves both in RUNNER_TEMP when the process ends.
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

const connections = [];
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const { host, port, path } =
    typeof first === 'object'
      ? first
      : { port: first, host: typeof second === 'string' ? second : undefined };
  connections.push({ host: String(host ?? path ?? 'localhost'), port: Number(port ?? 0) });
  return connect.apply(this, args);
};

process.on('exit', () => {
  const testimony = { version: process.versions.node, script: process.argv[1], connections };
  writeFileSync(join(process.env.RUNNER_TEMP, 'witness.json'), JSON.stringify(testimony));
});
