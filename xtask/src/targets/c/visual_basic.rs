//! `twpos.bas`: declarations for Visual Basic 6 and VBA, and a function around each that takes or gives a text, since
//! Visual Basic would convert one to the system's code page. A module has all its declarations before its first
//! procedure; what is written by hand is `ffi-c/stdcall/*.bas.in`.

use super::prototypes::{Parameter, Prototype};
use super::words::WIDTH;
use crate::doc;
use crate::targets::templates::wrapped;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::{Deserialize, Serialize};

/// What the template can use, about each function.
pub(super) fn add_filters(environment: &mut Environment) {
    environment.add_global(
        "declarations",
        include_str!("../../../../ffi-c/stdcall/declarations.bas.in"),
    );
    environment.add_global("helpers", include_str!("../../../../ffi-c/stdcall/helpers.bas.in"));
    environment.add_filter("ascii", ascii);
    environment.add_filter("declare", declare);
    environment.add_filter("has_wrapper", |Serde(function): Serde<Prototype>| {
        has_wrapper(&function)
    });
    environment.add_filter("summary", summary);
    environment.add_filter("signature", signature);
    environment.add_filter("arguments", arguments);
    environment.add_filter("locals", locals);
    environment.add_filter("crossings", |Serde(function): Serde<Prototype>| {
        let crossing = |(parameter, crossing)| {
            context! {
                name => name(parameter),
                crossing => Serde(crossing),
                may_be_null => parameter.may_be_null,
            }
        };
        crossings(&function).map(crossing).collect::<Vec<Value>>()
    });
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Platform {
    Win64,
    Vba7,
    Vb6,
}

/// How a parameter crosses.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Crossing {
    /// A number or a handle, as it is.
    Plain,
    /// Where a number of 32 bits or a handle is written to.
    PlainOut,
    /// A text in.
    Text,
    /// Bytes in, whose length is the next parameter.
    Bytes,
    /// That length.
    Length,
    /// Where a text is written to.
    TextOut,
    /// A number of 64 bits.
    Int64,
    /// Where one is written to.
    Int64Out,
    /// The error handle.
    Failure,
}

fn crossing(function: &Prototype, at: usize) -> Crossing {
    let ty = |at: usize| function.parameters.get(at).map(|parameter| parameter.ty.as_str());
    match ty(at) {
        Some("*const c_char") if ty(at + 1) == Some("usize") => Crossing::Bytes,
        Some("*const c_char") => Crossing::Text,
        Some("usize") => Crossing::Length,
        Some("*mut *mut c_char") => Crossing::TextOut,
        Some("*mut *mut Error") => Crossing::Failure,
        Some("i64") => Crossing::Int64,
        Some("*mut i64") => Crossing::Int64Out,
        Some("*mut i32") => Crossing::PlainOut,
        Some(ty) if ty.starts_with("*mut *mut ") => Crossing::PlainOut,
        _ => Crossing::Plain,
    }
}

/// The parameters with how they cross.
fn crossings(function: &Prototype) -> impl Iterator<Item = (&Parameter, Crossing)> {
    let parameters = function.parameters.iter().enumerate();
    parameters.map(|(at, parameter)| (parameter, crossing(function, at)))
}

/// Texts and errors have functions around the declarations, which alone use these.
fn is_inner(function: &Prototype) -> bool {
    function.name.starts_with("twpos_error_") || function.name == "twpos_string_free"
}

fn has_wrapper(function: &Prototype) -> bool {
    let crosses = crossings(function).any(|(_, crossing)| !matches!(crossing, Crossing::Plain | Crossing::PlainOut));
    !is_inner(function) && (crosses || function.returns == "*const c_char")
}

/// What Visual Basic calls a parameter: `Error` is a word of the language.
fn name(parameter: &Parameter) -> &str {
    match parameter.name.as_str() {
        "error" => "failure",
        name => name,
    }
}

