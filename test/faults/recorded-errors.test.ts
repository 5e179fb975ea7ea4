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

it('each recorded error is a mistake to be told at once, or an image that is not there yet', async () => {
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
      return call.name === name ? answers({ status, type: contentType, body: text }) : undefined;
    }),
    { inputs: { 'appear-timeout': '30s' } },
  );
  for (const [index, recording] of MET.entries()) {
    const kind = kindOf(recording);
    const { verdict = '', reason = '', waitedSeconds = 0 } = images[index] ?? {};
    const what = `${recording.title}: ${kind}: ${reason}`;
    record({ fault: recording.title.replace('error: ', ''), ended: `${verdict}: ${kind}` });
    expect(verdict, what).toBe(kind === 'lived with' ? 'passed' : 'inconclusive');
    if (kind === 'at once')
      expect(reason, what).not.toMatch(/did not appear|could not be reached|no time/);
    if (kind === 'not there yet') expect(waitedSeconds, what).toBeGreaterThan(20);
  }
  expect(outcome.verdict).toBe('inconclusive');
}, 60_000);
