//! Takes the program in Rust out of both README files, for `src/readme.rs`.

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR")?;
    for name in ["README.md", "README.zh-TW.md"] {
        println!("cargo::rerun-if-changed=../{name}");
        let readme = fs::read_to_string(Path::new("..").join(name))?;
        let mut blocks = readme.split("```rust,no_run\n").skip(1);
        let (Some(rest), None) = (blocks.next(), blocks.next()) else {
            return Err(format!("{name} has not one program in Rust").into());
        };
        let (program, _) = rest.split_once("```").ok_or("a block without an end")?;
        // Only a module's public function can be called from outside it.
        let program = program.replace("fn main()", "pub(crate) fn main()");
        fs::write(Path::new(&out).join(name).with_extension("rs"), program)?;
    }
    Ok(())
}
