#!/usr/bin/env bash
# Builds bindings-swift/TwposFFI.xcframework for iOS devices, the iOS simulator and macOS, which Package.swift takes as
# soon as it is there. Needs macOS with Xcode, and Rust with the five targets below. Never run yet: no Mac was at hand.
#
#   TwposFFI.xcframework/
#       Info.plist
#       ios-arm64/                     libtwpos_uniffi.a, Headers/{TwposFFI.h,module.modulemap}
#       ios-arm64_x86_64-simulator/    the same
#       macos-arm64_x86_64/            the same
#
# Usage: bindings-swift/make-xcframework.sh [URL]
#   URL   for a release: where target/xcframework/TwposFFI.xcframework.zip will lie; Package.swift is told that, and its
#         checksum. Commit and tag it after that: a package by URL is what stands at its tag.
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

if [ $# -gt 0 ]; then
    archive=$work/TwposFFI.xcframework.zip
    ditto -c -k --keepParent "$framework" "$archive"
    checksum=$(swift package compute-checksum "$archive")
    bindings-swift/set-release "$1" "$checksum"
fi
