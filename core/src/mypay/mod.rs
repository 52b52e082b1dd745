//! MYPAY LINK (document 003): orders paid on its page, queries, refunds, payments by the code on the
//! customer's phone, and the notifications it sends.
//!
//! A request takes one path, readable in [`Client`]'s source in one sitting:
//! message → validate → seal → post → judge. Replies are plain JSON, neither encrypted nor signed: TLS is
//! all that makes them MYPAY's (see `judge.rs`).
//!
//! **Pending is not paid.** [`Client::scan_pay`] and [`Client::refund_order`] return a response also while
//! MYPAY still works on it, because only that response has the `uid` and `key` to ask again with. Their
//! first fields, [`approved`](ScanPayResponse::approved) and [`refunded`](RefundOrderResponse::refunded),
//! are the only ones to hand out goods or money on.

mod client;
mod codes;
mod config;
mod envelope;
mod form;
mod json;
mod judge;
mod lenient;
mod messages;
mod money;
mod notification;
mod operations;
mod reply;
mod reversals;
mod rules;
mod settings;
mod twins;

pub use client::{Client, KeyChoice};
pub use codes::*;
pub use config::{Config, Credentials, Mode, PRODUCTION, TEST};
pub use envelope::{Sealed, decrypt, encrypt};
pub use json::OPERATIONS;
pub use messages::*;
pub use notification::{NOTIFICATION_ANSWER, parse_notification};
pub(crate) use settings::SETTINGS;
