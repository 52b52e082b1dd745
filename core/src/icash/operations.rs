//! What each operation adds to its message: path, defaults, limits, and what success looks like.

use super::judge::{Amount, Expectation, Proof};
use super::messages::*;
use super::tables;
use crate::error::Error;
use crate::fields::Fields;
use crate::limits::{self, CHARGE, PART};
use crate::taipei;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request that icash Pay understands.
pub(super) trait Operation: Clone + Serialize + Fields {
    type Response: DeserializeOwned;
    /// The name used everywhere, for logs.
    const NAME: &'static str;
    /// Path below the base URL (document 000, "介接路徑").
    const PATH: &'static str;

    /// Fills what the caller may leave out.
    fn fill_defaults(&mut self, corp_id: &str);
    /// The codes that are scanned, by name, to be freed of what the scanner added.
    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        Vec::new()
    }
    /// Checks every limit of the table; the error names the field.
    fn validate(&self) -> Result<(), Error>;
    /// What an approving reply must echo.
    fn expectation(&self) -> Expectation<'_>;
}

fn fill(field: &mut Option<String>, default: impl FnOnce() -> String) {
    field.get_or_insert_with(default);
}

fn check_store(store_id: &str, store_name: &str, pos_no: &str) -> Result<(), Error> {
    limits::required_text("StoreId", store_id, 20)?;
    limits::required_text("StoreName", store_name, 100)?;
    // Every table's row PosNo: 機號(2位)，左補0.
    let two_digits = pos_no.len() == 2 && pos_no.bytes().all(|byte| byte.is_ascii_digit());
    match pos_no.trim().is_empty() {
        true => Err(Error::field("PosNo", "is required")),
        false if !two_digits => Err(Error::field(
            "PosNo",
            "must be the till's number of two digits, such as 01",
        )),
        false => Ok(()),
    }
}

/// One digit is the till's number without its 0.
fn pad(pos_no: &mut String) {
    if matches!(pos_no.as_bytes(), [b'0'..=b'9']) {
        pos_no.insert(0, '0');
    }
}

/// Left out it is the client's; given, it must say something.
fn check_corp_id(corp_id: &Option<String>) -> Result<(), Error> {
    limits::required_text("CorpID", corp_id.as_deref().unwrap_or_default(), 8)
}

fn check_items(items: &[Item]) -> Result<(), Error> {
    limits::list_length("ItemList", items.len(), 61)?;
    for (index, item) in items.iter().enumerate() {
        limits::text(&format!("ItemList[{index}].ItemName"), &item.item_name, 20)?;
        limits::text(&format!("ItemList[{index}].Quantity"), &item.quantity, 20)?;
        limits::text(&format!("ItemList[{index}].Remark"), &item.remark, 1000)?;
    }
    Ok(())
}

impl Operation for PayRequest {
    type Response = PayResponse;
    const NAME: &'static str = "icash.pay";
    const PATH: &'static str = "/api/V2/Payment/POS/SETPay";

