import {
  answers,
  bomb,
  json,
  notJson,
  overSize,
  page,
  type Reply,
  redirect,
  routeGone,
  withChange,
} from './content-faults.ts';
import type { Fault } from './exchange.ts';
import * as wire from './wire-faults.ts';

/** What a call ends as when it meets a fault for ever. */
export type Ending = keyof typeof ENDINGS;

/** How the reason words each ending. */
export const ENDINGS = {
  passes: /^Passed/,
  unreachable: /could not be reached|gave no usable answer/,
  'not HTTP': /does not speak HTTP/,
  'not understood': /is not understood/,
  'login page': /login or proxy page/,
  'redirect refused': /redirects are not followed/,
  'wrong key': /does not know the (?:key|token)/,
  'no permission': /does not allow this call|may not list/,
  'still throttled': /kept answering 429/,
  refused: /refused (?:GET|POST) .* with \d{3}/,
  'not there': /is not there|did not appear|not in Artifactory|had no status|has no result/,
  'another image': /of another image|with an earlier image/,
  'no such call': /does not have/,
  'no time left': /no time was left/,
  'wrong registry': /does not know the registry|no registry .* was found/,
  'another host': /but the registry of this Harness account is on/,
  'no sign-in': /did not accept the sign-in|needs `permissions: id-token: write`/,
} as const;

/** How a reason words its ending; `undefined` when it is worded in no way that is known. */
export function endingOf(reason: string): Ending | undefined {
  const names = Object.keys(ENDINGS) as Ending[];
  return names.find((ending) => ENDINGS[ending].test(reason));
}

/** A fault, and what becomes of a call that always meets it. */
export interface Entry {
  readonly name: string;
  readonly fault: Fault;
  readonly ending: Ending;
  /** Whether asking again is worth it: met twice and then no more, the image passes. */
  readonly isPassing: boolean;
  /** Tried at one call only: at the others it is like a fault that is tried at all of them. */
  readonly isAlone?: true;
}

function passing(name: string, fault: Fault, ending: Ending = 'unreachable'): Entry {
  return { name, fault, ending, isPassing: true };
}

function lasting(name: string, ending: Ending, fault: Fault): Entry {
  return { name, fault, ending, isPassing: false };
}

function says(status: number, message: string): Reply {
  return { status, body: JSON.stringify({ code: String(status), message }) };
}

/** Tried at one call only. */
function alone(entry: Entry): Entry {
  return { ...entry, isAlone: true };
}

/** Faults of the network and of whatever stands between. */
export const NETWORK: readonly Entry[] = [
  passing('reset before the head', wire.resetBeforeHeaders),
  alone(passing('closed before the head', wire.closedBeforeHeaders)),
  passing('reset in the body', wire.resetInBody),
  lasting('silent server', 'unreachable', wire.silent),
  alone(lasting('silent after half the body', 'unreachable', wire.silentInBody)),
  alone(lasting('one byte every 100 ms', 'unreachable', wire.dripFed)),
  lasting('body without end', 'unreachable', wire.endlessBody),
  alone(lasting('head without end', 'not HTTP', wire.endlessHead)),
  passing('Content-Length too large', wire.lengthTooLong),
  alone(passing('Content-Length too small', wire.lengthTooShort)),
  alone(passing('cut, and no length says so', wire.cutWithoutLength)),
  passing('truncated gzip', wire.cutGzip),
  alone(passing('gzip that is none', wire.notGzip)),
  passing('bad chunking', wire.badChunking),
  alone(passing('last chunk missing', wire.cutChunking)),
  lasting('another protocol', 'not HTTP', wire.notHttp),
  alone(lasting('gzip bomb, 128 MB', 'unreachable', bomb('gzip', 128))),
  lasting('brotli bomb, 128 MB', 'unreachable', bomb('br', 128)),
  alone(lasting('deflate bomb, 128 MB', 'unreachable', bomb('deflate', 128))),
  lasting('answer of 6 MB', 'unreachable', overSize),
  passing('invalid JSON', notJson),
  passing('empty 200', answers({ status: 200 })),
  alone(passing('204', answers({ status: 204, type: '' }))),
  alone(passing('plain text with 200', answers({ status: 200, type: 'text/plain', body: 'OK' }))),
  lasting('HTML with 200', 'login page', page(200)),
  alone(lasting('HTML with 401', 'login page', page(401))),
  lasting('HTML with 403', 'login page', page(403)),
  lasting('redirect', 'redirect refused', redirect(302, 'https://login.example.com/sso?x=1')),
  lasting('slow but fine', 'passes', wire.slowButFine),
  ...[408, 425, 502, 504].map((status) => alone(passing(String(status), answers({ status })))),
];

/** Answers of a service, or of its gateway, instead of data. */
export const SERVICE: readonly Entry[] = [
  ...[500, 503].map((status) => passing(String(status), answers(says(status, 'upstream failed')))),
  passing('429', answers({ status: 429 }), 'still throttled'),
  lasting('401', 'wrong key', answers(says(401, 'Unauthorized'))),
  lasting('403', 'no permission', answers(says(403, 'forbidden'))),
  lasting('400 without reason', 'refused', answers(says(400, 'bad request'))),
  lasting('410', 'refused', answers(says(410, 'over'))),
  lasting('404 of the router', 'no such call', routeGone),
  lasting('404 not found', 'not there', answers(says(404, 'Artifact not found'))),
  lasting(
    '500 not found',
    'not there',
    answers(says(500, 'Failed to get tag detail: resource not found')),
  ),
  lasting('500 invalid digest', 'refused', answers(says(500, 'invalid digest format: x'))),
  lasting(
    '400 registry not found',
    'wrong registry',
    answers(says(400, 'registry not found: Failed to find repo')),
  ),
  lasting('{} with 200', 'not understood', json(200, {})),
  lasting('null with 200', 'not understood', json(200, null)),
  lasting(
    'another shape with 200',
    'not understood',
    json(200, { data: 'none', overall: 'DONE', checksums: 1, artifacts: 1 }),
  ),
  passing(
    'FAILURE with 200',
    withChange((body) => ({ ...body, status: 'FAILURE' })),
  ),
];

/** What is tried at every call. */
export const EVERYWHERE: readonly Entry[] = [...NETWORK, ...SERVICE].filter(
  ({ isAlone }) => !isAlone,
);
