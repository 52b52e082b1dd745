//! Payment tools (`pfn`), and what a till sends of the code that it scanned.

use super::message::{Fields, value_text};
use crate::phone_codes;
use serde_json::Value;

/// Name and number of each: 『付款方式』值內容 and 附錄一, which differ; `0` for all stands in the samples
/// only, `OFFLINE` (98) in docs/protocol.md.
const TOOLS: &[(&str, &str)] = &[
    ("all", "0"),
    ("MobilePayAll", ""),
    ("CREDITCARD", "1"),
    ("CSTORECODE", "3"),
    ("WEBATM", "4"),
    ("E_COLLECTION", "6"),
    ("UNIONPAY", ""),
    ("SVC", ""),
    ("ABROAD", "9"),
    ("ALIPAY", "10"),
    ("WECHAT", "13"),
    ("DIRECTDEBIT", "14"),
    ("LINEPAYON", "15"),
    ("LINEPAYOFF", "16"),
    ("WECHATOFF", "19"),
    ("APPLEPAY", "20"),
    ("GOOGLEPAY", "21"),
    ("EACH", ""),
    ("C_INSTALLMENT", "23"),
    ("C_REDEEM", "24"),
    ("CARDLESS", "25"),
    ("PION", "27"),
    ("PIOFF", "28"),
    ("AMEX", "29"),
    ("JKOON", "31"),
    ("JKOOFF", "32"),
    // So spelt in 附錄一.
    ("JKOOF", "32"),
    ("ALIPAYOFF", "33"),
    ("M_RECHARGE", "34"),
    ("AFP", "36"),
    ("CASH", "37"),
    ("EASYWALLETON", "38"),
    ("EASYWALLETOFF", "39"),
    ("EASYCARD", "40"),
    ("IPASS", "41"),
    ("ICASH", "42"),
    ("BARCODE", "43"),
    ("OFFLINE", "98"),
];

pub(super) fn is_known(tool: &str) -> bool {
    !tool.is_empty() && TOOLS.iter().any(|(name, number)| [name, number].contains(&&tool))
}

/// A code from a customer's phone.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ScannedCode {
    pub(super) code: String,
    /// The wallet that pays.
    pub(super) pfn: &'static str,
}

/// `pfn` and `data_json` (docs/protocol.md, scanning in the store): JSON in a text, named as each wallet wants it.
pub(super) fn scanned_code(message: &Fields) -> Result<ScannedCode, String> {
    let tool = message.get("pfn").and_then(value_text).unwrap_or_default();
    let (pfn, names): (_, &[&str]) = match tool.as_str() {
        "" => return Err("pfn: is missing".to_owned()),
        "OFFLINE" | "98" => ("OFFLINE", &["qrCode"]),
        "LINEPAYOFF" | "16" => ("LINEPAYOFF", &["linepayCode"]),
        "PIOFF" | "28" => ("PIOFF", &["piCode"]),
        "JKOOFF" | "JKOOF" | "32" => ("JKOOFF", &["jkoCode", "posId", "posTradeTime", "remark"]),
        _ => return Err("pfn: must be OFFLINE, LINEPAYOFF, PIOFF or JKOOFF".to_owned()),
    };
    let data = match message.get("data_json") {
        None | Some(Value::Null) => return Err("data_json: is missing".to_owned()),
        Some(Value::String(text)) => serde_json::from_str(text).ok(),
        Some(_) => None,
    };
    let Some(Value::Object(data)) = data else {
        return Err("data_json: must be the text of a JSON object".to_owned());
    };
    if let Some(missing) = names
        .iter()
        .find(|name| !data.get(**name).is_some_and(Value::is_string))
    {
        return Err(format!("data_json: {missing} is missing"));
    }
    match data.get(names[0]).and_then(Value::as_str) {
        Some(code) if !code.trim().is_empty() => match phone_codes::mypay_problem(code) {
            None => Ok(ScannedCode {
                code: code.to_owned(),
                pfn: if pfn == "OFFLINE" { wallet_of(code) } else { pfn },
            }),
            Some(problem) => Err(format!("data_json: {} {problem}", names[0])),
        },
        _ => Err(format!("data_json: {} is empty", names[0])),
    }
}

/// How MYPAY tells wallets apart is not published; this is the sandbox's own.
fn wallet_of(code: &str) -> &'static str {
    match code {
        code if code.starts_with("IC") => "ICASH",
        code if code.starts_with("PI") => "PIOFF",
        _ => "LINEPAYOFF",
    }
}
