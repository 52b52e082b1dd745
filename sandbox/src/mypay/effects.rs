//! What a fault does to MYPAY's replies. The rest is in `crate::effects`.

use super::command::Command;
use super::message::{Fields, Refusal};
use crate::faults::Fault;
use serde_json::{Value, json};

/// The reply to a call that did not reach the ledger because a fault prevents it.
pub(super) fn instead_of_commit(fault: Fault, command: Command, barcode: &str) -> Fields {
    let msg = match fault {
        Fault::QuoteBarcode => format!("條碼 {barcode} 無法交易"),
        _ => "交易遭拒".to_owned(),
    };
    let code = command.declined_code();
    Refusal { code, msg }.into_fields()
}

/// Changes what the reply says. A refund's row says it a second time.
pub(super) fn alter_fields(fault: Fault, fields: &mut Fields) {
    alter(fault, fields);
    if let Some(Value::Object(row)) = fields.get_mut("row_data") {
        alter(fault, row);
    }
}

fn alter(fault: Fault, fields: &mut Fields) {
    match fault {
        Fault::ReferenceWrong => {
            change(fields, &["uid"], next);
            change(fields, &["order_id"], |text| json!(format!("{}-OTHER", plain(text))));
        }
        Fault::AmountWrong => change(fields, &["cost", "actual_cost"], next),
        // Whatever is no number stays the text it is: B200.
        Fault::CodeText => change(fields, &["code", "prc"], |code| {
            let number = code.as_str().and_then(|code| code.parse::<i64>().ok());
            number.map_or_else(|| code.clone(), |number| json!(number))
        }),
        Fault::CodeUnlisted => {
            change(fields, &["code", "prc"], |_| json!("7777"));
            change(fields, &["msg", "retmsg"], |_| json!("系統忙碌"));
        }
        _ => {}
    }
}

fn change(fields: &mut Fields, names: &[&str], new: impl Fn(&Value) -> Value) {
    for name in names {
        if let Some(value) = fields.get_mut(*name) {
            *value = new(value);
        }
    }
}

/// One more, in the type that it had.
fn next(value: &Value) -> Value {
    match value {
        Value::String(text) => json!((text.parse::<i64>().unwrap_or_default() + 1).to_string()),
        value => json!(value.as_i64().unwrap_or_default() + 1),
    }
}

fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
