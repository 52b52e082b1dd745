//! The OMNI gateway over a real socket: what is sent, what replies mean, tokens, limits, configuration.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

mod support;

#[path = "omni/config.rs"]
mod config;
#[path = "omni/gateway.rs"]
mod gateway;
#[path = "omni/limits.rs"]
mod limits;
#[path = "omni/replies.rs"]
mod replies;
#[path = "omni/secrets.rs"]
mod secrets;
#[path = "omni/token.rs"]
mod token;
#[path = "omni/wire.rs"]
mod wire;
