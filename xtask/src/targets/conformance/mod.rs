//! `conformance/fields.json`: which field of which message a vendor's name is, for the scenario runners of
//! languages whose messages are typed.

use super::templates::{environment, files, render};
use crate::model::{Field, Model, Type};
use crate::output::Output;
use minijinja::Error;
use minijinja::value::Serde;

/// The one file.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    environment.add_filter("names", names);
    render(
        &environment,
        files! { "conformance/fields.json" => "fields.json.jinja" },
    )
}

/// Core's name and, for a nested message, its type.
fn names(Serde(field): Serde<Field>) -> String {
    match field.ty.message() {
        Some(name) if matches!(field.ty, Type::List(_)) => format!("{:?}, [{name:?}]", field.name),
        Some(name) => format!("{:?}, {name:?}", field.name),
        None => format!("{:?}", field.name),
    }
}
