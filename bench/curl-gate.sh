#!/usr/bin/env bash
# What a team would write instead of the action: the same calls, the same verdict, the same polling.
# Needs bash, curl, jq and sha256sum. Exit code 0 is a pass.
#
#   HARNESS_URL HARNESS_API_KEY HARNESS_ACCOUNT REGISTRY ARTIFACT TAG DIGEST
#   JF_URL JF_ACCESS_TOKEN JF_REPOSITORY POLL_SECONDS [HARNESS_SPACE]
set -euo pipefail

har() {
  curl --silent --show-error --fail --max-time 30 --retry 3 --header "x-api-key: $HARNESS_API_KEY" \
    "$HARNESS_URL/har/api/v1/$1"
}

jfrog() {
  curl --silent --show-error --fail --max-time 30 --retry 3 \
    --header "Authorization: Bearer $JF_ACCESS_TOKEN" "$@"
}

stop() {
  echo "$1"
  exit 1
}

# Where the registry is.
space=${HARNESS_SPACE:-}
if [[ -z $space ]]; then
  path=$(har "spaces/$HARNESS_ACCOUNT/+/registries?scope=descendants&package_type=DOCKER&search_term=$REGISTRY&page=0&size=100" |
    jq -r --arg name "$REGISTRY" '[.data.registries[] | select(.identifier == $name)] | if length == 1 then .[0].path else empty end')
  [[ -n $path ]] || stop "Inconclusive: no registry, or several, of that name"
  space=${path%/*}
fi
artifact="registry/$space/$REGISTRY/+/artifact/$ARTIFACT"
version="$artifact/version/$TAG"

# The tag points to what was pushed.
check_tag() {
  local digest
  digest=$(har "$artifact/tags?search_term=$TAG&page=0&size=100" |
    jq -r --arg tag "$TAG" '.data.ociArtifactTags[]? | select(.name == $tag) | .digest')
  [[ $digest == "$DIGEST" ]] || stop "Failed: the tag points to $digest"
}

# Neither the image nor one of its platforms is quarantined.
check_quarantine() {
  local quarantined
  quarantined=$(har "$version/docker/details?digest=$DIGEST&version_type=TAG" | jq -r '.data.isQuarantined')
  [[ $quarantined == false ]] || stop "Failed: the image is quarantined"
  quarantined=$(har "$version/docker/manifests?digest=$DIGEST&version_type=TAG" |
    jq -r '[.data.manifests[] | .isQuarantined] | any')
  [[ $quarantined == false ]] || stop "Failed: a platform is quarantined"
}

# Artifactory holds, where Xray looks, what was pushed: an index under one name, a single manifest under another.
check_stored() {
  local name sha256
  stored=
  for name in list.manifest.json manifest.json; do
    sha256=$(jfrog "$JF_URL/artifactory/api/storage/$JF_REPOSITORY/$ARTIFACT/$TAG/$name" 2>/dev/null |
      jq -r '.checksums.sha256') || continue
    [[ "sha256:$sha256" != "$DIGEST" ]] || stored="$ARTIFACT/$TAG/$name"
  done
  [[ -n $stored ]] || stop "Inconclusive: Artifactory does not hold what was pushed"
}

# The results: asked for before the wait, lest a key that may not read them is found out half an hour later.
results() {
  har "$version/docker/integrationdetails?digest=$1&version_type=TAG"
}

check_tag
check_quarantine
results "$DIGEST" >/dev/null || stop "Failed: the results may not be read"

# The platforms, from the manifest that was pushed, without attestations.
manifest=$(har "$version/docker/manifest?digest=$DIGEST&version_type=TAG" | jq -rj '.data.manifest')
hash=$(printf '%s' "$manifest" | sha256sum)
[[ "sha256:${hash%% *}" == "$DIGEST" ]] || stop "Inconclusive: the manifest is not the one that was pushed"
platforms=$(jq -r '.manifests[] | select(.annotations["vnd.docker.reference.type"] != "attestation-manifest") | .digest' <<<"$manifest")

# Firewall and, where the call knows Docker versions, quarantine.
blocked=$(har "spaces/$space/+/artifacts?reg_identifier=$REGISTRY&search_term=$ARTIFACT&page=0&size=100" |
  jq -r --arg name "$ARTIFACT" '[.data.artifacts[] | select(.name == $name) | .scanStatus == "BLOCKED" or .isQuarantined] | any')
[[ $blocked == false ]] || stop "Failed: the firewall blocks the image"
extra=$(har "$version/details?childVersion=$DIGEST" 2>/dev/null | jq -r '.data.isQuarantined' || true)
[[ $extra != true ]] || stop "Failed: the image is quarantined"

# Xray.
check_stored
deadline=$((SECONDS + 1800))
body=$(jq -nc --arg repo "$JF_REPOSITORY" --arg path "$stored" '{repo: $repo, path: $path}')
while :; do
  status=$(jfrog --header 'Content-Type: application/json' --data "$body" "$JF_URL/xray/api/v1/artifact/status" |
    jq -r '.overall.status')
  case $status in
    DONE) break ;;
    FAILED | PARTIAL | NOT_SUPPORTED) stop "Inconclusive: Xray says $status" ;;
  esac
  ((SECONDS < deadline)) || stop "Inconclusive: Xray was still $status"
  sleep "$POLL_SECONDS"
done
check_stored

# The counts of every platform, and SLSA for the image or every platform.
verified=$(results "$DIGEST" | jq -r '.data.slsaDetails.status // ""')
for platform in $platforms; do
  counts=$(results "$platform" |
    jq -r '.data | "\(.stoDetails.lastScanned // 0) \(.stoDetails.critical // -1) \(.stoDetails.high // -1) \(.slsaDetails.status // "")"')
  read -r scanned critical high slsa <<<"$counts"
  ((scanned > 0 && critical >= 0 && high >= 0)) || stop "Inconclusive: STO has no result for $platform"
  ((critical == 0 && high == 0)) || stop "Failed: $critical critical and $high high issues in $platform"
  [[ $verified == PASSED || $slsa == PASSED ]] || stop "Inconclusive: no SLSA status"
done

# Once more what may have changed meanwhile.
check_tag
check_quarantine
echo "Passed: 0 critical and 0 high issues"
