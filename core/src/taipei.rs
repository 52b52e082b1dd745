//! Taipei time, which every provider writes on the wire: UTC+8, without daylight saving since October 1979.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

const WIRE_FORMAT: &str = "%Y/%m/%d %H:%M:%S";
/// The form of iPASS (document 002).
const DASHED_FORMAT: &str = "%Y-%m-%d %H:%M:%S";

/// The present time in Taipei as `YYYY/MM/DD HH:MI:SS`, whatever the machine's own time zone.
pub(crate) fn now() -> String {
    Offset::constant(8)
        .to_datetime(Timestamp::now())
        .strftime(WIRE_FORMAT)
        .to_string()
}

/// Whether `text` is a real time in exactly the wire's form.
pub(crate) fn is_wire_time(text: &str) -> bool {
    has_form(WIRE_FORMAT, text)
}

/// Whether `text` is a real time in exactly the form `YYYY-MM-DD HH:MI:SS`.
pub(crate) fn is_dashed_time(text: &str) -> bool {
    has_form(DASHED_FORMAT, text)
}

fn has_form(format: &str, text: &str) -> bool {
    DateTime::strptime(format, text).is_ok_and(|time| time.strftime(format).to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_times_in_the_wire_form_pass() {
        assert!(is_wire_time("2024/02/29 23:59:59"));
        for wrong in [
            "2023/02/29 10:00:00",
            "2024-02-28 10:00:00",
            "2024/2/8 10:00:00",
            "2024/02/28 24:00:00",
            "2024/02/28",
            " 2024/02/28 10:00:00",
            "",
        ] {
            assert!(!is_wire_time(wrong), "{wrong:?} passed");
        }
    }

    #[test]
    fn now_is_eight_hours_ahead_of_utc() {
        let taipei = DateTime::strptime(WIRE_FORMAT, now()).unwrap();
        let utc = Offset::UTC.to_datetime(Timestamp::now());
        let ahead = taipei.duration_since(utc).as_secs();
        assert!((8 * 3600 - 2..=8 * 3600 + 2).contains(&ahead), "{ahead} s ahead of UTC");
    }
}
