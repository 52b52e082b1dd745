//! The messages of the OMNI gateway, field by field in the order of the vendor's tables.
//!
//! A request holds the rows of the table "Request Body Parameters - Request". What surrounds them
//! (`type`, `store_id`, `is_test`) and whose parameters pay (`merchantid`, `key` and `iv`, or `PlatformID`
//! and `MerchantID`) is the client's [`Config`](super::Config), so that the two modes cannot be mixed.

mod icash;
mod ipass;

pub use icash::*;
pub use ipass::*;

use crate::{wallets, wire};

/// The fields that name a request's transaction, the preferred first. No error loses it.
pub(crate) const REFERENCES: &[&str] = &["order_number", "MerchantTradeNo", "transaction_id"];

/// The wallets whose codes the gateway takes: `Barcode` icash Pay's, `trade_code` TWQR's. (Document 002 request
/// trade_code.)
pub(crate) const WALLETS: &[wallets::Kind] = &[wallets::Kind::IcashPay, wallets::Kind::Twqr];

/// What no text form of a message shows, and no error: the barcode, which pays for whoever holds it, and who the
/// customer is.
pub(in crate::omni) const NEVER_LOGGED: &[&str] = &[
    "trade_code",
    "Barcode",
    "electronic_invoice_carrier",
    "MMemberID",
    "MobileInvoiceCarry",
    "MaskedPan",
    "VToken",
];

wire::hide_in_debug!(
    NEVER_LOGGED:
    IcashPayRequest,
    IcashPayResponse,
    IcashPayment,
    IcashSearchRequest,
    IcashSearchResponse,
    IcashTrade,
    IcashCancelRequest,
    IcashCancelResponse,
    IcashCancelled,
    IpassPayRequest,
    IpassPayResponse,
    IpassSearchRequest,
    IpassSearchResponse,
    IpassRefundRequest,
    IpassRefundResponse,
);
