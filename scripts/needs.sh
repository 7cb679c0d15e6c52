# Sourced by run.sh and test.sh: what this project needs from the machine, and how it gets it.
# Needed are the .NET 10 SDK, which is never installed from here, the server programs of PostgreSQL 15 or later, Node.js
# 18 or later with npm for the browser client, and for the tests a browser.

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

# Installs Debian packages without asking; fails where that is not allowed.
install_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
  fi

  command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; } || return 1
  echo "Installing $* ..."
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_node() {
  command -v npm >/dev/null && node --eval 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null
}

# Lists are read to their end, never by `grep -q`: it stops at the first hit, what writes into the pipe is then ended by a
# signal, and under pipefail that reads as "not found".
has_sdk() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep '^10\.' >/dev/null
}

# The browser of the tests and a font that has the characters.
has_browser() {
  command -v chromium >/dev/null && fc-list 2>/dev/null | grep -i 'noto.*cjk' >/dev/null
}

# Debian makes and starts a cluster named main when the server is installed. This project brings its own servers, so
# the installation is told not to, and only while it lasts: clusters that exist already are not touched.
install_postgres() {
  local as_root=() conf=/etc/postgresql-common/createcluster.d/civicgrains.conf status=0
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n)
  fi

  "${as_root[@]}" mkdir -p "${conf%/*}"
  echo 'create_main_cluster = false' | "${as_root[@]}" tee "$conf" >/dev/null
  install_packages postgresql-15 || status=$?
  "${as_root[@]}" rm -f "$conf"
  return "$status"
}

# Installs what is missing where that is allowed; else names it and fails.
#   ensure_needs [no-server] [browser]
ensure_needs() {
  if ! has_sdk; then
    echo 'Missing: the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0).' >&2
    return 1
  fi

  if ! has_node && ! { install_packages nodejs npm && has_node; }; then
    echo 'Missing: Node.js 18 or later with npm. Install it (sudo apt-get install nodejs npm) and start again.' >&2
    return 1
  fi

  case " $* " in
  *' no-server '*) ;;
  *)
    if [ -z "$(postgres_bin)" ] && ! { install_postgres && [ -n "$(postgres_bin)" ]; }; then
      echo 'Missing: postgresql-15. Install it (sudo apt-get install postgresql-15) and start again.' >&2
      return 1
    fi
    ;;
  esac

  case " $* " in
  *' browser '*)
    if ! has_browser && ! { install_packages chromium fonts-noto-cjk fontconfig && has_browser; }; then
      echo 'Missing: a browser for the tests. Install it (sudo apt-get install chromium fonts-noto-cjk fontconfig).' >&2
      return 1
    fi
    ;;
  esac
}
