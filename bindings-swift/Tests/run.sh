#!/usr/bin/env bash
# Builds the Swift package over a prebuilt library, and tests it against a running sandbox. Needs swift (5.10 or newer)
# on PATH and the things below; no network, no Rust. Give Package.swift, Cargo.toml, this folder and conformance/.
#
#   TWPOS_LIBRARY      the built libtwpos_uniffi.so or .dylib (not needed where TwposFFI.xcframework stands here)
#   TWPOS_CONFIG       the till.toml of a running `twpos sandbox`
#   TWPOS_COMMAND      optional: the program `twpos`; with it (and python3) the scenarios are replayed too
#   TWPOS_SELF_TEST    optional: a folder with a library that panics on purpose and the swift/ generated over it (what
#                      `scripts/build-uniffi --self-test` makes); with it, such a panic is tested too
#
# Usage: TWPOS_LIBRARY=… TWPOS_CONFIG=… bindings-swift/Tests/run.sh
set -euo pipefail
cd "$(dirname "$0")/.."

: "${TWPOS_CONFIG:?is the till.toml of a running sandbox}"
[ -r "$TWPOS_CONFIG" ] || { echo "TWPOS_CONFIG: cannot read $TWPOS_CONFIG" >&2; exit 2; }
export TWPOS_CONFIG
export TWPOS_CONFORMANCE=${TWPOS_CONFORMANCE:-$(cd ../conformance && pwd)}
build=${TWPOS_SWIFT_BUILD:-$PWD/.build}

take() { # LIBRARY FOLDER: the library, installed into a folder, when it is built and when it runs
    ./install "$1" "$2"
    export PKG_CONFIG_PATH=$2/lib/pkgconfig LD_LIBRARY_PATH=$2/lib DYLD_LIBRARY_PATH=$2/lib
}

flags=(--package-path .. --scratch-path "$build")
if ! [ -e TwposFFI.xcframework ]; then
    : "${TWPOS_LIBRARY:?is the built libtwpos_uniffi}"
    take "$TWPOS_LIBRARY" "$build/installed"
fi

echo "--- swift build"
swift --version
swift build "${flags[@]}"
products=$(swift build "${flags[@]}" --show-bin-path)

echo "--- swift test"
swift test "${flags[@]}"

echo "--- a panic inside the library"
if [ -z "${TWPOS_SELF_TEST:-}" ]; then
    echo "SKIPPED  Swift, a panic inside the library: TWPOS_SELF_TEST names no library that panics"
else
    copy=$build/self-test
    rm -rf "$copy"
    mkdir -p "$copy/bindings-swift"
    cp ../Package.swift "$copy"
    cp -R Sources Tests Examples "$copy/bindings-swift"
    cp -R "$TWPOS_SELF_TEST/swift/." "$copy/bindings-swift"
    take "$(echo "$TWPOS_SELF_TEST"/libtwpos_uniffi.*)" "$copy/installed"
    RUST_BACKTRACE=0 swift test --package-path "$copy" --scratch-path "$build/self-test-build" -Xswiftc -DSELF_TEST \
        --filter PanicTests 2>&1 | tee "$copy/output"
    # A filter that matches nothing is no failure to swift.
    grep -q "testAPanicIsAnUnknownOutcome.*passed" "$copy/output" || { echo "the panic test did not run" >&2; exit 1; }
    export LD_LIBRARY_PATH=$build/installed/lib DYLD_LIBRARY_PATH=$build/installed/lib
fi

echo "--- the example"
expect() { # BARCODE TEXT
    local said
    said=$("$products/FirstPayment" "$TWPOS_CONFIG" "$1" 36 "SWIFT-$(date +%s)-$RANDOM")
    case $said in
    *"$2"*) ;;
    *) echo "FirstPayment with $1 said \"$said\", not \"$2\"" >&2; exit 1 ;;
    esac
}
expect IC0123456789ABCDEF "paid NT\$ 36, icash number"
expect ICTWPOSDECLINE0000 "not charged, tell the customer: "
expect ICTWPOSSIGBAD00000 "unknown: signature (outcome unknown)"
expect ICTWPOSSIGBAD00000 "cancelled: charge again under a new number"

for missing in "" "IC0123456789ABCDEF 36" "IC0123456789ABCDEF 36x SWIFT-0001"; do
    # shellcheck disable=SC2086
    said=$("$products/FirstPayment" "$TWPOS_CONFIG" $missing 2>&1 >"$build/said") && ended=0 || ended=$?
    if [ "$ended" -ne 1 ] || [ -s "$build/said" ] || [ "$said" != "usage: FirstPayment till.toml BARCODE AMOUNT REFERENCE" ]; then
        echo "FirstPayment with \"$missing\" ended with $ended and said \"$said\"" >&2
        exit 1
    fi
done

echo "--- the scenarios"
if [ -z "${TWPOS_COMMAND:-}" ] || ! command -v python3 >/dev/null; then
    echo "SKIPPED  Swift scenarios: TWPOS_COMMAND names no program twpos, or python3 is missing"
else
    python3 "$TWPOS_CONFORMANCE/tools/run_scenarios.py" --twpos "$TWPOS_COMMAND" \
        --runner "Swift=$products/ScenarioRunner $TWPOS_CONFORMANCE"
fi
echo "env LD_LIBRARY_PATH=$build/installed/lib DYLD_LIBRARY_PATH=$build/installed/lib" \
    "$products/ScenarioRunner $TWPOS_CONFORMANCE" >"$build/scenario-runner"
