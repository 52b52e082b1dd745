//! The OMNI gateway: iPASS and icash Pay, and one payment of unknown outcome for each: searched, then undone.

use super::steps::{Steps, Told};
use super::{Part, Stage, barcode};
use twpos::Error;
use twpos::omni::*;
use twpos_sandbox::Fault;

pub(super) const PART: Part = Part {
    name: "the OMNI gateway",
    walk,
    totals: &[("paid", 229 + 200 + 200), ("refunded", 200), ("cancelled", 200)],
};

fn walk(stage: &Stage<'_>, steps: &mut Steps) -> Result<(), Error> {
    let till = Client::from_config_file(stage.sandbox.config_path())?;
    let mut walk = Walk { till, steps };
    walk.ipass_payment();
    walk.ipass_unknown();
    walk.icash_unknown();
    Ok(())
}

struct Walk<'a> {
    till: Client,
    steps: &'a mut Steps,
}

impl Walk<'_> {
    fn ipass_payment(&mut self) {
        let sale = self.ipass_sale("PA", "00000181234567", 229);
        let pay = || self.till.ipass_pay(&sale);
        self.steps
            .step("iPASS: pay NT$ 229", &sale.order_number, "approved", pay, |paid| {
                approved(&paid.return_code, &paid.return_msg)
            });
    }

    /// Search, and give back what was taken.
    fn ipass_unknown(&mut self) {
        let sale = self.ipass_sale("PB", &barcode(Fault::ResetAfterCommit), 200);
        let (till, order) = (&self.till, &sale.order_number);
        let told = |paid: &IpassPayResponse| approved(&paid.return_code, &paid.return_msg);
        let pay = || till.ipass_pay(&sale);
        self.steps
            .step("iPASS: pay NT$ 200: a broken connection", order, "unknown", pay, told);

        let search = IpassSearchRequest {
            order_number: order.clone(),
            ..Default::default()
        };
        let search = || till.ipass_search(&search);
        let found = self.steps.step("iPASS: search it", order, "answered", search, |found| {
            answered(&found.return_code, &found.return_msg)
        });

        let transaction = found.and_then(|found| found.original_transaction_id);
        let refund = IpassRefundRequest {
            transaction_id: transaction.unwrap_or_default(),
            amount: Some(200),
            ..Default::default()
        };
        let refund = || till.ipass_refund(&refund);
        self.steps
            .step("iPASS: refund it", order, "approved", refund, |refund| {
                approved(&refund.return_code, &refund.return_msg)
            });
    }

    /// Search, and cancel.
    fn icash_unknown(&mut self) {
        let trade = self.steps.reference("CA");
        let sale = IcashPayRequest {
            merchant_trade_no: trade.clone(),
            store_name: "見晴".to_owned(),
            total_amount: 200,
            item_amt: 200,
            barcode: barcode(Fault::Http502),
            ..Default::default()
        };
        let till = &self.till;
        let pay = || till.icash_pay(&sale);
        self.steps.step(
            "icash by OMNI: pay NT$ 200: a gateway error",
            &trade,
            "unknown",
            pay,
            |paid| approved(&paid.rtn_code, &paid.rtn_msg),
        );

        let search = IcashSearchRequest {
            merchant_trade_no: trade.clone(),
            ..Default::default()
        };
        let search = || till.icash_search(&search);
        self.steps
            .step("icash by OMNI: search it", &trade, "answered", search, |found| {
                answered(&found.rtn_code, &format!("TradeStatus {}", found.enc_data.trade_status))
            });

        let cancel = IcashCancelRequest {
            merchant_trade_no: trade.clone(),
            ..Default::default()
        };
        let cancel = || till.icash_cancel(&cancel);
        self.steps
            .step("icash by OMNI: cancel it", &trade, "approved", cancel, |cancelled| {
                approved(&cancelled.rtn_code, &cancelled.rtn_msg)
            });
    }

    fn ipass_sale(&self, letter: &str, trade_code: &str, amount: i64) -> IpassPayRequest {
        IpassPayRequest {
            trade_code: trade_code.to_owned(),
            amount,
            order_number: self.steps.reference(letter),
            store_id: "217477".to_owned(),
            terminal_id: "01".to_owned(),
            ..Default::default()
        }
    }
}

fn approved(code: &str, text: &str) -> Told {
    ("approved".to_owned(), format!("{code} {text}"))
}

fn answered(code: &str, text: &str) -> Told {
    ("answered".to_owned(), format!("{code} {text}"))
}
