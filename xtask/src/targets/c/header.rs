//! `twpos.h` by cbindgen from `ffi-c/src`, and `twpos_ffi.h`, the same without a preprocessor.

use super::prototypes::{self, Prototype};
use super::words::c_type;
use super::{stdcall, visual_basic, words, wrong_arguments};
use crate::model::Model;
use crate::output::Output;
use crate::targets::templates::{GENERATED, environment, files, render, told};
use cbindgen::{Builder, Config, DocumentationStyle, Language, Style};
use minijinja::Error;
use minijinja::value::Serde;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// The files with exported items that are about no provider, in the header's order.
const SOURCES: [&str; 11] = [
    "status.rs",
    "generated/mod.rs",
    "failure.rs",
    "error.rs",
    "string.rs",
    "version.rs",
    "log.rs",
    "config.rs",
    "json.rs",
    "key.rs",
    "wallets.rs",
];

/// What follows from the functions that these files export, and its templates.
const FROM_FUNCTIONS: &[(&str, &str)] = files! {
    "ffi-c/tests/wrong_arguments.c" => "wrong_arguments.c.jinja",
    "ffi-c/stdcall/twpos_stdcall.c" => "twpos_stdcall.c.jinja",
    "ffi-c/stdcall/twpos_stdcall.def" => "twpos_stdcall.def.jinja",
    "ffi-c/stdcall/twpos.bas" => "twpos.bas.jinja",
};

/// The last line of the header.
const GUARD_END: &str = "#endif  /* TWPOS_H */";

/// All files with exported items, in the header's order: those about no provider, then of each provider what is
/// generated and what is written by hand.
fn sources(root: &Path, model: &Model) -> Result<Vec<String>, String> {
    let folder = root.join("ffi-c/src");
    let files = fs::read_dir(&folder).and_then(|files| files.map(|file| file.map(|file| file.file_name())).collect());
    let files: Vec<OsString> = files.map_err(|error| format!("ffi-c/src: {error}"))?;
    let mut files: Vec<String> = files.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    files.sort();
    let mut sources: Vec<String> = SOURCES.map(str::to_owned).to_vec();
    for provider in &model.providers {
        sources.push(format!("generated/{}.rs", provider.name));
        let of_provider = |name: &&String| name.starts_with(&format!("{}_", provider.name));
        sources.extend(files.iter().filter(of_provider).cloned());
    }
    Ok(sources)
}

/// Makes what follows from the library's Rust source: both headers, the test of wrong arguments, and what makes
/// `twpos_stdcall.dll` and calls it. `outputs` holds the generated part of that source, formatted; the rest is read
/// from `root`.
///
/// # Errors
/// If a source file cannot be read, or cbindgen does not understand it.
pub fn finish(root: &Path, model: &Model, outputs: &[Output]) -> Result<Vec<Output>, String> {
    let names = sources(root, model)?;
    let sources = names
        .iter()
        .map(|name| source(root, name, outputs))
        .collect::<Result<Vec<_>, _>>()?;
    let contract =
        fs::read_to_string(root.join("ffi-c/contract.txt")).map_err(|error| format!("contract.txt: {error}"))?;
    let codes = codes(model).map_err(told)?;
    let header = header(model, &contract, &sources)?.replace(GUARD_END, &format!("{codes}{GUARD_END}"));
    let mut functions = Vec::new();
    for (name, text) in names.iter().zip(&sources) {
        functions.extend(prototypes::read(text).map_err(|error| format!("ffi-c/src/{name}: {error}"))?);
    }
    let numbers: Vec<_> = header.lines().filter_map(number).collect();
    let mut outputs = of_functions(model, &functions, &numbers).map_err(told)?;
    for (path, content) in [
        ("ffi-c/include/twpos_ffi.h", without_preprocessor(&header)),
        ("ffi-c/include/twpos.h", header),
    ] {
        let path = path.to_owned();
        outputs.push(Output { path, content });
    }
    Ok(outputs)
}

/// The constants that are texts.
fn codes(model: &Model) -> Result<String, Error> {
    let mut environment = environment(model)?;
    words::add_filters(&mut environment, model);
    environment.render_named_str("codes.h", include_str!("codes.h.jinja"), ())
}

/// The files that follow from the header's functions and numbers.
pub(super) fn of_functions(
    model: &Model,
    functions: &[Prototype],
    numbers: &[(&str, i32)],
) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    environment.add_global("functions", Serde(functions));
    environment.add_global("numbers", Serde(numbers));
    stdcall::add_filters(&mut environment);
    visual_basic::add_filters(&mut environment);
    wrong_arguments::add_filters(&mut environment);
    let mut outputs = render(&environment, FROM_FUNCTIONS)?;
    // ASCII, whose lines end as Windows's do, since that is what every Visual Basic reads alike.
    for output in outputs.iter_mut().filter(|output| output.path.ends_with(".bas")) {
        output.content = output.content.replace('\n', "\r\n");
    }
    Ok(outputs)
}

