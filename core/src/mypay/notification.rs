//! Notifications: what MYPAY posts to the merchant's own web server. Nothing here uses the network.

use super::codes::{NotificationKind, Prc, PrcClass};
use super::form;
use super::lenient;
use super::messages::{ExpectedOrder, NEVER_LOGGED, Notification, REFERENCES};
use super::money::expected_currency;
use super::reply::{ABOUT_THE_CALL, Reply};
use super::twins::{self, Decimals};
use crate::crypto::equal_in_constant_time;
use crate::error::{Error, ErrorKind};
use crate::fields::Fields as _;
use crate::limits::{self, PART};
use crate::wire;

/// The whole body of the answer to a notification. MYPAY repeats a notification until it reads this.
pub const NOTIFICATION_ANSWER: &str = "8888";

/// A notification is small; more is an attack.
const MAX_BODY: usize = 1024 * 1024;

/// Reads a notification from the form data as received (`application/x-www-form-urlencoded`).
///
/// Anyone can post one. In this order:
/// 1. Look up the order by `order_id` or `uid`, and [`verify`](Notification::verify) against what you kept.
/// 2. Answer [`NOTIFICATION_ANSWER`] once it is stored, also when you had it already: MYPAY sends each one
///    several times and in any order. Treat the pair of `uid` and `prc` as its number and act on a pair once;
///    never let a pending one undo a paid or refunded one that came before it.
/// 3. Before goods are released, ask with [`query_order`](super::Client::query_order): the notification is
///    neither encrypted nor signed, and only the query's answer comes from MYPAY's own host.
///
/// # Errors
/// `invalid_notification` if it is not form data, is over 1 MiB, has a field twice or of another type than the document
/// has, or lacks `uid`, `key` or `prc`. It is nobody's money: answer with HTTP 400. The reference is the `order_id` that
/// it claims.
pub fn parse_notification(body: &[u8]) -> Result<Notification, Error> {
    let invalid = |detail: &str| Error::new(ErrorKind::InvalidNotification, detail);
    if body.len() > MAX_BODY {
        return Err(invalid("the notification is larger than 1 MiB"));
    }
    let mut fields = form::fields(body).ok_or_else(|| invalid("the notification is not unambiguous form data"))?;
    let order_id = fields.get("order_id").map(wire::any_text).unwrap_or_default();
    if lenient::member_twice(&fields).is_some() {
        let detail = "the notification has a member twice inside a field, so that it says two things";
        return Err(invalid(detail).with_reference(&order_id));
    }
    crate::reply::hide(&mut fields, Vec::new(), NEVER_LOGGED);
    let reply = Reply(fields.clone());
    let fields = twins::with_texts::<Notification>(fields);
    let mut notification: Notification = wire::from_fields(fields).map_err(|_| {
        invalid("the notification has a field of a type the document does not allow").with_reference(&order_id)
    })?;
    let Notification { uid, key, prc, .. } = &notification;
    if [uid, key, prc].iter().any(|text| text.is_empty()) {
        return Err(invalid("the notification lacks uid, key or prc").with_reference(&order_id));
    }
    let prc = Prc::from_code(prc);
    notification.kind = NotificationKind::of(prc).as_str().to_owned();
    let class = match reply.contradicts_itself(ABOUT_THE_CALL) {
        true => PrcClass::Unknown,
        false => reply.settled(prc.class()),
    };
    notification.state = class.as_str().to_owned();
    notification.redeem_detail = lenient::redeem(&notification.redeem);
    notification.payment_instructions =
        lenient::payment_instructions(&notification.result_content_type, &notification.result_content);
    Ok(notification)
}

impl Notification {
    /// Whether this is about the order that you made: `uid` and `key` equal, compared in constant time, and
    /// `order_id`, `cost` and `currency` equal where you expect them. Still query before goods are released.
    ///
    /// It says whose this is, not that it is good news: a paid order of another amount (290, or another
    /// `actual_cost`) fails on `cost` only if MYPAY reports another `cost`. Look at `state` and `actual_cost`. The
    /// `cost` of a refund's report is the refund's.
    ///
    /// # Errors
    /// `invalid_request` if `expected` has no uid or key; `invalid_notification` if uid or key differ: whoever posted it
    /// does not know the order, so answer with HTTP 400; `mismatch`, outcome unknown, if the order number, amount or
    /// currency does: who posted it knows the key, so ask with [`query_order`](super::Client::query_order). The reference is the
    /// expected order_id, else uid.
    pub fn verify(&self, expected: &ExpectedOrder) -> Result<(), Error> {
        self.check(expected)
            .map_err(|error| error.with_reference(expected.reference(REFERENCES)))
    }

    fn check(&self, expected: &ExpectedOrder) -> Result<(), Error> {
        for (name, value) in [("uid", &expected.uid), ("key", &expected.key)] {
            if value.is_empty() {
                return Err(Error::field(name, "is required: without it, anything would verify"));
            }
        }
        limits::check(expected)?;
        let uid = equal_in_constant_time(self.uid.as_bytes(), expected.uid.as_bytes());
        let key = equal_in_constant_time(self.key.as_bytes(), expected.key.as_bytes());
        // Both are compared before either is looked at.
        if !(uid & key) {
            return Err(Error::new(
                ErrorKind::InvalidNotification,
                "the notification's uid and key are not this order's",
            ));
        }
        if expected.order_id.as_ref().is_some_and(|ours| *ours != self.order_id) {
            return Err(Error::new(
                ErrorKind::Mismatch,
                "the notification is about another order_id",
            ));
        }
        let ours = match (expected.cost, expected.cost_text.as_deref().unwrap_or_default()) {
            (None, "") => None,
            (whole, text) => {
                let decimals = Decimals::of(&expected.currency);
                Some(twins::given("cost", whole.unwrap_or(0), text, PART, decimals)?)
            }
        };
        if ours.is_some() && ours != twins::of_optional(self.cost, &self.cost_text) {
            return Err(Error::new(
                ErrorKind::Mismatch,
                "the notification is about another cost",
            ));
        }
        // `actual_currency` beside another `currency` is for `state` to tell of.
        let named = [&self.currency, &self.actual_currency];
        let named = named.into_iter().find(|currency| !currency.is_empty());
        if let (Some(ours), Some(named)) = (expected_currency(&expected.currency, ours.is_some()), named)
            && !named.eq_ignore_ascii_case(ours)
        {
            return Err(Error::new(
                ErrorKind::Mismatch,
                "the notification is in another currency",
            ));
        }
        Ok(())
    }
}
