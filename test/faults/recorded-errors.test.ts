import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { matchCall } from '../simulator/calls.ts';
import { answers, routeGone } from './content-faults.ts';
import { judgeMany } from './judged-images.ts';
import { byImage } from './many-images.ts';
import { collectRows } from './record.ts';

interface Recording {
  readonly title: string;
  readonly request: { readonly method: string; readonly path: string };
  readonly response: {
    readonly status: number;
    readonly contentType: string;
    readonly body: unknown;
  };
}

const record = collectRows('recorded errors');
/** On the gate's own fast clock; what is waited for is waited for during 30. */
const AT_ONCE_SECONDS = 10;
const DATA = new URL('../contract/data/har-recordings/errors.json', import.meta.url);
const RECORDINGS: readonly Recording[] = JSON.parse(readFileSync(DATA, 'utf8'));
/** Nobody asks for quarantine by its own call. */
const MET = RECORDINGS.filter(({ request }) => request.method === 'GET');

/** Where the road meets it: an address that no server knows is taken for `docker/details`. */
function callOf({ request }: Recording): string {
  const { name } = matchCall(request.method, request.path.split('?')[0] ?? '');
  return name === 'unknown' ? 'details' : name;
}

type Kind = 'at once' | 'not there yet' | 'lived with';

function kindOf(recording: Recording): Kind {
  const { status, contentType, body } = recording.response;
  const text = JSON.stringify(body);
  const call = callOf(recording);
  if (status === 401 || status === 403) return 'at once';
  if (!contentType.includes('json')) return 'at once';
  if (status === 400 || /invalid .*digest/.test(text)) return 'at once';
  return call === 'manifests' || call === 'versionDetails' ? 'lived with' : 'not there yet';
}

/** What must be changed, by the title; the rest is nothing that an input could mend. */
const MENDED_BY: Readonly<Record<string, RegExp>> = {
  'registry unknown': /check the registry in image, and harness-org and harness-project/,
  'registry in another scope': /check the registry in image, and harness-org and harness-project/,
  'project unknown': /check harness-org and harness-project/,
  'account unknown': /check harness-account/,
  'space unknown': /check harness-account/,
  'digest malformed': /check the input digest/,
  'manifests of a tag without version_type': /check the input digest/,
  'slash in the artifact without /+': /check harness-url/,
  'encoded slash and /+': /check harness-url/,
  'encoded plus': /check harness-url/,
  'trailing slash': /check harness-url/,
  'integrationdetails is not part of the open-source server': /set sto: off and slsa: off/,
  'no key': /harness-api-key needs the permission registry view/,
  'invalid key': /harness-api-key is wrong, expired or revoked/,
  'key without permission': /harness-api-key needs the permission registry view/,
};
/** Requests that only the open-source server calls wrong: the gate never sends them. */
const NOBODYS = ['digest missing', 'page is not a number'];

/** Refused keys are asked about once more; nothing else is. */
function mostRequests({ response: { status } }: Recording): number {
  return status === 401 || status === 403 ? 2 : 1;
}

it('each recorded error is a mistake to be told at once, or an image that is not there yet', async () => {
  const asked: number[] = [];
  const { images, outcome } = await judgeMany(
    MET.length,
    byImage((image, call) => {
      const recording = MET[image];
      if (recording === undefined) return undefined;
      const name = callOf(recording);
      if (name === 'versions' && call.name === 'tags') {
        return routeGone;
      }
      const { status, contentType, body } = recording.response;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      if (call.name !== name) return undefined;
      asked[image] = call.nth;
      return answers({ status, type: contentType, body: text });
    }),
    { inputs: { 'appear-timeout': '30s' } },
  );
  for (const [index, recording] of MET.entries()) {
    const kind = kindOf(recording);
    const { verdict = '', reason = '', waitedSeconds = 0 } = images[index] ?? {};
    const what = `${recording.title}: ${kind}: ${reason}`;
    const title = recording.title.replace('error: ', '');
    record({ fault: title, ended: `${verdict}: ${kind}` });
    expect(verdict, what).toBe(kind === 'lived with' ? 'passed' : 'inconclusive');
    if (kind === 'at once') {
      expect(reason, what).not.toMatch(
        /did not appear|could not be reached|gave no usable answer|no time/,
      );
      expect(asked[index], what).toBe(mostRequests(recording));
      expect(waitedSeconds, what).toBeLessThan(AT_ONCE_SECONDS);
      expect(Object.hasOwn(MENDED_BY, title) || NOBODYS.includes(title), what).toBe(true);
      expect(reason, what).toMatch(MENDED_BY[title] ?? /the gate does not know this answer/);
    }
    if (kind === 'not there yet') expect(waitedSeconds, what).toBeGreaterThan(20);
  }
  expect(outcome.verdict).toBe('inconclusive');
}, 60_000);
