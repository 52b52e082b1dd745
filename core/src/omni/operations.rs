//! What each operation adds to its message: path, defaults, limits, and what success looks like.

use super::envelope::Wallet;
use super::judge::{Echo, Expectation};
use super::messages::*;
use super::tables;
use crate::error::Error;
use crate::fields::Fields;
use crate::taipei;
use crate::uuid::uuid;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How a request travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Post,
    Get,
}

/// A request that the gateway understands.
pub(super) trait Operation: Clone + Serialize + Fields {
    type Response: DeserializeOwned;
    /// The name used everywhere, for logs.
    const NAME: &'static str;
    /// Path below the base URL ("Resource").
    const PATH: &'static str;
    const METHOD: Method = Method::Post;
    /// The wallet behind it.
    const WALLET: Wallet;
    /// What the log says of its success.
    const DONE: &'static str = "approved";
    /// Whether it may go out once more with a new token after a 401: it moves no money, or bears an order number
    /// that is good for one payment or one cancel.
    const AGAIN_AFTER_401: bool = true;

    /// Fills what the caller may leave out.
    fn fill_defaults(&mut self) -> Result<(), Error>;
    /// The codes that are scanned, by name, to be freed of what the scanner added.
    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        Vec::new()
    }
    /// Checks what holds between fields; what one field may hold is in its row. The error names the field.
    fn validate(&self) -> Result<(), Error> {
        Ok(())
    }
    /// What an approving reply must echo.
    fn expectation(&self) -> Expectation<'_>;
}

fn fill_req_id(req_id: &mut Option<String>) -> Result<(), Error> {
    if req_id.is_none() {
        *req_id = Some(uuid()?);
    }
    Ok(())
}

/// Document 002 prints a blank in front of its times.
fn trim(time: &mut Option<String>) {
    if let Some(time) = time {
        *time = time.trim().to_owned();
    }
}

impl Operation for IpassPayRequest {
    type Response = IpassPayResponse;
    const NAME: &'static str = "omni.ipass_pay";
    const PATH: &'static str = "/v1/payment/ipass/offline/pay";
    const WALLET: Wallet = Wallet::Ipass;

    fn fill_defaults(&mut self) -> Result<(), Error> {
        self.capture.get_or_insert(true);
        trim(&mut self.pos_date_time);
        trim(&mut self.trade_date_time);
        fill_req_id(&mut self.req_id)
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        vec![("trade_code", &mut self.trade_code)]
    }

    fn validate(&self) -> Result<(), Error> {
        match self.capture {
            Some(false) => Err(Error::field("capture", "must be true: collecting later is not offered")),
            _ => Ok(()),
        }
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            order: Some(&self.order_number),
            transaction: None,
            req_id: self.req_id.as_deref(),
            amount: Some(self.amount),
            charges: true,
            echo: Echo::Order,
            table: Some(tables::IPASS_PAY),
            done: Some("transaction_id"),
            needs: None,
        }
    }
}

impl Operation for IpassSearchRequest {
    type Response = IpassSearchResponse;
    const NAME: &'static str = "omni.ipass_search";
    const PATH: &'static str = "/v1/payment/ipass/offline/search";
    const DONE: &'static str = "answered";
    const WALLET: Wallet = Wallet::Ipass;

    fn fill_defaults(&mut self) -> Result<(), Error> {
        fill_req_id(&mut self.req_id)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            order: Some(&self.order_number),
            transaction: None,
            req_id: self.req_id.as_deref(),
            amount: None,
            charges: false,
            echo: Echo::OrderOrReqId,
            table: None,
            done: None,
            needs: Some("pay_status"),
        }
    }
}

impl Operation for IpassRefundRequest {
    type Response = IpassRefundResponse;
    const NAME: &'static str = "omni.ipass_refund";
    const PATH: &'static str = "/v1/payment/ipass/offline/refund";
    const WALLET: Wallet = Wallet::Ipass;
    const AGAIN_AFTER_401: bool = false;

    fn fill_defaults(&mut self) -> Result<(), Error> {
        fill_req_id(&mut self.req_id)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            order: None,
            transaction: Some(&self.transaction_id),
            req_id: self.req_id.as_deref(),
            amount: self.amount,
            charges: false,
            echo: Echo::OrderOrReqId,
            table: Some(tables::IPASS_REFUND),
            done: Some("cancel_transaction_id"),
            needs: Some("cancel_transaction_id"),
        }
    }
}

impl Operation for IcashPayRequest {
    type Response = IcashPayResponse;
    const NAME: &'static str = "omni.icash_pay";
    const PATH: &'static str = "/v1/payment/integrate/pay";
    const WALLET: Wallet = Wallet::Icash;

    fn fill_defaults(&mut self) -> Result<(), Error> {
        trim(&mut self.merchant_trade_date);
        self.merchant_trade_date.get_or_insert_with(taipei::now);
        Ok(())
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        vec![("Barcode", &mut self.barcode)]
    }

    fn validate(&self) -> Result<(), Error> {
        match self.total_amount == self.item_amt + self.utility_amt + self.comm_amt {
            true => Ok(()),
            false => Err(Error::field(
                "TotalAmount",
                "must be the sum of ItemAmt, UtilityAmt and CommAmt",
            )),
        }
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            order: Some(&self.merchant_trade_no),
            transaction: None,
            req_id: None,
            amount: Some(self.total_amount),
            charges: true,
            echo: Echo::Order,
            table: Some(tables::ICASH_PAY),
            done: None,
            needs: None,
        }
    }
}

impl Operation for IcashSearchRequest {
    type Response = IcashSearchResponse;
    const NAME: &'static str = "omni.icash_search";
    const PATH: &'static str = "/v1/payment/integrate/search";
    const DONE: &'static str = "answered";
    const METHOD: Method = Method::Get;
    const WALLET: Wallet = Wallet::Icash;

    fn fill_defaults(&mut self) -> Result<(), Error> {
        Ok(())
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            order: Some(&self.merchant_trade_no),
            transaction: None,
            req_id: None,
            amount: None,
            charges: false,
            echo: Echo::Order,
            table: None,
            done: None,
            needs: Some("TradeStatus"),
        }
    }
}

impl Operation for IcashCancelRequest {
    type Response = IcashCancelResponse;
    const NAME: &'static str = "omni.icash_cancel";
    const PATH: &'static str = "/v1/payment/integrate/cancel";
    const WALLET: Wallet = Wallet::Icash;

    fn fill_defaults(&mut self) -> Result<(), Error> {
        trim(&mut self.merchant_trade_date);
        self.merchant_trade_date.get_or_insert_with(taipei::now);
        Ok(())
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            order: Some(&self.merchant_trade_no),
            transaction: None,
            req_id: None,
            amount: None,
            charges: false,
            echo: Echo::None,
            table: Some(tables::ICASH_CANCEL),
            done: None,
            needs: None,
        }
    }
}
