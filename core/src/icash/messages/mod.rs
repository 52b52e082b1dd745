//! The messages of icash Pay SET, field by field in the order of the vendor's tables.
//!
//! Requests may leave out what is optional. `String` fields that the table marks required but that
//! may not apply are sent present and empty; `Option` fields are left out unless noted otherwise.

mod payment;
mod top_up;

pub use payment::*;
pub use top_up::*;

use crate::wire;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One promotion of `ItemList` (ICPOS001 request 28, ICPOS004 request 12).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct Item {
    /// `ItemName`: the promotion's code. At most 20 characters. (ICPOS001 request 28.)
    pub item_name: String,
    /// `Quantity`: how many times it applies, as decimal text. At most 20 characters. (ICPOS001 request 28.)
    pub quantity: String,
    /// `Remark`: free text. At most 1000 characters. (ICPOS001 request 28.)
    pub remark: String,
}

/// One entry of `BonusList` (ICPOS001 reply 14).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Bonus {
    /// `BonusKind`: 1 bank points, 2 OP points. (ICPOS001 reply 14.) See [`BonusKind`](crate::icash::BonusKind).
    #[serde(deserialize_with = "wire::text")]
    pub bonus_kind: String,
    /// `BonusAmt`: what the points paid, in whole New Taiwan dollars; 0 when none. (ICPOS001 reply 14.)
    #[serde(with = "wire::amount_or_empty")]
    pub bonus_amt: Option<i64>,
    /// `DebitPoint`: the points used; 0 when none. (ICPOS001 reply 14.)
    #[serde(with = "wire::amount_or_empty")]
    pub debit_point: Option<i64>,
}

/// A barcode pays for whoever holds it, so no message prints it.
const NEVER_LOGGED: &[&str] = &["BuyerID"];

macro_rules! debug_without_barcode {
    ($($message:ident),*) => {$(
        impl fmt::Debug for $message {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                wire::debug_without(self, stringify!($message), NEVER_LOGGED, f)
            }
        }
    )*};
}
debug_without_barcode!(PayRequest, TopUpRequest, RefundTopUpRequest, CancelTopUpRequest);
