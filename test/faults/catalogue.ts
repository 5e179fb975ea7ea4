import {
  answers,
  bomb,
  type Reply,
  json,
  notJson,
  overSize,
  page,
  redirect,
  withChange,
} from './content-faults.ts';
import type { Fault } from './exchange.ts';
import * as wire from './wire-faults.ts';

/** What a call ends as when it meets a fault for ever. */
export type Ending = keyof typeof ENDINGS;

/** How the reason words each ending. */
export const ENDINGS = {
  passes: /^Passed/,
  unreachable: /could not be reached/,
  'not HTTP': /does not speak HTTP/,
  'not understood': /is not understood/,
  'login page': /login or proxy page/,
  'redirect refused': /redirects are not followed/,
  'wrong key': /does not know the key/,
  'no permission': /does not allow it|may not list/,
  'still throttled': /kept answering 429/,
  refused: /refused (?:GET|POST) .* with \d{3}/,
  'not there': /is not there|did not appear|not in Artifactory|had no status|has no result/,
  'another image': /of another image|with an earlier image/,
  'no such call': /does not have/,
  'no time left': /no time was left/,
  'wrong registry': /does not know the registry|no registry .* was found/,
} as const;

/** A fault, and what becomes of a call that always meets it. */
export interface Entry {
  readonly name: string;
  readonly fault: Fault;
  readonly ending: Ending;
  /** Whether asking again is worth it: met twice and then no more, the image passes. */
  readonly isPassing: boolean;
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

/** Faults of the network and of whatever stands between. */
export const NETWORK: readonly Entry[] = [
  passing('reset before the head', wire.resetBeforeHeaders),
  passing('closed before the head', wire.closedBeforeHeaders),
  passing('reset in the body', wire.resetInBody),
  lasting('silent server', 'unreachable', wire.silent),
  lasting('silent after half the body', 'unreachable', wire.silentInBody),
  lasting('one byte every 100 ms', 'unreachable', wire.dripFed),
  lasting('body without end', 'unreachable', wire.endlessBody),
  lasting('head without end', 'not HTTP', wire.endlessHead),
  passing('Content-Length too large', wire.lengthTooLong),
  passing('Content-Length too small', wire.lengthTooShort),
  passing('cut, and no length says so', wire.cutWithoutLength),
  passing('truncated gzip', wire.cutGzip),
  passing('gzip that is none', wire.notGzip),
  passing('bad chunking', wire.badChunking),
  passing('last chunk missing', wire.cutChunking),
  lasting('another protocol', 'not HTTP', wire.notHttp),
  lasting('gzip bomb, 256 MB', 'unreachable', bomb('gzip', 256)),
  lasting('brotli bomb, 256 MB', 'unreachable', bomb('br', 256)),
  lasting('deflate bomb, 256 MB', 'unreachable', bomb('deflate', 256)),
  lasting('answer of 6 MB', 'unreachable', overSize),
  passing('invalid JSON', notJson),
  passing('empty 200', answers({ status: 200 })),
  passing('204', answers({ status: 204, type: '' })),
  passing('plain text with 200', answers({ status: 200, type: 'text/plain', body: 'OK' })),
  lasting('HTML with 200', 'login page', page(200)),
  lasting('HTML with 401', 'login page', page(401)),
  lasting('HTML with 403', 'login page', page(403)),
  lasting('redirect', 'redirect refused', redirect(302, 'https://login.example.com/sso?x=1')),
  lasting('slow but fine', 'passes', wire.slowButFine),
];

/** Answers of a service, or of its gateway, instead of data. */
export const SERVICE: readonly Entry[] = [
  ...[500, 502, 503, 504, 408, 425].map((status) =>
    passing(String(status), answers(says(status, 'upstream failed'))),
  ),
  passing('429', answers({ status: 429 }), 'still throttled'),
  lasting('401', 'wrong key', answers(says(401, 'Unauthorized'))),
  lasting('403', 'no permission', answers(says(403, 'forbidden'))),
  lasting('400 without reason', 'refused', answers(says(400, 'bad request'))),
  lasting('410', 'refused', answers(says(410, 'over'))),
  lasting('404 of the router', 'no such call', answers({ status: 404, type: 'text/plain', body: '404 page not found' })),
  lasting('404 not found', 'not there', answers(says(404, 'Artifact not found'))),
  lasting('500 not found', 'not there', answers(says(500, 'Failed to get tag detail: resource not found'))),
  lasting('500 invalid digest', 'refused', answers(says(500, 'invalid digest format: x'))),
  lasting('400 registry not found', 'wrong registry', answers(says(400, 'registry not found: Failed to find repo'))),
  lasting('{} with 200', 'not understood', json(200, {})),
  lasting('null with 200', 'not understood', json(200, null)),
  lasting('another shape with 200', 'not understood', json(200, { data: 'none', overall: 'DONE', checksums: 1, artifacts: 1 })),
  passing('FAILURE with 200', withChange((body) => ({ ...body, status: 'FAILURE' }))),
];
