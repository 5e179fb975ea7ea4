// Plays scenarios and prints, as JSON, how they ended and whether anything beyond loopback could be reached.
import { connect } from 'node:net';
import { play } from './play.ts';

/** Reserved for documentation: nobody answers there, and without a network not even the way is known. */
const BEYOND = { host: '192.0.2.1', port: 443, timeout: 1_000 };

function findWayOut(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(BEYOND);
    const end = (outcome: string) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('connected'));
    socket.once('timeout', () => end('on its way'));
    socket.once('error', (error) => end('code' in error ? String(error.code) : 'failed'));
  });
}

interface End {
  readonly name: string;
  readonly verdict: string | undefined;
  readonly exitCode: number | null;
}

const ends: End[] = [];
for (const name of process.argv.slice(2)) {
  const { outputs, exitCode } = await play(name);
  ends.push({ name, verdict: outputs['verdict'], exitCode });
}
console.log(JSON.stringify({ wayOut: await findWayOut(), ends }));
