//! With every log level on and every error provoked, no key, token, barcode or plaintext appears in any
//! log line, error or debug text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

mod capture;
mod icash;
mod mypay;
mod omni;

#[path = "../../../core/tests/support/mod.rs"]
mod support;
