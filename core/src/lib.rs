//! Wallet payments for tills in Taiwan.
//!
//! ```no_run
//! use twpos::{Outcome, icash};
//!
//! let till = icash::Client::from_config_file("till.toml")?;
//! let sale = icash::PayRequest {
//!     buyer_id: "IC0123456789ABCDEF".into(),
//!     tx_amt: 36,
//!     op_seq: "SHOP1-20261121-0001".into(),
//!     store_id: "217477".into(),
//!     store_name: "見晴".into(),
//!     pos_no: "01".into(),
//!     ..Default::default()
//! };
//! match till.pay(&sale) {
//!     Ok(paid) => println!("paid, icash number {}", paid.bank_seq),
//!     Err(error) if error.outcome == Outcome::Unknown => {
//!         let cancel = icash::CancelRequest { op_seq: sale.op_seq.clone(), ..Default::default() };
//!         till.cancel(&cancel)?;
//!     }
//!     Err(error) => println!("not charged: {error}"),
//! }
//! # Ok::<(), twpos::Error>(())
//! ```
#![forbid(unsafe_code)]

mod barcode;
#[doc(hidden)]
pub mod bridge;
mod call;
mod codes;
mod config;
pub mod crypto;
mod encoding;
mod error;
mod fields;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod icash;
mod json;
mod limits;
pub mod linepay;
pub mod mypay;
pub mod omni;
mod process;
mod providers;
mod references;
mod reply;
mod scan;
mod setting_names;
mod sync;
mod taipei;
mod text;
pub mod text_file;
mod transport;
mod uuid;
mod wallets;
mod wire;

pub use config::configured_providers;
pub use error::{Error, ErrorKind, Outcome};
pub use json::value_from_json;
pub use providers::{AnyClient, PROVIDERS};
pub use references::reference_in;
pub use text::{may_be_a_name, printable};
pub use transport::{HostProbe, HttpConfig, Roots, Route, probe_host};
pub use wallets::{Wallet, wallets_of};
pub use wire::whole_number;

/// The examples of both README files, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.zh-TW.md")]
struct Readme;
