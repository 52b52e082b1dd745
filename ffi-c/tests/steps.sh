# Functions of ffi-c/run-tests: steps and their summary, the sandbox, C programs, examples.

results=()
failed=0
tls_sandbox=
proxy=

step() { # NAME COMMAND...
    local name=$1 started=$SECONDS
    shift
    printf -- '--- %s\n' "$name"
    "$@"
    case $? in
    0) results+=("passed   $name ($((SECONDS - started)) s)") ;;
    77) ;; # Its own line SKIPPED says why.
    *)
        failed=1
        results+=("FAILED   $name ($((SECONDS - started)) s)")
        return 1
        ;;
    esac
}

skip() { # NAME REASON
    results+=("SKIPPED  $1: $2")
}

summary() {
    printf '\n'
    printf '%s\n' "${results[@]}"
    printf 'C: %d s\n' "$SECONDS"
    exit "$failed"
}

have() { # COMMAND PACKAGE...: whether the command is there, after an attempt to install it
    local command=$1
    shift
    command -v "$command" >/dev/null && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        apt-get install -y -qq "$@" >/dev/null 2>&1 ||
            { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq "$@" >/dev/null 2>&1; }
    fi
    command -v "$command" >/dev/null && return
    skip "$command" "$* cannot be installed here"
    return 1
}

install_from() { # BUILT ROOT: a debug build, as `make install` would
    DESTDIR=$2 PREFIX=/usr BUILT=$1/debug ffi-c/install.sh
}

start_sandbox() { # Its ledger begins empty, so that references may come again.
    : >"$work/ready"
    "$twpos" sandbox --fresh --listen 127.0.0.1:0 --state "$work/state" >"$work/ready" 2>"$work/sandbox.log" &
    sandbox=$!
    for _ in $(seq 200); do
        TWPOS_CONFIG=$(sed -n 's/.*"config":"\([^"]*\)".*/\1/p' "$work/ready")
        TWPOS_URL=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$work/ready")
        [ -n "$TWPOS_CONFIG" ] && break
        sleep 0.1
    done
    [ -n "$TWPOS_CONFIG" ] || { cat "$work/sandbox.log"; return 1; }
    export TWPOS_CONFIG TWPOS_URL TWPOS_VECTORS=$PWD/conformance/vectors
}

start_tls_sandbox() { # One more, over TLS, with the same keys, since they take seconds to make.
    rm -rf "$work/tls-state"
    cp -R "$work/state" "$work/tls-state"
    : >"$work/tls-ready"
    "$twpos" sandbox --tls --listen 127.0.0.1:0 --state "$work/tls-state" >"$work/tls-ready" 2>>"$work/sandbox.log" &
    tls_sandbox=$!
    TWPOS_TLS_CONFIG=$work/tls-state/till.toml
    for _ in $(seq 200); do
        [ -s "$work/tls-ready" ] && break
        sleep 0.1
    done
    [ -s "$work/tls-ready" ] || { cat "$work/sandbox.log"; return 1; }
    TWPOS_TLS_URL=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$work/tls-ready")
    export TWPOS_TLS_CONFIG TWPOS_TLS_URL TWPOS_TLS_CA=$work/tls-state/ca.pem
}

start_proxy() { # As stores have one: it asks for a user and password.
    export TWPOS_PROXY_CREDENTIALS=store-7:sécret:word
    : >"$work/proxy"
    python3 conformance/tools/connect_proxy.py "$TWPOS_PROXY_CREDENTIALS" >"$work/proxy" &
    proxy=$!
    for _ in $(seq 200); do
        [ -s "$work/proxy" ] && break
        sleep 0.1
    done
    TWPOS_PROXY=$(cat "$work/proxy")
    export TWPOS_PROXY
    [ -n "$TWPOS_PROXY" ]
}

stop_sandbox() {
    # shellcheck disable=SC2086
    kill "$sandbox" $tls_sandbox $proxy 2>/dev/null
    # shellcheck disable=SC2086
    wait "$sandbox" $tls_sandbox $proxy 2>/dev/null
    tls_sandbox= proxy=
    return 0
}

c_flags="-std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -pedantic -g -pthread"

c_tests() { # ROOT FLAGS RUNNER: compiles and runs every program against what is installed below ROOT
    local root=$1 flags=$2 runner=$3 bad=0 program
    flags="$c_flags $flags $(PKG_CONFIG_PATH=$root/usr/lib/pkgconfig pkg-config --cflags --libs twpos)" || return 1
    start_sandbox && start_tls_sandbox && start_proxy || return 1
    rm -rf "$root/scratch"
    mkdir -p "$root/bin" "$root/scratch"
    export TWPOS_SCRATCH=$root/scratch
    for program in $programs; do
        # shellcheck disable=SC2086
        cc "ffi-c/tests/$program.c" $flags -o "$root/bin/$program" || { bad=1; continue; }
        # shellcheck disable=SC2086
        LD_LIBRARY_PATH=$root/usr/lib $runner "$root/bin/$program" 2>"$root/$program.log" ||
            { bad=1; echo "$program failed:"; tail -60 "$root/$program.log"; }
    done
    stop_sandbox
    return $bad
}

