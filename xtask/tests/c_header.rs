//! The committed C header, held against core's source: nothing of core is missing in it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use xtask::case::screaming_snake;
use xtask::model::{Message, Model, Provider, Type};
use xtask::parse;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn model() -> Model {
    parse::read(&root()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn header(name: &str) -> String {
    fs::read_to_string(root().join("ffi-c/include").join(name)).unwrap()
}

/// The comment right above a function, on one line without its stars.
fn comment_of(header: &str, function: &str) -> String {
    let at = header
        .find(&format!("\nint32_t {function}("))
        .unwrap_or_else(|| panic!("{function} is missing"));
    let start = header[..at].rfind("/**").unwrap();
    let lines = header[start..at]
        .lines()
        .map(|line| line.trim_start_matches([' ', '*', '/']));
    lines.collect::<Vec<_>>().join(" ")
}

/// Every field of a message and of its parts has its row.
fn assert_rows(provider: &Provider, message: &Message, path: &str, comment: &str) {
    for field in &message.fields {
        let row = match (&field.ty, field.flattened) {
            (Type::Extra, true) => "- any other member (text)".to_owned(),
            _ => format!("- {path}{} (", field.wire_name),
        };
        assert!(
            comment.contains(&row),
            "{} {}: no row {row}",
            provider.name,
            message.name
        );
        if let Some(name) = field.ty.message() {
            let list = if matches!(field.ty, Type::List(_)) { "[]" } else { "" };
            let below = format!("{path}{}{list}.", field.wire_name);
            assert!(comment.contains(name), "{name}");
            assert_rows(provider, provider.message(name).unwrap(), &below, comment);
        }
    }
}

#[test]
fn every_operation_message_and_field_is_there() {
    let (model, header) = (model(), header("twpos.h"));
    for provider in &model.providers {
        for operation in &provider.operations {
            let comment = comment_of(&header, &format!("twpos_{}_{}", provider.name, operation.name));
            for name in [&operation.request, &operation.response] {
                assert!(comment.contains(&format!("({name}):")), "{name}");
                assert_rows(provider, provider.message(name).unwrap(), "", &comment);
            }
        }
        if let Some(notifications) = &provider.notifications {
            for (function, name) in [("json", &notifications.message), ("verify", &notifications.expected)] {
                let comment = comment_of(&header, &format!("twpos_{}_notification_{function}", provider.name));
                assert_rows(provider, provider.message(name).unwrap(), "", &comment);
            }
        }
    }
}

#[test]
fn every_code_kind_and_outcome_is_there() {
    let (model, header) = (model(), header("twpos.h"));
    let defines = |name: &str, value: &str| header.contains(&format!("\n#define {name} {value}"));
    for provider in &model.providers {
        let prefix = format!("TWPOS_{}", screaming_snake(&provider.name));
        for codes in &provider.codes {
            for variant in &codes.variants {
                let name = format!(
                    "{prefix}_{}_{}",
                    screaming_snake(&codes.name),
                    screaming_snake(&variant.name)
                );
                assert!(defines(&name, &format!("\"{}\"", variant.codes[0])), "{name}");
            }
        }
        for meaning in &provider.meanings {
            for variant in &meaning.variants {
                let name = format!(
                    "{prefix}_{}_{}",
                    screaming_snake(&meaning.name),
                    screaming_snake(&variant.name)
                );
                assert!(defines(&name, &format!("\"{}\"", variant.text)), "{name}");
            }
        }
    }
    for (kind, number) in model.error_kind.variants.iter().zip(1..) {
        let name = screaming_snake(&kind.name);
        assert!(defines(&format!("TWPOS_KIND_{name}"), &format!("{number}\n")), "{name}");
        assert!(
            defines(&format!("TWPOS_ERROR_{name}"), &format!("{}\n", 100 + number)),
            "{name}"
        );
    }
    for (outcome, number) in model.outcome.variants.iter().zip(1..) {
        let name = format!("TWPOS_OUTCOME_{}", screaming_snake(&outcome.name));
        assert!(defines(&name, &format!("{number}\n")), "{name}");
    }
    assert!(defines("TWPOS_VERSION", &format!("\"{}\"", model.version)));
}

#[test]
fn the_bare_header_declares_the_same_functions_without_a_preprocessor() {
    let (full, bare) = (header("twpos.h"), header("twpos_ffi.h"));
    assert!(!bare.contains("\n#") && !bare.contains("extern"), "a preprocessor line");
    let functions = |header: &str| -> Vec<String> {
        let words = header.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '(');
        let mut names: Vec<String> = words
            .filter_map(|word| word.split_once('('))
            .map(|(name, _)| name.to_owned())
            .filter(|name| name.starts_with("twpos_"))
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let declared = functions(&bare);
    assert!(declared.len() > 60, "{declared:?}");
    for name in declared {
        assert!(full.contains(&format!("{name}(")), "{name}");
    }
    assert!(bare.contains("  TWPOS_OUTCOME_UNKNOWN = 3,"));
}
