//! `cargo xtask codegen [--check]`.

use std::path::Path;
use std::process::ExitCode;
use xtask::{codegen, parse, targets};

const USAGE: &str = "usage: cargo xtask codegen [--check]

  codegen           write the bindings' generated files from core's source, and name those that changed
  codegen --check   write nothing; fail and name each file that is not what codegen would write";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["codegen"] => run(codegen::write),
        ["codegen", "--check"] => run(codegen::check),
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

/// Reads core, makes every target's files, and hands them to `finish`.
fn run(finish: fn(&Path, &[targets::Output]) -> Result<(), String>) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let model = parse::read(&root).map_err(|problem| problem.to_string())?;
    let mut outputs: Vec<_> = targets::ALL
        .iter()
        .flat_map(|target| (target.outputs)(&model))
        .collect();
    codegen::format_rust(&root, &mut outputs)?;
    let headers = targets::c::finish(&root, &model, &outputs)?;
    outputs.extend(headers);
    finish(&root, &outputs)
}