fn source(root: &Path, name: &str, outputs: &[Output]) -> Result<String, String> {
    let path = format!("ffi-c/src/{name}");
    match outputs.iter().find(|output| output.path == path) {
        Some(output) => Ok(output.content.clone()),
        None => fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}")),
    }
}

fn header(model: &Model, contract: &str, sources: &[String]) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut builder = Builder::new().with_config(config(model, contract, sources));
    for (number, text) in sources.iter().enumerate() {
        let path = folder.path().join(format!("{number}.rs"));
        // Names in backticks are for the generator; C's comments have none.
        fs::write(&path, text.replace('`', "")).map_err(|error| error.to_string())?;
        builder = builder.with_src(path);
    }
    let bindings = builder.generate().map_err(|error| format!("cbindgen: {error}"))?;
    let mut header = Vec::new();
    bindings.write(&mut header);
    let header = String::from_utf8(header).map_err(|error| error.to_string())?;
    Ok(header.lines().map(|line| format!("{}\n", line.trim_end())).collect())
}

fn config(model: &Model, contract: &str, sources: &[String]) -> Config {
    let contract: String = contract
        .lines()
        .map(|line| format!(" * {line}").trim_end().to_owned() + "\n")
        .collect();
    let mut config = Config {
        language: Language::C,
        header: Some(format!("/* {GENERATED}\n *\n{contract} */")),
        include_guard: Some("TWPOS_H".to_owned()),
        no_includes: true,
        sys_includes: vec!["stddef.h".to_owned(), "stdint.h".to_owned()],
        after_includes: Some(format!("\n{}", version(&model.version))),
        cpp_compat: true,
        style: Style::Type,
        documentation_style: DocumentationStyle::Doxy,
        line_length: 100,
        ..Config::default()
    };
    let declares = |line: &str| {
        let name = line.strip_prefix("pub struct ").or(line.strip_prefix("pub type "))?;
        let name = name.split(|letter: char| !letter.is_alphanumeric()).next()?;
        Some((name.to_owned(), c_type(name)?))
    };
    config.export.rename = sources
        .iter()
        .flat_map(|text| text.lines())
        .filter_map(declares)
        .collect();
    config
}

/// The macros of the version.
fn version(version: &str) -> String {
    let mut numbers = version.split(['.', '-', '+']);
    let mut number = || numbers.next().unwrap_or("0");
    let (major, minor, patch) = (number(), number(), number());
    format!(
        "/* The version of this header; that of the library that is loaded is twpos_version(). */\n\
         #define TWPOS_VERSION \"{version}\"\n\
         #define TWPOS_VERSION_MAJOR {major}\n\
         #define TWPOS_VERSION_MINOR {minor}\n\
         #define TWPOS_VERSION_PATCH {patch}\n"
    )
}

/// The header for languages whose FFI reads C declarations but has no preprocessor: numbers as an enum, and
/// no texts, since a declaration cannot hold them.
fn without_preprocessor(header: &str) -> String {
    let mut out = String::new();
    let mut numbers = Vec::new();
    let mut skipping = false;
    for line in header.lines() {
        match line {
            "#ifdef __cplusplus" => skipping = true,
            _ if line.starts_with("#endif") => skipping = false,
            _ if skipping => {}
            _ if line.starts_with('#') => numbers.extend(number(line)),
            _ => {
                out += line;
                out.push('\n');
            }
        }
    }
    let numbers: String = numbers
        .iter()
        .map(|(name, value)| format!("  {name} = {value},\n"))
        .collect();
    let declarations = without_comments(&out);
    format!(
        "/* {GENERATED}\n *\n * twpos.h for languages whose FFI takes no preprocessor, such as PHP and LuaJIT. What each\n \
         * function does, and the contract, is said in twpos.h; the codes' texts are there too. */\n\n\
         enum {{\n{numbers}}};\n\n{declarations}"
    )
}

/// `#define TWPOS_OK 0`
fn number(line: &str) -> Option<(&str, i32)> {
    let (name, value) = line.strip_prefix("#define ")?.split_once(' ')?;
    Some((name, value.parse().ok()?))
}

/// What is left between `/*` and `*/`, without empty lines.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines = out.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_header_has_numbers_as_an_enum_and_no_comment() {
        let header = "/* About. */\n#ifndef H\n#define H\n#include <stdint.h>\n#define VERSION \"1\"\n\n/**\n * Done.\n */\n\
                      #define OK 0\n#ifdef __cplusplus\nextern \"C\" {\n#endif  // __cplusplus\nint32_t f(void);\n#endif\n";
        let bare = without_preprocessor(header);
        let declarations = bare.split_once("*/\n\n").unwrap().1;
        assert_eq!(declarations, "enum {\n  OK = 0,\n};\n\nint32_t f(void);\n");
    }
}
