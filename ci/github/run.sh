#!/usr/bin/env bash
# The first step of the action: finds andon, runs it, and leaves its exit status as an output. The
# step itself fails only when there is no andon to run, or the inputs are wrong: what the verdict
# leads to is decided after the uploads.
set -euo pipefail

fail() {
  echo "::error title=andon::$1"
  exit 64
}

case $INPUT_FAIL_ON in
  red | unknown | yellow | never) ;;
  *) fail "fail-on takes red, unknown, yellow or never" ;;
esac

# From a release of the repository that the action came from.
download() {
  local folder=$RUNNER_TEMP/andon-$1 name
  name=andon_${1}_linux_$(uname -m)
  if [ ! -x "$folder/$name/andon" ]; then
    mkdir -p "$folder"
    gh release download "v$1" --repo "$ACTION_REPOSITORY" --dir "$folder" --clobber \
      --pattern "$name.tar.xz" --pattern "$name.tar.xz.sha256" >&2 || return 1
    (cd "$folder" && sha256sum --check --quiet "$name.tar.xz.sha256" && tar -xf "$name.tar.xz") \
      >&2 || return 1
  fi
  echo "$folder/$name/andon"
}

# A release has no slash in its name.
case $INPUT_VERSION in
  */*) : "${INPUT_BINARY:=$INPUT_VERSION}" ;;
esac
if [ -n "$INPUT_BINARY" ]; then
  andon=$(realpath -- "$INPUT_BINARY")
  [ -x "$andon" ] || fail "there is no program $INPUT_BINARY"
elif [ -n "$INPUT_VERSION" ]; then
  andon=$(download "$INPUT_VERSION") || fail "andon $INPUT_VERSION could not be downloaded"
elif command -v andon >/dev/null; then
  andon=andon
else
  # The action comes with its sources.
  andon=$(realpath -- "$GITHUB_ACTION_PATH/../andon")
fi

words=()
[ -z "$INPUT_CONFIG" ] || words+=(--config "$INPUT_CONFIG")
if [ -n "$INPUT_ARGS" ]; then
  # Words as in a shell, with quotes, and nothing else that a shell does.
  quoted=$(mktemp)
  xargs -r printf '%s\0' <<<"$INPUT_ARGS" >"$quoted" || fail "args: the quotes do not match"
  mapfile -d '' -t -O ${#words[@]} words <"$quoted"
  rm -f "$quoted"
fi

status=0
"$andon" run --host github "${words[@]}" || status=$?
echo "status=$status" >>"$GITHUB_OUTPUT"
