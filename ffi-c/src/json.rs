//! `twpos_json`: requests and replies field by field, for callers without a JSON library.

use crate::bridge::{free, handle, handle_mut, output, status, status_with_error, text};
use crate::failure::{Error, Failure};
use crate::json_path::{find, write};
use crate::status::{TWPOS_INVALID_JSON, TWPOS_NOT_FOUND, TWPOS_WRONG_TYPE};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::ffi::c_char;

/// A JSON value, to build a request or to read a reply field by field. Use it from one thread at a time.
///
/// A path names a member: "TxAmt", "BonusList[0].BonusAmt"; the first entry of a list is [0], and the empty
/// path is the whole value. Setting makes the objects and lists on the way, and the index one behind the
/// last appends.
pub struct Json(Value);

/// Makes an empty object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_new(json: *mut *mut Json) -> i32 {
    status(|| {
        unsafe { output("json", json) }?.handle(Json(Value::Object(Map::new())));
        Ok(())
    })
}

/// Reads JSON text, such as a reply. TWPOS_INVALID_JSON if it is not JSON, or if a member is in one object twice.
/// A number that would lose a digit, such as 12.50, is kept as its text; a byte order mark in front is skipped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_parse(
    json_text: *const c_char,
    json: *mut *mut Json,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (json_text, json) = unsafe { (text("json_text", json_text)?, output("json", json)?) };
        json.handle(Json(parse(json_text)?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Frees a JSON value. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_free(json: *mut Json) {
    unsafe { free(json) };
}

/// The whole value as JSON text, such as a request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_text(json: *const Json, json_text: *mut *mut c_char) -> i32 {
    status(|| {
        let (json, json_text) = unsafe { (handle("json", json)?, output("json_text", json_text)?) };
        json_text.text(json.0.to_string())
    })
}

/// Sets a text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_set_string(json: *mut Json, path: *const c_char, value: *const c_char) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle_mut("json", json)?, text("path", path)?) };
        write(&mut json.0, path, Value::from(unsafe { text("value", value) }?))
    })
}

/// Sets a whole number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_set_int(json: *mut Json, path: *const c_char, value: i64) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle_mut("json", json)?, text("path", path)?) };
        write(&mut json.0, path, Value::from(value))
    })
}

/// Sets true (not 0) or false (0).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_set_bool(json: *mut Json, path: *const c_char, value: i32) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle_mut("json", json)?, text("path", path)?) };
        write(&mut json.0, path, Value::from(value != 0))
    })
}

/// Sets whatever JSON text says: an object, a list, null. It is read as twpos_json_parse reads it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_set_json(json: *mut Json, path: *const c_char, value: *const c_char) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle_mut("json", json)?, text("path", path)?) };
        write(&mut json.0, path, parse(unsafe { text("value", value) }?)?)
    })
}

/// Gets the JSON text of a member of any type. TWPOS_NOT_FOUND if it is absent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_get_json(json: *const Json, path: *const c_char, value: *mut *mut c_char) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle("json", json)?, text("path", path)?) };
        let value = unsafe { output("value", value) }?;
        value.text(find(&json.0, path)?.to_string())
    })
}

/// Gets a text; of a number or a boolean, its JSON text. TWPOS_NOT_FOUND if it is absent or null,
/// TWPOS_WRONG_TYPE if it is an object or a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_get_string(json: *const Json, path: *const c_char, value: *mut *mut c_char) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle("json", json)?, text("path", path)?) };
        let value = unsafe { output("value", value) }?;
        match find(&json.0, path)? {
            Value::String(found) => value.text(found.as_str()),
            Value::Null => Err(absent()),
            found @ (Value::Number(_) | Value::Bool(_)) => value.text(found.to_string()),
            Value::Array(_) | Value::Object(_) => Err(wrong_type("a text")),
        }
    })
}

/// Gets a whole number, also from its decimal text, as amounts come. TWPOS_NOT_FOUND if it is absent, null or
/// an empty text, TWPOS_WRONG_TYPE if it is anything else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_get_int(json: *const Json, path: *const c_char, value: *mut i64) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle("json", json)?, text("path", path)?) };
        let value = unsafe { output("value", value) }?;
        let found = match find(&json.0, path)? {
            Value::Number(number) => number.as_i64(),
            Value::String(digits) if digits.is_empty() => return Err(absent()),
            Value::String(digits) => digits.trim().parse().ok(),
            Value::Null => return Err(absent()),
            _ => None,
        };
        value.set(found.ok_or_else(|| wrong_type("a whole number"))?);
        Ok(())
    })
}

/// Gets true as 1 and false as 0. TWPOS_NOT_FOUND if it is absent or null, TWPOS_WRONG_TYPE if it is anything
/// else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_get_bool(json: *const Json, path: *const c_char, value: *mut i32) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle("json", json)?, text("path", path)?) };
        let value = unsafe { output("value", value) }?;
        match find(&json.0, path)? {
            Value::Bool(found) => {
                value.set(i32::from(*found));
                Ok(())
            }
            Value::Null => Err(absent()),
            _ => Err(wrong_type("true or false")),
        }
    })
}

/// Gets how many entries a list or an object has. TWPOS_NOT_FOUND if it is absent or null, TWPOS_WRONG_TYPE if
/// it is anything else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_length(json: *const Json, path: *const c_char, length: *mut i64) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle("json", json)?, text("path", path)?) };
        let length = unsafe { output("length", length) }?;
        let entries = match find(&json.0, path)? {
            Value::Array(entries) => entries.len(),
            Value::Object(members) => members.len(),
            Value::Null => return Err(absent()),
            _ => return Err(wrong_type("a list or an object")),
        };
        length.set(i64::try_from(entries).unwrap_or(i64::MAX));
        Ok(())
    })
}

/// Gets the name of an object's member by its place, from 0, to read what this version does not know.
/// TWPOS_NOT_FOUND if there are fewer members, TWPOS_WRONG_TYPE if it is no object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_json_member_name(
    json: *const Json,
    path: *const c_char,
    place: i64,
    name: *mut *mut c_char,
) -> i32 {
    status(|| {
        let (json, path) = unsafe { (handle("json", json)?, text("path", path)?) };
        let name = unsafe { output("name", name) }?;
        let Value::Object(members) = find(&json.0, path)? else {
            return Err(wrong_type("an object"));
        };
        let member = usize::try_from(place).ok().and_then(|place| members.keys().nth(place));
        name.text(member.ok_or_else(absent)?.as_str())
    })
}

/// As an operation reads its request, so that no member and no digit is lost on the way to it.
fn parse(json_text: &str) -> Result<Value, Failure> {
    twpos::value_from_json(json_text).map_err(|error| {
        let detail = match serde_json::from_str::<&RawValue>(json_text) {
            Ok(_) => error.detail,
            Err(place) => format!("not JSON at line {} column {}", place.line(), place.column()),
        };
        Error::wrong_call(TWPOS_INVALID_JSON, detail)
    })
}

fn absent() -> Failure {
    Error::wrong_call(TWPOS_NOT_FOUND, "there is no such member".to_owned())
}

fn wrong_type(expected: &str) -> Failure {
    Error::wrong_call(TWPOS_WRONG_TYPE, format!("the member is not {expected}"))
}
