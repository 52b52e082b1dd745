//! The messages of MYPAY LINK, field by field in the order of the vendor's tables.
//!
//! Each field's doc ends with the table that has its row, by the document's own name for it. Fields that
//! are "not sent" are this library's own. In requests, unset fields are left out. In replies, a text that
//! did not come is empty, and numbers may have come as text or text as numbers.

mod instructions;
mod notification;
mod order;
mod parts;
mod query;
mod query_parts;
mod refund;
mod scan;

pub use instructions::*;
pub use notification::*;
pub use order::*;
pub use parts::*;
pub use query::*;
pub use query_parts::*;
pub use refund::*;
pub use scan::*;

use crate::{wallets, wire};

/// The fields that name a request's transaction, the preferred first. No error loses it.
pub(crate) const REFERENCES: &[&str] = &["order_id", "uid"];

/// The wallets whose codes `scanned_code` takes. It takes others too, whose shapes nobody publishes. (Document 003, appendix 1:
/// LINEPAYOFF, JKOOFF.)
pub(crate) const WALLETS: &[wallets::Kind] = &[wallets::Kind::LinePay, wallets::Kind::Jkopay];

/// What no text form of a message shows, and no error: the order's secret, the scanned code, what pays or is won by
/// whoever holds it, and who the customer is.
pub(in crate::mypay) const NEVER_LOGGED: &[&str] = &[
    "key",
    "scanned_code",
    "data_json",
    "user_id",
    "user_name",
    "user_real_name",
    "user_english_name",
    "user_zipcode",
    "user_address",
    "user_sn",
    "user_phone",
    "user_cellphone",
    "user_email",
    "user_birthday",
    "ip",
    "cardno",
    "invoice_tax_id",
    "invoice_mobile_code",
    "invoice_natural_person",
    "invoice_m_post_zone",
    "invoice_m_address",
    "invoice_b2b_title",
    "invoice_b2b_id",
    "invoice_b2b_post_zone",
    "invoice_b2b_address",
    "invoice_buyer_ban",
    "invoice_rand_code",
    "invoice_left_qrcode",
    "invoice_middle_barcode",
    "invoice_right_qrcode",
    "serial_number",
    "result_content",
    "PinCode",
    "BarCode1",
    "BarCode2",
    "BarCode3",
];

wire::hide_in_debug!(
    NEVER_LOGGED:
    VirtualAccount,
    Ibon,
    FamiPort,
    LifeEt,
    StoreBarcode,
    Notification,
    ExpectedOrder,
    CreateOrderRequest,
    CreateOrderResponse,
    PaidVoucher,
    FreeVoucher,
    VoucherRef,
    QueryOrderRequest,
    QueryOrderResponse,
    RefundInfo,
    CancelInfo,
    InvoiceAllowance,
    RefundOrderRequest,
    RefundOrderResponse,
    RefundRow,
    ScanPayRequest,
    ScanPayResponse,
);

impl From<&CreateOrderResponse> for ExpectedOrder {
    /// What the reply to an order says about its notifications; add `order_id` and `cost` yourself.
    fn from(order: &CreateOrderResponse) -> Self {
        ExpectedOrder {
            uid: order.uid.clone(),
            key: order.key.clone(),
            ..Default::default()
        }
    }
}

impl From<&ScanPayResponse> for ExpectedOrder {
    /// What the reply to a scanned payment says about its notifications.
    fn from(scan: &ScanPayResponse) -> Self {
        ExpectedOrder {
            uid: scan.uid.clone(),
            key: scan.key.clone(),
            ..Default::default()
        }
    }
}
