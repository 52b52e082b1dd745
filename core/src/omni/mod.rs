//! The OMNI gateway: iPASS offline payments (document 002) and icash Pay by barcode (document 001).
//!
//! A request takes one path, readable in [`Client`]'s source in one sitting:
//! message → validate → token → send → judge.
//!
//! A program that logs at trace level must switch the module `ureq_proto` off in its logger: at that level
//! it prints every byte inside TLS, the bearer token among them. The `twpos` command does so.

mod client;
mod codes;
mod config;
mod envelope;
mod json;
mod judge;
mod messages;
mod operations;
mod settings;
mod token;

pub use client::Client;
pub use codes::*;
pub use config::{Authorization, Config, IcashMerchant, IpassMerchant, OwnParameters, Parameters};
pub use json::OPERATIONS;
pub use messages::*;
