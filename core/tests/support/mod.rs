//! What the tests share: the golden vectors, sample requests, and a server that does what it is told.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs
)]

use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::*;

pub fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../conformance/vectors/icash.json")).unwrap()
}

/// The till's half of the vectors' keys.
pub fn till_credentials(vectors: &Value) -> Credentials {
    let keys = &vectors["keys"];
    Credentials {
        merchant_private_key: PrivateKey::from_text(text(&keys["merchant_private_key"])).unwrap(),
        icash_public_key: PublicKey::from_text(text(&keys["icash_public_key"])).unwrap(),
        aes: aes_credential(vectors),
        icash_public_key_expires: None,
    }
}

pub fn aes_credential(vectors: &Value) -> AesCredential {
    let keys = &vectors["keys"];
    AesCredential::new(text(&keys["enc_key_id"]), text(&keys["aes_key"]), text(&keys["aes_iv"])).unwrap()
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("expected text, found {value}"))
}

pub fn sale(op_seq: &str, tx_amt: i64) -> PayRequest {
    PayRequest {
        buyer_id: "IC0123456789ABCDEF".to_owned(),
        tx_amt,
        item_amt: Some(tx_amt),
        op_seq: op_seq.to_owned(),
        store_id: "217477".to_owned(),
        store_name: "見晴".to_owned(),
        pos_no: "01".to_owned(),
        bonus_type: "ByWallet".to_owned(),
        ..Default::default()
    }
}

pub fn refund(op_seq: &str, tx_amt: i64) -> RefundRequest {
    RefundRequest {
        op_seq: op_seq.to_owned(),
        bank_seq: "20240522123456000001".to_owned(),
        tx_amt,
        op_refund_seq: format!("{op_seq}-R"),
        store_id: "217477".to_owned(),
        store_name: "見晴".to_owned(),
        pos_no: "01".to_owned(),
        ..Default::default()
    }
}

pub fn top_up(op_seq: &str, top_up_amt: i64) -> TopUpRequest {
    TopUpRequest {
        buyer_id: "IC0123456789ABCDEF".to_owned(),
        top_up_amt,
        op_seq: op_seq.to_owned(),
        store_id: "217477".to_owned(),
        store_name: "見晴".to_owned(),
        pos_no: "01".to_owned(),
        ..Default::default()
    }
}

pub fn refund_top_up(op_seq: &str, top_up_amt: i64) -> RefundTopUpRequest {
    RefundTopUpRequest {
        buyer_id: "IC0123456789ABCDEF".to_owned(),
        op_seq: op_seq.to_owned(),
        bank_seq: "20240522123456000001".to_owned(),
        top_up_amt,
        op_refund_seq: format!("{op_seq}-R"),
        store_id: "217477".to_owned(),
        store_name: "見晴".to_owned(),
        pos_no: "01".to_owned(),
        ..Default::default()
    }
}

pub fn cancel(op_seq: &str) -> CancelRequest {
    CancelRequest {
        op_seq: op_seq.to_owned(),
        ..Default::default()
    }
}

pub fn cancel_top_up(op_seq: &str) -> CancelTopUpRequest {
    CancelTopUpRequest {
        buyer_id: "IC0123456789ABCDEF".to_owned(),
        op_seq: op_seq.to_owned(),
        ..Default::default()
    }
}

/// A server on a real socket that hands every connection to one function.
pub struct RawServer {
    pub url: String,
    pub connections: Arc<AtomicUsize>,
}

impl RawServer {
    pub fn start(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let (serve, counter) = (Arc::new(serve), connections.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                let serve = serve.clone();
                std::thread::spawn(move || serve(stream));
            }
        });
        RawServer { url, connections }
    }

    /// Reads one request and answers with exactly these bytes, then closes.
    pub fn answering(bytes: Vec<u8>) -> Self {
        RawServer::start(move |mut stream| {
            read_request(&mut stream);
            stream.write_all(&bytes).unwrap_or_default();
        })
    }
}

/// One HTTP request, head and body, or what came before the connection ended.
pub fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&received[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            if received.len() >= end + 4 + length {
                return received;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return received,
            Ok(count) => received.extend_from_slice(&buffer[..count]),
        }
    }
}

/// An HTTP response with a correct length.
pub fn response(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Test\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}
