//! `twpos_stdcall.dll`: the library's functions once more, under the calling convention of Visual Basic and other
//! languages that know no cdecl. A C file that calls the functions, and the list of what the DLL exports.

use super::prototypes::Parameter;
use super::words::c_type;
use minijinja::Environment;
use minijinja::value::Serde;

/// What the templates can use.
pub(super) fn add_filters(environment: &mut Environment) {
    // What the DLL calls a function inside, where its own name is the cdecl one.
    environment.add_filter("stdcall_name", |name: &str| name.replacen("twpos_", "stdcall_", 1));
    environment.add_filter("c_result", c_result);
    environment.add_filter("declaration", declaration);
    environment.add_filter("stack_bytes", stack_bytes);
}

fn c_result(rust: &str) -> &'static str {
    match rust {
        "" => "void",
        "*const c_char" => "const char *",
        _ => "int32_t",
    }
}

/// `const twpos_icash_client *client`
fn declaration(Serde(parameter): Serde<Parameter>) -> String {
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

/// What an argument takes on the stack of a 32-bit process.
fn stack_bytes(Serde(parameter): Serde<Parameter>) -> usize {
    match parameter.ty.as_str() {
        "i64" => 8,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use crate::targets::c::rendered;

    #[test]
    fn a_function_is_forwarded_and_its_bytes_are_counted() {
        let functions = r#"
            #[unsafe(no_mangle)]
            pub extern "C" fn twpos_get(json: *const Json, n: i64, out: *mut *mut c_char) -> i32 { 0 }
            #[unsafe(no_mangle)]
            pub extern "C" fn twpos_version() -> *const c_char { 0 }
        "#;
        let source = rendered("ffi-c/stdcall/twpos_stdcall.c", functions);
        assert!(source.contains(
            "\nint32_t __stdcall stdcall_get(const twpos_json *json, int64_t n, char **out) {\n    return twpos_get(json, n, out);\n}\n"
        ));
        assert!(source.contains("\nconst char * __stdcall stdcall_version(void) {\n    return twpos_version();\n}\n"));
        let exports = rendered("ffi-c/stdcall/twpos_stdcall.def", functions);
        assert!(exports.ends_with("EXPORTS\n    twpos_get = stdcall_get@16\n    twpos_version = stdcall_version@0\n"));
    }
}
