//! A sandbox with a till of the OMNI gateway beside it, and sample requests.

use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;
use twpos::omni::*;
use twpos_sandbox::{Options, Sandbox};

pub const CODE: &str = "96A1OABQAAFmIVAVRxhAgY";
/// What a till may wait here: long enough for a machine under load, short enough to be waited for.
pub const TIMEOUT: Duration = Duration::from_secs(5);

pub struct Gateway {
    pub state: tempfile::TempDir,
    pub sandbox: Sandbox,
    pub config: Config,
}

impl Gateway {
    pub fn start() -> Self {
        Self::start_with(|_| {})
    }

    pub fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let state = tempfile::tempdir().unwrap();
        let mut options = Options::new(state.path());
        change(&mut options);
        let sandbox = Sandbox::start(options).unwrap();
        let mut config = Config::from_file(sandbox.config_path()).unwrap();
        config.http.timeout = TIMEOUT;
        Gateway { state, sandbox, config }
    }

    pub fn till(&self) -> Client {
        Client::new(self.config.clone()).unwrap()
    }

    /// A till whose settings are till.toml's after a change of its text, as a person would make it.
    pub fn till_with(&self, change: impl FnOnce(String) -> String) -> Client {
        let text = std::fs::read_to_string(self.sandbox.config_path()).unwrap();
        let mut config = Config::from_toml(&change(text), self.state.path()).unwrap();
        config.http.timeout = TIMEOUT;
        Client::new(config).unwrap()
    }

    pub fn ledger(&self) -> Value {
        self.sandbox.ledger()["omni"].clone()
    }

    /// What the books say of a payment.
    pub fn status(&self, order: &str) -> Option<String> {
        let ledger = self.ledger();
        let mut transactions = ledger["transactions"].as_array().unwrap().iter();
        let found = transactions.find(|it| it["order_number"] == order || it["merchant_trade_no"] == order)?;
        found["status"].as_str().map(str::to_owned)
    }

    /// What the till's merchant holds of all payments.
    pub fn net(&self) -> i64 {
        let totals = &self.ledger()["totals"];
        let total = |name: &str| totals[name].as_i64().unwrap();
        total("paid") - total("refunded") - total("cancelled")
    }

    /// Asks one of the sandbox's own paths for something.
    pub fn admin(&self, method: &str, path: &str, body: &str) {
        let address = self.sandbox.url().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let length = body.len();
        let head = format!(
            "{method} /_sandbox/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Connection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all((head + body).as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }
}

/// till.toml with the lines of `without` left out and those of `with` no longer comments.
pub fn swapped(text: &str, without: &[&str], with: &[&str]) -> String {
    let (before, omni) = text.split_once("[omni]").unwrap();
    let names = |line: &str, names: &[&str]| names.iter().any(|name| line.starts_with(&format!("{name} = ")));
    let lines = omni.lines().filter(|line| !names(line, without));
    let lines = lines.map(|line| match line.strip_prefix("# ") {
        Some(setting) if names(setting, with) => setting,
        _ => line,
    });
    format!("{before}[omni]{}", lines.collect::<Vec<_>>().join("\n"))
}

/// till.toml with the merchant's own payment parameters in place of `store_id`.
pub fn own_parameters(text: String) -> String {
    let own = ["platform_id", "merchant_id", "ipass_merchantid", "ipass_key"];
    swapped(&text, &["store_id"], &own)
}

/// till.toml with the token that never ends in place of the credentials.
pub fn static_token(text: String) -> String {
    swapped(&text, &["token_url", "client_id", "client_secret"], &["token"])
}

pub fn ipass_pay(order: &str, trade_code: &str) -> IpassPayRequest {
    IpassPayRequest {
        trade_code: trade_code.to_owned(),
        amount: 36,
        order_number: order.to_owned(),
        store_id: "00681".to_owned(),
        terminal_id: "AB123456".to_owned(),
        product_desc: Some("XX 防曬乳*1".to_owned()),
        redeem: Some(Redeem {
            non_redeem_amount: Some(10),
        }),
        ..Default::default()
    }
}

pub fn ipass_search(order: &str) -> IpassSearchRequest {
    IpassSearchRequest {
        order_number: order.to_owned(),
        ..Default::default()
    }
}

pub fn ipass_refund(transaction_id: &str) -> IpassRefundRequest {
    IpassRefundRequest {
        transaction_id: transaction_id.to_owned(),
        amount: Some(36),
        ..Default::default()
    }
}

pub fn icash_pay(order: &str, barcode: &str) -> IcashPayRequest {
    IcashPayRequest {
        merchant_trade_no: order.to_owned(),
        store_name: "見晴".to_owned(),
        total_amount: 36,
        item_amt: 30,
        utility_amt: 5,
        comm_amt: 1,
        barcode: barcode.to_owned(),
        ..Default::default()
    }
}

pub fn icash_search(order: &str) -> IcashSearchRequest {
    IcashSearchRequest {
        merchant_trade_no: order.to_owned(),
        ..Default::default()
    }
}

pub fn icash_cancel(order: &str) -> IcashCancelRequest {
    IcashCancelRequest {
        merchant_trade_no: order.to_owned(),
        ..Default::default()
    }
}
