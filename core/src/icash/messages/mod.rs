//! The messages of icash Pay SET, field by field in the order of the vendor's tables.
//!
//! Requests may leave out what is optional. `String` fields that the table marks required but that
//! may not apply are sent present and empty; `Option` fields are left out unless noted otherwise.

mod payment;
mod top_up;

pub use payment::*;
pub use top_up::*;

use crate::{wallets, wire};
use serde::Serialize;
use twpos_derive::Message;

/// One promotion of `ItemList` (ICPOS001 request 28, ICPOS004 request 12).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct Item {
    /// `ItemName`: the promotion's code. At most 20 characters. (ICPOS001 request 28.)
    #[limit(chars(20))]
    pub item_name: String,
    /// `Quantity`: how many times it applies, as decimal text. At most 20 characters. (ICPOS001 request 28.)
    #[limit(chars(20))]
    pub quantity: String,
    /// `Remark`: free text. At most 1000 characters. (ICPOS001 request 28.)
    #[limit(chars(1000))]
    pub remark: String,
}

/// One entry of `BonusList` (ICPOS001 reply 14).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
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

/// The fields that name a request's transaction, the preferred first. No error loses it.
pub(crate) const REFERENCES: &[&str] = &["OPSeq"];

/// The wallets whose codes `BuyerID` takes. (Document 000, ICPOS001 request 01.)
pub(crate) const WALLETS: &[wallets::Kind] = &[wallets::Kind::IcashPay];

/// What no text form of a message shows, and no error: the barcode, which pays for whoever holds it, and who the
/// customer is. The last four are in no table of document 000, but in icash Pay's replies through the gateway.
pub(in crate::icash) const NEVER_LOGGED: &[&str] = &[
    "BuyerID",
    "Vehicle",
    "VehicleNo",
    "CardID",
    "MMemberID",
    "MobileInvoiceCarry",
    "MaskedPan",
    "VToken",
];

wire::hide_in_debug!(
    NEVER_LOGGED:
    PayRequest,
    PayResponse,
    RefundRequest,
    RefundResponse,
    CancelRequest,
    CancelResponse,
    TopUpRequest,
    TopUpResponse,
    RefundTopUpRequest,
    RefundTopUpResponse,
    CancelTopUpRequest,
    CancelTopUpResponse,
);
