//! What a fault does inside icash Pay's envelope. The rest is in `crate::effects`.

use super::message::{Message, Signers};
use crate::faults::Fault;
use crate::random;
use serde_json::{Value, json};
use twpos::crypto::{PrivateKey, decode_base64, encode_base64};

/// The message of a call that did not reach the ledger because a fault prevents it.
pub(super) fn instead_of_commit(fault: Fault, buyer_id: &str, op_seq: Option<&str>) -> Message {
    let desc = match fault {
        Fault::QuoteBarcode => format!("條碼 {buyer_id} 無法交易"),
        _ => "交易遭拒".to_owned(),
    };
    Message::declined("ICASH_DECLINED", &desc, op_seq)
}

/// Changes what the reply says, before it is encrypted and signed.
pub(super) fn alter_message(fault: Fault, message: &mut Message) {
    let fields = &mut message.fields;
    match fault {
        Fault::ReferenceWrong => {
            if let Some(Value::String(op_seq)) = fields.get_mut("OPSeq") {
                op_seq.push_str("-OTHER");
            }
        }
        Fault::AmountWrong => {
            for name in ["TxAmt", "TopUpAmt", "WalletTxAmt"] {
                if let Some(Value::String(text)) = fields.get_mut(name) {
                    let amount: i64 = text.parse().unwrap_or_default();
                    *text = (amount + 1).to_string();
                }
            }
        }
        Fault::CodeText => message.rtn_code = json!("0001"),
        Fault::CodeUnlisted => {
            message.rtn_code = json!(7777);
            message.rtn_msg = "系統忙碌".to_owned();
            fields.shift_remove("ServiceResult");
        }
        Fault::ServiceResultUnlisted => {
            fields.insert("ServiceResult".to_owned(), json!("X"));
        }
        _ => {}
    }
}

/// Random bytes of the right length: base64 and block size are fine, the padding is not.
pub(super) fn alter_enc_data(fault: Option<Fault>, enc_data: String) -> String {
    match (fault, decode_base64(&enc_data)) {
        (Some(Fault::EncDataUndecryptable), Some(bytes)) => encode_base64(&random::bytes(bytes.len())),
        _ => enc_data,
    }
}

/// The key that signs.
pub(super) fn signer(fault: Option<Fault>, signers: &Signers) -> &PrivateKey {
    match fault {
        Some(Fault::SignatureForeign) => &signers.foreign,
        _ => &signers.icash,
    }
}

/// Drops the signature or flips one bit of it.
pub(super) fn alter_signature(fault: Option<Fault>, signature: String) -> Option<String> {
    match (fault, decode_base64(&signature)) {
        (Some(Fault::SignatureMissing), _) => None,
        (Some(Fault::SignatureBad), Some(mut bytes)) => {
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            Some(encode_base64(&bytes))
        }
        _ => Some(signature),
    }
}

/// Changes one byte of `RtnMsg` after signing.
///
/// The third byte of the value ends its first Chinese character, so the text stays valid UTF-8 and
/// the body valid JSON: only the signature shows it.
pub(super) fn tamper(fault: Option<Fault>, mut body: Vec<u8>) -> Vec<u8> {
    const BEFORE_VALUE: &[u8] = b"\"RtnMsg\":\"";
    if fault == Some(Fault::BodyTampered) {
        let found = body.windows(BEFORE_VALUE.len()).position(|part| part == BEFORE_VALUE);
        if let Some(byte) = found.and_then(|start| body.get_mut(start + BEFORE_VALUE.len() + 2)) {
            *byte ^= 1;
        }
    }
    body
}
