//! Python: the classes of messages and codes, the operations of the clients, and the Rust that carries messages
//! across. What is not about one provider's vocabulary is written by hand.
//!
//! Only the codes need a stub beside them: their classes are made when they are first used.

mod text;
mod types;

use super::templates::{environment, files, render};
use crate::model::Model;
use crate::output::Output;
use minijinja::Error;

/// Each file and its template.
const FILES: &[(&str, &str)] = files! {
    "bindings-python/python/twpos/_kinds.py" => "_kinds.py.jinja",
    "bindings-python/python/twpos/_connection.py" => "_connection.py.jinja",
    "bindings-python/python/twpos/aio/_operations.py" => "aio_operations.py.jinja",
    "bindings-python/python/twpos/{{ provider.name }}/_messages.py" => "_messages.py.jinja",
    "bindings-python/python/twpos/{{ provider.name }}/_codes.py" => "_codes.py.jinja",
    "bindings-python/python/twpos/{{ provider.name }}/_codes.pyi" => "_codes.pyi.jinja",
    "bindings-python/python/twpos/{{ provider.name }}/_operations.py" => "_operations.py.jinja",
    "bindings-python/python/twpos/{{ provider.name }}/_settings.py" => "_settings.py.jinja",
    "bindings-python/src/generated/mod.rs" => "mod.rs.jinja",
    "bindings-python/src/generated/{{ provider.name }}.rs" => "provider.rs.jinja",
};

/// All files of this target.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    environment.add_template("macros.jinja", include_str!("macros.jinja"))?;
    text::add_filters(&mut environment);
    types::add_filters(&mut environment, model);
    render(&environment, FILES)
}
