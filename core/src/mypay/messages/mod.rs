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

use crate::wire;
use std::fmt;

/// What no log may show: the order's secret, the scanned code, and who the customer is.
const NEVER_LOGGED: &[&str] = &[
    "key",
    "scanned_code",
    "data_json",
    "user_name",
    "user_real_name",
    "user_english_name",
    "user_address",
    "user_sn",
    "user_phone",
    "user_cellphone",
    "user_email",
    "user_birthday",
    "invoice_mobile_code",
    "invoice_natural_person",
    "invoice_m_address",
    "invoice_b2b_address",
];

macro_rules! debug_without_secrets {
    ($($message:ident),*) => {$(
        impl fmt::Debug for $message {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                wire::debug_without(self, stringify!($message), NEVER_LOGGED, f)
            }
        }
    )*};
}
debug_without_secrets!(
    CreateOrderRequest,
    CreateOrderResponse,
    QueryOrderRequest,
    QueryOrderResponse,
    RefundOrderRequest,
    RefundOrderResponse,
    RefundRow,
    ScanPayRequest,
    ScanPayResponse,
    Notification,
    ExpectedOrder
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
