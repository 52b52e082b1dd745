//! `conformance/fields.json`: which field of which message a vendor's name is, for the scenario runners of
//! languages whose messages are typed.

use super::Output;
use crate::model::{Field, Message, Model, Provider, Type};

/// The one file.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, minijinja::Error> {
    let providers: Vec<String> = model.providers.iter().map(provider).collect();
    Ok(vec![Output {
        path: "conformance/fields.json".to_owned(),
        content: format!(
            "{{\n\"@generated\": \"by `cargo xtask codegen` from core's source. Do not edit.\",\n{}\n}}\n",
            providers.join(",\n")
        ),
    }])
}

fn provider(provider: &Provider) -> String {
    let operations: Vec<String> = provider
        .operations
        .iter()
        .map(|operation| {
            let (name, request, response) = (&operation.name, &operation.request, &operation.response);
            format!("    {name:?}: [{request:?}, {response:?}]")
        })
        .collect();
    let messages: Vec<String> = provider.messages.iter().map(message).collect();
    format!(
        "{:?}: {{\n  \"operations\": {{\n{}\n  }},\n  \"messages\": {{\n{}\n  }}\n}}",
        provider.name,
        operations.join(",\n"),
        messages.join(",\n")
    )
}

fn message(message: &Message) -> String {
    let fields: Vec<String> = message.fields.iter().map(field).collect();
    format!("    {:?}: {{\n{}\n    }}", message.name, fields.join(",\n"))
}

/// The vendor's name, then core's and, for a nested message, its type.
fn field(field: &Field) -> String {
    let nested = match field.ty.message() {
        Some(name) if matches!(field.ty, Type::List(_)) => format!(", [{name:?}]"),
        Some(name) => format!(", {name:?}"),
        None => String::new(),
    };
    format!("      {:?}: [{:?}{nested}]", field.wire_name, field.name)
}
