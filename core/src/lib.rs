//! Wallet payments for tills in Taiwan.
#![forbid(unsafe_code)]

pub mod crypto;
mod error;
pub mod icash;
mod wire;

pub use error::{Error, ErrorKind, Outcome};
