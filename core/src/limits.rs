//! The checks that requests share. Every error names the field as the vendor's table names it,
//! which is why no derive-style validation crate fits.
//!
//! Lengths count characters, as the document's `String(n)` does, not bytes: "見晴" has length 2.
//! Where a document says bytes, as MYPAY's does, the check is named so.

use crate::error::Error;
use crate::taipei;
use crate::text::is_printable;
use std::ops::RangeInclusive;

/// Amounts in whole units that can be charged (icash Pay: ICPOS001 request 04 and its like). OMNI's and MYPAY's
/// documents print no range; this one keeps sums and typing errors sane there.
pub(crate) const CHARGE: RangeInclusive<i64> = 1..=999_999_999;
/// A part of an amount may also be an explicit zero.
pub(crate) const PART: RangeInclusive<i64> = 0..=999_999_999;

/// Text that may be empty, of at most `max` characters.
pub(crate) fn text(name: &str, value: &str, max: usize) -> Result<(), Error> {
    match value.chars().count() {
        length if length > max => Err(Error::field(
            name,
            format!("has {length} characters; at most {max} are allowed"),
        )),
        _ => Ok(()),
    }
}

/// Text that must not be blank, of at most `max` characters.
pub(crate) fn required_text(name: &str, value: &str, max: usize) -> Result<(), Error> {
    if value.trim().is_empty() {
        return Err(Error::field(name, "is required"));
    }
    text(name, value, max)
}

/// What names a transaction: text that must not be blank, of at most `max` characters, and that a log shows as it is,
/// so that whoever reads it there can ask for it.
pub(crate) fn reference(name: &str, value: &str, max: usize) -> Result<(), Error> {
    required_text(name, value, max)?;
    match value.chars().all(is_printable) {
        true => Ok(()),
        false => Err(Error::field(
            name,
            "has a control character or another that cannot be seen",
        )),
    }
}

/// Text that must not be blank, of at most `max` bytes of UTF-8.
pub(crate) fn required_bytes(name: &str, value: &str, max: usize) -> Result<(), Error> {
    if value.trim().is_empty() {
        return Err(Error::field(name, "is required"));
    }
    match value.len() {
        length if length > max => Err(Error::field(
            name,
            format!("has {length} bytes; at most {max} are allowed"),
        )),
        _ => Ok(()),
    }
}

/// Text that may be unset.
pub(crate) fn optional_text(name: &str, value: &Option<String>, max: usize) -> Result<(), Error> {
    value.as_deref().map_or(Ok(()), |value| text(name, value, max))
}

/// One of a few codes, or unset.
pub(crate) fn optional_one_of(name: &str, value: &Option<String>, allowed: &[&str]) -> Result<(), Error> {
    value.as_deref().map_or(Ok(()), |value| one_of(name, value, allowed))
}

/// One of a few codes, or unset.
pub(crate) fn one_of(name: &str, value: &str, allowed: &[&str]) -> Result<(), Error> {
    match value.is_empty() || allowed.contains(&value) {
        true => Ok(()),
        false => Err(Error::field(name, format!("must be one of {}", allowed.join(", ")))),
    }
}

/// One of a few codes, and not left out.
pub(crate) fn required_one_of(name: &str, value: &str, allowed: &[&str]) -> Result<(), Error> {
    match allowed.contains(&value) {
        true => Ok(()),
        false => Err(Error::field(name, format!("must be {}", allowed.join(" or ")))),
    }
}

/// A whole amount within `range`.
pub(crate) fn amount(name: &str, value: i64, range: RangeInclusive<i64>) -> Result<(), Error> {
    match range.contains(&value) {
        true => Ok(()),
        false => Err(Error::field(
            name,
            format!("is {value}; it must be {} to {}", range.start(), range.end()),
        )),
    }
}

/// A whole amount within `range`, or unset.
pub(crate) fn optional_amount(name: &str, value: Option<i64>, range: RangeInclusive<i64>) -> Result<(), Error> {
    value.map_or(Ok(()), |value| amount(name, value, range))
}

/// A time in the wire's form, or unset.
pub(crate) fn optional_time(name: &str, value: &Option<String>) -> Result<(), Error> {
    match value {
        Some(value) if !taipei::is_wire_time(value) => Err(Error::field(
            name,
            "must be a time of the form YYYY/MM/DD HH:MI:SS, in Taipei time",
        )),
        _ => Ok(()),
    }
}

/// A time in the form with dashes, or unset.
pub(crate) fn optional_dashed_time(name: &str, value: &Option<String>) -> Result<(), Error> {
    match value {
        Some(value) if !taipei::is_dashed_time(value) => Err(Error::field(
            name,
            "must be a time of the form YYYY-MM-DD HH:MI:SS, in Taipei time",
        )),
        _ => Ok(()),
    }
}

/// A list of at most `max` entries.
pub(crate) fn list_length(name: &str, length: usize, max: usize) -> Result<(), Error> {
    match length > max {
        true => Err(Error::field(
            name,
            format!("has {length} entries; at most {max} are allowed"),
        )),
        false => Ok(()),
    }
}
