//! Python: the classes of messages and codes, the operations of the clients, and the Rust that carries messages
//! across. What is not about one provider's vocabulary is written by hand.
//!
//! Only the codes need a stub beside them: their classes are made when they are first used.

mod text;
mod types;

use super::Output;
use super::templates::{environment, render};
use crate::model::Model;
use minijinja::Error;

/// A file of the package, and its template.
macro_rules! package {
    ($path:literal, $template:literal) => {
        (concat!("bindings-python/python/twpos/", $path), include_str!($template))
    };
}

/// Each file and its template.
const FILES: [(&str, &str); 10] = [
    package!("_kinds.py", "_kinds.py.jinja"),
    package!("_connection.py", "_connection.py.jinja"),
    package!("aio/_operations.py", "aio_operations.py.jinja"),
    package!("{{ provider.name }}/_messages.py", "_messages.py.jinja"),
    package!("{{ provider.name }}/_codes.py", "_codes.py.jinja"),
    package!("{{ provider.name }}/_codes.pyi", "_codes.pyi.jinja"),
    package!("{{ provider.name }}/_operations.py", "_operations.py.jinja"),
    package!("{{ provider.name }}/_settings.py", "_settings.py.jinja"),
    ("bindings-python/src/generated/mod.rs", include_str!("mod.rs.jinja")),
    (
        "bindings-python/src/generated/{{ provider.name }}.rs",
        include_str!("provider.rs.jinja"),
    ),
];

/// All files of this target.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    environment.add_template("macros.jinja", include_str!("macros.jinja"))?;
    text::add_filters(&mut environment);
    types::add_filters(&mut environment, model);
    render(&environment, &FILES)
}
