import { describe, expect, it } from 'vitest';
import { digest, imageOf, versionOf } from './caller.fixture.ts';
import { checkDigest, checkHost, checkPath } from './identity.ts';

describe('checkDigest', () => {
  const ours = digest('9');

  it.each([
    {},
    { registryPath: null, pullCommandByDigest: null },
    { registryPath: `docker-prod/app/${ours}` },
    { pullCommandByDigest: `docker pull pkg.harness.io/abc/docker-prod/app@${ours}` },
  ])('accepts %j', (naming) => {
    expect(() => checkDigest(versionOf(), naming)).not.toThrow();
  });

  it.each(['registryPath', 'pullCommandByDigest'])('refuses another digest in %s', (field) => {
    const naming = { [field]: `docker-prod/app/${digest('8')}` };
    expect(() => checkDigest(versionOf(), naming)).toThrow(/answered about sha256:8/);
  });

  it('refuses another digest beside ours', () => {
    const naming = { registryPath: `a/${ours}`, pullCommandByDigest: `b@${digest('8')}` };
    expect(() => checkDigest(versionOf(), naming)).toThrow();
  });
});

describe('checkPath', () => {
  it.each([
    ['https://pkg.harness.io/abc/docker-prod/app/1.4.2', 'pkg.harness.io'],
    ['pkg.harness.io/abc/docker-prod/app:1.4.2'.replace(':1.4.2', ''), 'pkg.harness.io'],
    ['http://localhost:3000/abc/docker-prod/app/1.4.2', 'localhost:3000'],
    ['https://vanity.example/oci/docker-prod/app', 'vanity.example'],
    ['https://pkg.harness.io/ABC/docker-prod/app', 'pkg.harness.io'],
  ])('finds the host in %s', (url, host) => {
    expect(checkPath(versionOf(), { url })).toBe(host);
  });

  it.each([undefined, null, '', 'https://'])('says nothing of “%s”', (url) => {
    expect(checkPath(versionOf(), { url })).toBeUndefined();
  });

  it.each([
    'https://pkg.harness.io/other/docker-prod/app',
    'https://pkg.harness.io/abc/docker-dev/app',
    'https://pkg.harness.io/abc/docker-prod/app2',
    'https://pkg.harness.io/abc/docker-prod',
    'https://pkg.harness.io/abc/docker-prod/app/1.4.3',
    'https://pkg.harness.io/abc/docker-prod/app/another/1.4.2',
  ])('refuses the image of somebody else: %s', (url) => {
    expect(() => checkPath(versionOf(), { url })).toThrow(/is not the reference/);
  });

  it.each([
    [undefined, 'https://pkg.harness.io/abc/docker-prod/app/latest'],
    ['1.4.2', `https://pkg.harness.io/abc/docker-prod/app/${digest('9')}`],
    ['1.4.2', `https://pkg.harness.io/abc/docker-prod/app/manifests/${digest('9')}`],
  ])('knows other names of the version, asked by %s: %s', (tag, url) => {
    expect(checkPath(versionOf({ tag }), { url })).toBe('pkg.harness.io');
  });

  it('compares every part of a name with slashes', () => {
    const web = versionOf({ image: imageOf({ artifact: 'team/web' }) });
    const url = 'https://pkg.harness.io/abc/docker-prod/team/api/2.0';
    expect(() => checkPath(web, { url })).toThrow();
  });
});

describe('checkHost', () => {
  const image = imageOf();
  const check = (named: string | undefined, own: readonly string[]) => () =>
    checkHost(image, named, own);

  it.each([undefined, 'registry.example'])('is content with an own host beside %s', (named) => {
    expect(check(named, ['a.example', 'pkg.harness.io'])).not.toThrow();
  });

  it.each([
    ['registry.example', []],
    ['registry.example', ['a.example']],
    [undefined, ['registry.example']],
  ])('names both hosts and the inputs to check: %s, %j', (named, own) => {
    expect(check(named, own)).toThrow(
      'the image is on pkg.harness.io, but the registry of this Harness account is on registry.example: check image and harness-url',
    );
  });

  it('takes no host on trust', () => {
    expect(check(undefined, [])).toThrow(/^Harness does not say on which host the registry is/);
  });
});

describe('a url', () => {
  it('that names another digest makes the answer another image’s', () => {
    const url = `https://pkg.harness.io/abc/docker-prod/app/${digest('8')}`;
    expect(() => checkDigest(versionOf(), { url })).toThrow(/answered about sha256:8/);
  });
});
