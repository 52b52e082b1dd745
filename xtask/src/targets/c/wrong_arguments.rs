//! A C program that gives NULL for every pointer, and invalid UTF-8 for every text, of every function.
//! `ffi-c/tests/handles.h` has a valid handle of each type.

use super::prototypes::{Parameter, Prototype};
use super::words::c_type;
use minijinja::Environment;
use minijinja::value::Serde;
use std::collections::BTreeSet;

/// What the template can use.
pub(super) fn add_filters(environment: &mut Environment) {
    environment.add_filter("outputs", outputs);
    environment.add_filter("variable", |ty: &str| variable(ty).to_owned());
    environment.add_filter("wrong_calls", wrong_calls);
}

/// The types of what the functions give.
fn outputs(Serde(functions): Serde<Vec<Prototype>>) -> Vec<String> {
    let parameters = functions.iter().flat_map(|function| &function.parameters);
    let types: BTreeSet<String> = parameters.filter_map(output_type).collect();
    types.into_iter().collect()
}

/// Each call with one wrong argument, and what it must give.
fn wrong_calls(Serde(function): Serde<Prototype>) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    for (at, parameter) in function.parameters.iter().enumerate() {
        let is_bytes = function.parameters.get(at + 1).is_some_and(|next| next.ty == "usize");
        if parameter.refuses_null() {
            let call = call(&function, parameter, "NULL");
            calls.push(vec![call, of_null(&function).to_owned()]);
        }
        if parameter.ty == "*const c_char" && !is_bytes {
            let call = call(&function, parameter, "NOT_UTF8");
            calls.push(vec![call, "TWPOS_INVALID_UTF8".to_owned()]);
        }
    }
    calls
}

/// What a function gives for NULL: a status, unless its result is a number of the error.
fn of_null(function: &Prototype) -> &'static str {
    match function.name.as_str() {
        "twpos_error_kind" => "TWPOS_KIND_INTERNAL",
        "twpos_error_outcome" => "TWPOS_OUTCOME_UNKNOWN",
        _ => "TWPOS_NULL_POINTER",
    }
}

/// The call in which one parameter has this value and the others are valid.
fn call(function: &Prototype, wrong: &Parameter, value: &str) -> String {
    let argument = |parameter: &Parameter| match parameter.name == wrong.name {
        true => value.to_owned(),
        false => valid(parameter),
    };
    let arguments: Vec<String> = function.parameters.iter().map(argument).collect();
    format!("{}({})", function.name, arguments.join(", "))
}

fn valid(parameter: &Parameter) -> String {
    match parameter.ty.as_str() {
        "*const c_char" => "\"x.y\"".to_owned(),
        "*mut i32" => "&number32".to_owned(),
        "*mut i64" => "&number64".to_owned(),
        "i32" | "i64" => "0".to_owned(),
        "usize" => "1".to_owned(),
        _ => match (output_type(parameter), c_type(parameter.pointee())) {
            (Some(ty), _) => format!("&{}", variable(&ty)),
            (None, Some(ty)) => format!("valid.{}", variable(&ty)),
            (None, None) => "NULL".to_owned(),
        },
    }
}

/// The C type that a `*mut *mut T` gives a pointer to.
fn output_type(parameter: &Parameter) -> Option<String> {
    match parameter.pointee().strip_prefix("*mut ")? {
        "c_char" => Some("char".to_owned()),
        ty => c_type(ty),
    }
}

/// `twpos_icash_client` → `icash_client`
fn variable(ty: &str) -> &str {
    match ty {
        "char" => "text",
        ty => ty.strip_prefix("twpos_").unwrap_or(ty),
    }
}
