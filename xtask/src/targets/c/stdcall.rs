//! `twpos_stdcall.dll`: the library's functions once more, under the calling convention of Visual Basic and other
//! languages that know no cdecl. A C file that calls the functions, and the list of what the DLL exports.

use super::prototypes::{Parameter, Prototype};
use super::words::c_type;
use crate::targets;
use std::fmt::Write as _;

/// What the DLL calls a function inside, where its own name is the cdecl one.
fn inner_name(function: &Prototype) -> String {
    function.name.replacen("twpos_", "stdcall_", 1)
}

/// `ffi-c/stdcall/twpos_stdcall.c`. The compiler holds it against `twpos.h`.
pub(super) fn source(functions: &[Prototype]) -> String {
    let calls: String = functions.iter().map(forwarder).collect();
    let first_line = targets::header("");
    format!("/* {}{PREAMBLE}{calls}", first_line.trim())
}

const PREAMBLE: &str = r#"
 *
 * twpos_stdcall.dll: every function of twpos.h under the calling convention stdcall, for languages that know no other,
 * on 32-bit Windows. 64-bit Windows has one convention, and there twpos.dll serves them. */

#include <stdlib.h>
#include <twpos.h>

#ifndef __i386__
#error "only 32-bit Windows has this convention"
#endif

typedef void(__stdcall *stdcall_log_callback)(void *user, int32_t level, const char *text);

struct receiver {
    stdcall_log_callback callback;
    void *user;
};

static void hand_on(void *receiver, int32_t level, const char *text) {
    const struct receiver *host = receiver;
    host->callback(host->user, level, text);
}

/* A callback of such a language is stdcall too. What is remembered of it is never freed, since a call on another thread
 * may still be about to use it. */
int32_t __stdcall stdcall_log_set(stdcall_log_callback callback, void *user, int32_t level) {
    struct receiver *receiver;
    int32_t status;
    if (callback == NULL) return twpos_log_set(NULL, NULL, level);
    receiver = malloc(sizeof *receiver);
    if (receiver == NULL) return TWPOS_PANIC;
    receiver->callback = callback;
    receiver->user = user;
    status = twpos_log_set(hand_on, receiver, level);
    if (status != TWPOS_OK) free(receiver);
    return status;
}
"#;

/// A function that calls the one of the same name; the one with a callback is in the preamble.
fn forwarder(function: &Prototype) -> String {
    if function
        .parameters
        .iter()
        .any(|parameter| parameter.ty == "LogCallback")
    {
        return String::new();
    }
    let parameters: Vec<String> = function.parameters.iter().map(declaration).collect();
    let parameters = match parameters.is_empty() {
        true => "void".to_owned(),
        false => parameters.join(", "),
    };
    let arguments: Vec<&str> = function
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    let (result, give) = match function.returns.as_str() {
        "" => ("void", ""),
        "*const c_char" => ("const char *", "return "),
        _ => ("int32_t", "return "),
    };
    format!(
        "\n{result} __stdcall {}({parameters}) {{\n    {give}{}({});\n}}\n",
        inner_name(function),
        function.name,
        arguments.join(", ")
    )
}

/// `const twpos_icash_client *client`
fn declaration(parameter: &Parameter) -> String {
    let name = &parameter.name;
    let mut rest = parameter.ty.as_str();
    let mut stars = String::new();
    let mut constant = "";
    while let Some(pointee) = rest.strip_prefix("*mut ").or_else(|| rest.strip_prefix("*const ")) {
        if rest.starts_with("*const ") {
            constant = "const ";
        }
        stars.push('*');
        rest = pointee;
    }
    let ours = c_type(rest);
    let base = match rest {
        "c_char" => "char",
        "c_void" => "void",
        "i32" => "int32_t",
        "i64" => "int64_t",
        "usize" => "uintptr_t",
        other => ours.as_deref().unwrap_or(other),
    };
    format!("{constant}{base} {stars}{name}")
}

/// `ffi-c/stdcall/twpos_stdcall.def`: the names without the decoration that the convention gives them.
pub(super) fn exports(functions: &[Prototype]) -> String {
    let mut out = format!("{}LIBRARY twpos_stdcall.dll\nEXPORTS\n", targets::header(";"));
    for function in functions {
        let bytes: usize = function.parameters.iter().map(stack_bytes).sum();
        let _ = writeln!(out, "    {} = {}@{bytes}", function.name, inner_name(function));
    }
    out
}

/// What an argument takes on the stack of a 32-bit process.
pub(super) fn stack_bytes(parameter: &Parameter) -> usize {
    match parameter.ty.as_str() {
        "i64" => 8,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::c::prototypes;

    #[test]
    fn a_function_is_forwarded_and_its_bytes_are_counted() {
        let functions = prototypes::read(
            r#"
            #[unsafe(no_mangle)]
            pub extern "C" fn twpos_get(json: *const Json, n: i64, out: *mut *mut c_char) -> i32 { 0 }
            #[unsafe(no_mangle)]
            pub extern "C" fn twpos_version() -> *const c_char { 0 }
        "#,
        )
        .unwrap();
        let source = source(&functions);
        assert!(source.contains(
            "\nint32_t __stdcall stdcall_get(const twpos_json *json, int64_t n, char **out) {\n    return twpos_get(json, n, out);\n}\n"
        ));
        assert!(source.contains("\nconst char * __stdcall stdcall_version(void) {\n    return twpos_version();\n}\n"));
        let exports = exports(&functions);
        assert!(exports.ends_with("EXPORTS\n    twpos_get = stdcall_get@16\n    twpos_version = stdcall_version@0\n"));
    }
}
