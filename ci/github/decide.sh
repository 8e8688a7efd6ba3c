#!/usr/bin/env bash
# The last step of the action: fails the step by the verdict, or because there is none.
set -euo pipefail

status=${STATUS:-70}
# Verdicts have codes from 0 to 63; all others say that andon could not do its work.
[ "$status" -lt 64 ] && [ -n "$VERDICT" ] || exit "$((status == 0 ? 70 : status))"

stop() { exit "$((status == 0 ? 10 : status))"; }
case $FAIL_ON in
  never) ;;
  red) [ "$VERDICT" != red ] || stop ;;
  unknown) [ "$VERDICT" = green ] || [ "$VERDICT" = yellow ] || stop ;;
  *) [ "$VERDICT" = green ] || stop ;;
esac
