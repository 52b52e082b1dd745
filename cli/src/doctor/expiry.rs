//! When icash Pay's key ends, as the key exchange said (docs/protocol.md, ExpireDate).

use super::Report;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// Time enough to exchange keys on a quiet day.
const NEAR_DAYS: i64 = 30;

/// The exchange's own form first. No document prints it, so others are read too.
const FORMS: [&str; 3] = ["%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"];
const DAY_FORMS: [&str; 3] = ["%Y/%m/%d", "%Y-%m-%d", "%Y%m%d"];

pub(super) fn check(report: &mut Report, expires: &str) {
    const CHECK: &str = "key expiry";
    const ADVICE: &str = "exchange keys anew (`twpos keys exchange` into an empty folder), and let the till use them";
    let Some(ends) = parse(expires) else {
        let found = "icash_public_key_expires is no date such as 2027/11/21 12:00:00";
        return report.warn(CHECK, found, "write there when icash Pay's key ends, or take it out");
    };
    let day = ends.strftime("%Y-%m-%d");
    let now = Offset::constant(8).to_datetime(Timestamp::now());
    let days = ends.duration_since(now).as_hours().div_euclid(24);
    match days {
        ..0 => report.warn(CHECK, &format!("icash Pay's key ended on {day}"), ADVICE),
        0..=NEAR_DAYS => report.warn(CHECK, &format!("icash Pay's key ends on {day}, in {days} days"), ADVICE),
        _ => report.ok(CHECK, &format!("icash Pay's key ends on {day}, in {days} days")),
    }
}

/// In Taipei time.
fn parse(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let time = FORMS.iter().find_map(|form| DateTime::strptime(form, text).ok());
    let day = || DAY_FORMS.iter().find_map(|form| Date::strptime(form, text).ok());
    time.or_else(|| Some(day()?.at(0, 0, 0, 0)))
}
