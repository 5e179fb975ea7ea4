import { describe, expect, it } from 'vitest';
import { digest, imageOf, SHOP, versionOf } from './caller.fixture.ts';
import { linkToScan, linkToVersion } from './links.ts';

const BASE = new URL('https://app.harness.io');
const ROOT = 'https://app.harness.io/ng/account/aBc/module/har';
const SCAN = { digest: digest('a'), pipelineId: 'p1', executionId: 'e1' };

describe('the page of a version', () => {
  it.each([
    [{ org: 'default', project: 'shop' }, '/orgs/default/projects/shop'],
    [{ org: 'default', project: undefined }, '/orgs/default'],
    [{ org: undefined, project: undefined }, ''],
  ])('lies in the scope of the registry: %j', (scope, path) => {
    const version = versionOf({ place: { ...SHOP, ...scope } });
    expect(linkToVersion(BASE, version)).toBe(
      `${ROOT}${path}/registries/docker-prod/artifacts/app/versions/1.4.2/overview?digest=${digest('9')}`,
    );
  });

  it('encodes an artifact with slashes, and goes by digest where there is no tag', () => {
    const version = versionOf({ image: imageOf({ artifact: 'team/web' }), tag: undefined });
    expect(linkToVersion(BASE, version)).toContain(
      `/artifacts/team%2Fweb/versions/${digest('9')}/`,
    );
  });

  it('leaves out the gateway of the API', () => {
    const url = new URL('https://app.harness.io/gateway/');
    expect(linkToVersion(url, versionOf())).toMatch(/^https:\/\/app\.harness\.io\/ng\//);
  });
});

describe('the page of a scan', () => {
  it('lies below the version', () => {
    expect(linkToScan(BASE, versionOf(), SCAN)).toBe(
      `${ROOT}/orgs/default/projects/shop/registries/docker-prod/artifacts/app/versions/1.4.2/pipelines/p1/executions/e1/security_tests?digest=${digest('a')}`,
    );
  });

  it('lies in the default project where the registry has none', () => {
    const version = versionOf({ place: { ...SHOP, project: undefined } });
    expect(linkToScan(BASE, version, SCAN)).toContain(
      '/1.4.2/orgs/default/projects/default_project/pipelines/p1/',
    );
  });

  it('never lets an identifier of the server out of its place', () => {
    const scan = { ...SCAN, pipelineId: '../../evil?x=', executionId: 'a b' };
    const link = linkToScan(BASE, versionOf(), scan);
    expect(link).toContain('/pipelines/..%2F..%2Fevil%3Fx%3D/executions/a%20b/');
  });
});
