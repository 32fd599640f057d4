# shellcheck shell=bash
# What the scripts in the root share: finding the house, building it, lending a PostgreSQL server. Source it, don't run it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
app_folder="$root/artifacts/app"
app_log="$root/artifacts/build.log"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }

die() { say "$*"; exit 1; }

need_dotnet() {
  command -v dotnet >/dev/null || die "The .NET SDK 10 is missing: install it from https://dotnet.microsoft.com/download and try again."
  (cd "$root" && dotnet --version >/dev/null 2>&1) || die "The .NET SDK 10 is missing (found: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ' || true)): install it from https://dotnet.microsoft.com/download and try again."
}

need_node() {
  local version
  version=$(node --version 2>/dev/null) || die "Node 20 or newer is missing: install it from https://nodejs.org and try again."
  version=${version#v}
  [ "${version%%.*}" -ge 20 ] || die "Node 20 or newer is needed, this is $version: install it from https://nodejs.org and try again."
}

# Runs a quiet command; when it fails, shows what it said and stops.
quietly() {
  local what=$1
  shift
  mkdir -p "$(dirname "$app_log")"
  "$@" >"$app_log" 2>&1 || { cat "$app_log" >&2; die "$what failed; the output is above and in artifacts/build.log."; }
}

# True when nothing that goes into the app changed since it was published.
app_is_fresh() {
  [ -f "$app_folder/.published" ] && [ -z "$(find "$root/src" "$root/eng" "$root/Directory.Build.props" "$root/Directory.Packages.props" \
    "$root/global.json" -name node_modules -prune -o -path '*/wwwroot/vendor' -prune -o -newer "$app_folder/.published" -print -quit)" ]
}

# The name of this machine among those that code can be compiled for beforehand; nothing for others.
machine() {
  local libc=
  case "$(ldd --version 2>&1)" in *musl*) libc=musl- ;; esac
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo "linux-${libc}x64" ;;
    Linux-aarch64) echo "linux-${libc}arm64" ;;
    Darwin-x86_64) echo osx-x64 ;;
    Darwin-arm64) echo osx-arm64 ;;
  esac
}

# Publishes compiled code, which starts in half the time; false where the compiler is not to be had. With the model of the tables
# in it, where that can be written, a start is shorter by another fifth.
publish_ready() {
  local machine model=true
  machine=$(machine)
  [ -n "$machine" ] || return 1
  mkdir -p "$root/artifacts/ready"
  "$root/eng/model" >"$app_log" 2>&1 || { model=false; say "Publishing without the compiled model of the tables: eng/model failed (artifacts/build.log)."; }
  dotnet publish "$root/src/Cuobian" -c Release -r "$machine" --self-contained false -o "$1" -p:PublishReadyToRun=true -p:CompiledModel=$model \
    -p:ArtifactsPath="$root/artifacts/ready" -p:NuGetLockFilePath="$root/artifacts/ready/packages.lock.json" -p:RestoreLockedMode=false >>"$app_log" 2>&1
}

# Publishes the app, unless the published one is up to date. A server that still runs keeps the files it has open.
publish_app() {
  app_is_fresh && return
  say "Restoring and building (a minute or two the first time) …"
  rm -rf "$app_folder.next"
  # What is edited while the build runs is newer than the stamp; the folders that the build makes are not.
  mkdir -p "$app_folder.next" "$root/src/Cuobian/node_modules" "$root/src/Cuobian/wwwroot/vendor"
  touch "$app_folder.next/.published"
  publish_ready "$app_folder.next" || quietly "The build" dotnet publish "$root/src/Cuobian" -c Release -o "$app_folder.next"
  rm -rf "$app_folder"
  mv "$app_folder.next" "$app_folder"
}

app() { dotnet "$app_folder/Cuobian.dll" "$@"; }

port_is_taken() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && port_is_taken 127.0.0.1 "$port"; do :; done
  echo "$port"
}

# Installs Debian packages that are missing; without root it says what to install.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || die "Please install what these Debian packages hold: ${missing[*]}."
  [ "$(id -u)" -eq 0 ] || die "Please install: sudo apt-get install ${missing[*]}"
  say "Installing ${missing[*]} …"
  quietly "Reading the package lists" apt-get update -q
  quietly "Installing ${missing[*]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# Starts a PostgreSQL server of our own on a free port and names it in $postgres; stop_postgres removes it without a trace.
# It need not survive a power cut, unless it is started as "durable".
start_postgres() {
  local bin port where fsync=off
  [ "${1:-}" != durable ] || fsync=on
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
  [ -n "$bin" ] || bin=$(dirname "$(command -v initdb)") || die "PostgreSQL is not installed."
  postgres_folder=$(mktemp -d)
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$postgres_folder"; fi
  port=$(free_port)
  cd "$postgres_folder"
  quietly "Creating the test database" as_postgres "$bin/initdb" -D "$postgres_folder/data" -U postgres --auth=trust --locale=C.UTF-8 --encoding=UTF8
  postgres_bin=$bin
  quietly "Starting the test database" as_postgres "$bin/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/log" -w \
    -o "-p $port -k $postgres_folder -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=$fsync" start
  # A port can answer for somebody else: be sure that this is the server just made.
  where=$("$bin/psql" -h 127.0.0.1 -p "$port" -U postgres -Atc 'show data_directory')
  [ "$where" = "$postgres_folder/data" ] || die "Port $port belongs to another PostgreSQL ($where)."
  cd "$root"
  # shellcheck disable=SC2034  # for the script that sources this
  postgres="Host=127.0.0.1;Port=$port;Username=postgres"
}

stop_postgres() {
  [ -n "${postgres_folder:-}" ] || return 0
  [ -z "${postgres_bin:-}" ] || (cd "$postgres_folder" && as_postgres "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -m immediate stop) >/dev/null 2>&1 || true
  rm -rf "$postgres_folder"
  postgres_folder=
}
