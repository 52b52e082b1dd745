//! Every block of code of every page: run, compared or read by a test, or listed here with why not.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

enum Runner {
    /// The file of a test, and what it says of these blocks, such as its name.
    Test(&'static str, &'static str),
    /// Why nothing here can run them.
    Nothing(&'static str),
}
use Runner::{Nothing, Test};

/// The blocks of one page in one language: page, language, how many, and what runs them.
const BLOCKS: &[(&str, &str, usize, Runner)] = &[
    ("CONTRIBUTING.md", "rust", 2, WORKED_EXAMPLES),
    ("CONTRIBUTING.md", "text", 2, WORKED_EXAMPLES),
    ("README.md", "rust,no_run", 1, RUST),
    ("README.md", "sh", 3, SHELL),
    ("README.md", "toml", 1, CONFIGURATION),
    ("README.zh-TW.md", "rust,no_run", 1, RUST),
    ("README.zh-TW.md", "sh", 3, SHELL),
    ("README.zh-TW.md", "toml", 1, CONFIGURATION),
    ("bindings-kotlin/README.md", "java", 2, KOTLIN),
    ("bindings-kotlin/README.md", "kotlin", 2, KOTLIN),
    ("bindings-kotlin/README.md", "xml", 1, MAVEN),
    ("bindings-kotlin/README.zh-TW.md", "java", 2, KOTLIN_CHINESE),
    ("bindings-kotlin/README.zh-TW.md", "kotlin", 2, KOTLIN_CHINESE),
    ("bindings-kotlin/README.zh-TW.md", "xml", 1, KOTLIN_CHINESE),
    ("bindings-kotlin/android.md", "kotlin", 1, ANDROID),
    ("bindings-node/README.md", "js", 4, NODE),
    ("bindings-node/README.md", "sh", 1, NODE_INSTALL),
    ("bindings-node/README.zh-TW.md", "js", 4, NODE_CHINESE),
    ("bindings-node/README.zh-TW.md", "sh", 1, NODE_CHINESE),
    ("bindings-python/README.md", "python", 2, PYTHON),
    ("bindings-python/README.md", "sh", 1, WHEEL),
    ("bindings-python/README.zh-TW.md", "python", 2, PYTHON_CHINESE),
    ("bindings-python/README.zh-TW.md", "sh", 1, PYTHON_CHINESE),
    ("bindings-swift/README.md", "sh", 1, SWIFT_BUILD),
    ("bindings-swift/README.md", "swift", 2, SWIFT),
    ("bindings-swift/README.zh-TW.md", "sh", 1, SWIFT),
    ("bindings-swift/README.zh-TW.md", "swift", 2, SWIFT),
    ("conformance/vendor_samples/README.md", "sh", 1, VENDOR_SAMPLES),
    ("docs/sandbox.md", "sh", 5, SANDBOX),
    ("docs/sandbox.md", "text", 1, SANDBOX_CREDENTIALS),
    ("docs/vb.md", "vb", 1, VISUAL_BASIC),
    ("ffi-c/README.md", "c", 2, C),
    ("ffi-c/README.md", "sh", 1, C),
    ("ffi-c/README.zh-TW.md", "c", 2, C),
    ("ffi-c/README.zh-TW.md", "sh", 1, C),
];

const WORKED_EXAMPLES: Runner = Test(
    "xtask/tests/contributing.rs",
    "fn one_field_and_codegen_is_all_it_takes",
);
const RUST: Runner = Test(
    "conformance/tests/it/readme.rs",
    "fn the_programs_run_as_pasted_once_approved_and_once_unknown",
);
const SHELL: Runner = Test(
    "cli/tests/it/readme.rs",
    "fn the_commands_run_as_pasted_once_approved_and_once_unknown",
);
const CONFIGURATION: Runner = Test("cli/tests/it/readme.rs", "fn the_configuration_is_accepted_as_pasted");
const SANDBOX: Runner = Test(
    "cli/tests/it/sandbox_page.rs",
    "fn the_commands_of_its_page_run_as_pasted",
);
const SANDBOX_CREDENTIALS: Runner = Test(
    "cli/tests/it/sandbox_page.rs",
    "fn what_mypay_would_have_mailed_is_what_its_page_shows",
);
/// Nothing here runs Visual Basic: the page shows the example that is shipped.
const VISUAL_BASIC: Runner = Test("xtask/tests/visual_basic.rs", "fn the_page_shows_the_example");
const C: Runner = Test("ffi-c/tests/readme.py", "has blocks that this test does not know");
const PYTHON: Runner = Test(
    "bindings-python/tests/test_examples.py",
    "def test_the_readme_s_code_runs_as_pasted",
);
const PYTHON_CHINESE: Runner = Test(
    "bindings-python/tests/test_examples.py",
    "def test_the_chinese_readme_shows_the_same_code",
);
const WHEEL: Runner = Test("release/test-python", "bindings-python/README.md");
const NODE: Runner = Test("bindings-node/test/readme.test.mjs", "as pasted, unknown");
const NODE_CHINESE: Runner = Test(
    "bindings-node/test/readme.test.mjs",
    "the Chinese README has the same blocks and sections",
);
const NODE_INSTALL: Runner = Test("bindings-node/run-tests", "bindings-node/README.md");
const KOTLIN: Runner = Test(
    "bindings-kotlin/tests/src/test/kotlin/tw/twpos/tests/ExamplesTest.kt",
    "the README's programs run as pasted, once approved and once unknown",
);
const KOTLIN_CHINESE: Runner = Test(
    "bindings-kotlin/tests/src/test/kotlin/tw/twpos/tests/ExamplesTest.kt",
    "the Chinese README shows the same code",
);
const MAVEN: Runner = Test(
    "bindings-kotlin/tests/src/test/kotlin/tw/twpos/tests/ExamplesTest.kt",
    "the coordinates that are built",
);
/// Where there is Swift, its program is compiled and run (`bindings-swift/Tests/run.sh`); elsewhere it is parsed.
const SWIFT: Runner = Test("bindings-swift/Tests/readme.py", "of_any_language");
const SWIFT_BUILD: Runner = Nothing(
    "/usr/local is the reader's own; bindings-swift/run-tests installs into a folder, where pkg-config finds it",
);
const ANDROID: Runner =
    Nothing("there is no Android SDK to be had; one_version.rs compares the coordinates, and the page says so");
const VENDOR_SAMPLES: Runner = Test(
    "scripts/test",
    "python3 conformance/vendor_samples/run_vendor_samples.py --twpos",
);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every page below a folder, but for what was built or installed there.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !name.starts_with('.') && !["target", "node_modules"].contains(&name) {
                pages(&path, found);
            }
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// Language and content of each fenced block, indented or not.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        let marks = line.len() - line.trim_start_matches(['`', '~']).len();
        if marks < 3 {
            continue;
        }
        let (fence, language) = line.split_at(marks);
        let content: Vec<&str> = lines.by_ref().take_while(|line| line.trim_end() != fence).collect();
        blocks.push((language.trim().to_owned(), content.join("\n")));
    }
    blocks
}