/// The type of a number or a handle.
fn plain_type(parameter: &Parameter) -> &'static str {
    match parameter.ty.as_str() {
        "i32" | "*mut i32" => "Long",
        _ => "LongPtr",
    }
}

/// One `Declare`, on one line. The alias is what is looked up in the DLL, whatever the editor makes of the name's case.
fn declare(Serde(function): Serde<Prototype>, Serde(platform): Serde<Platform>) -> String {
    let is_private = is_inner(&function) || has_wrapper(&function);
    let (scope, prefix) = match is_private {
        true => ("Private", "c_"),
        false => ("Public", ""),
    };
    let library = match platform {
        Platform::Win64 => "twpos.dll",
        Platform::Vba7 | Platform::Vb6 => "twpos_stdcall.dll",
    };
    let safe = if platform == Platform::Vb6 { "" } else { "PtrSafe " };
    let parameters: Vec<String> = crossings(&function)
        .map(|(parameter, crossing)| {
            let name = name(parameter);
            match crossing {
                Crossing::Plain => format!("ByVal {name} As {}", plain_type(parameter)),
                Crossing::PlainOut => format!("ByRef {name} As {}", plain_type(parameter)),
                Crossing::Text | Crossing::Bytes | Crossing::Length => format!("ByVal {name} As LongPtr"),
                Crossing::TextOut | Crossing::Failure => format!("ByRef {name} As LongPtr"),
                Crossing::Int64 if platform == Platform::Win64 => format!("ByVal {name} As LongLong"),
                Crossing::Int64 => format!("ByVal {name}_low As Long, ByVal {name}_high As Long"),
                Crossing::Int64Out => format!("ByRef {name} As TwposInt64"),
            }
        })
        .collect();
    let (kind, result) = match function.returns.as_str() {
        "" => ("Sub", ""),
        "*const c_char" => ("Function", " As LongPtr"),
        _ => ("Function", " As Long"),
    };
    let c_name = &function.name;
    let parameters = parameters.join(", ");
    format!("{scope} Declare {safe}{kind} {prefix}{c_name} Lib \"{library}\" Alias \"{c_name}\" ({parameters}){result}")
}

/// The variables of the function around it.
fn locals(Serde(function): Serde<Prototype>) -> String {
    let locals = crossings(&function).filter_map(|(parameter, crossing)| {
        let name = name(parameter);
        match crossing {
            Crossing::Text if parameter.may_be_null => Some(format!("{name}_utf8() As Byte, {name}_at As LongPtr, ")),
            Crossing::Text => Some(format!("{name}_utf8() As Byte, ")),
            Crossing::TextOut | Crossing::Failure => Some(format!("{name}_at As LongPtr, ")),
            Crossing::Int64Out => Some(format!("{name}_whole As TwposInt64, ")),
            _ => None,
        }
    });
    locals.collect::<String>() + "status As Long"
}

/// The parameters of the function that programs call.
fn signature(Serde(function): Serde<Prototype>) -> String {
    let parameters = crossings(&function).filter_map(|(parameter, crossing)| {
        let name = name(parameter);
        Some(match crossing {
            Crossing::Plain => format!("ByVal {name} As {}", plain_type(parameter)),
            Crossing::PlainOut => format!("ByRef {name} As {}", plain_type(parameter)),
            Crossing::Text => format!("ByVal {name} As String"),
            Crossing::Bytes => format!("ByRef {name}() As Byte"),
            Crossing::Length => return None,
            Crossing::TextOut => format!("ByRef {name} As String"),
            Crossing::Int64 => format!("ByVal {name} As Long"),
            Crossing::Int64Out => format!("ByRef {name} As Long"),
            Crossing::Failure => format!("ByRef {name} As TwposError"),
        })
    });
    parameters.collect::<Vec<_>>().join(", ")
}

