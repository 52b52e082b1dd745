//! The Node.js addon under the npm package `twpos`.
//!
//! It carries JSON text in the vendors' field names across, and nothing else: the JavaScript in `../lib` gives
//! fields their names there, and errors their classes. Every exported function runs inside
//! [`failure::guarded`], so that a panic becomes an error.

// In a test build, napi's macros leave out what calls these functions.
#![cfg_attr(test, allow(dead_code, unused_imports))]

mod client;
mod envelope;
mod failure;
mod generated;
mod key_exchange;
mod keys;
mod logging;
mod notification;
mod pool;
mod secret;
#[cfg(feature = "self-test")]
mod self_test;
mod wallets;

use napi_derive::napi;

/// Wipes whatever it takes back: a key is also in the buffers of libraries that know nothing of secrets.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Text as a log may show it; JavaScript makes errors too.
#[napi]
pub fn printable(text: String) -> String {
    twpos::printable(&text)
}

/// Whether an error may quote a name that nobody knows; JavaScript makes errors too.
#[napi]
pub fn may_be_a_name(name: String) -> bool {
    twpos::may_be_a_name(&name)
}

/// The version that this addon was built as; the JavaScript beside it must be of the same.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
