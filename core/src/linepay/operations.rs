//! What each operation adds to its message: path, defaults, limits, and how its reply is judged.

use super::codes::PaymentState;
use super::judge::{self, Reply};
use super::messages::*;
use crate::error::Error;
use crate::fields::Fields;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The one currency in Taiwan.
const CURRENCY: &str = "TWD";
/// As long as a customer's code is in Taiwan.
const CODE_DIGITS: usize = 18;

/// How a request travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Post,
    Get,
}

/// A request that LINE Pay understands.
pub(super) trait Operation: Clone + Serialize + Fields {
    type Response: DeserializeOwned;
    /// The name used everywhere, for logs.
    const NAME: &'static str;
    const METHOD: Method = Method::Post;
    /// Whether it is a payment, for which LINE Pay demands the longest wait.
    const IS_PAYMENT: bool = false;
    /// Fields of the message that stand in the path, or are for the judge alone.
    const NOT_SENT: &'static [&'static str] = &["orderId"];

    /// Path below the base URL.
    fn path(&self) -> String;
    /// Fills what the caller may leave out.
    fn fill_defaults(&mut self) {}
    /// The codes that are scanned, by name, to be freed of what the scanner added.
    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        Vec::new()
    }
    /// Checks what holds between fields, and what no row says of one. The error names the field.
    fn validate(&self) -> Result<(), Error> {
        Ok(())
    }
    /// What the reply says of the payment, or why it says no yes.
    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error>;
    /// Tells it in the response, and what the log says of it.
    fn tell(_response: &mut Self::Response, _state: PaymentState) -> &'static str {
        "approved"
    }
}

/// The word of a state, and for the log.
fn said(approved: bool, state: PaymentState) -> (String, &'static str) {
    let word = state.code().unwrap_or_default();
    (word.to_owned(), if approved { "approved" } else { word })
}

/// Letters whose form in a path is one and the same however it is encoded, so that it does not matter which form is
/// signed; and no name of only dots, which libraries for URLs fold.
fn order_number(order: &str) -> Result<(), Error> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let starts_well = order.starts_with(|first: char| first.is_ascii_alphanumeric());
    match starts_well && order.bytes().all(is_plain) {
        true => Ok(()),
        false => Err(Error::field(
            "orderId",
            "must be a letter or digit, and then letters, digits, '.', '_' and '-'",
        )),
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_order(order: &str, what: &str) -> String {
    format!("/v4/payments/orders/{order}/{what}")
}

impl Operation for PayRequest {
    type Response = PayResponse;
    const NAME: &'static str = "linepay.pay";
    const IS_PAYMENT: bool = true;
    const NOT_SENT: &'static [&'static str] = &[];

    fn path(&self) -> String {
        "/v4/payments/oneTimeKeys/pay".to_owned()
    }

    fn fill_defaults(&mut self) {
        self.currency.get_or_insert_with(|| CURRENCY.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        vec![("oneTimeKey", &mut self.one_time_key)]
    }

    fn validate(&self) -> Result<(), Error> {
        order_number(&self.order_id)?;
        match self.one_time_key.len() == CODE_DIGITS && is_digits(&self.one_time_key) {
            true => self.check_packages(),
            false => Err(Error::field("oneTimeKey", "must be the 18 digits of a LINE Pay code")),
        }
    }

    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error> {
        judge::paid(reply, &self.order_id, self.amount, self.captures())
    }

    fn tell(response: &mut PayResponse, state: PaymentState) -> &'static str {
        response.approved = matches!(state, PaymentState::Paid | PaymentState::AmountUnseen);
        let (word, logged) = said(response.approved, state);
        response.state = word;
        logged
    }
}

impl PayRequest {
    /// Whether the money is taken at once.
    fn captures(&self) -> bool {
        let payment = self.options.as_ref().and_then(|options| options.payment.as_ref());
        payment.and_then(|payment| payment.capture) != Some(false)
    }

    /// The packages make the amount, and their products make each package.
    fn check_packages(&self) -> Result<(), Error> {
        for (at, package) in self.packages.iter().enumerate() {
            package.check(&format!("packages[{at}]"))?;
        }
        let sum: i128 = self.packages.iter().map(|package| i128::from(package.amount)).sum();
        match sum == i128::from(self.amount) {
            true => Ok(()),
            false => Err(Error::field("amount", "must be the sum of the packages' amounts")),
        }
    }
}

impl Package {
    fn check(&self, path: &str) -> Result<(), Error> {
        for (at, product) in self.products.iter().enumerate() {
            product.check(&format!("{path}.products[{at}]"))?;
        }
        let products = self.products.iter();
        let prices = products.map(|product| i128::from(product.quantity) * i128::from(product.price));
        match prices.sum::<i128>() == i128::from(self.amount) {
            true => Ok(()),
            false => Err(Error::field(
                &format!("{path}.amount"),
                "must be the sum of its products' quantity × price",
            )),
        }
    }
}