fn all_blocks() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    pages(&root(), &mut found);
    assert!(found.len() > 20, "{found:?}");
    let mut all = Vec::new();
    for path in found {
        let page = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        all.extend(
            blocks(&text)
                .into_iter()
                .map(|(language, content)| (page.clone(), language, content)),
        );
    }
    all
}

/// A new block fails here, until something runs it and it has a line above.
#[test]
fn every_block_is_run_by_a_test_or_has_a_reason() {
    let mut found = BTreeMap::new();
    for (page, language, _) in all_blocks() {
        *found.entry((page, language)).or_insert(0) += 1;
    }
    let listed = BLOCKS
        .iter()
        .map(|(page, language, count, _)| ((page.to_string(), language.to_string()), *count));
    assert_eq!(found, listed.collect());
    for (page, language, _, runner) in BLOCKS {
        match runner {
            Test(path, says) => {
                let test = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
                assert!(test.contains(says), "{page}, {language}: {path} has no {says:?}");
            }
            Nothing(reason) => assert!(!reason.is_empty(), "{page}, {language}"),
        }
    }
}

/// Also of the blocks that take too long to be run: what they name is there.
#[test]
fn what_a_command_names_is_there() {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let mut seen = 0;
    for (page, _, content) in all_blocks().iter().filter(|(_, language, _)| language == "sh") {
        for line in content.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                ["make", target, ..] => {
                    seen += 1;
                    assert!(makefile.contains(&format!("\n{target}: ## ")), "{page}: {line}");
                }
                ["python3", script, ..] | [script, ..] if script.contains('/') && !script.contains(':') => {
                    seen += 1;
                    assert!(root().join(script).is_file(), "{page}: {line}");
                }
                _ => {}
            }
        }
    }
    assert!(seen >= 8, "{seen}");
}
