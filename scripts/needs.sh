# Sourced by run.sh and test.sh: what this project needs from the machine, and how it gets it.
# Needed are the .NET 10 SDK, which is never installed from here, and the server programs of PostgreSQL 15 or later.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# The folder of the newest PostgreSQL server programs of version 15 or later; empty when there is none.
postgres_bin() {
  local initdb version best='' best_version=14
  for initdb in /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || true)"; do
    [ -x "$initdb" ] && [ -x "${initdb%/*}/postgres" ] || continue
    version=$("$initdb" --version | sed -E 's/.* ([0-9]+)[^ ]*.*/\1/')
    if [ "$version" -gt "$best_version" ]; then
      best_version=$version
      best=${initdb%/*}
    fi
  done
  printf '%s' "$best"
}

# Debian makes and starts a cluster named main when the server is installed. This project brings its own servers, so
# the installation is told not to, and only while it lasts: clusters that exist already are not touched.
install_postgres() {
  local as_root=() conf=/etc/postgresql-common/createcluster.d/civicgrains.conf status=0
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
  fi

  echo 'Installing postgresql-15 (its server programs; no server is started by it) ...'
  "${as_root[@]}" mkdir -p "${conf%/*}"
  echo 'create_main_cluster = false' | "${as_root[@]}" tee "$conf" >/dev/null
  {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends postgresql-15 >/dev/null
  } || status=$?
  "${as_root[@]}" rm -f "$conf"
  return "$status"
}

# Installs what is missing where that is allowed; else names it and fails. "sdk" as argument: no server is needed.
ensure_needs() {
  if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
    echo 'Missing: the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0).' >&2
    return 1
  fi

  if [ "${1:-}" = sdk ] || [ -n "$(postgres_bin)" ]; then
    return 0
  fi

  if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
    install_postgres && [ -n "$(postgres_bin)" ] && return 0
  fi

  echo 'Missing: postgresql-15. Install it (sudo apt-get install postgresql-15) and start again.' >&2
  return 1
}
