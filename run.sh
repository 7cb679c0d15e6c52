#!/usr/bin/env bash
# Starts CivicGrains on this machine, on a PostgreSQL server of its own. Ctrl-C stops it all. Everything runs in one
# process, or with --silos or --web in several.
#   ./run.sh [--port N] [--data DIR] [--listen ADDR] [--no-demo] [--demo small] [--connection "..."] [--speed N]
#            [--budgets demo] [--silos N] [--web M]
#   ./run.sh migrate | rebuild | verify | seal | new-epoch [options]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/needs.sh
source "$root/scripts/needs.sh"
case " $* " in
*' --connection '* | *' --connection='*) ensure_needs no-server ;;
*) ensure_needs ;;
esac

# What the built host depends on, in one line: names and contents of all sources.
sources_stamp() (
  cd "$root"
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard -- ':!docs' ':!tests' ':!*.md' ':!*.sh' ':!.ci'
  else
    find . \( -name artifacts -o -name node_modules -o -path ./WebFrontend/wwwroot/app -o -name bin -o -name obj -o -name tests -o -name docs -o -name '.*' ! -name . \) \
      -prune -o -type f ! -name '*.md' ! -name '*.sh' -print0 | sort -z
  fi | { xargs -0 -r sha256sum -- 2>/dev/null || true; } | sha256sum
)

host=$root/artifacts/bin/WebFrontend/release/CivicGrains.WebFrontend
stamp_file=$root/artifacts/run.stamp
stamp=$(sources_stamp)
if [ ! -x "$host" ] || [ "$stamp" != "$(cat "$stamp_file" 2>/dev/null || true)" ]; then
  echo 'Building ...'
  # Build servers would outlive this script.
  dotnet build "$root/WebFrontend/WebFrontend.csproj" --configuration Release --disable-build-servers \
    -nologo -verbosity:quiet -consoleLoggerParameters:'ErrorsOnly;NoSummary'
  printf '%s\n' "$stamp" >"$stamp_file"
fi

# The data folder lies beside the sources, wherever this is called from, unless the caller names another.
options=("$@")
case " $* " in
*' --data '* | *' --data='* | *' --help '* | *' --version '*) ;;
*) options+=(--data "$root/.data") ;;
esac

exec "$host" "${options[@]}"
