#!/usr/bin/env bash
# Makes the virtual environment $1 with pip in it.
set -euo pipefail
venv=$1
python=${PYTHON:-python3}

fail() { echo "error: $*" >&2; exit 1; }

command -v "$python" >/dev/null || fail "'$python' not found: install Python 3.11 or later (Debian: python3)"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is too old: Python 3.11 or later is needed (choose one with PYTHON=...)"

# Under `make -j` two rules may ask for it at once.
exec 9<"$0"
flock 9
[ ! -x "$venv/bin/python" ] || exit 0

echo "== a virtual environment in $venv"
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  # Debian keeps ensurepip in python3-venv; the pip that is there does as well.
  "$python" -m pip --version >/dev/null 2>&1 ||
    fail "'$python' has neither ensurepip nor pip (Debian: python3-venv)"
  "$python" -m venv --without-pip "$venv"
  "$python" -m pip --quiet --python "$venv/bin/python" install pip
else
  "$python" -m venv "$venv"
fi
