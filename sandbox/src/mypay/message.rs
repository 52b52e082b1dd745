//! Messages of MYPAY and what stands in them.

use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

/// A message, or a reply to one.
pub(super) type Fields = Map<String, Value>;

/// Why a call is not carried out: `code` and `msg` of the reply.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) msg: String,
}

impl Refusal {
    /// 100, 資料錯誤: "MYPAYLINK收到資料,但是格式或資料錯誤" (附錄二). The document says no more about
    /// requests that cannot be taken; what follows the colon is the sandbox's own and names the field.
    pub(super) fn data(problem: impl AsRef<str>) -> Self {
        Refusal {
            code: "100",
            msg: format!("資料錯誤: {}", problem.as_ref()),
        }
    }

    pub(super) fn into_fields(self) -> Fields {
        fields(json!({"code": self.code, "msg": self.msg}))
    }
}

/// Text, or a number as text: the document's samples write one where its tables have the other.
pub(super) fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The fields of an object written with `json!`.
pub(super) fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// The entries of a list; none if it is no list.
pub(super) fn entries(list: Option<&Value>) -> Vec<Value> {
    list.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// The format that the document writes `YYYYMMDDHHmmss`.
pub(super) fn wire_time(time: DateTime) -> String {
    time.strftime("%Y%m%d%H%M%S").to_string()
}
