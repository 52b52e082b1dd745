//! The library under the Kotlin, Java and Swift packages: core's types and operations as uniffi exports them.
//!
//! Names carry their provider, since a uniffi library has one namespace. Every exported function that can fail
//! runs inside [`error::guarded`], so that a panic becomes an error with the transaction's reference.

pub mod call;
pub mod client;
pub mod envelope;
pub mod error;
pub mod generated;
pub mod key_exchange;
pub mod keys;
pub mod logging;
mod operation;
pub mod own_methods;
#[cfg(feature = "self-test")]
pub mod self_test;
pub mod settings;
pub mod wallets;

uniffi::setup_scaffolding!("twpos");

/// Wipes whatever it takes back: a key is also in the buffers of libraries that know nothing of secrets.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// The version of twpos that this library was built as.
#[uniffi::export]
pub fn twpos_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
