//! The C library: core behind opaque handles, status codes and JSON text.
//!
//! One file for each C object. What they share (checking arguments, catching panics, writing outputs) is in
//! [`bridge`]; the folder `generated` holds what follows from core's source. The comments here become those of
//! `include/twpos.h`, so they are written for its readers; the contract is at the top of that header.

// One contract for all functions, at the top of twpos.h, instead of a section in each.
#![allow(clippy::missing_safety_doc)]

pub mod bridge;
mod cancel;
pub mod client;
pub mod codes;
pub mod config;
pub mod error;
pub mod failure;
pub mod generated;
pub mod icash_client;
pub mod icash_credentials;
pub mod json;
pub mod json_path;
pub mod key;
pub mod log;
pub mod mypay_client;
pub mod mypay_envelope;
pub mod mypay_notification;
#[cfg(feature = "self-test")]
pub mod self_test;
pub mod status;
pub mod string;
pub mod version;
pub mod wallets;

/// Wipes whatever it takes back: a key is also in the buffers of libraries that know nothing of secrets.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);
