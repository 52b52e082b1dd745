//! MYPAY's notifications.

use crate::failure::{guarded, invalid};
use crate::secret::SecretText;
use napi_derive::napi;
use twpos::mypay::{ExpectedOrder, Notification};
use twpos::{ErrorKind, Outcome, bridge, mypay};
use zeroize::Zeroizing;

/// Reads form data; gives JSON text.
#[napi]
pub(crate) fn parse_notification(body: &[u8]) -> napi::Result<SecretText> {
    guarded(|| {
        let notification = mypay::parse_notification(body)?;
        serde_json::to_string(&notification)
            .map(SecretText::from)
            .map_err(|_| bridge::error(ErrorKind::Internal, Outcome::Unknown, "the notification is not JSON"))
    })
}

/// Holds a notification against what was kept of its order, both as JSON text.
#[napi]
pub(crate) fn verify_notification(notification: String, expected: String) -> napi::Result<()> {
    let (notification, expected) = (Zeroizing::new(notification), Zeroizing::new(expected));
    guarded(|| {
        let expected = ExpectedOrder::from_json(&expected)?;
        // serde's own words may quote a value, so they are not shown.
        let notification: Notification = serde_json::from_str(&notification).map_err(|_| {
            let detail = "notification: has a field of the wrong type";
            invalid(detail)
        })?;
        notification.verify(&expected)
    })
}
