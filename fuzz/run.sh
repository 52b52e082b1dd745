#!/bin/sh
# Runs every fuzz target for SECONDS each (default 30). Exits non-zero if one crashed.
set -eu
cd "$(dirname "$0")"
seconds=${1:-30}

if ! cargo fuzz --version >/dev/null 2>&1 && ! cargo install cargo-fuzz --version 0.13.2 --locked; then
    echo "fuzz: SKIPPED, cargo-fuzz is absent and could not be installed"
    exit 0
fi

nightly=$(rustup toolchain list 2>/dev/null | grep -o '^nightly[^ ]*' | head -n 1 || true)
if [ -n "$nightly" ]; then
    export RUSTUP_TOOLCHAIN="$nightly"
else
    export RUSTC_BOOTSTRAP=1 # the sanitizer's flags are unstable
fi

python3 seeds.py
mkdir -p logs
cargo fuzz build

failed=0
targets=$(cargo fuzz list)
for target in $targets; do
    log=logs/$target.log
    if cargo fuzz run "$target" -- -max_total_time="$seconds" -timeout=10 -print_final_stats=1 >"$log" 2>&1; then
        verdict=ok
    else
        verdict=CRASHED
        failed=1
    fi
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
    printf '%-18s %-8s %s executions\n' "$target" "$verdict" "${executions:-?}"
    if [ "$verdict" = CRASHED ]; then
        grep -m 1 -A 2 -e 'panicked at' -e 'ERROR: ' "$log" || true
        echo "the input is in artifacts/$target, the rest in $log"
    fi
done
exit $failed
