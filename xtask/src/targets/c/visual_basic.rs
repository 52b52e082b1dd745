//! `twpos.bas`: declarations for Visual Basic 6 and VBA, and a function around each that takes or gives a text, since
//! Visual Basic would convert one to the system's code page.

use super::constants::code_macro;
use super::prototypes::{Parameter, Prototype};
use crate::doc;
use crate::model::Model;
use crate::targets;
use std::fmt::Write as _;

/// `ffi-c/stdcall/twpos.bas`: ASCII, whose lines end as Windows's do, since that is what every Visual Basic reads alike.
/// `declarations` and `helpers` are written by hand; a module has all its declarations before its first procedure.
pub(super) fn module(
    model: &Model,
    numbers: &[(&str, i32)],
    functions: &[Prototype],
    declarations: &str,
    helpers: &str,
) -> String {
    let first_line = targets::header("'");
    let numbers: String = numbers
        .iter()
        .map(|(name, value)| format!("Public Const {name} As Long = {value}\n"))
        .collect();
    let version = &model.version;
    let texts = texts(model);
    let declares: [String; 3] = [Platform::Win64, Platform::Vba7, Platform::Vb6]
        .map(|platform| functions.iter().map(|function| declare(function, platform)).collect());
    let [win64, vba7, vb6] = declares;
    let wrappers: String = functions.iter().map(wrapper).collect();
    let text = format!(
        "Attribute VB_Name = \"Twpos\"\n{first_line}{PREAMBLE}\nOption Explicit\n\n\
         ' The version of this module; that of the library that is loaded is twpos_version().\n\
         Public Const TWPOS_BAS_VERSION As String = \"{version}\"\n\n\
         {numbers}\n{texts}\n{declarations}\n\
         #If Win64 Then\n{win64}#ElseIf VBA7 Then\n{vba7}#Else\n{vb6}#End If\n\n{helpers}{wrappers}"
    );
    text.replace('\n', "\r\n")
}

const PREAMBLE: &str = "'
' twpos for Visual Basic 6 and for VBA (Office), 32 and 64 bits. What each function does, with the fields of its
' request and its response, is said in twpos.h under the same name; docs/vb.md begins with a payment.
'
' Texts are ordinary strings here; inside, they cross as UTF-8. Handles are LongPtr, 0 where there is none, and each is
' freed by its _free. A function gives TWPOS_OK (0) or a status; where it has a failure, act on failure.Outcome:
' TWPOS_OUTCOME_UNKNOWN means that nobody here knows whether the customer was charged.
'
' Amounts are whole numbers (Long) or decimal text, never Currency, Single or Double.
'
";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Platform {
    Win64,
    Vba7,
    Vb6,
}

/// The codes, and what they mean, as constants.
fn texts(model: &Model) -> String {
    let mut out = String::new();
    for provider in &model.providers {
        for codes in &provider.codes {
            for variant in &codes.variants {
                let name = code_macro(provider, &codes.name, &variant.name);
                let code = variant.codes.first().map_or("", String::as_str);
                let _ = writeln!(
                    out,
                    "Public Const {name} As String = \"{code}\" ' {}",
                    ascii(&variant.english)
                );
            }
        }
        for meanings in &provider.meanings {
            for meaning in &meanings.variants {
                let name = code_macro(provider, &meanings.name, &meaning.name);
                let _ = writeln!(out, "Public Const {name} As String = \"{}\"", meaning.text);
            }
        }
        if let Some(notifications) = &provider.notifications {
            let (upper, answer) = (provider.name.to_uppercase(), &notifications.answer);
            let _ = writeln!(
                out,
                "Public Const TWPOS_{upper}_NOTIFICATION_ANSWER As String = \"{answer}\""
            );
        }
    }
    out
}

/// How a parameter crosses.
#[derive(Clone, Copy, PartialEq, Eq)]
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
fn declare(function: &Prototype, platform: Platform) -> String {
    let is_private = is_inner(function) || has_wrapper(function);
    let (scope, prefix) = match is_private {
        true => ("Private", "c_"),
        false => ("Public", ""),
    };
    let library = match platform {
        Platform::Win64 => "twpos.dll",
        Platform::Vba7 | Platform::Vb6 => "twpos_stdcall.dll",
    };
    let safe = if platform == Platform::Vb6 { "" } else { "PtrSafe " };
    let parameters: Vec<String> = crossings(function)
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
    format!(
        "{scope} Declare {safe}{kind} {prefix}{c_name} Lib \"{library}\" Alias \"{c_name}\" ({parameters}){result}\n"
    )
}

