//! What each operation adds to its message: path, defaults, limits, and what success looks like.

use super::envelope::Wallet;
use super::judge::{Echo, Expectation};
use super::messages::*;
use super::tables;
use crate::error::Error;
use crate::fields::Fields;
use crate::limits::{self, CHARGE, PART};
use crate::taipei;
use crate::uuid::uuid;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where the documents print no length.
const ANY_LENGTH: usize = usize::MAX;

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
    /// Checks every limit of the table; the error names the field.
    fn validate(&self) -> Result<(), Error>;
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

fn check_req_id(req_id: &Option<String>) -> Result<(), Error> {
    req_id
        .as_deref()
        .map_or(Ok(()), |req_id| limits::reference("req_id", req_id, 36))
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
        check_req_id(&self.req_id)?;
        limits::required_text("trade_code", &self.trade_code, ANY_LENGTH)?;
        limits::amount("amount", self.amount, CHARGE)?;
        limits::reference("order_number", &self.order_number, 100)?;
        limits::required_text("store_id", &self.store_id, 20)?;
        limits::required_text("terminal_id", &self.terminal_id, 8)?;
        if self.capture == Some(false) {
            return Err(Error::field("capture", "must be true: collecting later is not offered"));
        }
        limits::optional_dashed_time("pos_date_time", &self.pos_date_time)?;
        limits::optional_dashed_time("trade_date_time", &self.trade_date_time)?;
        limits::optional_text("product_desc", &self.product_desc, 4000)?;
        limits::optional_text("remark", &self.remark, 1000)?;
        let non_redeem_amount = self.redeem.as_ref().and_then(|redeem| redeem.non_redeem_amount);
        limits::optional_amount("redeem.non_redeem_amout", non_redeem_amount, PART)
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

    fn validate(&self) -> Result<(), Error> {
        check_req_id(&self.req_id)?;
        limits::reference("order_number", &self.order_number, 100)
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

    fn validate(&self) -> Result<(), Error> {
        check_req_id(&self.req_id)?;
        limits::reference("transaction_id", &self.transaction_id, ANY_LENGTH)?;
        limits::optional_amount("amount", self.amount, CHARGE)
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
        limits::reference("MerchantTradeNo", &self.merchant_trade_no, ANY_LENGTH)?;
        limits::required_text("StoreName", &self.store_name, ANY_LENGTH)?;
        limits::optional_time("MerchantTradeDate", &self.merchant_trade_date)?;
        limits::amount("TotalAmount", self.total_amount, CHARGE)?;
        limits::amount("ItemAmt", self.item_amt, PART)?;
        limits::amount("UtilityAmt", self.utility_amt, PART)?;
        limits::amount("CommAmt", self.comm_amt, PART)?;
        if self.total_amount != self.item_amt + self.utility_amt + self.comm_amt {
            return Err(Error::field(
                "TotalAmount",
                "must be the sum of ItemAmt, UtilityAmt and CommAmt",
            ));
        }
        limits::optional_amount("NonRedeemAmt", self.non_redeem_amt, PART)?;
        limits::amount("ItemNonRedeemAmt", self.item_non_redeem_amt, PART)?;
        limits::amount("UtilityNonRedeemAmt", self.utility_non_redeem_amt, PART)?;
        limits::amount("CommNonRedeemAmt", self.comm_non_redeem_amt, PART)?;
        limits::amount("NonPointAmt", self.non_point_amt, PART)?;
        limits::required_text("Barcode", &self.barcode, ANY_LENGTH)
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

    fn validate(&self) -> Result<(), Error> {
        limits::reference("MerchantTradeNo", &self.merchant_trade_no, ANY_LENGTH)
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

    fn validate(&self) -> Result<(), Error> {
        limits::reference("MerchantTradeNo", &self.merchant_trade_no, ANY_LENGTH)?;
        limits::optional_time("MerchantTradeDate", &self.merchant_trade_date)
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
