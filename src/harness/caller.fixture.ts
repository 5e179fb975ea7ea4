import * as v from 'valibot';
import type { Ask, Place, Version } from '../gate/ports.ts';
import type { Digest } from '../image/digest.ts';
import type { RequestedImage } from '../image/reference.ts';
import type { Answer, Caller } from './caller.ts';

// For tests only: production code must not import this file.

/** A question as a fake Harness hears it. */
export interface Heard {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export const NOT_FOUND = { kind: 'not-found' } as const;
export const NO_SUCH_CALL = { kind: 'no-such-call' } as const;

/** Data in the envelope that all of Harness's answers come in. */
export function data(json: unknown): Answer<unknown> {
  return { kind: 'data', data: { status: 'SUCCESS', data: json } };
}

/** A caller that is answered by a function; data must fit the question's schema, as it must in truth. */
export function callerOf(answer: (heard: Heard) => Answer<unknown>): {
  readonly call: Caller;
  readonly heard: readonly Heard[];
} {
  const heard: Heard[] = [];
  const call: Caller = async ({ route, query = {}, schema }) => {
    const question = { path: route.path, query };
    heard.push(question);
    const given = answer(question);
    return given.kind === 'data' ? { kind: 'data', data: v.parse(schema, given.data) } : given;
  };
  return { call, heard };
}

export const ASK: Ask = { until: 60_000, signal: new AbortController().signal };

/** A digest made of one hexadecimal digit. */
export function digest(digit: string): Digest {
  return `sha256:${digit.repeat(64)}`;
}

export const SHOP: Place = {
  account: 'aBc',
  org: 'default',
  project: 'shop',
  registry: 'docker-prod',
  type: undefined,
};

/** The image `app:1.4.2`, or another. */
export function imageOf(overrides: Partial<RequestedImage> = {}): RequestedImage {
  return {
    name: 'pkg.harness.io/abc/docker-prod/app',
    host: 'pkg.harness.io',
    accountSegment: 'abc',
    registry: 'docker-prod',
    artifact: 'app',
    tags: ['1.4.2'],
    digest: undefined,
    xray: undefined,
    ...overrides,
  };
}

/** Its version under its tag. */
export function versionOf(overrides: Partial<Version> = {}): Version {
  return { place: SHOP, image: imageOf(), tag: '1.4.2', digest: digest('9'), ...overrides };
}
