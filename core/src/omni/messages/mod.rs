//! The messages of the OMNI gateway, field by field in the order of the vendor's tables.
//!
//! A request holds the rows of the table "Request Body Parameters - Request". What surrounds them
//! (`type`, `store_id`, `is_test`) and whose parameters pay (`merchantid`, `key` and `iv`, or `PlatformID`
//! and `MerchantID`) is the client's [`Config`](super::Config), so that the two modes cannot be mixed.

mod icash;
mod ipass;

pub use icash::*;
pub use ipass::*;

use crate::wire;
use std::fmt;

/// A barcode pays for whoever holds it, so no message prints it.
const NEVER_LOGGED: &[&str] = &["trade_code", "Barcode"];

macro_rules! debug_without_barcode {
    ($($message:ident),*) => {$(
        impl fmt::Debug for $message {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                wire::debug_without(self, stringify!($message), NEVER_LOGGED, f)
            }
        }
    )*};
}
debug_without_barcode!(IpassPayRequest, IcashPayRequest);
