//! The worked examples of CONTRIBUTING.md, followed in a copy of the source.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::targets::{self, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text between the first fence of this kind in a section and its end, without the indentation of the list it is
/// in.
fn fenced(section: &str, kind: &str) -> String {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, section) = page.split_once(&format!("\n## {section}\n")).unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let (_, block) = section
        .split_once(&format!("   ```{kind}\n"))
        .unwrap_or_else(|| panic!("no {kind} block"));
    let (block, _) = block.split_once("   ```\n").unwrap();
    let lines = block.lines();
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
        "docs/configuration.md",
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

/// The section's Rust, put into a file of a copy before this text that follows another one, changes the files that the
/// section lists, and no others; each of them then has one of these names.
fn follow(section: &str, source: &str, after: &str, before: &str, names: &[&str]) {
    let copy = tempfile::tempdir().unwrap();
    copy_of_the_source(copy.path());
    let untouched = targets::outputs(copy.path()).unwrap();

    let source = copy.path().join(source);
    let text = fs::read_to_string(&source).unwrap();
    let from = text.find(after).unwrap();
    let place = from + text[from..].find(before).unwrap();
    let changed_text = format!("{}{}{}", &text[..place], fenced(section, "rust"), &text[place..]);
    fs::write(&source, changed_text).unwrap();
    let changed = changed(&untouched, &targets::outputs(copy.path()).unwrap());

    let promised = fenced(section, "text");
    let promised: BTreeSet<&str> = promised.lines().collect();
    let paths: BTreeSet<&str> = changed.iter().map(|output| output.path.as_str()).collect();
    assert_eq!(paths, promised);
    for output in &changed {
        let has_one = names.iter().any(|name| output.content.contains(name));
        assert!(has_one, "{}", output.path);
    }
}

#[test]
fn one_field_and_codegen_is_all_it_takes() {
    follow(
        "Adding a field to a message",
        "core/src/icash/messages/payment.rs",
        "pub struct CancelRequest {",
        "    /// Fields that the table lacks",
        &["PlatformID", "platform_id", "platformId"],
    );
}

/// The row alone is told in every language that has documentation.
#[test]
fn a_row_is_told_where_the_comment_leaves_it_out() {
    let copy = tempfile::tempdir().unwrap();
    copy_of_the_source(copy.path());
    let source = copy.path().join("core/src/icash/messages/top_up.rs");
    let text = fs::read_to_string(&source).unwrap();
    let untouched = targets::outputs(copy.path()).unwrap();
    let (row, other) = ("#[limit(chars(3))]", "#[limit(chars(4))]");
    fs::write(&source, text.replace(row, other)).unwrap();
    let problem = targets::outputs(copy.path()).unwrap_err();
    let said = "TopUpRequest.payment_no: the documentation says \"at most 3 characters\", and the row \"at most 4 characters\"";
    assert!(problem.ends_with(said), "{problem}");
    fs::write(&source, text.replace(row, other).replace(" At most 3 characters.", "")).unwrap();
    let changed = changed(&untouched, &targets::outputs(copy.path()).unwrap());
    assert!(!changed.is_empty());
    for output in changed {
        let marks = ["*", "///", "//", "#"];
        let words = output.content.split_whitespace().filter(|word| !marks.contains(word));
        let text = words.collect::<Vec<_>>().join(" ");
        assert!(text.contains("empty. At most 4 characters."), "{}", output.path);
    }
}

/// What it takes besides is reading it: `xtask/tests/settings.rs` fails for a row that nothing reads.
#[test]
fn one_row_and_codegen_is_all_it_takes() {
    follow(
        "Adding a setting",
        "core/src/mypay/settings.rs",
        "SETTINGS of mypay {",
        "        /// The User-Agent header",
        &["store_name", "storeName"],
    );
}
