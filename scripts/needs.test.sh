#!/usr/bin/env bash
# What scripts/needs.sh says of a machine, held to machines played by functions. Ends with 1 and says which line failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
# shellcheck source=needs.sh
source ./needs.sh

# A list longer than a pipe holds, whose first line is the one looked for.
long_list() {
  printf '%s\n' "$1"
  seq -f 'line %.0f of the list' 20000
}

expect() {
  local wanted=$1 sentence=$2 status=0
  "$3" || status=1
  if [ "$status" -ne "$wanted" ]; then
    echo "FAILED  $sentence"
    exit 1
  fi
  echo "ok      $sentence"
}

chromium() { :; }
fc-list() { echo '/usr/share/fonts/DejaVuSans.ttf: DejaVu Sans:style=Book'; }
expect 1 'A machine whose fonts lack the characters has no browser for the tests.' has_browser
fc-list() { long_list '/usr/share/fonts/NotoSerifCJK-Bold.ttc: Noto Serif CJK SC:style=Bold'; }
expect 0 'The font is found in a list longer than a pipe holds.' has_browser

dotnet() { echo '9.0.100 [/usr/share/dotnet/sdk]'; }
expect 1 'An older SDK is not the one needed.' has_sdk
dotnet() { long_list '10.0.100 [/usr/share/dotnet/sdk]'; }
expect 0 'The SDK is found in a list longer than a pipe holds.' has_sdk