    fn fill_defaults(&mut self, corp_id: &str) {
        pad(&mut self.pos_no);
        fill(&mut self.pay_type, || "Token".to_owned());
        if self.bonus_type.is_empty() {
            self.bonus_type = "None".to_owned();
        }
        fill(&mut self.ccy, || "TWD".to_owned());
        fill(&mut self.op_time, taipei::now);
        fill(&mut self.corp_id, || corp_id.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        let mut codes = vec![("BuyerID", &mut self.buyer_id)];
        codes.extend(self.vehicle.as_mut().map(|vehicle| ("Vehicle", vehicle)));
        codes.extend(self.donate.as_mut().map(|donate| ("Donate", donate)));
        codes
    }

    fn validate(&self) -> Result<(), Error> {
        limits::required_one_of("PayType", self.pay_type.as_deref().unwrap_or_default(), &["Token"])?;
        limits::required_text("BuyerID", &self.buyer_id, 1024)?;
        limits::required_one_of("Ccy", self.ccy.as_deref().unwrap_or_default(), &["TWD"])?;
        limits::amount("TxAmt", self.tx_amt, CHARGE)?;
        limits::optional_amount("NonRedeemAmt", self.non_redeem_amt, PART)?;
        limits::optional_amount("NonPointAmt", self.non_point_amt, PART)?;
        check_store(&self.store_id, &self.store_name, &self.pos_no)?;
        limits::reference("OPSeq", &self.op_seq, 50)?;
        limits::optional_time("OPTime", &self.op_time)?;
        limits::optional_text("ReceiptNo", &self.receipt_no, 10)?;
        limits::optional_text("ReceiptReriod", &self.receipt_period, 7)?;
        limits::text("TaxID", &self.tax_id, 8)?;
        check_corp_id(&self.corp_id)?;
        limits::optional_text("Vehicle", &self.vehicle, 17)?;
        limits::optional_text("Donate", &self.donate, 8)?;
        limits::optional_amount("ItemAmt", self.item_amt, PART)?;
        limits::optional_amount("UtilityAmt", self.utility_amt, PART)?;
        limits::optional_amount("CommAmt", self.comm_amt, PART)?;
        limits::optional_amount("ExceptAmt1", self.except_amt1, PART)?;
        limits::optional_amount("ExceptAmt2", self.except_amt2, PART)?;
        limits::required_one_of("BonusType", &self.bonus_type, &["None", "ByWallet"])?;
        let categories = ["NotBonusStore", "TobaccoInclude", "DHL", "UtilityInclude"];
        limits::optional_one_of("BonusCategory", &self.bonus_category, &categories)?;
        if self
            .bonus_category
            .as_deref()
            .is_some_and(|category| !category.is_empty())
            && self.bonus_type != "None"
        {
            return Err(Error::field("BonusCategory", "is allowed only with BonusType None"));
        }
        limits::optional_text("BonusID", &self.bonus_id, 3)?;
        limits::text("PaymentNo", &self.payment_no, 3)?;
        limits::text("Remark", &self.remark, 1000)?;
        check_items(&self.item_list)?;
        limits::text("ReceiptPrint", &self.receipt_print, 1)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            op_seq: &self.op_seq,
            op_refund_seq: None,
            proof: Proof::ServiceResultAndOpSeq,
            table: tables::PAY,
            amount: self.tx_amt,
            amounts: &[Amount::Echo("TxAmt")],
        }
    }
}

impl Operation for RefundRequest {
    type Response = RefundResponse;
    const NAME: &'static str = "icash.refund";
    const PATH: &'static str = "/api/V2/Payment/POS/SETPayRefund";

    fn fill_defaults(&mut self, corp_id: &str) {
        pad(&mut self.pos_no);
        fill(&mut self.op_refund_time, taipei::now);
        fill(&mut self.corp_id, || corp_id.to_owned());
    }

    fn validate(&self) -> Result<(), Error> {
        limits::reference("OPSeq", &self.op_seq, 50)?;
        limits::reference("BankSeq", &self.bank_seq, 20)?;
        limits::amount("TxAmt", self.tx_amt, CHARGE)?;
        limits::reference("OPRefundSeq", &self.op_refund_seq, 50)?;
        limits::optional_time("OPRefundTime", &self.op_refund_time)?;
        check_store(&self.store_id, &self.store_name, &self.pos_no)?;
        check_corp_id(&self.corp_id)?;
        limits::text("Remark", &self.remark, 1000)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            op_seq: &self.op_seq,
            op_refund_seq: Some(&self.op_refund_seq),
            proof: Proof::ServiceResult,
            table: tables::REFUND,
            amount: self.tx_amt,
            amounts: &[Amount::EchoIfThere("WalletTxAmt")],
        }
    }
}

impl Operation for CancelRequest {
    type Response = CancelResponse;
    const NAME: &'static str = "icash.cancel";
    const PATH: &'static str = "/api/V2/Payment/POS/SETPayCancel";

    fn fill_defaults(&mut self, corp_id: &str) {
        fill(&mut self.corp_id, || corp_id.to_owned());
    }

    fn validate(&self) -> Result<(), Error> {
        limits::reference("OPSeq", &self.op_seq, 50)?;
        check_corp_id(&self.corp_id)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            op_seq: &self.op_seq,
            op_refund_seq: None,
            proof: Proof::OpSeqAlone,
            table: tables::CANCEL,
            amount: 0,
            amounts: &[],
        }
    }
}

