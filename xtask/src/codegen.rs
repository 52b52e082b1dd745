//! Writes or checks generated files.

use crate::output::Output;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes each file that differs, and prints its name.
///
/// # Errors
/// If a file cannot be written.
pub fn write(root: &Path, outputs: &[Output]) -> Result<(), String> {
    for output in differing(root, outputs) {
        let path = root.join(&output.path);
        let in_folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        in_folder
            .and_then(|()| fs::write(&path, &output.content))
            .map_err(|error| format!("{}: {error}", output.path))?;
        println!("{}", output.path);
    }
    Ok(())
}

/// Writes nothing.
///
/// # Errors
/// If any file differs from what [`write()`] would write, naming each.
pub fn check(root: &Path, outputs: &[Output]) -> Result<(), String> {
    let differing = differing(root, outputs);
    if differing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = differing.iter().map(|output| output.path.as_str()).collect();
    let names = names.join("\n");
    Err(format!("{names}\nnot what core's source says; run `make codegen`"))
}

/// The outputs that the file on disk, if any, does not equal.
fn differing<'a>(root: &Path, outputs: &'a [Output]) -> Vec<&'a Output> {
    let differs =
        |output: &&Output| fs::read(root.join(&output.path)).ok() != Some(output.content.clone().into_bytes());
    outputs.iter().filter(differs).collect()
}

/// Formats the outputs that are Rust as `cargo fmt` would, since `cargo fmt --check` sees them too.
///
/// # Errors
/// If rustfmt is missing or does not understand the text, with what it says.
pub fn format_rust(root: &Path, outputs: &mut [Output]) -> Result<(), String> {
    for output in outputs.iter_mut().filter(|output| output.path.ends_with(".rs")) {
        output.content = rustfmt(root, &output.content).map_err(|problem| format!("{}: {problem}", output.path))?;
    }
    Ok(())
}

fn rustfmt(root: &Path, text: &str) -> Result<String, String> {
    let start = || -> io::Result<_> {
        let mut child = Command::new("rustfmt")
            .args(["--edition", "2024", "--config-path"])
            .arg(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        // rustfmt reads to the end before it writes, so this cannot block for ever.
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(text.as_bytes())?;
        }
        child.wait_with_output()
    };
    let done = start().map_err(|error| format!("rustfmt: {error}"))?;
    if !done.status.success() {
        return Err(format!("rustfmt: {}", String::from_utf8_lossy(&done.stderr)));
    }
    String::from_utf8(done.stdout).map_err(|error| format!("rustfmt: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &str, content: &str) -> Output {
        Output {
            path: path.to_owned(),
            content: content.to_owned(),
        }
    }

    #[test]
    fn a_check_names_what_a_write_would_change() {
        let root = tempfile::tempdir().unwrap();
        let outputs = [output("a.txt", "one\n"), output("deep/er/b.txt", "two\n")];
        let problem = check(root.path(), &outputs).unwrap_err();
        assert!(problem.starts_with("a.txt\ndeep/er/b.txt\nnot what"), "{problem}");
        assert!(!root.path().join("a.txt").exists(), "a check writes nothing");

        write(root.path(), &outputs).unwrap();
        assert_eq!(check(root.path(), &outputs), Ok(()));

        fs::write(root.path().join("a.txt"), "edited by hand\n").unwrap();
        let problem = check(root.path(), &outputs).unwrap_err();
        assert!(problem.starts_with("a.txt\nnot what"), "{problem}");
    }

    #[test]
    fn rust_is_formatted_and_nothing_else() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut outputs = [output("a.rs", "fn  a( ){}"), output("a.h", "void  a( );")];
        format_rust(&root, &mut outputs).unwrap();
        assert_eq!(
            [&*outputs[0].content, &*outputs[1].content],
            ["fn a() {}\n", "void  a( );"]
        );

        let problem = format_rust(&root, &mut [output("b.rs", "fn")]).unwrap_err();
        assert!(problem.starts_with("b.rs: rustfmt: "), "{problem}");
    }
}
