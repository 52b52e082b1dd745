//! Decides what a reply means: approved, refused, or unknown.
//!
//! The gateway signs nothing: a reply is authentic because TLS brought it (plain HTTP goes to this machine
//! only) under HTTP 200 in the documented form. The rules are "Classifying an attempt" in docs/protocol.md, and
//! whatever no rule settles stays unknown.

use super::codes::IpassReturnCode;
use super::config::IcashMerchant;
use super::envelope::Wallet;
use crate::error::{Error, ErrorKind};
use crate::icash::RtnCode;
use crate::json;
use crate::wire::{self, non_empty};
use serde_json::{Map, Value};

/// What the reply must say for the operation to count as done.
pub(super) struct Expectation<'a> {
    /// The order number that we asked about.
    pub(super) order: Option<&'a str>,
    /// The request's req_id, as sent.
    pub(super) req_id: Option<&'a str>,
    /// Our amount, which the reply must repeat where it has one.
    pub(super) amount: Option<i64>,
    /// What an approval must repeat at least.
    pub(super) echo: Echo,
}

/// What an approval must repeat. Whatever else it repeats must agree as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    /// The order number: pay, icash search.
    Order,
    /// The order number or the req_id: the reply's table has no order number for sure.
    OrderOrReqId,
    /// Nothing: the reply of icash's cancel names no order (001 response).
    None,
}

/// What the client's configuration knows of replies.
pub(super) struct Known<'a> {
    pub(super) ipass_refusal_codes: &'a [String],
    pub(super) icash_merchant: Option<&'a IcashMerchant>,
}

/// Gives the reply's fields if it approves, and the error with its outcome if it does not.
pub(super) fn judge(
    http_status: u16,
    body: &[u8],
    wallet: Wallet,
    expected: &Expectation<'_>,
    known: &Known<'_>,
) -> Result<Map<String, Value>, Error> {
    if http_status != 200 {
        let kind = match http_status {
            401 => ErrorKind::Unauthorized,
            _ => ErrorKind::Http,
        };
        return Err(Error::new(kind, http_problem(http_status)));
    }
    let fields =
        json::object(body).ok_or_else(|| Error::new(ErrorKind::Malformed, "the reply is not one JSON object"))?;
    match wallet {
        Wallet::Ipass => Ipass { fields }.judge(expected, known.ipass_refusal_codes),
        Wallet::Icash => Icash::new(fields).judge(expected, known.icash_merchant),
    }
}

/// A reply of the iPASS operations (002 response).
struct Ipass {
    fields: Map<String, Value>,
}

impl Ipass {
    fn judge(self, expected: &Expectation<'_>, refusal_codes: &[String]) -> Result<Map<String, Value>, Error> {
        let code = text(&self.fields, "return_code");
        let order = text(&self.fields, "order_number");
        let req_id = text(&self.fields, "req_id");
        // A reply about another request says nothing about ours, whether it says yes or no.
        if expected.order.is_some_and(|ours| !order.is_empty() && order != ours) {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another order_number"));
        }
        let same_req_id = expected.req_id.is_some_and(|ours| req_id.eq_ignore_ascii_case(ours));
        if !req_id.is_empty() && !same_req_id {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another req_id"));
        }
        match IpassReturnCode::from_code(&code) {
            IpassReturnCode::Success => {}
            IpassReturnCode::DuplicateOrderNumber => {
                let detail = "the order_number was used before; how that attempt ended is unknown";
                return Err(self.error(ErrorKind::Mismatch, detail));
            }
            IpassReturnCode::Unknown if code.is_empty() => {
                let detail = "the reply has no return_code: the gateway failed before or after iPASS answered";
                return Err(self.error(ErrorKind::Malformed, detail));
            }
            IpassReturnCode::Unknown if refusal_codes.contains(&code) => {
                return Err(self.error(ErrorKind::Declined, "iPASS refused"));
            }
            IpassReturnCode::UnexpectedError | IpassReturnCode::Unknown => {
                let detail = "return_code is not a listed success or refusal";
                return Err(self.error(ErrorKind::Malformed, detail));
            }
        }
        let echoed = match expected.echo {
            Echo::Order => !order.is_empty(),
            Echo::OrderOrReqId => (expected.order.is_some() && !order.is_empty()) || same_req_id,
            Echo::None => true,
        };
        match echoed && amount_agrees(&self.fields, "amount", expected.amount) {
            true => Ok(self.fields),
            false => Err(self.error(ErrorKind::Mismatch, NOT_ECHOED)),
        }
    }

