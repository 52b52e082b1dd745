//! The targets: a folder each, with a function from the [`Model`] to the files of one language, and a template for each
//! of those files.
//!
//! To add a target, write `targets/<name>` with `outputs`, a function of the type `Target`, and give it a line in
//! `ALL`.

pub mod c;
mod cli;
mod conformance;
mod node;
mod page;
mod python;
mod templates;
mod uniffi;

pub use crate::output::Output;

use crate::model::Model;
use crate::{codegen, parse};
use minijinja::Error;
use std::path::Path;

/// Makes the files of a target. The model was checked before: it fails only if a template is wrong.
type Target = fn(&Model) -> Result<Vec<Output>, Error>;

/// Every target.
const ALL: [Target; 6] = [
    conformance::outputs,
    cli::outputs,
    c::outputs,
    python::outputs,
    node::outputs,
    uniffi::outputs,
];

/// Every file of every target, from core's source in the workspace at `root`.
///
/// # Errors
/// What in core's source does not fit, with file and line.
pub fn outputs(root: &Path) -> Result<Vec<Output>, String> {
    let model = parse::read(root).map_err(|problem| problem.to_string())?;
    let mut outputs = Vec::new();
    for target in ALL {
        outputs.extend(target(&model).map_err(templates::told)?);
    }
    outputs.push(page::configuration(root, &model)?);
    codegen::format_rust(root, &mut outputs)?;
    let headers = c::finish(root, &model, &outputs)?;
    outputs.extend(headers);
    Ok(outputs)
}