impl Operation for TopUpRequest {
    type Response = TopUpResponse;
    const NAME: &'static str = "icash.top_up";
    const PATH: &'static str = "/api/V2/Payment/POS/SETTopUp";

    fn fill_defaults(&mut self, corp_id: &str) {
        pad(&mut self.pos_no);
        fill(&mut self.ccy, || "TWD".to_owned());
        fill(&mut self.op_time, taipei::now);
        fill(&mut self.corp_id, || corp_id.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        vec![("BuyerID", &mut self.buyer_id)]
    }

    fn validate(&self) -> Result<(), Error> {
        limits::required_text("BuyerID", &self.buyer_id, 1024)?;
        limits::required_one_of("Ccy", self.ccy.as_deref().unwrap_or_default(), &["TWD"])?;
        limits::amount("TopUpAmt", self.top_up_amt, CHARGE)?;
        check_store(&self.store_id, &self.store_name, &self.pos_no)?;
        limits::reference("OPSeq", &self.op_seq, 50)?;
        limits::optional_time("OPTime", &self.op_time)?;
        check_corp_id(&self.corp_id)?;
        limits::text("PaymentNo", &self.payment_no, 3)?;
        limits::text("Remark", &self.remark, 1000)?;
        check_items(&self.item_list)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            op_seq: &self.op_seq,
            op_refund_seq: None,
            proof: Proof::ServiceResultAndOpSeq,
            table: tables::TOP_UP,
            amount: self.top_up_amt,
            amounts: &[Amount::Echo("TopUpAmt")],
        }
    }
}

impl Operation for RefundTopUpRequest {
    type Response = RefundTopUpResponse;
    const NAME: &'static str = "icash.refund_top_up";
    const PATH: &'static str = "/api/V2/Payment/POS/SETTopUpRefund";

    fn fill_defaults(&mut self, corp_id: &str) {
        pad(&mut self.pos_no);
        fill(&mut self.op_refund_time, taipei::now);
        fill(&mut self.corp_id, || corp_id.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        vec![("BuyerID", &mut self.buyer_id)]
    }

    fn validate(&self) -> Result<(), Error> {
        limits::required_text("BuyerID", &self.buyer_id, 1024)?;
        limits::reference("OPSeq", &self.op_seq, 50)?;
        limits::reference("BankSeq", &self.bank_seq, 20)?;
        limits::amount("TopUpAmt", self.top_up_amt, CHARGE)?;
        limits::reference("OPRefundSeq", &self.op_refund_seq, 50)?;
        limits::optional_time("OPRefundTime", &self.op_refund_time)?;
        check_store(&self.store_id, &self.store_name, &self.pos_no)?;
        check_corp_id(&self.corp_id)?;
        limits::text("Remark", &self.remark, 1000)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            op_seq: &self.op_seq,
            op_refund_seq: Some(&self.op_refund_seq),
            proof: Proof::ServiceResult,
            table: tables::REFUND_TOP_UP,
            amount: self.top_up_amt,
            amounts: &[
                Amount::Echo("TopUpAmt"),
                Amount::EchoIfThere("WalletTxAmt"),
                Amount::EchoOrBalance {
                    before: "OriginalAmt",
                    after: "CurrentAmt",
                },
            ],
        }
    }
}

impl Operation for CancelTopUpRequest {
    type Response = CancelTopUpResponse;
    const NAME: &'static str = "icash.cancel_top_up";
    const PATH: &'static str = "/api/V2/Payment/POS/SETTopUpCancel";

    fn fill_defaults(&mut self, corp_id: &str) {
        fill(&mut self.corp_id, || corp_id.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        vec![("BuyerID", &mut self.buyer_id)]
    }

    fn validate(&self) -> Result<(), Error> {
        limits::required_text("BuyerID", &self.buyer_id, 1024)?;
        limits::reference("OPSeq", &self.op_seq, 50)?;
        check_corp_id(&self.corp_id)
    }

    fn expectation(&self) -> Expectation<'_> {
        Expectation {
            op_seq: &self.op_seq,
            op_refund_seq: None,
            proof: Proof::OpSeqAlone,
            table: tables::CANCEL,
            amount: 0,
            amounts: &[],
        }
    }
}
