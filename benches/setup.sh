#!/bin/sh
# Makes .venv-bench with the peers at pinned versions and builds the engine's side.
# Afterwards: .venv-bench/bin/python benches/run.py or benches/accuracy.py
set -eu
cd "$(dirname "$0")/.."
test -x .venv-bench/bin/python || python3 -m venv .venv-bench
.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r benches/requirements.txt
.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r benches/extract.txt
cargo build --locked --release --workspace --test floors --bin nabij --bin nabij-benches
