//! icash Pay: payments, refunds, top-ups, and two payments of unknown outcome that are cancelled.

use super::steps::Steps;
use super::{Part, Stage, barcode};
use std::time::Duration;
use twpos::Error;
use twpos::icash::*;
use twpos_sandbox::Fault;

/// A barcode like those of the icash Pay app.
const CUSTOMER: &str = "IC20261121DEMO0001";

pub(super) const PART: Part = Part {
    name: "icash Pay",
    walk,
    totals: &[
        ("paid", 120 + 80 + 200 + 200),
        ("refunded", 120),
        ("cancelled", 80 + 200 + 200),
        ("topped_up", 500 + 300),
        ("top_up_refunded", 500),
        ("top_up_cancelled", 300),
    ],
};

fn walk(stage: &Stage<'_>, steps: &mut Steps) -> Result<(), Error> {
    let mut config = Config::from_file(stage.sandbox.config_path())?;
    config.http.timeout = Duration::from_secs(10);
    let till = Client::new(config)?;
    let mut walk = Walk { till, steps };
    walk.payment_and_refunds();
    walk.cancelled_payment();
    walk.top_ups();
    walk.decline();
    walk.unknown_outcome("a reply that comes too late", Fault::DelayAfterCommit, "T");
    walk.unknown_outcome("a forged reply", Fault::SignatureForeign, "S");
    Ok(())
}

struct Walk<'a> {
    till: Client,
    steps: &'a mut Steps,
}

impl Walk<'_> {
    fn payment_and_refunds(&mut self) {
        let sale = self.sale("A", CUSTOMER, 120);
        let paid = self.step("pay NT$ 120", &sale.op_seq, "approved", |till| till.pay(&sale));
        let bank_seq = paid.map(|paid| paid.bank_seq).unwrap_or_default();
        let refund = |number: u32, tx_amt: i64| RefundRequest {
            op_seq: sale.op_seq.clone(),
            bank_seq: bank_seq.clone(),
            tx_amt,
            op_refund_seq: format!("{}-R{number}", sale.op_seq),
            store_id: sale.store_id.clone(),
            store_name: sale.store_name.clone(),
            pos_no: sale.pos_no.clone(),
            ..Default::default()
        };
        self.step("refund NT$ 50 of it", &sale.op_seq, "refused", |till| {
            till.refund(&refund(1, 50))
        });
        self.step("refund all of it", &sale.op_seq, "approved", |till| {
            till.refund(&refund(2, 120))
        });
    }

    fn cancelled_payment(&mut self) {
        let sale = self.sale("B", CUSTOMER, 80);
        self.step("pay NT$ 80", &sale.op_seq, "approved", |till| till.pay(&sale));
        self.cancel(&sale.op_seq);
    }

    fn top_ups(&mut self) {
        let first = self.top_up("C", 500);
        let done = self.step("top up NT$ 500", &first.op_seq, "approved", |till| till.top_up(&first));
        let refund = RefundTopUpRequest {
            buyer_id: first.buyer_id.clone(),
            op_seq: first.op_seq.clone(),
            bank_seq: done.map(|done| done.bank_seq).unwrap_or_default(),
            top_up_amt: first.top_up_amt,
            op_refund_seq: format!("{}-R1", first.op_seq),
            store_id: first.store_id.clone(),
            store_name: first.store_name.clone(),
            pos_no: first.pos_no.clone(),
            ..Default::default()
        };
        self.step("refund the top-up", &first.op_seq, "approved", |till| {
            till.refund_top_up(&refund)
        });

        let second = self.top_up("D", 300);
        self.step("top up NT$ 300", &second.op_seq, "approved", |till| {
            till.top_up(&second)
        });
        let cancel = CancelTopUpRequest {
            buyer_id: second.buyer_id.clone(),
            op_seq: second.op_seq.clone(),
            ..Default::default()
        };
        self.step("cancel the top-up", &second.op_seq, "approved", |till| {
            till.cancel_top_up(&cancel)
        });
    }

    fn decline(&mut self) {
        let sale = self.sale("E", &barcode(Fault::Decline), 60);
        self.step("pay NT$ 60, declined", &sale.op_seq, "refused", |till| till.pay(&sale));
    }

    /// The case that tills fear: nobody knows whether the customer was charged. So: cancel.
    fn unknown_outcome(&mut self, what: &str, fault: Fault, letter: &str) {
        let sale = self.sale(letter, &barcode(fault), 200);
        self.step(&format!("pay NT$ 200: {what}"), &sale.op_seq, "unknown", |till| {
            till.pay(&sale)
        });
        self.cancel(&sale.op_seq);
    }

    fn cancel(&mut self, op_seq: &str) {
        let cancel = CancelRequest {
            op_seq: op_seq.to_owned(),
            ..Default::default()
        };
        self.step("cancel it", op_seq, "approved", |till| till.cancel(&cancel));
    }

    fn step<T: Words>(
        &mut self,
        operation: &str,
        reference: &str,
        expected: &'static str,
        call: impl FnOnce(&Client) -> Result<T, Error>,
    ) -> Option<T> {
        let operation = format!("icash: {operation}");
        let told = |response: &T| ("approved".to_owned(), response.words());
        let till = &self.till;
        self.steps.step(&operation, reference, expected, || call(till), told)
    }

    fn sale(&self, letter: &str, barcode: &str, tx_amt: i64) -> PayRequest {
        PayRequest {
            buyer_id: barcode.to_owned(),
            tx_amt,
            item_amt: Some(tx_amt),
            op_seq: self.steps.reference(&format!("I{letter}")),
            store_id: "217477".to_owned(),
            store_name: "見晴".to_owned(),
            pos_no: "01".to_owned(),
            bonus_type: "ByWallet".to_owned(),
            receipt_print: "N".to_owned(),
            ..Default::default()
        }
    }

    fn top_up(&self, letter: &str, top_up_amt: i64) -> TopUpRequest {
        TopUpRequest {
            buyer_id: CUSTOMER.to_owned(),
            top_up_amt,
            op_seq: self.steps.reference(&format!("I{letter}")),
            store_id: "217477".to_owned(),
            store_name: "見晴".to_owned(),
            pos_no: "01".to_owned(),
            ..Default::default()
        }
    }
}

/// The provider's words in a reply.
trait Words {
    fn words(&self) -> String;
}

macro_rules! words_of_status {
    ($($response:ty),*) => {$(
        impl Words for $response {
            fn words(&self) -> String {
                format!("{} {}", self.status_code, self.status_desc)
            }
        }
    )*};
}
words_of_status!(PayResponse, RefundResponse, TopUpResponse, RefundTopUpResponse);

impl Words for CancelResponse {
    fn words(&self) -> String {
        format!("OPSeq {}", self.op_seq)
    }
}

impl Words for CancelTopUpResponse {
    fn words(&self) -> String {
        format!("OPSeq {}", self.op_seq)
    }
}
