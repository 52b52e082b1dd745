//! A sandbox with a till of LINE Pay beside it, sample requests, and what they come to.

use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use twpos::linepay::*;
use twpos::{ErrorKind, Outcome};
use twpos_sandbox::{Options, Sandbox};

pub struct Shop {
    _state: tempfile::TempDir,
    pub sandbox: Sandbox,
    pub config: Config,
}

impl Shop {
    pub fn start() -> Self {
        Self::start_with(|_| {})
    }

    pub fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let state = tempfile::tempdir().unwrap();
        let mut options = Options::new(state.path());
        change(&mut options);
        let sandbox = Sandbox::start(options).unwrap();
        let config = Config::from_file(sandbox.config_path()).unwrap();
        Shop {
            _state: state,
            sandbox,
            config,
        }
    }

    pub fn till(&self) -> Client {
        Client::new(self.config.clone()).unwrap()
    }

    /// What the books say of a payment.
    pub fn status(&self, order: &str) -> Option<String> {
        let ledger = self.sandbox.ledger();
        let mut transactions = ledger["linepay"]["transactions"].as_array().unwrap().iter();
        let found = transactions.find(|it| it["order_id"] == order)?;
        found["status"].as_str().map(str::to_owned)
    }

    /// Moves LINE Pay's clock on.
    pub fn forward(&self, seconds: u32) {
        let address = self.sandbox.url().strip_prefix("http://").unwrap();
        let body = format!("{{\"forward_seconds\":{seconds}}}");
        let mut stream = TcpStream::connect(address).unwrap();
        let length = body.len();
        let head = format!(
            "POST /_sandbox/linepay/clock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Connection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }
}

/// A code that no payment had, with this beginning.
pub fn code(begins: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let width = 18 - begins.len();
    format!("{begins}{:0width$}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub fn pay(order: &str, code: &str) -> PayRequest {
    PayRequest {
        amount: 36,
        order_id: order.to_owned(),
        one_time_key: code.to_owned(),
        packages: vec![Package {
            id: "1".to_owned(),
            amount: 36,
            products: vec![Product {
                name: "見晴".to_owned(),
                quantity: 1,
                price: 36,
                ..Default::default()
            }],
            ..Default::default()
        }],
        ..Default::default()
    }
}

pub fn authorize(order: &str, code: &str) -> PayRequest {
    let payment = PaymentOptions { capture: Some(false) };
    PayRequest {
        options: Some(PayOptions {
            payment: Some(payment),
            ..Default::default()
        }),
        ..pay(order, code)
    }
}

pub fn check(order: &str) -> CheckRequest {
    CheckRequest {
        order_id: order.to_owned(),
        amount: Some(36),
    }
}

pub fn refund(order: &str, refund_amount: i64) -> RefundRequest {
    RefundRequest {
        order_id: order.to_owned(),
        refund_amount,
        amount: Some(36),
    }
}

#[test]
fn the_device_and_tls_are_taken() {
    let mut shop = Shop::start_with(|options| options.tls = true);
    shop.config.device = Some(Device {
        profile_id: "TILL-01".to_owned(),
        device_type: "POS".to_owned(),
    });
    let paid = shop.till().pay(&pay("A-1", &code("39"))).unwrap();
    assert!(paid.approved);
    let transaction = &shop.sandbox.ledger()["linepay"]["transactions"][0];
    assert_eq!(transaction["device"]["profile_id"], "TILL-01");
    assert_eq!(transaction["transaction_id"], paid.info.transaction_id.as_str());
}

#[test]
fn a_wrong_channel_or_secret_proves_that_nothing_was_charged() {
    let shop = Shop::start();
    let mut other_secret = shop.config.clone();
    other_secret.channel_secret = "another".into();
    let mut other_channel = shop.config.clone();
    other_channel.channel_id = "1".to_owned();
    for (config, provider_code) in [(other_secret, "1106"), (other_channel, "1104")] {
        let till = Client::new(config).unwrap();
        let error = till.pay(&pay("A-1", &code("39"))).unwrap_err();
        assert_eq!((error.kind, error.outcome), (ErrorKind::Declined, Outcome::Refused));
        assert_eq!(error.provider_code.as_deref(), Some(provider_code));
        // But a question's failure says nothing of the payment.
        let error = till.check(&check("A-1")).unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown, "{error}");
    }
    assert_eq!(shop.status("A-1"), None);
}

#[test]
fn an_old_code_is_refused_and_the_payment_does_not_come() {
    let shop = Shop::start();
    let (till, code) = (shop.till(), code("39"));
    // The phone shows it since then at the latest.
    let mut poor = pay("A-1", &code);
    (poor.amount, poor.packages[0].amount, poor.packages[0].products[0].price) = (100_001, 100_001, 100_001);
    let error = till.pay(&poor).unwrap_err();
    assert_eq!(error.provider_code.as_deref(), Some("1142"), "{error}");
    shop.forward(301);
    let error = till.pay(&pay("A-2", &code)).unwrap_err();
    assert_eq!(
        (error.provider_code.as_deref(), error.outcome),
        (Some("1133"), Outcome::Refused)
    );
    assert_eq!(shop.status("A-2"), None);
}

#[test]
fn a_wait_ends_by_the_clock() {
    let shop = Shop::start();
    let till = shop.till();
    for (order, begins, before, after) in [
        ("W-1", "99210300", None, "paid"),
        ("W-2", "99220300", Some("pending"), "paid"),
        ("W-3", "99230300", Some("pending"), "not_paid"),
        ("W-4", "99240300", Some("pending"), "not_paid"),
        ("W-5", "99260300", None, "paid"),
    ] {
        let error = till.pay(&pay(order, &code(begins))).unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown, "{order}: {error}");
        let asked = till.check(&check(order));
        assert_eq!(asked.ok().map(|checked| checked.state).as_deref(), before, "{order}");
        shop.forward(301);
        let checked = till.check(&check(order)).unwrap();
        assert_eq!(
            (checked.state.as_str(), checked.approved),
            (after, after == "paid"),
            "{order}"
        );
    }
}

