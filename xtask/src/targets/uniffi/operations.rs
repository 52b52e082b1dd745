//! The operations of a client, and how notifications are read.

use super::words::{WIDTH, comment, own_name, references};
use crate::case;
use crate::model::{Field, Provider, Type};

/// A provider's client, and its exported operations.
pub(super) fn client(provider: &Provider) -> String {
    let own = own_name(provider, "Client");
    let doc = format!(
        "{}, for any number of threads at once. Keep one, and use it for every call.",
        provider.client_summary()
    );
    let mut out = format!(
        "\nclient! {{\n{}    {own}, {}, {}\n}}\n\n#[uniffi::export]\nimpl {own} {{\n",
        crate::doc::comment(&doc, "    /// ", WIDTH),
        provider.name,
        own_name(provider, "Settings"),
    );
    for operation in &provider.operations {
        out.push_str(&format!(
            "{doc}pub fn {name}(&self, request: {request}) -> Result<{response}, TwposError> {{\n\
             let reference = reference(&[{fields}]);\n\
             guarded(reference, || self.0.{name}(&request.into()).map({response}::from))\n}}\n\n",
            doc = comment(&operation.doc),
            name = operation.name,
            request = own_name(provider, &operation.request),
            response = own_name(provider, &operation.response),
            fields = references(provider, &operation.request, |field| text_of("request", field)),
        ));
    }
    out + "}\n" + &table(provider)
}

/// The operations by the names under which uniffi exports them (`ffi-uniffi/src/call.rs`).
fn table(provider: &Provider) -> String {
    let object = own_name(provider, "Client").to_lowercase();
    let mut out = format!(
        "\n/// The operations of {}, as Kotlin and Java call them.\npub(crate) const OPERATIONS: &[Operation] = &[\n",
        provider.name
    );
    for operation in &provider.operations {
        let method = format!("uniffi_twpos_uniffi_fn_method_{object}_{}", operation.name);
        out.push_str(&format!(
            "Operation {{\nname: \"{method}\",\n\
             clone_handle: uniffi_twpos_uniffi_fn_clone_{object},\nmethod: {method},\n}},\n"
        ));
    }
    out + "];\n"
}

fn text_of(message: &str, field: &Field) -> String {
    match field.ty {
        Type::Option(_) => format!("{message}.{}.as_deref().unwrap_or_default()", field.name),
        _ => format!("&{message}.{}", field.name),
    }
}

/// `parse_notification`, `verify` and the answer, where the provider sends notifications.
pub(super) fn notifications(provider: &Provider) -> String {
    let Some(found) = &provider.notifications else {
        return String::new();
    };
    let name = &provider.name;
    let (message, expected) = (own_name(provider, &found.message), own_name(provider, &found.expected));
    format!(
        "
{parse_doc}#[uniffi::export]
pub fn {name}_parse_notification(body: Vec<u8>) -> Result<{message}, TwposError> {{
guarded(None, || {name}::parse_notification(&body).map({message}::from))
}}

{answer_doc}#[uniffi::export]
pub fn {name}_notification_answer() -> String {{
{name}::NOTIFICATION_ANSWER.to_owned()
}}

#[uniffi::export]
impl {message} {{
{verify_doc}pub fn verify(&self, expected: {expected}) -> Result<(), TwposError> {{
let about = reference(&[{fields}]);
guarded(about, || {name}::{core_message}::from(self.clone()).verify(&expected.into()))
}}
}}
",
        parse_doc = comment(&found.parse_doc),
        answer_doc = comment(&found.answer_doc),
        verify_doc = comment(&found.verify_doc),
        fields = references(provider, &found.expected, |field| text_of("expected", field)),
        core_message = case::pascal(&found.message),
    )
}
