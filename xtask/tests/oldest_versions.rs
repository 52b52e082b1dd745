//! The table of oldest versions in docs/install.md, against what the builds say.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The second and third cell of each row of the table.
fn rows(page: &str) -> Vec<(String, String)> {
    let text = read(page);
    let table = text.rsplit("\n## ").next().unwrap();
    let cells = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    cells
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            (cells[2].to_owned(), cells[3].trim_matches('`').to_owned())
        })
        .collect()
}

/// What a row of the page must be in the file that it names, in the table's order.
const SAID: [(&str, &str); 15] = [
    ("2.17", "minimum = \"glibc {}\""),
    ("1.2", "minimum = \"musl {}\""),
    ("7", "minimum = \"Windows {}\""),
    ("11", "minimum = \"macOS {}\""),
    ("7.0 (API 24)", "\napi=24\n"),
    ("15", ".iOS(.v{})"),
    ("12", ".macOS(.v{})"),
    ("5.10", "// swift-tools-version:{}\n"),
    ("3.9", "requires-python = \">={}\""),
    ("18", "\"engines\": { \"node\": \">={}\" }"),
    ("8", "<maven.compiler.release>{}</maven.compiler.release>"),
    (
        "1.9",
        "<kotlin.compiler.languageVersion>{}</kotlin.compiler.languageVersion>",
    ),
    ("4.6.2", "mcs -sdk:{}-api"),
    ("1.18", "\ngo {}\n"),
    ("1.89", "rust-version = \"{}\""),
];

#[test]
fn the_pages_say_what_the_builds_say() {
    for page in ["docs/install.md", "docs/install.zh-TW.md"] {
        let rows = rows(page);
        assert_eq!(rows.len(), SAID.len(), "{page}");
        for ((version, file), (said, pattern)) in rows.iter().zip(SAID) {
            assert_eq!(version, said, "{page}: {file}");
            let wanted = pattern.replace("{}", version);
            assert!(read(file).contains(&wanted), "{page}: {file} has no {wanted:?}");
        }
    }
}

/// One of a family that needed a newer system would be another row.
#[test]
fn a_family_of_targets_has_one_oldest_system() {
    let targets = read("release/targets.toml");
    let mut minimums: Vec<&str> = targets.lines().filter(|line| line.starts_with("minimum = ")).collect();
    assert_eq!(minimums.len(), targets.matches("[[target]]").count());
    minimums.sort_unstable();
    minimums.dedup();
    assert_eq!(minimums.len(), 4, "{minimums:?}");
    for target in targets
        .split("[[target]]")
        .skip(1)
        .filter(|target| target.contains("-gnu\""))
    {
        if target.contains("glibc") {
            assert!(target.contains("-gnu.2.17\""), "{target}");
        }
    }
}

/// The Debian, JVM and wheel packers name their systems again: in one form each.
#[test]
fn the_packers_say_it_too() {
    let wheels = read("release/pack-python");
    for tag in [
        "manylinux_2_17_x86_64",
        "manylinux_2_17_aarch64",
        "musllinux_1_2_x86_64",
        "macosx_11_0_arm64",
    ] {
        assert!(wheels.contains(tag), "{tag}");
    }
    assert!(!wheels.contains("manylinux_2_28") && !wheels.contains("musllinux_1_1"));
}
