//! LINE Pay: a payment; and one of unknown outcome: asked for, given back, and given back once more.

use super::steps::{Steps, Told};
use super::{Part, Stage};
use twpos::Error;
use twpos::linepay::*;

/// A phone of the sandbox; its codes are in docs/sandbox.md.
const CODE: &str = "391234567890123456";
/// Paid, and then the connection breaks.
const BROKEN: &str = "995000040000000001";

pub(super) const PART: Part = Part {
    name: "LINE Pay",
    walk,
    totals: &[("paid", 36 + 200), ("refunded", 200)],
};

fn walk(stage: &Stage<'_>, steps: &mut Steps) -> Result<(), Error> {
    let till = Client::from_config_file(stage.sandbox.config_path())?;
    let order = steps.reference("LA");
    let pay = || till.pay(&sale(&order, CODE, 36));
    steps.step("LINE Pay: pay NT$ 36", &order, "approved", pay, |paid| {
        told(paid.approved, &paid.state, &paid.return_code, &paid.return_message)
    });

    let order = steps.reference("LB");
    let pay = || till.pay(&sale(&order, BROKEN, 200));
    let broken = "LINE Pay: pay NT$ 200: a broken connection";
    steps.step(broken, &order, "unknown", pay, |paid| {
        told(paid.approved, &paid.state, &paid.return_code, &paid.return_message)
    });
    let check = CheckRequest {
        order_id: order.clone(),
        amount: Some(200),
    };
    let check = || till.check(&check);
    steps.step("LINE Pay: check it", &order, "approved", check, |found| {
        told(found.approved, &found.state, &found.return_code, &found.return_message)
    });
    let refund = RefundRequest {
        order_id: order.clone(),
        refund_amount: 200,
        amount: Some(200),
    };
    for operation in ["LINE Pay: refund it", "LINE Pay: refund it once more"] {
        let refund = || till.refund(&refund);
        steps.step(operation, &order, "approved", refund, |done| {
            told(true, "", &done.return_code, &done.return_message)
        });
    }
    Ok(())
}

fn sale(order: &str, code: &str, amount: i64) -> PayRequest {
    PayRequest {
        amount,
        order_id: order.to_owned(),
        one_time_key: code.to_owned(),
        packages: vec![Package {
            id: "1".to_owned(),
            amount,
            products: vec![Product {
                name: "見晴".to_owned(),
                quantity: 1,
                price: amount,
                ..Default::default()
            }],
            ..Default::default()
        }],
        ..Default::default()
    }
}

fn told(approved: bool, state: &str, code: &str, text: &str) -> Told {
    let outcome = if approved { "approved" } else { state };
    (outcome.to_owned(), format!("{code} {text}"))
}
