//! A gateway that remembers what it was sent and answers as it is told, and sample requests.

use crate::support::{RawServer, read_request, response};
use serde_json::Value;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use twpos::omni::*;

pub const TOKEN: &str = "CANARY-token.abc~123";
pub const IPASS_KEY: &str = "CANARY-ipass-key";
pub const CLIENT_SECRET: &str = "CANARY-client+secret/=";
pub const TRADE_CODE: &str = "96A1OABQAAFmIVAVRxhAgY";
pub const BARCODE: &str = "IC191TBP35LJ1SD8WA";

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub line: String,
    pub head: String,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(value))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub struct Gateway {
    server: RawServer,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Gateway {
    /// Answers every request on every connection with what `answer` makes of it and of its number.
    pub fn start(answer: impl Fn(&Seen, usize) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let record = seen.clone();
        let server = RawServer::start(move |mut stream| {
            loop {
                let request = read_request(&mut stream);
                if request.is_empty() {
                    return;
                }
                let request = parse(&request);
                let number = {
                    let mut record = record.lock().unwrap();
                    record.push(request.clone());
                    record.len()
                };
                if stream.write_all(&answer(&request, number)).is_err() {
                    return;
                }
            }
        });
        Gateway { server, seen }
    }

    /// Answers everything with HTTP 200 and this JSON.
    pub fn replying(body: &str) -> Self {
        let answer = ok(body);
        Gateway::start(move |_, _| answer.clone())
    }

    pub fn url(&self) -> String {
        self.server.url.clone()
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn config(&self) -> Config {
        Config::new(self.url(), Authorization::Token(TOKEN.into()), store())
    }

    pub fn client(&self) -> Client {
        Client::new(self.config()).unwrap()
    }
}

fn parse(request: &[u8]) -> Seen {
    let text = String::from_utf8(request.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Seen {
        line: head.lines().next().unwrap().to_owned(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

pub fn ok(body: &str) -> Vec<u8> {
    response(200, &[("Content-Type", "application/json")], body.as_bytes())
}

pub fn store() -> Parameters {
    Parameters::GatewayHeld {
        store_id: "0".to_owned(),
    }
}

pub fn own() -> Parameters {
    Parameters::Own(OwnParameters {
        icash: Some(IcashMerchant {
            platform_id: "10523647".to_owned(),
            merchant_id: "10523650".to_owned(),
        }),
        ipass: Some(IpassMerchant {
            merchant_id: "90000001".to_owned(),
            key: IPASS_KEY.into(),
        }),
    })
}

/// The request of document 002's example, with the times as they must be sent: without a leading space.
pub fn ipass_pay() -> IpassPayRequest {
    IpassPayRequest {
        req_id: Some("9CC197A0-E12C-4AC5-8CC0-0052E09D3752".to_owned()),
        trade_code: TRADE_CODE.to_owned(),
        amount: 229,
        order_number: "IXN20231011000001".to_owned(),
        store_id: "00681".to_owned(),
        terminal_id: "AB123456".to_owned(),
        pos_date_time: Some("2023-10-11 01:44:54".to_owned()),
        trade_date_time: Some("2023-10-11 01:45:55".to_owned()),
        product_desc: Some("XX 防曬乳*1(149 元)、XX 菸品*1(80)".to_owned()),
        remark: Some(String::new()),
        redeem: Some(Redeem {
            non_redeem_amount: Some(80),
        }),
        ..Default::default()
    }
}

pub fn ipass_search() -> IpassSearchRequest {
    IpassSearchRequest {
        req_id: Some("3815D6AE-9349-40CF-8990-0000E42AC591".to_owned()),
        order_number: "IXN20231011000001".to_owned(),
        ..Default::default()
    }
}

pub fn ipass_refund() -> IpassRefundRequest {
    IpassRefundRequest {
        req_id: Some("3815D6AE-9349-40CF-8990-0000E42AC591".to_owned()),
        transaction_id: "IPY202208250340004".to_owned(),
        amount: Some(229),
        ..Default::default()
    }
}

pub fn icash_pay() -> IcashPayRequest {
    IcashPayRequest {
        merchant_trade_no: "202305160934510005".to_owned(),
        store_id: Some("002".to_owned()),
        store_name: "見晴".to_owned(),
        merchant_trade_date: Some("2023/05/16 10:09:00".to_owned()),
        total_amount: 100,
        item_amt: 70,
        utility_amt: 20,
        comm_amt: 10,
        item_non_redeem_amt: 5,
        barcode: BARCODE.to_owned(),
        ..Default::default()
    }
}

pub fn icash_search() -> IcashSearchRequest {
    IcashSearchRequest {
        merchant_trade_no: "202305160934510006".to_owned(),
        ..Default::default()
    }
}

/// The request of document 001's example.
pub fn icash_cancel() -> IcashCancelRequest {
    IcashCancelRequest {
        merchant_trade_no: "202305160934510006".to_owned(),
        merchant_trade_date: Some("2023/07/10 23:10:10".to_owned()),
        ..Default::default()
    }
}
