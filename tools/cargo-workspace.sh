#!/usr/bin/env bash
# Stands in for cargo when maturin makes a wheel here: maturin would build the
# one package, for which cargo chooses other features and compiles PROJ and
# Parquet again. This builds what `make` builds, and maturin takes it from there.
set -euo pipefail
[ "${1:-}" = rustc ] || exec cargo "$@"
exec env -u PYO3_CONFIG_FILE -u PYO3_PYTHON -u PYO3_ENVIRONMENT_SIGNATURE -u PYTHON_SYS_EXECUTABLE \
  cargo build --locked --release --workspace --test floors --bin nabij --lib --message-format json-render-diagnostics
