//! `.gitattributes` names every file that is generated, and no other, so that a review folds it.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A generated file says so in one of its first lines.
const FIRST_LINES: usize = 2;

fn git(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new("git").args(arguments).current_dir(root).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn git_knows_every_generated_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = git(&["ls-files", "--cached", "--others", "--exclude-standard"]);
    let is_marked = |file: &&str| {
        let text = fs::read(root.join(file)).unwrap_or_default();
        let mut first = text.split(|byte| *byte == b'\n').take(FIRST_LINES);
        first.any(|line| String::from_utf8_lossy(line).contains("@generated"))
    };
    // A template has the mark of what is written by it.
    let of_their_own = files.lines().filter(|file| !file.ends_with(".jinja"));
    let marked: BTreeSet<&str> = of_their_own.filter(is_marked).collect();
    let named = git(&[
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        ":(attr:linguist-generated)",
    ]);
    let there = |file: &&str| root.join(file).exists();
    let named: BTreeSet<&str> = named.lines().filter(there).collect();
    assert!(marked.len() > 40, "{marked:?}");
    assert_eq!(named, marked);
}