    /// `return_msg` is iPASS's own word, `message` the gateway's.
    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let said = non_empty(text(&self.fields, "return_msg")).or(Some(text(&self.fields, "message")));
        Error::new(kind, detail).with_provider(Some(text(&self.fields, "return_code")), said)
    }
}

/// A reply of the icash operations (001 response).
struct Icash {
    fields: Map<String, Value>,
}

impl Icash {
    /// `EncData` is an object, which a gateway may also pass on as JSON text.
    fn new(mut fields: Map<String, Value>) -> Self {
        if let Some(Value::String(text)) = fields.get("EncData")
            && let Some(object) = json::object(text.as_bytes())
        {
            fields.insert("EncData".to_owned(), Value::Object(object));
        }
        Icash { fields }
    }

    fn judge(self, expected: &Expectation<'_>, merchant: Option<&IcashMerchant>) -> Result<Map<String, Value>, Error> {
        let nothing = Map::new();
        let data = self.fields.get("EncData").and_then(Value::as_object);
        let inner = data.unwrap_or(&nothing);
        let order = text(inner, "MerchantTradeNo");
        if expected.order.is_some_and(|ours| !order.is_empty() && order != ours) {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another MerchantTradeNo"));
        }
        let another = |field: &str, ours: &str| {
            let theirs = text(inner, field);
            !theirs.is_empty() && theirs != ours
        };
        if merchant.is_some_and(|us| another("PlatformID", &us.platform_id) || another("MerchantID", &us.merchant_id)) {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another merchant"));
        }
        match self.rtn_code() {
            Some(RtnCode::SUCCESS) => {}
            // No code is published as proof that nothing was charged.
            Some(_) => return Err(self.error(ErrorKind::Malformed, "RtnCode is not a listed success")),
            None => return Err(self.error(ErrorKind::Malformed, "the reply has no RtnCode that is a number")),
        }
        if data.is_none() {
            return Err(self.error(ErrorKind::Malformed, "the reply has no EncData object"));
        }
        let echoed = expected.echo == Echo::None || !order.is_empty();
        match echoed && amount_agrees(inner, "TotalAmount", expected.amount) {
            true => Ok(self.fields),
            false => Err(self.error(ErrorKind::Mismatch, NOT_ECHOED)),
        }
    }

    fn rtn_code(&self) -> Option<RtnCode> {
        self.fields.get("RtnCode").and_then(RtnCode::from_wire)
    }

    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let said = non_empty(text(&self.fields, "RtnMsg")).or(Some(text(&self.fields, "message")));
        Error::new(kind, detail).with_provider(Some(text(&self.fields, "RtnCode")), said)
    }
}

const NOT_ECHOED: &str = "the reply approves, but does not repeat the order and the amount that were asked for";

/// An amount that the reply has must be ours. One that is no number is not ours.
fn amount_agrees(fields: &Map<String, Value>, name: &str, ours: Option<i64>) -> bool {
    match (fields.get(name), ours) {
        (None | Some(Value::Null), _) | (_, None) => true,
        (Some(theirs), Some(ours)) => wire::value_amount(theirs) == Some(ours),
    }
}

fn text(fields: &Map<String, Value>, name: &str) -> String {
    fields.get(name).and_then(wire::value_text).unwrap_or_default()
}

fn http_problem(status: u16) -> &'static str {
    match status {
        300..=399 => "the host redirects elsewhere; redirects are not followed, check base_url",
        401 => "the gateway does not accept the token",
        403 => "a firewall or the gateway forbids the call; check user_agent, the allowed addresses and the account",
        404 => "the host does not know this path; check base_url",
        429 => "too many requests; the answer is not the gateway's",
        _ => "an error page came instead of the gateway's reply",
    }
}
