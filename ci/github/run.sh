#!/usr/bin/env bash
# The step of the action that runs andon, and fails by andon's exit code alone: nothing that a stage
# can write decides it. Later steps only upload.
set -euo pipefail

# One function: bash has read all of it before the first stage could rewrite this file.
main() {
  case $INPUT_FAIL_ON in
    red | unknown | yellow | never) ;;
    *) fail "fail-on takes red, unknown, yellow or never" ;;
  esac
  find_andon
  read_arguments
  # Only andon's download may have the job's token.
  unset GH_TOKEN
  local status=0
  # Yellow gets a code of its own here, so that fail-on can tell it from green.
  "$andon" run --host github --exit-yellow 10 "${words[@]}" || status=$?
  decide "$status"
}

fail() {
  echo "::error title=andon::$1"
  exit 64
}

find_andon() {
  # A release has no slash in its name.
  case ${INPUT_VERSION-} in
    */*) : "${INPUT_BINARY:=$INPUT_VERSION}" ;;
  esac
  if [ -n "${INPUT_BINARY-}" ]; then
    andon=$(realpath -- "$INPUT_BINARY")
    [ -x "$andon" ] || fail "there is no program $INPUT_BINARY"
  elif command -v andon >/dev/null; then
    andon=andon
  else
    # The action comes with its sources.
    andon=$(realpath -- "$GITHUB_ACTION_PATH/../andon")
  fi
}

# Words as in a shell, with quotes, and nothing else that a shell does.
read_arguments() {
  words=()
  [ -z "${INPUT_CONFIG-}" ] || words+=(--config "$INPUT_CONFIG")
  [ -z "${INPUT_CATEGORY-}" ] || words+=(--category "$INPUT_CATEGORY")
  [ -n "${INPUT_ARGS-}" ] || return 0
  local quoted
  quoted=$(mktemp)
  xargs -r printf '%s\0' <<<"$INPUT_ARGS" >"$quoted" || fail "args: the quotes do not match"
  mapfile -d '' -t -O ${#words[@]} words <"$quoted"
  rm -f "$quoted"
}

# Exit codes: green 0, yellow 10, red 20, unknown 30. Any other says that andon could not do its work,
# or is not andon's: that fails the step always.
decide() {
  case $INPUT_FAIL_ON-$1 in
    *-0) exit 0 ;;
    never-10 | never-20 | never-30) exit 0 ;;
    red-10 | red-30) exit 0 ;;
    unknown-10) exit 0 ;;
  esac
  exit "$1"
}

main
