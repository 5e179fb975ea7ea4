import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../simulator/manifests.ts';
import {
  createRecordedWorld,
  RECORDED_KEY,
  RECORDED_KEY_WITHOUT_PERMISSION,
} from '../simulator/recorded-world.ts';
import {
  RECORDING_FILES,
  type Recording,
  readRawManifests,
  readRecordings,
} from '../simulator/recordings.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { SEEDED_WITH_BYTES, VALUES_NOT_COMPARED } from './simulator-exceptions.ts';

const KEYS = {
  invalid: 'nobody-knows-this-key',
  'valid, no permission': RECORDED_KEY_WITHOUT_PERMISSION,
};

/** The recorded base with its bearer token, and the two of the hosted service with its key header. */
const FLAVOURS = [
  { base: '/api/v1', header: (key: string) => ({ authorization: `Bearer ${key}` }) },
  { base: '/har/api/v1', header: (key: string) => ({ 'x-api-key': key }) },
  { base: '/gateway/har/api/v1', header: (key: string) => ({ 'x-api-key': key }) },
];

function headersFor(recording: Recording, header: (key: string) => Record<string, string>) {
  const { authorization } = recording.request;
  if (authorization === 'none') return {};
  return header(authorization === undefined ? RECORDED_KEY : KEYS[authorization]);
}

/** Replaces the values that are not compared by what still is: their type, and whether they are empty. */
function comparable(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, comparable(item, key)]),
    );
  }
  if (!(name in VALUES_NOT_COMPARED)) return value;
  return `${typeof value}${['', 0, '0.00B'].includes(value as string) ? ', empty' : ''}`;
}

describe.each(FLAVOURS)('recorded requests below $base', ({ base, header }) => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({
      name: 'recorded',
      title: 'The open-source server while it was recorded',
      expect: { verdict: 'inconclusive', reason: /./ },
      world: createRecordedWorld,
    });
  });
  afterAll(() => simulator.close());

  const recordings = RECORDING_FILES.flatMap(readRecordings);
  it.each(recordings)('answers as recorded: $title', async (recording) => {
    const { method, path, body } = recording.request;
    const response = await fetch(`${simulator.origin}${path.replace('/api/v1', base)}`, {
      method,
      headers: headersFor(recording, header),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    expect({
      status: response.status,
      contentType,
      body: comparable(contentType.includes('json') ? JSON.parse(text) : text),
    }).toStrictEqual({ ...recording.response, body: comparable(recording.response.body) });
  });
});

describe('recorded raw manifests', () => {
  it('hash to their digests, and are those that the exceptions name', () => {
    const raw = [...readRawManifests()];
    expect(raw.map(([, bytes]) => `sha256:${sha256(bytes)}`)).toStrictEqual(
      raw.map(([digest]) => digest),
    );
    expect(raw).toHaveLength(SEEDED_WITH_BYTES.length);
  });
});
