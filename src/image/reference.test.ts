import { describe, expect, it } from 'vitest';
import { displayName, type RequestedImage } from './reference.ts';

function imageWith(overrides: Partial<RequestedImage>): RequestedImage {
  return {
    name: 'pkg.harness.io/acme/docker-prod/team/web',
    host: 'pkg.harness.io',
    accountSegment: 'acme',
    registry: 'docker-prod',
    artifact: 'team/web',
    tags: [],
    digest: undefined,
    xray: undefined,
    ...overrides,
  };
}

describe('displayName', () => {
  it.each([
    [{ tags: ['2.0'] }, 'team/web:2.0'],
    [{ tags: ['2.0', 'latest'] }, 'team/web:2.0, latest'],
    [{ digest: `sha256:${'9'.repeat(64)}` as const }, 'team/web@sha256:999999999999'],
    [{}, 'team/web'],
  ])('of %j is %s', (overrides, name) => {
    expect(displayName(imageWith(overrides))).toBe(name);
  });
});
