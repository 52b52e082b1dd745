//! A client of the OMNI gateway that writes every byte itself.

use crate::support::*;
use serde_json::{Value, json};
use std::io;
use twpos_sandbox::Options;

pub const TRADE_CODE: &str = "96A1OABQAAFmIVAVRxhAgY";
pub const PATHS: [(&str, &str); 6] = [
    ("omni.ipass_pay", "/v1/payment/ipass/offline/pay"),
    ("omni.ipass_search", "/v1/payment/ipass/offline/search"),
    ("omni.ipass_refund", "/v1/payment/ipass/offline/refund"),
    ("omni.icash_pay", "/v1/payment/integrate/pay"),
    ("omni.icash_search", "/v1/payment/integrate/search"),
    ("omni.icash_cancel", "/v1/payment/integrate/cancel"),
];

/// A sandbox and what it issued to its one client of the gateway.
pub struct Gateway {
    pub fixture: Fixture,
    issued: Value,
}

impl Gateway {
    pub fn start() -> Self {
        Self::start_with(|_| {})
    }

    pub fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let fixture = start_with(change);
        let issued = std::fs::read_to_string(fixture.dir.path().join("omni_client.json")).unwrap();
        let issued = serde_json::from_str(&issued).unwrap();
        Gateway { fixture, issued }
    }

    /// The same client beside another sandbox.
    pub fn map(self, other: impl FnOnce(Fixture) -> Fixture) -> Self {
        Gateway {
            fixture: other(self.fixture),
            ..self
        }
    }

    /// One of the client's names or secrets.
    pub fn issued(&self, name: &str) -> &str {
        self.issued[name].as_str().unwrap()
    }

    /// A request in the mode in which the gateway holds the payment parameters.
    pub fn held(&self, operation: &str, request: Value) -> Value {
        let mut whole = json!({"request": request, "store_id": self.issued("store_id")});
        if operation.contains("icash") {
            whole["type"] = json!("I_CASH_QRCODE_PAY");
        }
        whole
    }

    /// A request in the mode in which it carries the merchant's own parameters.
    pub fn own(&self, operation: &str, mut request: Value, iv: &str) -> Value {
        if operation.contains("icash") {
            request["PlatformID"] = json!(self.issued("platform_id"));
            request["MerchantID"] = json!(self.issued("merchant_id"));
            return json!({"type": "I_CASH_QRCODE_PAY", "request": request});
        }
        request["merchantid"] = json!(self.issued("ipass_merchantid"));
        request["key"] = json!(self.issued("ipass_key"));
        request["iv"] = json!(iv);
        json!({"request": request})
    }

    /// The raw bytes of a call under the static token.
    pub fn request(&self, operation: &str, whole: &Value) -> Vec<u8> {
        self.request_with(operation, whole, &format!("Bearer {}", self.issued("static_token")))
    }

    pub fn request_with(&self, operation: &str, whole: &Value, authorization: &str) -> Vec<u8> {
        let (_, path) = PATHS.iter().find(|(name, _)| *name == operation).unwrap();
        let headers = [("Authorization", authorization), ("Content-Type", "application/json")];
        if operation != "omni.icash_search" {
            return http_request("POST", path, &headers, whole.to_string().as_bytes());
        }
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in whole.as_object().unwrap() {
            query.append_pair(name, &text(value));
        }
        http_request("GET", &format!("{path}?{}", query.finish()), &headers, b"")
    }

    pub fn send(&self, operation: &str, whole: &Value) -> io::Result<HttpReply> {
        exchange(&mut self.fixture.connect(), &self.request(operation, whole))
    }

    /// A call in the gateway-held mode, whose answer must be HTTP 200 with JSON.
    #[track_caller]
    pub fn call(&self, operation: &str, request: Value) -> Value {
        self.answer(operation, &self.held(operation, request))
    }

    #[track_caller]
    pub fn answer(&self, operation: &str, whole: &Value) -> Value {
        let reply = self.send(operation, whole).unwrap();
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
        reply.json()
    }

    /// Pays with iPASS and gives iPASS's number of the payment.
    #[track_caller]
    pub fn paid(&self, order: &str, amount: i64) -> String {
        let reply = self.call("omni.ipass_pay", ipass_pay(order, TRADE_CODE, amount));
        assert_eq!(reply["return_code"], "0000", "{reply}");
        reply["transaction_id"].as_str().unwrap().to_owned()
    }

    pub fn ledger(&self) -> Value {
        self.fixture.sandbox.ledger()["omni"].clone()
    }

    /// What the ledger says of a payment.
    pub fn status(&self, order: &str) -> Option<String> {
        let ledger = self.ledger();
        let mut transactions = ledger["transactions"].as_array().unwrap().iter();
        let found = transactions.find(|it| it["order_number"] == order || it["merchant_trade_no"] == order)?;
        found["status"].as_str().map(str::to_owned)
    }

    /// Asks for a token with these form fields.
    pub fn token_reply(&self, form: &[(&str, &str)]) -> HttpReply {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        let request = http_request("POST", "/oauth/token", &headers, body.finish().as_bytes());
        exchange(&mut self.fixture.connect(), &request).unwrap()
    }

    /// The form that is right.
    pub fn form(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("client_id", self.issued("client_id")),
            ("client_secret", self.issued("client_secret")),
            ("grant_type", "client_credentials"),
            ("scope", "api"),
        ]
    }

    pub fn token(&self) -> String {
        let reply = self.token_reply(&self.form()).json();
        reply["access_token"].as_str().unwrap().to_owned()
    }
}

/// A req_id that no other call of this process uses.
pub fn req_id() -> String {
    format!("9CC197A0-E12C-4AC5-8CC0-{:0>12}", op_seq())
}

pub fn ipass_pay(order: &str, trade_code: &str, amount: i64) -> Value {
    json!({
        "req_id": req_id(), "trade_code": trade_code, "amount": amount, "order_number": order,
        "store_id": "00681", "terminal_id": "AB123456", "capture": true, "pos_date_time": "2023-10-11 01:44:54",
        "trade_date_time": "2023-10-11 01:45:55", "product_desc": "防曬乳*1", "remark": "",
        "redeem": {"non_redeem_amout": 0},
    })
}

pub fn ipass_search(order: &str) -> Value {
    json!({"req_id": req_id(), "order_number": order})
}

pub fn ipass_refund(transaction_id: &str, amount: Option<i64>) -> Value {
    let mut request = json!({"req_id": req_id(), "transaction_id": transaction_id});
    if let Some(amount) = amount {
        request["amount"] = json!(amount);
    }
    request
}

pub fn icash_pay(order: &str, barcode: &str, amount: i64) -> Value {
    json!({
        "MerchantTradeNo": order, "StoreID": "002", "StoreName": "見晴", "MerchantTradeDate": "2023/05/16 10:09:00",
        "TotalAmount": amount, "ItemAmt": amount, "UtilityAmt": 0, "CommAmt": 0, "ItemNonRedeemAmt": 0,
        "UtilityNonRedeemAmt": 0, "CommNonRedeemAmt": 0, "NonPointAmt": 0, "Barcode": barcode,
    })
}

pub fn icash_search(order: &str) -> Value {
    json!({"MerchantTradeNo": order})
}

pub fn icash_cancel(order: &str) -> Value {
    json!({"MerchantTradeNo": order, "MerchantTradeDate": "2023/07/10 23:10:10"})
}
