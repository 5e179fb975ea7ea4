import type { ScanAddress, Version } from '../gate/ports.ts';

/** Pages of Harness for people, below the base URL that the user gave. */
export function linkToVersion(base: URL, version: Version): string {
  return `${versionPage(base, version, spaceOf(version))}/overview?digest=${version.digest}`;
}

/** The page of one STO scan. Account and org registries show theirs below the default project. */
export function linkToScan(base: URL, version: Version, scan: ScanAddress): string {
  const { project } = version.place;
  const detour = project === undefined ? '/orgs/default/projects/default_project' : '';
  const pipeline = encodeURIComponent(scan.pipelineId.toWellFormed());
  const execution = encodeURIComponent(scan.executionId.toWellFormed());
  return `${versionPage(base, version, spaceOf(version))}${detour}/pipelines/${pipeline}/executions/${execution}/security_tests?digest=${scan.digest}`;
}

function versionPage(base: URL, { place, image, tag, digest }: Version, space: string): string {
  const root = base.href.replace(/\/+$/, '').replace(/\/gateway$/, '');
  const artifact = encodeURIComponent(image.artifact);
  return `${root}/ng/account/${place.account}/module/har${space}/registries/${place.registry}/artifacts/${artifact}/versions/${tag ?? digest}`;
}

function spaceOf({ place: { org, project } }: Version): string {
  return [org && `/orgs/${org}`, project && `/projects/${project}`].filter(Boolean).join('');
}
