//! Paths into a JSON value, such as `BonusList[0].BonusAmt`.

use crate::failure::{Error, Failure};
use crate::status::{TWPOS_INVALID_PATH, TWPOS_NOT_FOUND};
use serde_json::{Map, Value};

/// Deeper than any message, and shallow enough for every stack.
const MAX_STEPS: usize = 64;

/// One step down from a value.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

/// Reads a path; the empty one has no steps and means the whole value.
pub(crate) fn steps(path: &str) -> Result<Vec<Step<'_>>, Failure> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if steps.len() == MAX_STEPS {
            return Err(invalid("has more than 64 steps"));
        }
        let (step, after) = match rest.strip_prefix('[') {
            Some(index) => index_step(index)?,
            None => name_step(rest, steps.is_empty())?,
        };
        steps.push(step);
        rest = after;
    }
    Ok(steps)
}

/// `0]…`
fn index_step(text: &str) -> Result<(Step<'_>, &str), Failure> {
    let (digits, after) = text.split_once(']').ok_or_else(|| invalid("has a [ without ]"))?;
    let all_digits = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    match (all_digits, digits.parse()) {
        (true, Ok(index)) => Ok((Step::Index(index), after)),
        _ => Err(invalid("has something else than an index between [ and ]")),
    }
}

/// `Name…` at the beginning, `.Name…` after that.
fn name_step(text: &str, is_first: bool) -> Result<(Step<'_>, &str), Failure> {
    let name = match (is_first, text.strip_prefix('.')) {
        (true, _) => text,
        (false, Some(name)) => name,
        (false, None) => return Err(invalid("lacks a . after ]")),
    };
    let end = name.find(['.', '[']).unwrap_or(name.len());
    match end {
        0 => Err(invalid("has an empty name")),
        _ => Ok((Step::Name(&name[..end]), &name[end..])),
    }
}

/// The value at the end of a path.
pub(crate) fn find<'a>(whole: &'a Value, path: &str) -> Result<&'a Value, Failure> {
    let step_down = |value: &'a Value, step: &Step<'_>| match step {
        Step::Name(name) => value.get(name),
        Step::Index(index) => value.get(index),
    };
    let found = steps(path)?.iter().try_fold(whole, step_down);
    found.ok_or_else(|| Error::wrong_call(TWPOS_NOT_FOUND, "there is no such member".to_owned()))
}

/// Writes `value` to the end of a path, making the objects and lists on the way. An index may be one behind
/// the last, which appends. Changes nothing if the path does not fit.
pub(crate) fn write(whole: &mut Value, path: &str, value: Value) -> Result<(), Failure> {
    let steps = steps(path)?;
    if steps.is_empty() {
        return Err(invalid("is empty"));
    }
    check_fit(whole, &steps)?;
    let place = steps.iter().try_fold(whole, |place, step| match *step {
        Step::Name(name) => object_of(place).map(|members| members.entry(name).or_insert(Value::Null)),
        Step::Index(index) => list_of(place).and_then(|entries| {
            if index == entries.len() {
                entries.push(Value::Null);
            }
            entries.get_mut(index)
        }),
    });
    *place.ok_or_else(|| invalid("does not fit"))? = value;
    Ok(())
}

/// Whether [`write`] can go all the way, without going.
fn check_fit(whole: &Value, steps: &[Step<'_>]) -> Result<(), Failure> {
    let mut place = Some(whole);
    for step in steps {
        place = match (place, step) {
            (None | Some(Value::Null), Step::Name(_)) | (None | Some(Value::Null), Step::Index(0)) => None,
            (Some(Value::Object(members)), Step::Name(name)) => members.get(*name),
            (Some(Value::Array(entries)), Step::Index(index)) if *index <= entries.len() => entries.get(*index),
            (Some(Value::Array(_)) | None | Some(Value::Null), Step::Index(_)) => {
                return Err(invalid("has an index beyond the end of its list"));
            }
            (Some(_), Step::Name(_)) => return Err(invalid("has a name below something that is no object")),
            (Some(_), Step::Index(_)) => return Err(invalid("has an index below something that is no list")),
        };
    }
    Ok(())
}

fn object_of(place: &mut Value) -> Option<&mut Map<String, Value>> {
    if place.is_null() {
        *place = Value::Object(Map::new());
    }
    place.as_object_mut()
}

fn list_of(place: &mut Value) -> Option<&mut Vec<Value>> {
    if place.is_null() {
        *place = Value::Array(Vec::new());
    }
    place.as_array_mut()
}

fn invalid(problem: &str) -> Failure {
    Error::wrong_call(TWPOS_INVALID_PATH, format!("the path {problem}"))
}
