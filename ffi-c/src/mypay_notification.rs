//! `twpos_mypay_notification`: what MYPAY posts to the merchant's own web server. Its functions with field
//! tables are generated; what they do is here.

use crate::bridge::{bytes, free, handle, output, status_with_error, text};
use crate::failure::Error;
use std::ffi::c_char;
use twpos::mypay::{ExpectedOrder, Notification, parse_notification};
use twpos::{ErrorKind, Outcome, bridge};

/// One report of MYPAY about one order. It proves nothing until twpos_mypay_notification_verify says so.
/// Use it from one thread at a time.
pub struct MypayNotification(Notification);

pub(crate) unsafe fn parse(
    body: *const c_char,
    length: usize,
    notification: *mut *mut MypayNotification,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (body, place) = unsafe { (bytes("body", body, length)?, output("notification", notification)?) };
        place.handle(MypayNotification(parse_notification(body)?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

pub(crate) unsafe fn to_json(
    notification: *const MypayNotification,
    notification_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let notification = unsafe { handle("notification", notification) }?;
        let notification_json = unsafe { output("notification_json", notification_json) }?;
        let json = serde_json::to_string(&notification.0).map_err(|_| {
            let detail = "the notification could not be written as JSON";
            bridge::error(ErrorKind::Internal, Outcome::Unknown, detail)
        })?;
        notification_json.text(json)
    };
    unsafe { status_with_error(error, work) }
}

pub(crate) unsafe fn verify(
    notification: *const MypayNotification,
    expected_json: *const c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let notification = unsafe { handle("notification", notification) }?;
        let expected = ExpectedOrder::from_json(unsafe { text("expected_json", expected_json) }?)?;
        Ok(notification.0.verify(&expected)?)
    };
    unsafe { status_with_error(error, work) }
}

/// Frees a notification. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_notification_free(notification: *mut MypayNotification) {
    unsafe { free(notification) };
}
