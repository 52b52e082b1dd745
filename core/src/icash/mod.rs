//! icash Pay SET (document 000, version 2.1.0): pay, refund, cancel, top-up, and their keys.
//!
//! A request takes one path: message → validate → seal → post → open → judge.

mod codes;
mod credential;
mod envelope;

pub use codes::*;
pub use credential::{AesCredential, Credentials};
pub use envelope::{Opened, Sealed};
