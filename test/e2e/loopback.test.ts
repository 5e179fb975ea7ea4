import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { playWitnessed } from './play.ts';

const OFFLINE = fileURLToPath(new URL('./offline.ts', import.meta.url));
const LOOPBACK_ONLY = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/** Runs a command where there is no network but loopback. */
function withoutNetwork(...command: readonly string[]) {
  return spawnSync('unshare', [...LOOPBACK_ONLY, ...command], { encoding: 'utf8' });
}

test('a run opens no connection but to the services of its inputs', async () => {
  const { testimony, origin } = await playWitnessed('pushed-just-now');
  const peers = testimony.connections.map(({ host, port }) => `http://${host}:${port}`);
  expect([...new Set(peers)]).toEqual([origin]);
});

test('a run needs nothing beyond loopback', ({ skip }) => {
  if (withoutNetwork('true').status !== 0) {
    console.warn('Not proven here: this machine cannot make a namespace without a network.');
    skip('unshare -rn does not work on this machine');
  }
  const { stdout, stderr } = withoutNetwork(process.execPath, OFFLINE, 'clean', 'critical');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    wayOut: 'ENETUNREACH',
    ends: [
      { name: 'clean', verdict: 'passed', exitCode: 0 },
      { name: 'critical', verdict: 'failed', exitCode: 1 },
    ],
  });
});
