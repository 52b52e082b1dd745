//! `twpos.h` by cbindgen from `ffi-c/src`, and `twpos_ffi.h`, the same without a preprocessor.

use super::words::c_type;
use super::{constants, prototypes, stdcall, visual_basic, wrong_arguments};
use crate::model::Model;
use crate::targets::{self, Output};
use cbindgen::{Builder, Config, DocumentationStyle, Language, Style};
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
    let header = header(model, &contract, &sources)?;
    let mut functions = Vec::new();
    for (name, text) in names.iter().zip(&sources) {
        functions.extend(prototypes::read(text).map_err(|error| format!("ffi-c/src/{name}: {error}"))?);
    }
    let by_hand = |name: &str| {
        let path = root.join("ffi-c/stdcall").join(name);
        fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))
    };
    let (declarations, helpers) = (by_hand("declarations.bas.in")?, by_hand("helpers.bas.in")?);
    let numbers: Vec<_> = header.lines().filter_map(number).collect();
    let visual_basic = visual_basic::module(model, &numbers, &functions, &declarations, &helpers);
    let output = |path: &str, content| Output {
        path: path.to_owned(),
        content,
    };
    Ok(vec![
        output("ffi-c/include/twpos_ffi.h", without_preprocessor(&header)),
        output("ffi-c/include/twpos.h", header),
        output("ffi-c/tests/wrong_arguments.c", wrong_arguments::text(&functions)),
        output("ffi-c/stdcall/twpos_stdcall.c", stdcall::source(&functions)),
        output("ffi-c/stdcall/twpos_stdcall.def", stdcall::exports(&functions)),
        output("ffi-c/stdcall/twpos.bas", visual_basic),
    ])
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
    let header: String = header.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let texts = constants::texts(model);
    Ok(header.replace(GUARD_END, &format!("{texts}\n{GUARD_END}")))
}

fn config(model: &Model, contract: &str, sources: &[String]) -> Config {
    let first_line = targets::header("").trim().to_owned();
    let contract: String = contract
        .lines()
        .map(|line| format!(" * {line}").trim_end().to_owned() + "\n")
        .collect();
    let mut config = Config {
        language: Language::C,
        header: Some(format!("/* {first_line}\n *\n{contract} */")),
        include_guard: Some("TWPOS_H".to_owned()),
        no_includes: true,
        sys_includes: vec!["stddef.h".to_owned(), "stdint.h".to_owned()],
        after_includes: Some(format!("\n{}", constants::version(&model.version))),
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
    let first_line = targets::header("").trim().to_owned();
    format!(
        "/* {first_line}\n *\n * twpos.h for languages whose FFI takes no preprocessor, such as PHP and LuaJIT. What each\n \
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
