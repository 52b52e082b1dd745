//! C: the library's functions for operations, codes and notifications, then its header and the tests that
//! follow from the header.

mod header;
mod prototypes;
mod stdcall;
mod tables;
mod visual_basic;
mod words;
mod wrong_arguments;

use super::templates::{environment, files, render};
use crate::model::Model;
use crate::output::Output;
pub use header::finish;
use minijinja::Error;

/// The Rust files of `ffi-c`. The header is made from them by [`finish`].
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    words::add_filters(&mut environment, model);
    tables::add_filters(&mut environment, model);
    let files = files! {
        "ffi-c/src/generated/mod.rs" => "mod.rs.jinja",
        "ffi-c/src/generated/{{ provider.name }}.rs" => "provider.rs.jinja",
    };
    render(&environment, files)
}

/// One of the files that follow from the functions that this source exports.
#[cfg(test)]
fn rendered(path: &str, source: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let model = crate::parse::read(&root).unwrap();
    let outputs = header::of_functions(&model, &prototypes::read(source).unwrap(), &[]).unwrap();
    outputs.into_iter().find(|output| output.path == path).unwrap().content
}
