//! The messages of LINE Pay's Offline API v4, field by field in the order of the vendor's tables.

mod payment;
mod query;
mod refund;

pub use payment::*;
pub use query::*;
pub use refund::*;

use crate::{wallets, wire};

/// The fields that name a request's transaction, the preferred first. No error loses it.
pub(crate) const REFERENCES: &[&str] = &["orderId", "transactionId"];

/// The wallets whose codes `oneTimeKey` takes. (LINE Pay, Offline API v4, "Pay".)
pub(crate) const WALLETS: &[wallets::Kind] = &[wallets::Kind::LinePay];

/// What no text form of a message shows, and no error: the code, which pays for whoever holds it, and who the
/// customer is and what is left to them.
pub(in crate::linepay) const NEVER_LOGGED: &[&str] = &["oneTimeKey", "cardId", "balance"];

wire::hide_in_debug!(
    NEVER_LOGGED:
    PayRequest,
    PayResponse,
    Payment,
    AffiliateCard,
    CaptureResponse,
    VoidResponse,
    RefundResponse,
    RefundDone,
    CheckResponse,
    CheckedPayment,
    DetailsResponse,
    Transaction,
    RefundEntry,
    AuthorizationsResponse,
    Authorization,
);
