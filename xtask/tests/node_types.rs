//! Everything that core's source lists is in `bindings-node/index.d.ts`, and in its JavaScript tables.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use xtask::{case, parse};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join("bindings-node").join(path)).unwrap()
}

/// From the line that ends with `begin` to the first line that is `end`, indented as deep.
fn block<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let at = text.find(begin).unwrap_or_else(|| panic!("there is no {begin:?}"));
    let indent = at - text[..at].rfind('\n').map_or(0, |line| line + 1);
    let rest = &text[at..];
    let last = format!("\n{}{end}", " ".repeat(indent));
    &rest[..rest.find(&last).unwrap_or_else(|| panic!("{begin:?} has no end"))]
}

#[test]
fn every_message_and_operation_is_declared() {
    let (model, types) = (parse::read(&root()).unwrap(), read("index.d.ts"));
    let mut fields = 0;
    for provider in &model.providers {
        let namespace = block(&types, &format!("export declare namespace {} {{", provider.name), "}");
        for operation in &provider.operations {
            let (name, request, response) = (case::camel(&operation.name), &operation.request, &operation.response);
            for line in [
                format!(" {name}(request: {request}, options?: CallOptions<{response}>): Promise<{response}>;"),
                format!(" {name}Sync(request: {request}): {response};"),
            ] {
                assert!(namespace.contains(&line), "{line}");
            }
        }
        let tables = read(&format!("lib/generated/{}.js", provider.name));
        for message in &provider.messages {
            let declared = block(namespace, &format!("interface {} {{", message.name), "}");
            let table = block(&tables, &format!("{}: {{", message.name), "}");
            for field in &message.fields {
                let name = case::camel(&field.name);
                let place = format!("{}.{}.{name}", provider.name, message.name);
                let is_declared = [format!("\n    {name}: "), format!("\n    {name}?: ")];
                assert!(is_declared.iter().any(|line| declared.contains(line)), "{place}");
                assert!(table.contains(&format!("\n    {name}: {{ ")), "{place}");
                fields += 1;
            }
        }
    }
    assert!(fields > 400, "{fields}");
}

#[test]
fn every_value_is_declared() {
    let (model, types) = (parse::read(&root()).unwrap(), read("index.d.ts"));
    for provider in &model.providers {
        let namespace = block(&types, &format!("export declare namespace {} {{", provider.name), "}");
        for codes in &provider.codes {
            let declared = block(
                namespace,
                &format!("const {}: Codes<{}> & {{", codes.name, codes.name),
                "};",
            );
            for variant in &codes.variants {
                let line = format!("readonly {}: '{}';", variant.name, variant.codes[0]);
                assert!(declared.contains(&line), "{}.{}: {line}", provider.name, codes.name);
                assert_ne!(
                    variant.codes[0], "unknown",
                    "this code is what an unlisted one is called"
                );
            }
            for question in &codes.questions {
                assert!(declared.contains(&format!("{}(code: string): ", case::camel(&question.name))));
            }
        }
        for meaning in &provider.meanings {
            let declared = block(namespace, &format!("const {}: {{", meaning.name), "};");
            for variant in &meaning.variants {
                assert!(declared.contains(&format!("readonly {}: '{}';", variant.name, variant.text)));
            }
        }
    }
    for values in [&model.error_kind, &model.outcome] {
        let declared = block(&types, &format!("export declare const {}: {{", values.name), "};");
        for variant in &values.variants {
            assert!(declared.contains(&format!("readonly {}: '{}';", variant.name, variant.text)));
        }
    }
}
