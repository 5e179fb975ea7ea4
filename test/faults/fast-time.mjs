// Loaded into the gate's own process: its clocks and timers run TIME_SPEED times as fast as everybody else's.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

const speed = Number(process.env['TIME_SPEED'] ?? '20');
const { now } = performance;
const later = globalThis.setTimeout;
const sleep = promises.setTimeout;

performance.now = () => now.call(performance) * speed;
globalThis.setTimeout = Object.assign((act, ms, ...args) => later(act, ms / speed, ...args), later);
timers.setTimeout = globalThis.setTimeout;
promises.setTimeout = (ms, ...args) => sleep(ms / speed, ...args);
syncBuiltinESMExports();
