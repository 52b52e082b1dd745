//! The sandbox over a real socket, byte by byte; nothing here uses the `twpos` client.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(unreachable_pub, reason = "the support module is shared by the others")]

mod admin;
mod documentation;
mod faults;
mod key_exchange;
mod lifecycle;
mod protocol;
mod support;
