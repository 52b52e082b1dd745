//! A C program that gives NULL for every pointer, and invalid UTF-8 for every text, of every function.

use super::prototypes::{Parameter, Prototype};
use super::words::c_type;
use crate::targets;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// `ffi-c/tests/wrong_arguments.c`. `handles.h` has a valid handle of each type.
pub(super) fn text(functions: &[Prototype]) -> String {
    let parameters = || functions.iter().flat_map(|function| &function.parameters);
    let outputs: BTreeSet<String> = parameters().filter_map(output_type).collect();
    let places: String = outputs
        .iter()
        .map(|ty| format!("    {ty} *{} = NULL;\n", variable(ty)))
        .collect();
    let untouched: String = outputs
        .iter()
        .map(|ty| format!("    CHECK({} == NULL);\n", variable(ty)))
        .collect();
    let calls: String = functions.iter().map(wrong_calls).collect();
    let first_line = targets::header("");
    format!(
        "/* {}{PREAMBLE}{places}{NUMBERS}{calls}\n{untouched}{END}",
        first_line.trim()
    )
}

const PREAMBLE: &str = r#" */

/* Each pointer of each function is NULL once, and each text is not UTF-8 once. That gives the status, writes no
 * output, and crashes nothing; the error handle says so too, unless it is the one that is NULL. */

#include "handles.h"

#define NOT_UTF8 "\xff\xfe"
#define REFUSED(call, expected) refused(#call, (call), (expected), &error)

static void refused(const char *call, int32_t status, int32_t expected, twpos_error **error) {
    check_int(status, expected, __FILE__, __LINE__, call);
    if (*error != NULL) {
        CHECK_INT(twpos_error_status(*error), expected);
        CHECK_INT(twpos_error_outcome(*error), TWPOS_OUTCOME_NOT_SENT);
    }
    twpos_error_free(*error);
    *error = NULL;
}

int main(void) {
    struct handles valid = make_handles();
"#;

const NUMBERS: &str = "    int32_t number32 = -7;
    int64_t number64 = -7;

";

const END: &str = r#"    CHECK_INT(number32, -7);
    CHECK_INT(number64, -7);
    free_handles(&valid);
    return finish("wrong_arguments");
}
"#;

fn wrong_calls(function: &Prototype) -> String {
    if function.name.ends_with("_free") {
        return format!("    {}(NULL);\n", function.name);
    }
    let mut out = String::new();
    for (at, parameter) in function.parameters.iter().enumerate() {
        let is_bytes = function.parameters.get(at + 1).is_some_and(|next| next.ty == "usize");
        if parameter.refuses_null() {
            let _ = writeln!(
                out,
                "    REFUSED({}, {});",
                call(function, parameter, "NULL"),
                of_null(function)
            );
        }
        if parameter.ty == "*const c_char" && !is_bytes {
            let _ = writeln!(
                out,
                "    REFUSED({}, TWPOS_INVALID_UTF8);",
                call(function, parameter, "NOT_UTF8")
            );
        }
    }
    out
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
