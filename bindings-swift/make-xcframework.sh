#!/usr/bin/env bash
# Builds TwposFFI.xcframework beside Package.swift, for iOS devices, the iOS simulator and macOS. Needs macOS with Xcode,
# and Rust with the five targets below. Package.swift takes it as soon as it is there.
#
#   TwposFFI.xcframework/
#       Info.plist
#       ios-arm64/                     libtwpos_uniffi.a, Headers/{TwposFFI.h,module.modulemap}
#       ios-arm64_x86_64-simulator/    the same
#       macos-arm64_x86_64/            the same
#
# Usage: bindings-swift/make-xcframework.sh
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" != Darwin ] || ! command -v xcodebuild >/dev/null; then
    echo "make-xcframework.sh needs macOS with Xcode; there is none here" >&2
    exit 1
fi
targets="aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin"
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0 # as Package.swift says
built=${CARGO_TARGET_DIR:-$PWD/target}
work=$built/xcframework
framework=bindings-swift/TwposFFI.xcframework

for target in $targets; do
    cargo build --locked --release --package twpos-uniffi --target "$target"
done

rm -rf "$work" "$framework"
mkdir -p "$work/headers" "$work/simulator" "$work/macos"
cp bindings-swift/Sources/TwposFFI/TwposFFI.h "$work/headers/"
# Without `link`: the library is part of the framework.
grep -v '^ *link ' bindings-swift/Sources/TwposFFI/module.modulemap >"$work/headers/module.modulemap"
library=libtwpos_uniffi.a
lipo -create "$built/aarch64-apple-ios-sim/release/$library" "$built/x86_64-apple-ios/release/$library" \
    -output "$work/simulator/$library"
lipo -create "$built/aarch64-apple-darwin/release/$library" "$built/x86_64-apple-darwin/release/$library" \
    -output "$work/macos/$library"
xcodebuild -create-xcframework \
    -library "$built/aarch64-apple-ios/release/$library" -headers "$work/headers" \
    -library "$work/simulator/$library" -headers "$work/headers" \
    -library "$work/macos/$library" -headers "$work/headers" \
    -output "$framework"