# An example pays, is refused, cancels what is unknown, and stops where a cancel is refused, in the same words as
# every other one; whatever the scanner reads.
example() { # NAME COMMAND...
    local name=$1 said expected
    shift
    cancel_fault "$name-6" decline && cancel_fault "$name-7" http_502 || return 1
    while read -r op_seq barcode code expected; do
        said=$("$@" "$TWPOS_CONFIG" "$barcode" 36 "$name-$op_seq" 2>&1)
        local ended=$?
        # One try is enough to learn that a cancel is refused, and the second one mends an error page.
        if [ "$ended" -ne "$code" ] || ! grep -Ezq "$expected" <<<"$said" ||
            [ "$(grep -c '^not cancelled' <<<"$said")" -gt 1 ]; then
            printf '%s with %s ended with %s and said:\n%s\n' "$name" "$barcode" "$ended" "$said"
            return 1
        fi
    done <<END
1 IC20261121CTEST001 0 ^paid: icash number [0-9]{20}
2 ICTWPOSDECLINE0000 1 ^not charged: declined \(outcome refused\).*reference $name-2
3 ICTWPOSRESETAFTER0 1 ^unknown: transport \(outcome unknown\).*reference $name-3.*cancelled: charge again under a new number
4 IC20261121CTEST004 0 ^paid: icash number [0-9]{20}
5"Q\ ICTWPOSRESETAFTER0 1 ^unknown: transport.*cancelled: charge again under a new number
6 ICTWPOSRESETAFTER0 2 ^unknown: .*not cancelled: declined \(outcome refused\).*STILL UNKNOWN: keep $name-6
7 ICTWPOSRESETAFTER0 1 ^unknown: .*not cancelled: http \(outcome unknown\).*cancelled: charge again under a new number
END
    said=$("$@" "$work/no-such.toml" IC20261121CTEST008 36 "$name-8" 2>&1)
    [ $? -eq 1 ] && grep -q '^not ready: config' <<<"$said" ||
        { printf '%s without a configuration said:\n%s\n' "$name" "$said"; return 1; }
    example_says_how_it_is_used "$name" "$@" "$TWPOS_CONFIG" || return 1
    example_says_how_it_is_used "$name" "$@" "$TWPOS_CONFIG" IC20261121CTEST009 36 || return 1
    example_says_how_it_is_used "$name" "$@" "$TWPOS_CONFIG" IC20261121CTEST009 36x "$name-9"
}

example_says_how_it_is_used() { # NAME COMMAND...: in the same words as every other one, and charges nothing
    local name=$1 said
    shift
    said=$("$@" 2>&1 >/dev/null)
    [ $? -eq 1 ] && grep -Eqx 'usage: [A-Za-z_.]+ till.toml BARCODE AMOUNT REFERENCE' <<<"$said" ||
        { printf '%s with too few or wrong arguments said:\n%s\n' "$name" "$said"; return 1; }
}

cancel_fault() { # OPSEQ FAULT: the next cancel of it goes wrong
    curl --silent --fail --output /dev/null "$TWPOS_URL/_sandbox/faults" --header 'Content-Type: application/json' \
        --data "{\"match\":{\"operation\":\"icash.cancel\",\"reference\":\"$1\"},\"fault\":\"$2\"}"
}

examples() {
    local usr=$work/installed/usr build=$work/examples flags
    mkdir -p "$build"
    export PKG_CONFIG_PATH=$usr/lib/pkgconfig LD_LIBRARY_PATH=$usr/lib
    flags=$(pkg-config --cflags --libs twpos)
    start_sandbox || { failed=1; return 1; }

    example_c() {
        # shellcheck disable=SC2086
        cc -std=c99 -pedantic -Wall -Wextra -Werror ffi-c/examples/first_payment.c $flags -o "$build/c" && example c "$build/c"
    }
    example_cpp() {
        # shellcheck disable=SC2086
        c++ -std=c++17 -pedantic -Wall -Wextra -Werror ffi-c/examples/first_payment.cpp $flags -o "$build/cpp" &&
            example cpp "$build/cpp"
    }
    example_cs() {
        # Against the oldest .NET Framework that docs/install.md names, which mcs replaces by its own where it lacks it.
        mcs -sdk:4.6.2-api -out:"$build/FirstPayment.exe" ffi-c/examples/FirstPayment.cs >"$build/mcs.log" 2>&1 ||
            { cat "$build/mcs.log"; return 1; }
        if grep -q CS8001 "$build/mcs.log"; then skip "C# for .NET Framework 4.6.2" "its declarations are missing (mono-devel)"; fi
        example cs mono "$build/FirstPayment.exe"
    }
    example_php() {
        TWPOS_HEADER=$usr/include/twpos_ffi.h TWPOS_LIBRARY=$usr/lib/libtwpos.so \
            example php php -d ffi.enable=1 ffi-c/examples/first_payment.php
    }
    example_pascal() {
        fpc -Mdelphi -v0 -FE"$build" -Fl"$usr/lib" -k"-rpath-link=$usr/lib" ffi-c/examples/FirstPayment.pas >"$build/fpc.log" 2>&1 ||
            { cat "$build/fpc.log"; return 1; }
        example pascal "$build/FirstPayment"
    }
    example_go() {
        (cd ffi-c/examples/go && GOCACHE=$target/go-cache GOFLAGS=-trimpath GOTOOLCHAIN=local go build -o "$build/go" .) &&
            example go "$build/go"
    }
    step "example in C99" example_c
    if have c++ g++; then step "example in C++17" example_cpp; fi
    if have mcs mono-mcs mono-devel && have mono mono-runtime; then step "example in C# (Mono)" example_cs; fi
    if have php php-cli; then
        if php -m | grep -qx FFI; then step "example in PHP" example_php; else skip "example in PHP" "PHP has no FFI here"; fi
    fi
    if have fpc fp-compiler; then step "example in Free Pascal" example_pascal; fi
    if have go golang-go; then step "example in Go" example_go; fi
    stop_sandbox
    unset PKG_CONFIG_PATH LD_LIBRARY_PATH
}
