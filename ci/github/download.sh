#!/usr/bin/env bash
# Downloads a release of andon. This step alone has the job's token: no stage runs in it, and none
# can read its environment later.
set -euo pipefail

fail() {
  echo "::error title=andon::$1"
  exit 64
}

name=andon_${INPUT_VERSION}_linux_$(uname -m)
folder=$RUNNER_TEMP/andon-$INPUT_VERSION
if [ ! -x "$folder/$name/andon" ]; then
  mkdir -p "$folder"
  gh release download "v$INPUT_VERSION" --repo "$ACTION_REPOSITORY" --dir "$folder" --clobber \
    --pattern "$name.tar.xz" --pattern "$name.tar.xz.sha256" >&2 ||
    fail "andon $INPUT_VERSION could not be downloaded"
  (cd "$folder" && sha256sum --check --quiet "$name.tar.xz.sha256" && tar -xf "$name.tar.xz") >&2 ||
    fail "the download of andon $INPUT_VERSION is damaged"
fi
echo "binary=$folder/$name/andon" >>"$GITHUB_OUTPUT"
