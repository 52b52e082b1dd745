//! MYPAY LINK: an order paid on its page, a payment by the customer's code, and one whose reply never came.

use super::steps::{Steps, Told};
use super::{Part, Stage, barcode};
use twpos::Error;
use twpos::mypay::*;
use twpos_sandbox::Fault;

/// A code like those that wallets show.
const CUSTOMER: &str = "MY20261122DEMO0001";

pub(super) const PART: Part = Part {
    name: "MYPAY LINK",
    walk,
    totals: &[("paid", 900 + 150 + 200), ("refunded", 900 + 200), ("cancelled", 0)],
};

fn walk(stage: &Stage<'_>, steps: &mut Steps) -> Result<(), Error> {
    let till = Client::from_config_file(stage.sandbox.config_path())?;
    let mut walk = Walk { till, stage, steps };
    walk.order_paid_on_the_page();
    walk.scanned_payment();
    walk.unknown_outcome();
    Ok(())
}

struct Walk<'a> {
    till: Client,
    stage: &'a Stage<'a>,
    steps: &'a mut Steps,
}

/// What a refund and a query need, and only MYPAY's own reply or notification gives.
#[derive(Default)]
struct Order {
    order_id: String,
    uid: String,
    key: String,
}

impl Walk<'_> {
    fn order_paid_on_the_page(&mut self) {
        let order_id = self.steps.reference("MA");
        let order = CreateOrderRequest {
            user_id: "demo".to_owned(),
            cost: 900,
            order_id: order_id.clone(),
            ip: "203.0.113.5".to_owned(),
            items: vec![item(900)],
            ..Default::default()
        };
        let till = &self.till;
        let create = || till.create_order(&order);
        let created = self
            .steps
            .step("mypay: order of NT$ 900", &order_id, "accepted", create, |created| {
                told("accepted", &created.code, &created.msg)
            });
        let Some(created) = created else { return };
        let order = Order {
            order_id: order_id.clone(),
            uid: created.uid.clone(),
            key: created.key.clone(),
        };
        self.query(&order, "pending");

        self.stage.sandbox.pay_order(&created.uid);
        let expected = ExpectedOrder {
            uid: created.uid,
            key: created.key,
            order_id: Some(order_id.clone()),
            cost: Some(900),
            ..Default::default()
        };
        let wait = || {
            let notification = self.stage.merchant.wait_for(&order_id);
            notification.verify(&expected).map(|()| notification)
        };
        self.steps.step(
            "mypay: the customer pays, MYPAY notifies",
            &order_id,
            "verified",
            wait,
            |notification| told("verified", &notification.prc, &notification.retmsg),
        );
        self.query(&order, "paid");
        self.refund(&order, 900);
    }

    fn scanned_payment(&mut self) {
        let sale = self.sale("MB", CUSTOMER, 150);
        self.scan("mypay: scan NT$ 150", &sale, "approved");
    }

    /// No reply, so no uid and key to query with: the notification brings them.
    fn unknown_outcome(&mut self) {
        let sale = self.sale("MC", &barcode(Fault::ResetAfterCommit), 200);
        self.scan("mypay: scan NT$ 200: a broken connection", &sale, "unknown");
        let wait = || Ok(self.stage.merchant.wait_for(&sale.order_id));
        let notification = self.steps.step(
            "mypay: wait for the notification",
            &sale.order_id,
            "arrived",
            wait,
            |notification| told("arrived", &notification.prc, &notification.retmsg),
        );
        let Some(notification) = notification else { return };
        let order = Order {
            order_id: sale.order_id.clone(),
            uid: notification.uid,
            key: notification.key,
        };
        self.query(&order, "paid");
        self.refund(&order, 200);
    }

    fn scan(&mut self, operation: &str, sale: &ScanPayRequest, expected: &'static str) {
        let till = &self.till;
        let scan = || till.scan_pay(sale);
        self.steps.step(operation, &sale.order_id, expected, scan, |paid| {
            let outcome = if paid.approved { "approved" } else { &paid.state };
            told(outcome, &paid.code, &paid.msg)
        });
    }

    fn query(&mut self, order: &Order, expected: &'static str) {
        let query = QueryOrderRequest {
            uid: order.uid.clone(),
            key: order.key.clone(),
            order_id: Some(order.order_id.clone()),
            ..Default::default()
        };
        let till = &self.till;
        let query = || till.query_order(&query);
        self.steps
            .step("mypay: query it", &order.order_id, expected, query, |found| {
                told(&found.state, &found.prc, &found.retmsg)
            });
    }

    fn refund(&mut self, order: &Order, cost: i64) {
        let refund = RefundOrderRequest {
            uid: order.uid.clone(),
            key: order.key.clone(),
            order_id: Some(order.order_id.clone()),
            cost,
            ..Default::default()
        };
        let till = &self.till;
        let refund = || till.refund_order(&refund);
        self.steps
            .step("mypay: refund it", &order.order_id, "refunded", refund, |done| {
                let outcome = if done.refunded { "refunded" } else { "pending" };
                told(outcome, &done.code, &done.msg)
            });
    }

    fn sale(&self, letter: &str, code: &str, cost: i64) -> ScanPayRequest {
        ScanPayRequest {
            scanned_code: code.to_owned(),
            user_id: "demo".to_owned(),
            cost,
            order_id: self.steps.reference(letter),
            ip: "203.0.113.5".to_owned(),
            items: vec![item(cost)],
            ..Default::default()
        }
    }
}

fn item(cost: i64) -> Item {
    Item {
        id: "1".to_owned(),
        name: "見晴特餐".to_owned(),
        cost,
        amount: 1,
        total: cost,
        ..Default::default()
    }
}

fn told(outcome: &str, code: &str, text: &str) -> Told {
    (outcome.to_owned(), format!("{code} {text}"))
}
