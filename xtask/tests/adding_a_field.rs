//! The worked example of CONTRIBUTING.md, followed in a copy of the source.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::targets::{self, Output};

/// Where the example puts its field: before the last one of this message.
const STRUCT: &str = "pub struct CancelRequest {";
const SOURCE: &str = "core/src/icash/messages/payment.rs";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text between the first fence of this kind and its end, without the indentation of the list it is in.
fn fenced(document: &str, kind: &str) -> String {
    let begin = format!("   ```{kind}\n");
    let from = document.find(&begin).unwrap_or_else(|| panic!("no {kind} block")) + begin.len();
    let length = document[from..].find("   ```\n").unwrap();
    let lines = document[from..from + length].lines();
    lines
        .map(|line| format!("{}\n", line.strip_prefix("   ").unwrap_or(line)))
        .collect()
}

/// What the generator reads, copied.
fn copy_of_the_source(to: &Path) {
    for path in [
        "Cargo.toml",
        "rustfmt.toml",
        "ffi-c/contract.txt",
        "ffi-c/stdcall",
        "core/src",
        "ffi-c/src",
    ] {
        copy(&root().join(path), &to.join(path));
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

fn changed(before: &[Output], after: &[Output]) -> Vec<Output> {
    after
        .iter()
        .filter(|output| !before.contains(output))
        .cloned()
        .collect()
}

#[test]
fn one_field_and_codegen_is_all_it_takes() {
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let copy = tempfile::tempdir().unwrap();
    copy_of_the_source(copy.path());
    let before = targets::outputs(copy.path()).unwrap();

    let source = copy.path().join(SOURCE);
    let text = fs::read_to_string(&source).unwrap();
    let message = text.find(STRUCT).unwrap();
    let last_field = message + text[message..].find("    /// Fields that the table lacks").unwrap();
    let field = fenced(&contributing, "rust");
    fs::write(
        &source,
        format!("{}{field}{}", &text[..last_field], &text[last_field..]),
    )
    .unwrap();
    let changed = changed(&before, &targets::outputs(copy.path()).unwrap());

    let promised = fenced(&contributing, "text");
    let promised: BTreeSet<&str> = promised.lines().collect();
    let paths: BTreeSet<&str> = changed.iter().map(|output| output.path.as_str()).collect();
    assert_eq!(paths, promised);
    for output in &changed {
        let names = ["PlatformID", "platform_id", "platformId"];
        assert!(
            names.iter().any(|name| output.content.contains(name)),
            "{}",
            output.path
        );
    }
}
