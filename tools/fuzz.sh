#!/usr/bin/env bash
# Runs every fuzz target for $1 seconds, from the committed seeds; what a run
# finds is kept in fuzz/corpus (not committed). SANITIZER=address also watches
# the C libraries, on a stable toolchain; TARGETS="norms csv" runs only those.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1
sanitizer=${SANITIZER:-none}
[ "$sanitizer" = none ] || export RUSTC_BOOTSTRAP=1
targets=${TARGETS:-$(cargo fuzz list)}
logs=fuzz/target/logs
mkdir -p "$logs"

echo "== building the fuzz targets (sanitizer: $sanitizer)"
cargo fuzz build --sanitizer "$sanitizer"
for target in $targets; do
  mkdir -p "fuzz/corpus/$target"
  log=$logs/$target.log
  if ! cargo fuzz run --sanitizer "$sanitizer" "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 >"$log" 2>&1; then
    tail -n 60 "$log"
    echo "error: fuzz target '$target' failed: see $log" >&2
    exit 1
  fi
  awk -v target="$target" '/number_of_executed_units/ { runs = $2 } /cov:/ { cov = $0; sub(/.*cov: /, "", cov); sub(/ .*/, "", cov) }
    END { printf "fuzz %-12s %10d runs, %6d edges covered, no failure\n", target, runs, cov }' "$log"
done
