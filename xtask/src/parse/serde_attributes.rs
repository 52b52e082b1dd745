//! The serde attributes that decide a field's JSON form. Any that the generator does not know is rejected,
//! since the bindings would then promise a form that the wire does not have.

use super::source::{Problem, Source};
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Ident, LitStr};

/// How field names are written in JSON.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    #[default]
    AsWritten,
    Pascal,
    Camel,
}

/// What a message's attributes say of all its fields.
#[derive(Debug, Default)]
pub(super) struct MessageForm {
    /// How field names are written in JSON.
    pub(super) case: Case,
    /// A JSON member that is no field is an error.
    pub(super) denies_unknown: bool,
}

/// What a field's attributes say.
#[derive(Debug, Default)]
pub(super) struct FieldForm {
    pub(super) rename: Option<String>,
    pub(super) codec: Option<String>,
    pub(super) flattened: bool,
    pub(super) computed: bool,
}

/// Reads the attributes of the message called `name`.
pub(super) fn of_message(source: &Source, name: &Ident, attributes: &[Attribute]) -> Result<MessageForm, Problem> {
    let mut form = MessageForm::default();
    let mut has_default = false;
    each(source, attributes, &["doc", "derive"], |meta| {
        if meta.path.is_ident("rename_all") {
            let case = text(&meta)?;
            form.case = match case.value().as_str() {
                "PascalCase" => Case::Pascal,
                "camelCase" => Case::Camel,
                _ => {
                    return Err(syn::Error::new(
                        case.span(),
                        "only PascalCase and camelCase are known here",
                    ));
                }
            };
        } else if meta.path.is_ident("deny_unknown_fields") {
            form.denies_unknown = true;
        } else if meta.path.is_ident("default") && !meta.input.peek(syn::Token![=]) {
            has_default = true;
        } else {
            return Err(meta.error("a serde attribute that the code generator does not know"));
        }
        Ok(())
    })?;
    match has_default {
        true => Ok(form),
        // Every language leaves fields out, so every field needs a value of its own.
        false => Err(source.problem(name, "a message needs #[serde(default)]")),
    }
}

/// Reads a field's attributes.
pub(super) fn of_field(source: &Source, attributes: &[Attribute]) -> Result<FieldForm, Problem> {
    let mut form = FieldForm::default();
    each(source, attributes, &["doc", "limit"], |meta| {
        let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match name.as_str() {
            "rename" => form.rename = Some(text(&meta)?.value()),
            "with" | "deserialize_with" => form.codec = Some(text(&meta)?.value()),
            "flatten" => form.flattened = true,
            "skip_deserializing" => form.computed = true,
            // Neither changes what a caller writes or the name that is read back.
            "skip_serializing_if" | "alias" => drop(text(&meta)?),
            _ => return Err(meta.error("a serde attribute that the code generator does not know")),
        }
        Ok(())
    })?;
    Ok(form)
}

/// The name in JSON of the field `pay_type`: `PayType` or `payType`, as serde has it.
pub(super) fn in_case(name: &str, case: Case) -> String {
    if case == Case::AsWritten {
        return name.to_owned();
    }
    let mut out = String::new();
    let mut capital = case == Case::Pascal;
    for letter in name.chars() {
        match letter {
            '_' => capital = true,
            letter if capital => {
                out.push(letter.to_ascii_uppercase());
                capital = false;
            }
            letter => out.push(letter),
        }
    }
    out
}

/// Calls `read` for each part of each `#[serde(…)]`; other attributes must be among `allowed`.
fn each(
    source: &Source,
    attributes: &[Attribute],
    allowed: &[&str],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> Result<(), Problem> {
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            attribute
                .parse_nested_meta(&mut read)
                .map_err(|error| source.syntax(&error))?;
        } else if !allowed.iter().any(|name| attribute.path().is_ident(name)) {
            return Err(source.problem(attribute, "an attribute that the code generator does not know"));
        }
    }
    Ok(())
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}
