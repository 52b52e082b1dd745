#!/bin/sh
# Builds the C library as it ships, small and stripped, into CARGO_TARGET_DIR/c (default: target/c). Cold it takes
# minutes.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
host=$(rustc -vV | sed -n 's/^host: //p')

# With frame pointers, the tables that a panic is caught with are a third smaller (140 KB).
flags="-C force-frame-pointers=yes"
# Equal functions become one, where the linker can do that (100 KB): lld, which Rust brings along on x86-64 Linux.
probe=$(mktemp)
if echo 'fn main() {}' | rustc - -C link-arg=-Wl,--icf=all -o "$probe" 2>/dev/null; then
    flags="$flags -C link-arg=-Wl,--icf=all"
fi
rm -f "$probe"
RUSTFLAGS="$flags" cargo build --locked --profile small --package twpos-c --target "$host"

mkdir -p "$target/c"
for library in libtwpos.a libtwpos.so libtwpos.dylib; do
    [ ! -e "$target/$host/small/$library" ] || cp "$target/$host/small/$library" "$target/c/"
done
[ ! -e "$target/c/libtwpos.so" ] || strip --strip-unneeded "$target/c/libtwpos.so"
