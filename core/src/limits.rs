//! What one field of a request may hold: the rows `#[limit(…)]` beside the fields, which [`Message`](twpos_derive::Message)
//! writes down as data. What holds between fields is code, in `validate` of its operation.
//!
//! Every error names the field as the vendor's table names it. Lengths count characters, as the document's `String(n)`
//! does, not bytes: "見晴" has length 2. Where a document says bytes, as MYPAY's does, so does the row.

use crate::error::Error;
use crate::taipei;
use crate::text::is_printable;
use std::ops::RangeInclusive;

/// Amounts in whole units that can be charged (icash Pay: ICPOS001 request 04 and its like). OMNI's and MYPAY's
/// documents print no range; this one keeps sums and typing errors sane there.
pub(crate) const CHARGE: RangeInclusive<i64> = 1..=999_999_999;
/// A part of an amount may also be an explicit zero.
pub(crate) const PART: RangeInclusive<i64> = 0..=999_999_999;

/// A message and the rows of its fields, in their order.
pub(crate) trait Limited {
    /// The fields, by their names in JSON.
    fn names(&self) -> &'static [&'static str];
    /// The place of a field among the [`names`](Self::names), and what must hold there.
    fn rows(&self) -> &'static [(usize, Rule)];
    /// What the field at this place holds, if it is text or has a row.
    fn held(&self, at: usize) -> Held<'_>;
}

/// What must hold of a field: a word of `#[limit(…)]` each, but [`Parts`](Rule::Parts), which every message in a
/// message has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// `required`, and `filled` where the client fills in what was left out: there, and not blank.
    Required,
    /// May be left out; given, it is not blank.
    NotBlank,
    /// Text of at most so many characters.
    Chars(usize),
    /// Text of at most so many bytes of UTF-8.
    Bytes(usize),
    /// What names a transaction is shown by a log as it is, so that whoever reads it there can ask for it.
    Printable,
    /// One of these texts, or empty.
    OneOf(&'static [&'static str]),
    /// One of these texts.
    Only(&'static [&'static str]),
    /// A time in the wire's form.
    Time,
    /// A time in the form with dashes.
    DashedTime,
    /// Every icash Pay table's row PosNo: 機號(2位)，左補0.
    Till,
    /// A whole amount from the one to the other.
    Amount(i64, i64),
    /// A list of at most so many entries.
    Entries(usize),
    /// A message, or a list of them: their own rows.
    Parts,
}

/// What a field holds.
pub(crate) enum Held<'a> {
    Nothing,
    Text(&'a str),
    Number(i64),
    Part(&'a dyn Limited),
    Parts(Vec<&'a dyn Limited>),
}

/// The type of a field.
pub(crate) trait Hold {
    fn held(&self) -> Held<'_>;
}

impl Hold for String {
    fn held(&self) -> Held<'_> {
        Held::Text(self)
    }
}

impl Hold for i64 {
    fn held(&self) -> Held<'_> {
        Held::Number(*self)
    }
}

impl<T: Hold> Hold for Option<T> {
    fn held(&self) -> Held<'_> {
        self.as_ref().map_or(Held::Nothing, Hold::held)
    }
}

impl<T: Limited> Hold for T {
    fn held(&self) -> Held<'_> {
        Held::Part(self)
    }
}

impl<T: Limited> Hold for Vec<T> {
    fn held(&self) -> Held<'_> {
        Held::Parts(self.iter().map(|part| part as &dyn Limited).collect())
    }
}

/// Checks every row of a message, and of its parts.
pub(crate) fn check(message: &dyn Limited) -> Result<(), Error> {
    check_below("", message)
}

fn check_below(path: &str, message: &dyn Limited) -> Result<(), Error> {
    for &(at, rule) in message.rows() {
        let name = || format!("{path}{}", message.names().get(at).copied().unwrap_or_default());
        match (rule, message.held(at)) {
            (Rule::Parts, Held::Part(part)) => check_below(&format!("{}.", name()), part)?,
            (Rule::Parts, Held::Parts(parts)) => {
                for (index, part) in parts.into_iter().enumerate() {
                    check_below(&format!("{}[{index}].", name()), part)?;
                }
            }
            (rule, held) => {
                if let Some(problem) = problem(rule, held) {
                    return Err(Error::field(&name(), problem));
                }
            }
        }
    }
    Ok(())
}

/// Checks one field, where whether a rule holds hangs on another.
pub(crate) fn check_one(name: &str, rule: Rule, held: Held<'_>) -> Result<(), Error> {
    problem(rule, held).map_or(Ok(()), |problem| Err(Error::field(name, problem)))
}

fn problem(rule: Rule, held: Held<'_>) -> Option<String> {
    let too_long = |length: usize, max: usize, unit: &str| {
        (length > max).then(|| format!("has {length} {unit}; at most {max} are allowed"))
    };
    let unless = |holds: bool, problem: &str| (!holds).then(|| problem.to_owned());
    match (rule, held) {
        (Rule::Required, Held::Nothing) => Some("is required".to_owned()),
        (Rule::Required | Rule::NotBlank, Held::Text(text)) => unless(!text.trim().is_empty(), "is required"),
        (Rule::Required, Held::Parts(parts)) => unless(!parts.is_empty(), "is required"),
        (Rule::Chars(max), Held::Text(text)) => too_long(text.chars().count(), max, "characters"),
        (Rule::Bytes(max), Held::Text(text)) => too_long(text.len(), max, "bytes"),
        (Rule::Printable, Held::Text(text)) => unless(
            text.chars().all(is_printable),
            "has a control character or another that cannot be seen",
        ),
        (Rule::OneOf(allowed), Held::Text(text)) => {
            (!text.is_empty() && !allowed.contains(&text)).then(|| format!("must be one of {}", allowed.join(", ")))
        }
        (Rule::Only(allowed), Held::Text(text)) if allowed.contains(&text) => None,
        (Rule::Only(allowed), _) => Some(format!("must be {}", allowed.join(" or "))),
        (Rule::Time, Held::Text(text)) => unless(
            taipei::is_wire_time(text),
            "must be a time of the form YYYY/MM/DD HH:MI:SS, in Taipei time",
        ),
        (Rule::DashedTime, Held::Text(text)) => unless(
            taipei::is_dashed_time(text),
            "must be a time of the form YYYY-MM-DD HH:MI:SS, in Taipei time",
        ),
        (Rule::Till, Held::Text(text)) => unless(
            text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()),
            "must be the till's number of two digits, such as 01",
        ),
        (Rule::Amount(least, most), Held::Number(amount)) => {
            (!(least..=most).contains(&amount)).then(|| format!("is {amount}; it must be {least} to {most}"))
        }
        (Rule::Entries(max), Held::Parts(parts)) => too_long(parts.len(), max, "entries"),
        // A row fits its field's type, or the macro refuses it.
        _ => None,
    }
}
