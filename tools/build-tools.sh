#!/usr/bin/env bash
# Checks for what a build needs, and puts what only PROJ's build needs (cmake,
# the sqlite3 shell) into the virtual environment $1 where the machine has none.
set -euo pipefail
venv=$1
here=$(dirname "$0")

fail() { echo "error: $*" >&2; exit 1; }

command -v cargo >/dev/null || fail "'cargo' not found: install Rust 1.95 or later (https://rustup.rs)"
command -v cc >/dev/null || fail "no C compiler 'cc' (Debian: build-essential)"
command -v c++ >/dev/null || fail "no C++ compiler 'c++' (Debian: build-essential)"

# cmake 3.16 or later that runs.
cmake_is_fine() {
  local version
  version=$(cmake --version 2>/dev/null | sed -n '1s/[^0-9]*\([0-9.]*\).*/\1/p') && [ -n "$version" ] &&
    printf '3.16\n%s\n' "$version" | sort --check=quiet --version-sort
}

cmake_is_fine && command -v sqlite3 >/dev/null && exit 0

[ -x "$venv/bin/python" ] || "$here/venv.sh" "$venv"
if ! cmake_is_fine; then
  echo "== cmake, into $venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check cmake==4.4.4
fi
if ! command -v sqlite3 >/dev/null; then
  install -m 755 "$here/sqlite3-shell.py" "$venv/bin/sqlite3"
  sed -i "1s|.*|#!$(realpath "$venv")/bin/python|" "$venv/bin/sqlite3"
fi
