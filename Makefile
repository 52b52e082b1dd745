# The only entry point: `make` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help demo test lint format codegen install release release-test jar android size bench deny fuzz vectors clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: ## See it work: real, encrypted, signed payments against the embedded sandbox
	@scripts/need-toolchain
	cargo run --locked --package twpos-cli -- demo

test: ## Install what the tests need, then run every check and test
	@scripts/test

lint: ## Formatting, clippy and documentation, warnings denied
	@scripts/need-toolchain
	scripts/lint

format: ## Format the Rust sources
	cargo fmt --all

codegen: ## Write the bindings' generated files again from core's source
	cargo xtask codegen
	@built=$$(scripts/build-uniffi) && \
		cp -R "$$built/kotlin/." bindings-kotlin/library/generated && cp -R "$$built/swift/." bindings-swift

install: ## Build and install the C library (DESTDIR=, PREFIX=/usr/local)
	@scripts/need-toolchain
	ffi-c/build.sh
	DESTDIR="$(DESTDIR)" PREFIX="$(or $(PREFIX),/usr/local)" ffi-c/install.sh

release: ## Build everything that is released into target/release-files (TARGETS= some of them; Debian 12, an hour)
	@release/build $(TARGETS)

release-test: ## Install each released file in an empty place, pay, cancel an unknown, and show a table
	@release/test

jar: ## Build the Kotlin and Java package with its library for this machine
	@scripts/need-toolchain
	bindings-kotlin/build --release -DskipTests package

android: ## Build the library for Android's four ABIs (ANDROID_NDK_HOME)
	@bindings-kotlin/build-android

size: ## Compare the C library's size with its record (over 5 % more fails)
	@scripts/need-toolchain
	scripts/check-size-c

bench: ## Measure against what tills run today, and what each binding adds (half an hour)
	@scripts/need-toolchain
	scripts/bench

deny: ## Check the licences and sources of every dependency with cargo-deny
	@scripts/need-toolchain
	cargo deny --version >/dev/null 2>&1 || cargo install cargo-deny --version 0.20.2 --locked
	cargo deny --locked check bans licenses sources
	@# These ship nothing, so only where their dependencies come from matters.
	for workspace in fuzz bindings-node/model core/model; do \
		cargo deny --locked --manifest-path $$workspace/Cargo.toml check bans sources || exit 1; done

fuzz: ## Fuzz every parser briefly (FUZZ_SECONDS per target, default 30)
	@scripts/need-toolchain
	fuzz/run.sh $(or $(FUZZ_SECONDS),30)

vectors: ## Make the golden vectors again with an independent implementation
	@scripts/python-environment conformance/make_vectors/requirements.txt
	target/python/bin/python conformance/make_vectors/make_icash_vectors.py
	target/python/bin/python conformance/make_vectors/make_mypay_vectors.py

clean: ## Remove everything that was built
	cargo clean
	rm -rf bench/.work fuzz/target bindings-swift/.build
