//! What each operation adds to its message: path, defaults, limits, and what success looks like.

use super::judge::{Amount, Expectation, Proof};
use super::messages::*;
use super::tables;
use crate::error::Error;
use crate::fields::Fields;
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
    /// Checks what holds between fields; what one field may hold is in its row. The error names the field.
    fn validate(&self) -> Result<(), Error> {
        Ok(())
    }
    /// What an approving reply must echo.
    fn expectation(&self) -> Expectation<'_>;
}

fn fill(field: &mut Option<String>, default: impl FnOnce() -> String) {
    field.get_or_insert_with(default);
}

/// One digit is the till's number without its 0.
fn pad(pos_no: &mut String) {
    if matches!(pos_no.as_bytes(), [b'0'..=b'9']) {
        pos_no.insert(0, '0');
    }
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
        let category = self.bonus_category.as_deref().unwrap_or_default();
        match category.is_empty() || self.bonus_type == "None" {
            true => Ok(()),
            false => Err(Error::field("BonusCategory", "is allowed only with BonusType None")),
        }
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
