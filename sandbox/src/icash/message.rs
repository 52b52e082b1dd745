//! What stands inside icash Pay's envelope, and the keys that sign it.

use serde_json::{Map, Value, json};
use twpos::crypto::PrivateKey;

/// `RtnCode` of a call that is answered by the wallet, whatever the wallet says.
const RTN_SUCCESS: i64 = 1;
/// `RtnCode` of a call that the wallet never saw: one that occurs in error replies. What it proves is not published.
const RTN_REFUSED: i64 = 2107;

/// The keys that sign replies: the right one, and one that a client must not believe.
pub(super) struct Signers {
    pub(super) icash: PrivateKey,
    pub(super) foreign: PrivateKey,
}

/// A reply before it is encrypted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Message {
    pub(super) rtn_code: Value,
    pub(super) rtn_msg: String,
    pub(super) fields: Map<String, Value>,
}

/// Why a call does not reach the wallet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) desc: String,
}

impl Refusal {
    pub(super) fn new(code: &'static str, desc: impl Into<String>) -> Self {
        Refusal {
            code,
            desc: desc.into(),
        }
    }
}

impl Message {
    pub(super) fn success(fields: Map<String, Value>) -> Self {
        Message {
            rtn_code: json!(RTN_SUCCESS),
            rtn_msg: "成功".to_owned(),
            fields,
        }
    }

    /// The wallet's no. `op_seq` only where the operation's reply table has that row.
    pub(super) fn declined(code: &str, desc: &str, op_seq: Option<&str>) -> Self {
        let mut fields = service_result("N", code, desc);
        if let Some(op_seq) = op_seq {
            fields.insert("OPSeq".to_owned(), json!(op_seq));
        }
        Self::success(fields)
    }

    /// The host's no, before the wallet.
    pub(super) fn refused(refusal: &Refusal) -> Self {
        let desc: String = refusal.desc.chars().take(1000).collect();
        Message {
            rtn_code: json!(RTN_REFUSED),
            rtn_msg: "資料驗證失敗".to_owned(),
            fields: service_result("N", refusal.code, &desc),
        }
    }
}

/// The first three rows of every reply table.
pub(super) fn service_result(result: &str, code: &str, desc: &str) -> Map<String, Value> {
    let rows = [("ServiceResult", result), ("StatusCode", code), ("StatusDesc", desc)];
    rows.into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect()
}
