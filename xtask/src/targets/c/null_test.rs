//! A C program that gives NULL for every pointer of every function.

use super::header::c_type;
use super::prototypes::{Parameter, Prototype};
use crate::targets;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// `ffi-c/tests/null_pointers.c`. `handles.h` has a valid handle of each type.
pub(super) fn text(functions: &[Prototype]) -> String {
    let mut body = String::new();
    for function in functions {
        if function.name.ends_with("_free") {
            let _ = writeln!(body, "    {}(NULL);", function.name);
            continue;
        }
        let refusing = function.parameters.iter().filter(|parameter| parameter.refuses_null());
        for null in refusing {
            body += &call(function, null);
        }
    }
    let outputs: BTreeSet<&str> = functions
        .iter()
        .flat_map(|function| &function.parameters)
        .filter_map(output_type)
        .collect();
    let places: String = outputs
        .iter()
        .map(|ty| format!("    {ty} *{} = NULL;\n", variable(ty)))
        .collect();
    format!(
        "/* {}{}",
        targets::header("").trim(),
        format_args!(
            " */\n\n/* Each pointer of each function is NULL once. That gives an error code, writes no output, and\n \
             * crashes nothing; the error handle says so too, unless it is the one that is NULL. */\n\n\
             #include \"handles.h\"\n#include \"harness.h\"\n\n\
             #define REFUSED(call) refused(#call, (call), &error)\n\n\
             static void refused(const char *call, int32_t status, twpos_error **error) {{\n\
             \x20   if (status == TWPOS_OK) fail(__FILE__, __LINE__, call);\n\
             \x20   if (*error != NULL) CHECK_INT(twpos_error_status(*error), TWPOS_NULL_POINTER);\n\
             \x20   twpos_error_free(*error);\n\
             \x20   *error = NULL;\n}}\n\n\
             int main(void) {{\n\
             \x20   struct handles valid = make_handles();\n\
             {places}    int32_t number32 = -7;\n    int64_t number64 = -7;\n\n\
             {body}\n\
             {}\
             \x20   CHECK_INT(number32, -7);\n\
             \x20   CHECK_INT(number64, -7);\n\
             \x20   free_handles(&valid);\n\
             \x20   return finish(\"null_pointers\");\n}}\n",
            outputs
                .iter()
                .map(|ty| format!("    CHECK({} == NULL);\n", variable(ty)))
                .collect::<String>(),
        )
    )
}

/// The call in which one parameter is NULL and the others are valid.
fn call(function: &Prototype, null: &Parameter) -> String {
    let argument = |parameter: &Parameter| match parameter.name == null.name {
        true => "NULL".to_owned(),
        false => valid(parameter),
    };
    let arguments: Vec<String> = function.parameters.iter().map(argument).collect();
    format!("    REFUSED({}({}));\n", function.name, arguments.join(", "))
}

fn valid(parameter: &Parameter) -> String {
    match parameter.ty.as_str() {
        "*const c_char" => "\"x\"".to_owned(),
        "*mut i32" => "&number32".to_owned(),
        "*mut i64" => "&number64".to_owned(),
        "i32" | "i64" => "0".to_owned(),
        "usize" => "1".to_owned(),
        _ => match (output_type(parameter), c_type(parameter.pointee())) {
            (Some(ty), _) => format!("&{}", variable(ty)),
            (None, Some(ty)) => format!("valid.{}", variable(ty)),
            (None, None) => "NULL".to_owned(),
        },
    }
}

/// The C type that a `*mut *mut T` gives a pointer to.
fn output_type(parameter: &Parameter) -> Option<&'static str> {
    match parameter.pointee().strip_prefix("*mut ")? {
        "c_char" => Some("char"),
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
