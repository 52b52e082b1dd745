//! The client over a real socket: what is sent, what replies mean, limits, configuration, golden vectors.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

mod configuration;
mod connection;
mod hostile;
mod icash;
mod linepay;
mod mypay;
mod omni;
mod requests;
#[path = "../support/mod.rs"]
mod support;
mod wallets;
