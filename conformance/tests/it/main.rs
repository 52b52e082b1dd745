//! The client against the sandbox and against hostile hosts: every way a call can go wrong, and what a till sees.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

mod icash;
mod linepay;
mod mypay;
mod omni;
mod readme;
#[path = "../../../core/tests/support/mod.rs"]
mod support;
