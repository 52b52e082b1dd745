//! LINE Pay's Offline API v4 (Taiwan): payments by the code on the customer's phone, and what follows them.
//!
//! A request takes one path, readable in [`Client`]'s source in one sitting:
//! message → validate → sign → send → judge.

mod client;
mod codes;
mod config;
mod envelope;
mod json;
mod judge;
mod messages;
mod operations;
mod settings;

pub use client::Client;
pub use codes::*;
pub use config::{Config, Device, PRODUCTION, SANDBOX};
pub use json::OPERATIONS;
pub use messages::*;
pub(crate) use settings::SETTINGS;
