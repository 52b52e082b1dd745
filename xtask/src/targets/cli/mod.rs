//! How the command line reaches a host without a configuration: `twpos keys exchange`.

use super::templates::{environment, files, render, wrapped};
use crate::doc;
use crate::model::Model;
use crate::output::Output;
use minijinja::Error;

/// The options by which a host is reached, beside its base URL.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    environment.add_filter("comment", |told: &str| {
        wrapped(&doc::plain_with(told, |name| name.text.to_owned()), "/// ", 116)
    });
    render(&environment, files! { "cli/src/generated.rs" => "generated.rs.jinja" })
}
