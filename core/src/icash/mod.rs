//! icash Pay SET (document 000, version 2.1.0): pay, refund, cancel, top-up, and their keys.
//!
//! A request takes one path, readable in [`Client`]'s source in one sitting:
//! message → validate → seal → post → open → judge.

mod client;
mod codes;
mod config;
mod credential;
mod envelope;
mod json;
mod judge;
#[cfg(feature = "provider-aws-lc")]
mod key_exchange;
mod messages;
mod operations;
mod save;
mod settings;
mod tables;

pub use client::Client;
pub use codes::*;
pub use config::{Config, PRODUCTION, STAGE};
pub use credential::{AesCredential, Credentials};
pub use envelope::{Opened, Sealed};
pub use json::OPERATIONS;
#[cfg(feature = "provider-aws-lc")]
pub use key_exchange::KeyExchange;
#[cfg(all(fuzzing, feature = "provider-aws-lc"))]
pub use key_exchange::fuzzing;
pub use messages::*;
pub(crate) use settings::SETTINGS;
