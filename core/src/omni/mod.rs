//! The OMNI gateway: iPASS offline payments (document 002) and icash Pay by barcode (document 001).
//!
//! A request takes one path, readable in [`Client`]'s source in one sitting:
//! message → validate → token → send → judge.

mod client;
mod codes;
mod config;
mod envelope;
#[cfg(fuzzing)]
pub mod fuzzing;
mod json;
mod judge;
mod messages;
mod operations;
mod settings;
mod tables;
mod token;
mod token_cache;

pub use client::Client;
pub use codes::*;
pub use config::{Authorization, Config, IcashMerchant, IpassMerchant, OwnParameters, Parameters};
pub use json::OPERATIONS;
pub use messages::*;
pub(crate) use settings::SETTINGS;