impl Product {
    fn check(&self, path: &str) -> Result<(), Error> {
        match &self.image_url {
            Some(url) if !url.starts_with("https://") => {
                Err(Error::field(&format!("{path}.imageUrl"), "must begin with https://"))
            }
            _ => Ok(()),
        }
    }
}

impl Operation for CheckRequest {
    type Response = CheckResponse;
    const NAME: &'static str = "linepay.check";
    const METHOD: Method = Method::Get;
    const NOT_SENT: &'static [&'static str] = &["orderId", "amount"];

    fn path(&self) -> String {
        of_order(&self.order_id, "check")
    }

    fn validate(&self) -> Result<(), Error> {
        order_number(&self.order_id)
    }

    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error> {
        judge::checked(reply, &self.order_id, self.amount)
    }

    fn tell(response: &mut CheckResponse, state: PaymentState) -> &'static str {
        response.approved = state == PaymentState::Paid;
        let (word, logged) = said(response.approved, state);
        response.state = word;
        logged
    }
}

impl Operation for RefundRequest {
    type Response = RefundResponse;
    const NAME: &'static str = "linepay.refund";
    const NOT_SENT: &'static [&'static str] = &["orderId", "amount"];

    fn path(&self) -> String {
        of_order(&self.order_id, "refund")
    }

    fn validate(&self) -> Result<(), Error> {
        order_number(&self.order_id)?;
        match self.amount.is_some_and(|paid| paid < self.refund_amount) {
            true => Err(Error::field(
                "refundAmount",
                "must be no more than amount, what was paid",
            )),
            false => Ok(()),
        }
    }

    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error> {
        let is_whole = self.amount.map(|paid| paid == self.refund_amount);
        judge::refunded(reply, &self.order_id, is_whole)
    }
}

impl Operation for DetailsRequest {
    type Response = DetailsResponse;
    const NAME: &'static str = "linepay.details";
    const METHOD: Method = Method::Get;
    const NOT_SENT: &'static [&'static str] = &["amount"];

    fn path(&self) -> String {
        "/v4/payments".to_owned()
    }

    fn validate(&self) -> Result<(), Error> {
        match (&self.order_id, &self.transaction_id) {
            (Some(order), None) => order_number(order),
            (None, Some(number)) if is_digits(number) => Ok(()),
            (None, Some(_)) => Err(Error::field("transactionId", "must be the digits of LINE Pay's number")),
            (None, None) => Err(Error::field("orderId", "is required, or else transactionId")),
            (Some(_), Some(_)) => Err(Error::field("transactionId", "and orderId exclude each other")),
        }
    }

    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error> {
        judge::detailed(
            reply,
            self.order_id.as_deref(),
            self.transaction_id.as_deref(),
            self.amount,
        )
    }

    fn tell(response: &mut DetailsResponse, state: PaymentState) -> &'static str {
        response.approved = state == PaymentState::Paid;
        let (word, logged) = said(response.approved, state);
        response.state = word;
        logged
    }
}

impl Operation for VoidRequest {
    type Response = VoidResponse;
    const NAME: &'static str = "linepay.void";

    fn path(&self) -> String {
        of_order(&self.order_id, "void")
    }

    fn validate(&self) -> Result<(), Error> {
        order_number(&self.order_id)
    }

    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error> {
        judge::voided(reply)
    }
}

impl Operation for CaptureRequest {
    type Response = CaptureResponse;
    const NAME: &'static str = "linepay.capture";

    fn path(&self) -> String {
        of_order(&self.order_id, "capture")
    }

    fn fill_defaults(&mut self) {
        self.currency.get_or_insert_with(|| CURRENCY.to_owned());
    }

    fn validate(&self) -> Result<(), Error> {
        order_number(&self.order_id)
    }

    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error> {
        judge::captured(reply, &self.order_id, self.amount)
    }

    fn tell(response: &mut CaptureResponse, state: PaymentState) -> &'static str {
        response.approved = true;
        let (word, logged) = said(response.approved, state);
        response.state = word;
        logged
    }
}

impl Operation for AuthorizationsRequest {
    type Response = AuthorizationsResponse;
    const NAME: &'static str = "linepay.authorizations";
    const METHOD: Method = Method::Get;
    const NOT_SENT: &'static [&'static str] = &[];

    fn path(&self) -> String {
        "/v4/payments/authorizations".to_owned()
    }

    fn validate(&self) -> Result<(), Error> {
        order_number(&self.order_id)
    }

    fn judge(&self, reply: &Reply) -> Result<PaymentState, Error> {
        judge::authorizations(reply, &self.order_id)
    }

    fn tell(_response: &mut AuthorizationsResponse, _state: PaymentState) -> &'static str {
        "answered"
    }
}