#[test]
fn a_whole_refund_is_repeated_until_it_is_done() {
    let shop = Shop::start();
    let till = shop.till();
    till.pay(&pay("R-1", &code("99321199"))).unwrap();
    let error = till.refund(&refund("R-1", 36)).unwrap_err();
    assert_eq!(error.outcome, Outcome::Unknown, "{error}");
    let done = till.refund(&refund("R-1", 36)).unwrap();
    assert_eq!(done.return_code, "1165");
    assert_eq!(shop.status("R-1").as_deref(), Some("refunded"));
    let error = till.refund(&refund("R-1", 10)).unwrap_err();
    assert_eq!(error.outcome, Outcome::Refused, "{error}");

    till.pay(&pay("R-2", &code("99311115"))).unwrap();
    let error = till.refund(&refund("R-2", 10)).unwrap_err();
    assert_eq!(
        (error.provider_code.as_deref(), error.outcome),
        (Some("1115"), Outcome::Refused)
    );
}

#[test]
fn the_invoice_carrier_comes_as_it_is() {
    let shop = Shop::start();
    for (order, begins, carrier) in [("C-1", "9906", "/TWPOS00"), ("C-2", "9907", "TWPOS00")] {
        let paid = shop.till().pay(&pay(order, &code(begins))).unwrap();
        let cards = paid.info.merchant_reference.unwrap().affiliate_cards;
        assert_eq!(
            (cards[0].card_type.as_str(), cards[0].card_id.as_str()),
            ("MOBILE_CARRIER", carrier)
        );
    }
}

#[test]
fn details_by_either_number() {
    let shop = Shop::start();
    let till = shop.till();
    let paid = till.pay(&pay("D-1", &code("39"))).unwrap();
    let number = paid.info.transaction_id;
    assert_eq!(number.len(), 19);
    let by_number = DetailsRequest {
        transaction_id: Some(number.clone()),
        amount: Some(36),
        ..Default::default()
    };
    let found = till.details(&by_number).unwrap();
    assert!(found.approved);
    assert_eq!(found.info[0].order_id, "D-1");
    till.refund(&refund("D-1", 10)).unwrap();
    let by_order = DetailsRequest {
        order_id: Some("D-1".to_owned()),
        amount: Some(36),
        ..Default::default()
    };
    let found: DetailsResponse = till.details(&by_order).unwrap();
    assert_eq!((found.approved, found.state.as_str()), (false, "partly_refunded"));
    assert_eq!(found.info[0].transaction_id, number);
    assert_eq!(found.info[0].refund_list[0].refund_amount, -10);
    let unknown: Value = serde_json::from_str(&till.call_json("details", r#"{"orderId":"D-1"}"#).unwrap()).unwrap();
    assert_eq!(unknown["info"][0]["transactionId"], number.as_str());
}