/// What that function hands on.
fn arguments(Serde(function): Serde<Prototype>, Serde(platform): Serde<Platform>) -> String {
    let mut bytes = "";
    let arguments = crossings(&function).map(|(parameter, crossing)| {
        let name = name(parameter);
        match crossing {
            Crossing::Plain | Crossing::PlainOut => name.to_owned(),
            Crossing::Text if parameter.may_be_null => format!("{name}_at"),
            Crossing::Text => format!("VarPtr({name}_utf8(0))"),
            Crossing::Bytes => {
                bytes = name;
                format!("VarPtr({name}(LBound({name})))")
            }
            Crossing::Length => format!("UBound({bytes}) - LBound({bytes}) + 1"),
            Crossing::TextOut | Crossing::Failure => format!("{name}_at"),
            Crossing::Int64Out => format!("{name}_whole"),
            Crossing::Int64 if platform == Platform::Win64 => name.to_owned(),
            // The high half is the sign: True is -1.
            Crossing::Int64 => format!("{name}, CLng({name} < 0)"),
        }
    });
    arguments.collect::<Vec<_>>().join(", ")
}

/// The first paragraph of the documentation, as a comment.
fn summary(Serde(function): Serde<Prototype>) -> String {
    let paragraph = doc::summary(&function.doc).replace('`', "");
    wrapped(ascii(&paragraph).trim().replace('\n', " ").as_str(), "' ", WIDTH)
}

/// Without what an editor of another code page would show as something else.
fn ascii(text: &str) -> String {
    let text = text.replace('…', "...").replace(['’', '‘'], "'");
    text.chars().filter(char::is_ascii).collect()
}

#[cfg(test)]
mod tests {
    fn module(function: &str) -> String {
        let source = format!("/// One.\n#[unsafe(no_mangle)] pub extern \"C\" fn {function} {{}}");
        crate::targets::c::rendered("ffi-c/stdcall/twpos.bas", &source).replace("\r\n", "\n")
    }

    #[test]
    fn a_text_crosses_as_bytes_and_a_long_number_as_two_halves() {
        let get = module("twpos_get(json: *const Json, path: *const c_char, n: i64, error: *mut *mut Error) -> i32");
        for part in [
            "#Else\nPrivate Declare Function c_twpos_get Lib \"twpos_stdcall.dll\" Alias \"twpos_get\" (ByVal json As \
             LongPtr, ByVal path As LongPtr, ByVal n_low As Long, ByVal n_high As Long, ByRef failure As LongPtr) As \
             Long\n#End If\n",
            "#If Win64 Then\nPrivate Declare PtrSafe Function c_twpos_get Lib \"twpos.dll\" Alias \"twpos_get\" (ByVal \
             json As LongPtr, ByVal path As LongPtr, ByVal n As LongLong, ByRef failure As LongPtr) As Long\n",
            "\n' One.\nPublic Function twpos_get(ByVal json As LongPtr, ByVal path As String, ByVal n As Long, ByRef \
             failure As TwposError) As Long\n    Dim path_utf8() As Byte, failure_at As LongPtr, status As Long\n    \
             path_utf8 = Utf8(path)\n\
             #If Win64 Then\n    status = c_twpos_get(json, VarPtr(path_utf8(0)), n, failure_at)\n\
             #Else\n    status = c_twpos_get(json, VarPtr(path_utf8(0)), n, CLng(n < 0), failure_at)\n#End If\n    \
             TakeError failure, status, failure_at\n    twpos_get = status\nEnd Function\n",
        ] {
            assert!(get.contains(part), "{part}");
        }
    }

    #[test]
    fn what_needs_no_function_around_it_is_public() {
        let free = module("twpos_json_free(json: *mut Json)");
        assert!(free.contains(
            "#ElseIf VBA7 Then\nPublic Declare PtrSafe Sub twpos_json_free Lib \"twpos_stdcall.dll\" Alias \
             \"twpos_json_free\" (ByVal json As LongPtr)\n"
        ));
        assert!(!free.contains("Function twpos_json_free"));
    }
}
