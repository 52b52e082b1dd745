#!/bin/sh
# Installs headers, shared and static library, pkg-config and CMake files, licences. It builds nothing: ffi-c/build.sh does.
#   DESTDIR  where a package is put together (default: none)
#   PREFIX   where it will live (default: /usr/local)
#   LIBDIR   where libraries go below it (default: lib; Debian has lib/x86_64-linux-gnu)
#   SYSTEM   whose library it is, as `uname -s` says (default: this machine's)
#   BUILT    the folder with the libraries (default: c in CARGO_TARGET_DIR, as build.sh leaves them)
set -eu
cd "$(dirname "$0")/.."

prefix=${DESTDIR:-}${PREFIX:-/usr/local}
built=${BUILT:-${CARGO_TARGET_DIR:-target}/c}
version=$(sed -n 's/^#define TWPOS_VERSION "\(.*\)"/\1/p' ffi-c/include/twpos.h)
major=${version%%.*}
libdir=${LIBDIR:-lib}
up=$(echo "$libdir" | sed 's|[^/]*|..|g') # from the libraries to the prefix

system=${SYSTEM:-$(uname -s)}
case $system in
Linux | FreeBSD) library=libtwpos.so file=libtwpos.so.$version name=libtwpos.so.$major ;;
Darwin) library=libtwpos.dylib file=libtwpos.$version.dylib name=libtwpos.$major.dylib ;;
*)
    echo "install.sh: not made for $system; copy $built and ffi-c/include by hand" >&2
    exit 1
    ;;
esac
for part in "$library" libtwpos.a; do
    [ -e "$built/$part" ] || { echo "install.sh: $built/$part is missing; run ffi-c/build.sh first" >&2; exit 1; }
done

filled() { # TEMPLATE FILE: with the version filled in
    sed -e "s/@VERSION@/$version/g" -e "s/@MAJOR@/$major/g" -e "s/@LIBRARY@/$file/g" \
        -e "s|@LIBDIR@|$libdir|g" -e "s|@UP@|$up|g" "$1" >"$2"
    chmod 644 "$2"
}

umask 022
mkdir -p "$prefix/include" "$prefix/$libdir/pkgconfig" "$prefix/$libdir/cmake/twpos" "$prefix/share/doc/twpos"
install -m 644 LICENSE-MIT LICENSE-APACHE LICENSE-THIRD-PARTY "$prefix/share/doc/twpos"
install -m 644 ffi-c/include/twpos.h ffi-c/include/twpos_ffi.h "$prefix/include"
install -m 644 "$built/libtwpos.a" "$prefix/$libdir"
install -m 755 "$built/$library" "$prefix/$libdir/$file"
ln -sf "$file" "$prefix/$libdir/$name"
ln -sf "$name" "$prefix/$libdir/$library"
filled ffi-c/twpos.pc.in "$prefix/$libdir/pkgconfig/twpos.pc"
filled ffi-c/twposConfig.cmake.in "$prefix/$libdir/cmake/twpos/twposConfig.cmake"
filled ffi-c/twposConfigVersion.cmake.in "$prefix/$libdir/cmake/twpos/twposConfigVersion.cmake"