/// The function around a declaration that crosses texts.
fn wrapper(function: &Prototype) -> String {
    if !has_wrapper(function) {
        return String::new();
    }
    let c_name = &function.name;
    let comment = doc::comment(&summary(function), "' ", super::WIDTH);
    if function.returns == "*const c_char" {
        let (parameters, arguments) = (signature(function), arguments(function, Platform::Vb6));
        return format!(
            "\n{comment}Public Function {c_name}({parameters}) As String\n    \
             {c_name} = TwposText(c_{c_name}({arguments}))\nEnd Function\n"
        );
    }
    let (mut locals, mut before, mut after) = (Vec::new(), String::new(), String::new());
    for (parameter, crossing) in crossings(function) {
        let name = name(parameter);
        match crossing {
            Crossing::Text if parameter.may_be_null => {
                locals.push(format!("{name}_utf8() As Byte, {name}_at As LongPtr"));
                let _ = writeln!(before, "    {name}_utf8 = Utf8({name})");
                let _ = writeln!(before, "    If Len({name}) > 0 Then {name}_at = VarPtr({name}_utf8(0))");
            }
            Crossing::Text => {
                locals.push(format!("{name}_utf8() As Byte"));
                let _ = writeln!(before, "    {name}_utf8 = Utf8({name})");
            }
            Crossing::TextOut => {
                locals.push(format!("{name}_at As LongPtr"));
                let _ = writeln!(after, "    {name} = TakeText({name}_at)");
            }
            Crossing::Int64Out => {
                locals.push(format!("{name}_whole As TwposInt64"));
                let _ = writeln!(after, "    status = TakeInt64({name}_whole, {name}, status)");
            }
            Crossing::Failure => {
                locals.push(format!("{name}_at As LongPtr"));
                let _ = writeln!(after, "    TakeError {name}, status, {name}_at");
            }
            Crossing::Plain | Crossing::PlainOut | Crossing::Bytes | Crossing::Length | Crossing::Int64 => {}
        }
    }
    locals.push("status As Long".to_owned());
    let call = |platform| format!("    status = c_{c_name}({})\n", arguments(function, platform));
    let (win64, others) = (call(Platform::Win64), call(Platform::Vb6));
    let call = match win64 == others {
        true => others,
        false => format!("#If Win64 Then\n{win64}#Else\n{others}#End If\n"),
    };
    format!(
        "\n{comment}Public Function {c_name}({}) As Long\n    Dim {}\n{before}{call}{after}    {c_name} = status\nEnd Function\n",
        signature(function),
        locals.join(", ")
    )
}

/// The parameters of the function that programs call.
fn signature(function: &Prototype) -> String {
    let parameters = crossings(function).filter_map(|(parameter, crossing)| {
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
fn arguments(function: &Prototype, platform: Platform) -> String {
    let mut bytes = "";
    let arguments = crossings(function).map(|(parameter, crossing)| {
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

/// The first paragraph of the documentation.
fn summary(function: &Prototype) -> String {
    let paragraph = function.doc.split("\n\n").next().unwrap_or_default();
    ascii(&paragraph.replace('`', "")).trim().replace('\n', " ")
}

/// Without what an editor of another code page would show as something else.
fn ascii(text: &str) -> String {
    let text = text.replace('…', "...").replace(['’', '‘'], "'");
    text.chars().filter(char::is_ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::c::prototypes;

    fn function(source: &str) -> Prototype {
        prototypes::read(&format!("#[unsafe(no_mangle)] pub extern \"C\" fn {source} {{}}"))
            .unwrap()
            .remove(0)
    }

    #[test]
    fn a_text_crosses_as_bytes_and_a_long_number_as_two_halves() {
        let get = function("twpos_get(json: *const Json, path: *const c_char, n: i64, error: *mut *mut Error) -> i32");
        assert_eq!(
            declare(&get, Platform::Vb6),
            "Private Declare Function c_twpos_get Lib \"twpos_stdcall.dll\" Alias \"twpos_get\" (ByVal json As LongPtr, \
             ByVal path As LongPtr, ByVal n_low As Long, ByVal n_high As Long, ByRef failure As LongPtr) As Long\n"
        );
        assert!(declare(&get, Platform::Win64).contains("Declare PtrSafe Function c_twpos_get Lib \"twpos.dll\""));
        assert!(declare(&get, Platform::Win64).contains("ByVal n As LongLong"));
        assert_eq!(
            wrapper(&get),
            "\nPublic Function twpos_get(ByVal json As LongPtr, ByVal path As String, ByVal n As Long, ByRef failure As \
             TwposError) As Long\n    Dim path_utf8() As Byte, failure_at As LongPtr, status As Long\n    \
             path_utf8 = Utf8(path)\n\
             #If Win64 Then\n    status = c_twpos_get(json, VarPtr(path_utf8(0)), n, failure_at)\n\
             #Else\n    status = c_twpos_get(json, VarPtr(path_utf8(0)), n, CLng(n < 0), failure_at)\n#End If\n    \
             TakeError failure, status, failure_at\n    twpos_get = status\nEnd Function\n"
        );
    }

    #[test]
    fn what_needs_no_function_around_it_is_public() {
        let free = function("twpos_json_free(json: *mut Json)");
        assert_eq!(
            declare(&free, Platform::Vba7),
            "Public Declare PtrSafe Sub twpos_json_free Lib \"twpos_stdcall.dll\" Alias \"twpos_json_free\" (ByVal json \
             As LongPtr)\n"
        );
        assert_eq!(wrapper(&free), "");
    }
}
