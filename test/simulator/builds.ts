import { buildImage, buildWithAttestations, platform } from './manifests.ts';

/** The platforms of the good image. */
export const AMD64 = buildImage('app on amd64', platform('linux/amd64'));
export const ARM64 = buildImage('app on arm64', platform('linux/arm64/v8'));
/** What `docker/build-push-action` pushes for two platforms. */
export const APP = buildWithAttestations([AMD64, ARM64]);
/** Another build of the same image. */
export const OTHER_APP = buildWithAttestations([
  buildImage('other app on amd64', platform('linux/amd64')),
  buildImage('other app on arm64', platform('linux/arm64/v8')),
]);
