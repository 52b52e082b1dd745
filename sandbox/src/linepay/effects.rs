//! What a reply looks like, and what a fault does to it. The rest is in `crate::effects`.

use super::operations::Info;
use super::refusal::Refusal;
use super::request::Request;
use crate::faults::Fault;
use crate::listed::Operation;
use crate::reply::Reply;
use hyper::StatusCode;
use serde_json::{Map, Value, json};

/// What is said in the older shape of a call that was done.
const INTERNAL_ERROR: u16 = 9000;

/// The answer to a call that did not reach the ledger because a fault prevents it.
pub(super) fn instead_of_commit(fault: Fault, request: &Request) -> Refusal {
    let code = match request.operation {
        Operation::LinepayPay => 1110,
        Operation::LinepayRefund => 1163,
        Operation::LinepayVoid | Operation::LinepayCapture => 1155,
        _ => 1150,
    };
    match fault {
        Fault::QuoteBarcode => Refusal::new(code, format!("code {} cannot pay", request.code())),
        _ => Refusal::new(code, "declined"),
    }
}

/// HTTP 200, whatever it says.
pub(super) fn reply(outcome: Result<Info, Refusal>, fault: Option<Fault>) -> Reply {
    let outcome = match (outcome, fault) {
        (Ok(_), Some(Fault::ResultCode)) => Err(Refusal {
            old_shape: true,
            ..Refusal::new(INTERNAL_ERROR, "internal error")
        }),
        (Err(refusal), Some(Fault::ResultCode)) => Err(Refusal {
            old_shape: true,
            ..refusal
        }),
        (_, Some(Fault::CodeUnlisted)) => Err(Refusal::new(7777, "-")),
        (outcome, _) => outcome,
    };
    let fields = match outcome {
        Ok(None) => json!({"returnCode": "0000"}),
        Ok(Some(mut info)) => {
            fault.iter().for_each(|fault| alter(*fault, &mut info));
            json!({"returnCode": "0000", "returnMessage": "Success.", "info": info})
        }
        Err(Refusal {
            code,
            words,
            old_shape: true,
        }) => json!({"resultCode": code, "statusMessage": words}),
        Err(Refusal { code, words, .. }) => json!({"returnCode": format!("{code:04}"), "returnMessage": words}),
    };
    let reply = Reply::json(StatusCode::OK, &fields);
    match fault {
        Some(fault) => {
            let body = crate::effects::alter_body(fault, reply.body.to_vec());
            Reply {
                body: body.into(),
                ..reply
            }
        }
        None => reply,
    }
}

/// Changes what `info` says, or each of its entries. A refund's reply repeats neither order nor amount.
fn alter(fault: Fault, info: &mut Value) {
    match info {
        Value::Array(entries) => entries.iter_mut().for_each(|entry| alter(fault, entry)),
        Value::Object(info) => alter_entry(fault, info),
        _ => {}
    }
}

fn alter_entry(fault: Fault, info: &mut Map<String, Value>) {
    match fault {
        Fault::ReferenceWrong => {
            if let Some(Value::String(order)) = info.get_mut("orderId") {
                order.push_str("-OTHER");
            }
        }
        Fault::AmountWrong => {
            if let Some(amount) = info.get_mut("payInfo").and_then(|means| means.pointer_mut("/0/amount")) {
                *amount = json!(amount.as_i64().unwrap_or_default() + 1);
            }
        }
        Fault::TransactionIdMissing => {
            info.shift_remove("transactionId");
            info.shift_remove("refundTransactionId");
        }
        _ => {}
    }
}
