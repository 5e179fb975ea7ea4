// Loaded into the gate's own process: does something at one function of its own modules, or lists those that are reached.
// INJECT_AT names it, `./gate/appear.js appear`; INJECT_ACT says what: throw, hang, SIGINT, SIGTERM or list.
// With INJECT_WAITS, an asynchronous function goes on once the signal is heard.
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

const { INJECT_AT = '', INJECT_ACT = 'list', INJECT_WAITS, RUNNER_TEMP = '' } = process.env;
const reached = new Set();
/** Modules with a function to do something at. */
const modules = new Set();
let hasActed = false;
let heard;

const HEADS = [
  /^(?<async>async )?function (?<name>\w+)\(.*\) \{$/,
  /^ {4}(?<async>async )?(?<name>#?\w+)\(.*\) \{$/,
  /^(?:export )?const (?<name>\w+) = (?<async>async )?\(.*\) => \{$/,
];
const WORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'function', 'constructor']);

globalThis.imageGateReaches = (place) => {
  reached.add(place);
  if (place.replace(/ async$/, '') !== INJECT_AT || hasActed) return false;
  hasActed = true;
  if (INJECT_ACT === 'throw') throw new TypeError('x\n::warning::injected');
  if (INJECT_ACT === 'hang') return true;
  if (!INJECT_ACT.startsWith('SIG')) return false;
  // Answers that have come already are read before a signal is heard: else the run may be over by then.
  if (INJECT_WAITS && place.endsWith(' async')) heard = new Promise(hearSignal);
  process.kill(process.pid, INJECT_ACT);
  return heard !== undefined;
};
function hearSignal(resolve) {
  // A process with nothing left to do but listen for a signal ends.
  const awake = setInterval(() => undefined, 1_000);
  process.once(INJECT_ACT, () => {
    clearInterval(awake);
    resolve();
  });
}

globalThis.imageGateWaits = () => heard ?? new Promise(() => undefined);

function instrument(source) {
  let module;
  return source
    .split('\n')
    .map((line) => {
      const marker = /^;?\/\/ CONCATENATED MODULE: (\S+)/.exec(line);
      if (marker !== null) module = marker[1].startsWith('./') ? marker[1] : undefined;
      if (line.startsWith('/***/ ')) module = undefined;
      const head = module && HEADS.map((form) => form.exec(line)).find((found) => found !== null);
      if (!head || WORDS.has(head.groups.name)) return line;
      const { name, async = '' } = head.groups;
      modules.add(module);
      const place = JSON.stringify(`${module} ${name}${async && ' async'}`);
      const wait = async ? ' && (await globalThis.imageGateWaits())' : '';
      return `${line} globalThis.imageGateReaches(${place})${wait};`;
    })
    .join('\n');
}

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/dist/index.js')) return loaded;
    return { ...loaded, source: instrument(String(loaded.source)) };
  },
});

const write = writeFileSync;
process.on('exit', () => {
  write(join(RUNNER_TEMP, 'reached'), [...reached].join('\n'));
  write(join(RUNNER_TEMP, 'modules'), [...modules].join('\n'));
});
