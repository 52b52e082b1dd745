//! Amounts: NT$ are whole, RMB have two decimals (『幣別類型』 has no others).

use super::message::{Fields, value_text};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Nine digits are what a till can mean.
const MOST_DIGITS: usize = 9;

/// An amount in hundredths of its currency's unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Money(i64);

impl Money {
    pub(super) const ZERO: Money = Money(0);

    pub(super) const fn whole(units: i64) -> Self {
        Money(units * 100)
    }

    /// A number or its text: digits, and one or two decimals at most.
    pub(super) fn of_value(value: Option<&Value>) -> Option<Self> {
        Money::of_text(&value_text(value?)?)
    }

    pub(super) fn of_text(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (units, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let fits =
            |part: &str, most| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if !fits(units, MOST_DIGITS) || !fits(decimals, 2) {
            return None;
        }
        let hundredths: i64 = format!("{units}{decimals:0<2}").parse().ok()?;
        Some(Money(sign * hundredths))
    }

    pub(super) fn is_whole(self) -> bool {
        self.0 % 100 == 0
    }

    /// What the currency of this order can have.
    pub(super) fn fits(self, message: &Fields) -> bool {
        let currency = message.get("currency").and_then(value_text);
        self.is_whole() || currency.as_deref() == Some("CNY")
    }

    /// Whole units, for what prints no decimals.
    pub(super) fn units(self) -> i64 {
        self.0 / 100
    }
}

/// `12`, or `12.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, amount) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match self.is_whole() {
            true => write!(f, "{sign}{}", amount / 100),
            false => write!(f, "{sign}{}.{:02}", amount / 100, amount % 100),
        }
    }
}

/// A number as in the document's samples; with decimals text, so that nobody reads a float.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_whole() {
            true => serializer.serialize_i64(self.units()),
            false => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Money::of_value(Some(&value)).ok_or_else(|| D::Error::custom("not an amount"))
    }
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;

    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;

    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(all: I) -> Money {
        Money(all.map(|money| money.0).sum())
    }
}

#[test]
fn amounts_are_read_exactly_and_written_as_they_are() {
    for (text, written) in [
        ("0", "0"),
        ("12", "12"),
        ("12.5", "12.50"),
        ("12.50", "12.50"),
        ("205.40", "205.40"),
        ("36.00", "36"),
        ("-50", "-50"),
        ("-0.05", "-0.05"),
        ("999999999.99", "999999999.99"),
    ] {
        let money = Money::of_text(text);
        assert_eq!(money.map(|money| money.to_string()).as_deref(), Some(written), "{text}");
    }
    for text in [
        "",
        "+5",
        "1e2",
        "12.345",
        ".5",
        "5.",
        "1,000",
        "1234567890",
        "１",
        " 1",
        "--1",
    ] {
        assert_eq!(Money::of_text(text), None, "{text:?}");
    }
}
