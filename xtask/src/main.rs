//! `cargo xtask codegen [--check]` and `cargo xtask licences [--check]`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use xtask::{codegen, licences, targets};

const USAGE: &str = "usage: cargo xtask codegen|licences [--check]

  codegen           write the bindings' generated files from core's source, and name those that changed
  codegen --check   write nothing; fail and name each file that is not what codegen would write
  licences          write LICENSE-THIRD-PARTY: the licences of what is linked into what we ship
  licences --check  write nothing; fail if it is not what licences would write";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["codegen"] => run(codegen::write),
        ["codegen", "--check"] => run(codegen::check),
        ["licences"] => licences::run(&root(), false),
        ["licences", "--check"] => licences::run(&root(), true),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Makes every target's files, and hands them to `finish`.
fn run(finish: fn(&Path, &[targets::Output]) -> Result<(), String>) -> Result<(), String> {
    let root = root();
    finish(&root, &targets::outputs(&root)?)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
