//! Whatever a C program asks of a JSON value: no panic, each path leads where a second reading of it does, what was
//! set is got again, and what was refused changed nothing.
#![no_main]

use c::*;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::ffi::{CStr, CString, c_char};
use std::ptr::null_mut;
use twpos_c::json::*;

#[path = "../src/c.rs"]
#[allow(dead_code)] // Each target needs a part of it.
mod c;

// One byte for NULLs, the value's JSON text up to a NUL, then commands: a byte, a path and a value up to a NUL each.
fuzz_target!(|data: &[u8]| {
    let Some((&nulls, rest)) = data.split_first() else {
        return;
    };
    let mut parts = rest.splitn(2, |byte| *byte == 0);
    let mut first = Arguments::new(nulls, parts.next().unwrap_or_default());
    let json_text = first.text();
    // SAFETY: as the header wants it, here and below.
    let parsed = first.call(|json, error| unsafe { twpos_json_parse(json_text, json, error) });
    if let Ok(json) = parsed {
        let text = unsafe { CStr::from_ptr(json_text) }
            .to_str()
            .expect("UTF-8, for it was read");
        assert_eq!(
            whole(json),
            twpos::value_from_json(text).expect("JSON, for it was read")
        );
    }
    let json = parsed.unwrap_or_else(|told| {
        assert_eq!(told.outcome, NOT_SENT);
        let mut json = null_mut();
        assert_eq!(unsafe { twpos_json_new(&raw mut json) }, OK);
        json
    });
    let mut commands = parts.next().unwrap_or_default();
    while let Some((&command, rest)) = commands.split_first() {
        let mut parts = rest.splitn(3, |byte| *byte == 0);
        let mut text = || CString::new(parts.next().unwrap_or_default()).expect("no NUL inside");
        let (path, value) = (text(), text());
        run(json, command, &path, &value);
        commands = parts.next().unwrap_or_default();
    }
    unsafe { twpos_json_free(json) };
});

fn run(json: *mut Json, command: u8, path: &CStr, value: &CStr) {
    let number = value.to_bytes().iter().fold(0_i64, |number, byte| {
        number.wrapping_mul(251).wrapping_add(i64::from(*byte) - 64)
    });
    let before = whole(json);
    let (place, text) = (path.as_ptr(), value.as_ptr());
    let status = unsafe {
        match command % 4 {
            0 => twpos_json_set_string(json, place, text),
            1 => twpos_json_set_int(json, place, number),
            2 => twpos_json_set_bool(json, place, i32::from(command / 4)),
            _ => twpos_json_set_json(json, place, text),
        }
    };
    assert_ne!(status, 900, "a panic inside");
    let after = whole(json);
    if status != OK {
        assert_eq!(before, after, "refused, and yet changed");
        read(json, &after, path, number);
        return;
    }
    let set = match command % 4 {
        0 => Value::from(value.to_str().expect("UTF-8, for it was set")),
        1 => Value::from(number),
        2 => Value::from(command / 4 != 0),
        _ => twpos::value_from_json(value.to_str().expect("UTF-8, for it was set")).expect("JSON, for it was set"),
    };
    let got = got(|got| unsafe { twpos_json_get_json(json, place, got) });
    assert_eq!(got, Ok(set.to_string()));
    if command % 4 == 1 {
        let mut read = 0;
        assert_eq!(unsafe { twpos_json_get_int(json, place, &raw mut read) }, OK);
        assert_eq!(read, number);
    }
    read(json, &after, path, number);
}

fn read(json: *mut Json, whole: &Value, path: &CStr, number: i64) {
    let place = path.as_ptr();
    let expected = match path.to_str().ok().map(|path| find(whole, path)) {
        None => Err(INVALID_UTF8),
        Some(None) => Err(INVALID_PATH),
        Some(Some(found)) => found.ok_or(NOT_FOUND),
    };
    let as_json = got(|got| unsafe { twpos_json_get_json(json, place, got) });
    assert_eq!(as_json, expected.map(Value::to_string));
    let as_string = got(|got| unsafe { twpos_json_get_string(json, place, got) });
    match expected {
        // A NUL inside is the one text that C cannot hold.
        Ok(Value::String(found)) if !found.contains('\0') => assert_eq!(as_string.as_ref(), Ok(found)),
        Ok(found @ (Value::Number(_) | Value::Bool(_))) => assert_eq!(as_string, Ok(found.to_string())),
        Ok(_) => assert!(as_string.is_err()),
        Err(status) => assert_eq!(as_string, Err(status)),
    }
    let (mut whole_number, mut truth, mut length) = (0_i64, 0_i32, 0_i64);
    let statuses = unsafe {
        [
            twpos_json_get_int(json, place, &raw mut whole_number),
            twpos_json_get_bool(json, place, &raw mut truth),
            twpos_json_length(json, place, &raw mut length),
        ]
    };
    assert!(!statuses.contains(&900), "a panic inside");
    match expected {
        Ok(Value::Number(found)) => assert_eq!((statuses[0] == OK).then_some(whole_number), found.as_i64()),
        Ok(Value::Bool(found)) => assert_eq!((statuses[1], truth), (OK, i32::from(*found))),
        Ok(Value::Array(found)) => assert_eq!((statuses[2], length), (OK, found.len() as i64)),
        Ok(Value::Object(found)) => {
            assert_eq!((statuses[2], length), (OK, found.len() as i64));
            for at in [0, length - 1, length, -1, number] {
                let name = got(|name| unsafe { twpos_json_member_name(json, place, at, name) });
                let expected = usize::try_from(at).ok().and_then(|at| found.keys().nth(at));
                match expected {
                    Some(name) if name.contains('\0') => {}
                    expected => assert_eq!(name.ok().as_ref(), expected),
                }
            }
        }
        Ok(_) => {}
        Err(expected) => assert_eq!(statuses, [expected; 3]),
    }
}

/// A second reading of paths: `None` of what is none, else what stands there.
fn find<'v>(whole: &'v Value, path: &str) -> Option<Option<&'v Value>> {
    let mut found = Some(whole);
    let (mut rest, mut steps) = (path, 0);
    while !rest.is_empty() {
        steps += 1;
        if let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index.split_once(']')?;
            if index.contains('+') {
                return None;
            }
            let index: usize = index.parse().ok()?;
            found = found.and_then(|found| found.as_array()?.get(index));
            rest = after;
        } else {
            let name = if steps == 1 { rest } else { rest.strip_prefix('.')? };
            let (name, after) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
            if name.is_empty() {
                return None;
            }
            found = found.and_then(|found| found.as_object()?.get(name));
            rest = after;
        }
    }
    (steps <= 64).then_some(found)
}

/// The whole value as it is, read by serde_json and not by the library.
fn whole(json: *const Json) -> Value {
    let text = got(|text| unsafe { twpos_json_text(json, text) }).expect("its text");
    // Two that are put together may be deeper than what it reads.
    let mut reader = serde_json::Deserializer::from_str(&text);
    reader.disable_recursion_limit();
    serde::Deserialize::deserialize(&mut reader).expect("its own text")
}

fn got(get: impl FnOnce(*mut *mut c_char) -> i32) -> Result<String, i32> {
    let mut text = null_mut();
    let status = get(&raw mut text);
    assert_ne!(status, 900, "a panic inside");
    assert_eq!(status == OK, !text.is_null(), "an output on success only: {status}");
    match status {
        OK => Ok(take(text)),
        status => Err(status),
    }
}
