//! What a call asks for: its path, its query or its body, and no more than that.

use super::channel::Device;
use super::fields;
use super::refusal::Refusal;
use crate::incoming::Incoming;
use crate::listed::Operation;
use hyper::Method;
use serde_json::{Map, Value};

/// Where every path begins, behind whatever prefix.
const ROOT: &str = "/v4/payments";
/// A list of more than these is refused.
const MOST_NAMES: usize = 100;

/// What a path asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) operation: Operation,
    /// The segment that names the payment, as it stands there.
    named: Named,
}

#[derive(Debug, PartialEq, Eq)]
enum Named {
    /// By body or query.
    Elsewhere,
    Order(String),
    Transaction(String),
}

/// What a path asks for, if it is one of LINE Pay's.
pub(super) fn route(path: &str) -> Option<Route> {
    let (_, rest) = path.rsplit_once(ROOT)?;
    let segments: Vec<&str> = rest.split('/').collect();
    let (operation, named) = match segments[..] {
        [""] => (Operation::LinepayDetails, Named::Elsewhere),
        ["", "authorizations"] => (Operation::LinepayAuthorizations, Named::Elsewhere),
        ["", "oneTimeKeys", "pay"] => (Operation::LinepayPay, Named::Elsewhere),
        ["", "orders", order, action] => (by_order(action)?, Named::Order(order.to_owned())),
        ["", transaction, "refund"] => (Operation::LinepayRefund, Named::Transaction(transaction.to_owned())),
        _ => return None,
    };
    Some(Route { operation, named })
}

fn by_order(action: &str) -> Option<Operation> {
    Some(match action {
        "check" => Operation::LinepayCheck,
        "refund" => Operation::LinepayRefund,
        "void" => Operation::LinepayVoid,
        "capture" => Operation::LinepayCapture,
        _ => return None,
    })
}

impl Route {
    pub(super) fn method(&self) -> Method {
        use Operation::{LinepayAuthorizations, LinepayCheck, LinepayDetails};
        match self.operation {
            LinepayCheck | LinepayDetails | LinepayAuthorizations => Method::GET,
            _ => Method::POST,
        }
    }
}

/// A request whose fields are all as the tables say.
pub(super) struct Request {
    pub(super) operation: Operation,
    pub(super) target: Target,
    /// Empty where none is sent.
    pub(super) body: Map<String, Value>,
    pub(super) device: Option<Device>,
}

/// The payments that a call is about.
pub(super) enum Target {
    Order(String),
    Transaction(i64),
    Listed {
        orders: Vec<String>,
        transactions: Vec<i64>,
    },
}

impl Request {
    pub(super) fn open(route: Route, incoming: &Incoming, device: Option<Device>) -> Result<Self, Refusal> {
        let Route { operation, named } = route;
        let body = match operation {
            Operation::LinepayVoid => Map::new(),
            Operation::LinepayRefund if incoming.body.is_empty() => Map::new(),
            _ if incoming.method == Method::GET => Map::new(),
            _ => match serde_json::from_slice(&incoming.body) {
                Ok(Value::Object(body)) => body,
                _ => return Err(Refusal::new(2102, "the body is not a JSON object")),
            },
        };
        let target = match named {
            Named::Order(order) if fields::is_order(&order) => Target::Order(order),
            Named::Order(_) => return Err(Refusal::malformed("orderId", "is none, or would have to be encoded")),
            Named::Transaction(text) => Target::Transaction(transaction(&text)?),
            Named::Elsewhere if operation == Operation::LinepayPay => {
                fields::check_pay(&body)?;
                Target::Order(body["orderId"].as_str().unwrap_or_default().to_owned())
            }
            Named::Elsewhere => listed(&incoming.query)?,
        };
        match operation {
            Operation::LinepayCapture => fields::check_capture(&body)?,
            Operation::LinepayRefund => drop(fields::refund_amount(&body)?),
            _ => {}
        }
        Ok(Request {
            operation,
            target,
            body,
            device,
        })
    }

    /// The customer's code; empty for calls that carry none.
    pub(super) fn code(&self) -> &str {
        match self.operation {
            Operation::LinepayPay => self.body["oneTimeKey"].as_str().unwrap_or_default(),
            _ => "",
        }
    }
}

/// `orderId` and `transactionId`, each as often as it stands there.
fn listed(query: &str) -> Result<Target, Refusal> {
    let (mut orders, mut transactions) = (Vec::new(), Vec::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "orderId" if fields::is_order(&value) => orders.push(value.into_owned()),
            "orderId" => return Err(Refusal::malformed("orderId", "is none")),
            "transactionId" => transactions.push(transaction(&value)?),
            _ => {}
        }
    }
    match orders.len() + transactions.len() {
        0 => Err(Refusal::malformed("orderId", "or transactionId: NotEmpty")),
        1..=MOST_NAMES => Ok(Target::Listed { orders, transactions }),
        _ => Err(Refusal::new(1177, "at most 100 payments can be asked for")),
    }
}

fn transaction(text: &str) -> Result<i64, Refusal> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    number.ok_or_else(|| Refusal::malformed("transactionId", "must be digits, at most 19"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_behind_a_prefix_and_no_others() {
        let operation = |path: &str| route(path).map(|route| route.operation);
        for (path, expected) in [
            ("/v4/payments/oneTimeKeys/pay", Operation::LinepayPay),
            ("/a/b/v4/payments/orders/X/check", Operation::LinepayCheck),
            ("/v4/payments/orders/X/refund", Operation::LinepayRefund),
            ("/v4/payments/2026112800000000003/refund", Operation::LinepayRefund),
            ("/v4/payments/orders/X/void", Operation::LinepayVoid),
            ("/v4/payments/orders/X/capture", Operation::LinepayCapture),
            ("/v4/payments", Operation::LinepayDetails),
            ("/v4/payments/authorizations", Operation::LinepayAuthorizations),
        ] {
            assert_eq!(operation(path), Some(expected), "{path}");
        }
        for path in [
            "/v2/payments/oneTimeKeys/pay",
            "/v2/payments/orders/X/check",
            "/v4/payments/",
            "/v4/payments/onetimekeys/pay",
            "/v4/payments/orders/X/fly",
            "/v4/payments/orders/X/Y/check",
            "/v4/paymentsX",
        ] {
            assert_eq!(operation(path), None, "{path}");
        }
    }
}
