//! Amounts with a currency's own decimals, exact, and whether the amounts of one answer agree.
//!
//! Document 003 types most amounts as text: whole New Taiwan dollars, but CNY with decimals. They are read,
//! compared and added here without floats.

use crate::wire;
use serde_json::Value;
use std::ops::{Add, Sub};

/// What an order without a currency is in.
pub(super) const DEFAULT_CURRENCY: &str = "TWD";

/// More decimals than any currency has.
const DECIMALS: usize = 9;
const ONE: i128 = 1_000_000_000;
/// No amount is larger, so that sums of many still fit.
const LARGEST: i128 = 1_000_000_000_000_000_000 * ONE;

/// An exact amount of money, in billionths of its currency's unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Money(i128);

impl Money {
    /// A whole amount.
    pub(super) fn whole(amount: i64) -> Self {
        Money(i128::from(amount) * ONE)
    }

    /// An amount as a number or as its text, as [`wire::value_amount`] reads it, and with decimals.
    pub(super) fn of_value(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Money::of_text(&number.to_string()),
            Value::String(text) => Money::of_text(text),
            _ => None,
        }
    }

    /// As [`of_value`](Self::of_value), from text.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let (significant, exponent) = wire::decimal(text.trim())?;
        let power = u32::try_from(exponent + i64::try_from(DECIMALS).ok()?).ok()?;
        let billionths = significant.checked_mul(10_i128.checked_pow(power)?)?;
        (-LARGEST..=LARGEST).contains(&billionths).then_some(Money(billionths))
    }

    /// The one form in which it is sent: whole, or with two decimals at least.
    pub(super) fn canonical(self) -> String {
        let text = self.to_string();
        match text.split_once('.') {
            Some((_, fraction)) if fraction.len() == 1 => text + "0",
            _ => text,
        }
    }

    /// Whether it has at most so many decimals.
    pub(super) fn has_at_most(self, decimals: u32) -> bool {
        self.0 % (ONE / 10_i128.pow(decimals)) == 0
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

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::default(), Add::add)
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) = (self.0.abs() / ONE, self.0.abs() % ONE);
        let fraction = format!("{fraction:0DECIMALS$}");
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            fraction => write!(f, "{sign}{whole}.{fraction}"),
        }
    }
}

/// The currency that an answer must be in: where an amount is expected, one that is not named is the default.
pub(super) fn expected_currency(named: &Option<String>, expects_amount: bool) -> Option<&str> {
    let named = named.as_deref().filter(|currency| !currency.is_empty());
    named.or(expects_amount.then_some(DEFAULT_CURRENCY))
}

/// What was asked for beside what was really paid or given back (`cost` and `actual_cost`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amounts {
    /// Equal, in one currency.
    Agree,
    /// The answer does not name both.
    Missing,
    /// Another amount, or another currency, in which nothing can be compared.
    Differ,
    /// One is there, but is no amount.
    Unreadable,
}

/// Compares `cost` with `actual_cost`. Texts are as they came, and empty where nothing did.
pub(super) fn compare(cost: &str, currency: &str, actual_cost: &str, actual_currency: &str) -> Amounts {
    let read = |text: &str| (!text.is_empty()).then(|| Money::of_text(text));
    let is_other_currency =
        !currency.is_empty() && !actual_currency.is_empty() && !currency.eq_ignore_ascii_case(actual_currency);
    match (read(cost), read(actual_cost)) {
        (Some(None), _) | (_, Some(None)) => Amounts::Unreadable,
        _ if is_other_currency => Amounts::Differ,
        (Some(cost), Some(actual)) if cost != actual => Amounts::Differ,
        (Some(_), Some(_)) => Amounts::Agree,
        _ => Amounts::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_shown_without_needless_zeros() {
        for (text, shown) in [
            ("205.40", "205.4"),
            ("12.5", "12.5"),
            ("12.50", "12.5"),
            ("0.01", "0.01"),
            ("-0.01", "-0.01"),
            ("900", "900"),
            ("900.00", "900"),
            (" 7.25 ", "7.25"),
            ("999999999999999999.999999999", "999999999999999999.999999999"),
            ("1.10000000000000000000", "1.1"),
            ("1.25e1", "12.5"),
            ("0.0", "0"),
        ] {
            assert_eq!(
                Money::of_text(text).map(|money| money.to_string()).as_deref(),
                Some(shown),
                "{text}"
            );
        }
        for no_amount in [
            "",
            ".",
            "1.",
            ".5",
            "1.2.3",
            "+1.5",
            "1,200.5",
            "NT$1.5",
            "1.0000000001",
            "--1.5",
            "1e30",
            "1e999999999",
        ] {
            assert_eq!(Money::of_text(no_amount), None, "{no_amount}");
        }
        let (a, b) = (Money::of_text("0.1").unwrap(), Money::of_text("0.2").unwrap());
        assert_eq!(a + b, Money::of_text("0.30").unwrap());
        assert_eq!(a - b, Money::of_text("-0.1").unwrap());
        assert!(b.has_at_most(1) && !b.has_at_most(0));
    }

    #[test]
    fn amounts_agree_only_in_one_currency() {
        for (cost, currency, actual, actual_currency, expected) in [
            ("900", "TWD", "900.00", "TWD", Amounts::Agree),
            ("12.50", "CNY", "12.5", "", Amounts::Agree),
            ("900", "", "1", "", Amounts::Differ),
            ("900", "TWD", "900", "CNY", Amounts::Differ),
            ("900", "TWD", "", "CNY", Amounts::Differ),
            ("900", "TWD", "900", "twd", Amounts::Agree),
            ("900", "TWD", "", "", Amounts::Missing),
            ("", "", "900", "", Amounts::Missing),
            ("900", "", "[900]", "", Amounts::Unreadable),
            ("NT$900", "", "", "", Amounts::Unreadable),
        ] {
            assert_eq!(
                compare(cost, currency, actual, actual_currency),
                expected,
                "{cost} {actual}"
            );
        }
    }
}
