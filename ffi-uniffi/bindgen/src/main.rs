//! `twpos-bindgen kotlin|swift LIBRARY FOLDER`: writes the Kotlin or Swift over a built twpos-uniffi.

mod edit;
mod kotlin;
mod plumbing;
mod swift;

use std::path::Path;
use std::process::ExitCode;
use uniffi::{GenerateOptions, TargetLanguage};

const USAGE: &str = "usage: twpos-bindgen kotlin|swift LIBRARY FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["kotlin", library, folder] => {
            generate(TargetLanguage::Kotlin, library, folder).and_then(|()| kotlin::polish_file(Path::new(folder)))
        }
        ["swift", library, folder] => {
            generate(TargetLanguage::Swift, library, folder).and_then(|()| swift::arrange(Path::new(folder)))
        }
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

fn generate(language: TargetLanguage, library: &str, folder: &str) -> Result<(), String> {
    let options = GenerateOptions {
        languages: vec![language],
        source: library.into(),
        out_dir: folder.into(),
        config_override: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/bindgen.toml").into()),
        ..GenerateOptions::default()
    };
    uniffi::generate(options).map_err(|problem| format!("{library}: {problem:#}"))
}
