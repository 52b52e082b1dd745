//! `messages/`: every public struct is a message.

use super::limits::{self, Limit};
use super::serde_attributes::{self, MessageForm};
use super::source::{Problem, Source, text_of};
use super::types;
use crate::model::{Field, Message, Role, Type};
use std::collections::BTreeSet;
use syn::{Attribute, Expr, Fields, Item, ItemConst, ItemStruct, Visibility};

/// What the files of one provider's messages say.
pub(super) struct Messages {
    /// Each in the role [`Part`](Role::Part) until the operations are known.
    pub(super) messages: Vec<Message>,
    /// The names in JSON that no text form shows.
    pub(super) never_logged: Vec<String>,
    /// The names in JSON of what names a request's transaction, the preferred first.
    pub(super) references: Vec<String>,
}

pub(super) fn read(sources: &[Source]) -> Result<Messages, Problem> {
    let mut structs = Vec::new();
    let (mut secrets, mut references) = (Vec::new(), Vec::new());
    for source in sources {
        for item in &source.file.items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => structs.push((source, item)),
                Item::Const(item) if item.ident == "NEVER_LOGGED" => secrets.extend(texts(source, item)?),
                Item::Const(item) if item.ident == "REFERENCES" => references.extend(texts(source, item)?),
                item => reject_other_public(source, item)?,
            }
        }
    }
    let names = structs.iter().map(|(_, item)| item.ident.to_string()).collect();
    let messages = structs.into_iter().map(|(source, item)| {
        let reader = Reader {
            source,
            names: &names,
            secrets: &secrets,
        };
        reader.message(item)
    });
    Ok(Messages {
        messages: messages.collect::<Result<_, _>>()?,
        never_logged: secrets,
        references,
    })
}

/// What reading one message needs to know of the others.
struct Reader<'a> {
    source: &'a Source,
    names: &'a BTreeSet<String>,
    secrets: &'a [String],
}

impl Reader<'_> {
    fn message(&self, item: &ItemStruct) -> Result<Message, Problem> {
        let name = item.ident.to_string();
        let doc = self.source.docs(&item.attrs, &item.ident, &name)?;
        let form = serde_attributes::of_message(self.source, &item.ident, &item.attrs)?;
        if !item.generics.params.is_empty() {
            return Err(self.source.problem(&item.generics, format!("{name} is generic")));
        }
        let Fields::Named(named) = &item.fields else {
            return Err(self
                .source
                .problem(&item.ident, format!("{name} has fields without names")));
        };
        let mut fields: Vec<Field> = Vec::new();
        for field in &named.named {
            if fields.iter().any(|field| field.ty == Type::Extra) {
                return Err(self.source.problem(&field.ident, "`extra` must be the last field"));
            }
            fields.push(self.field(&name, &form, field)?);
        }
        Ok(Message {
            name,
            doc,
            role: Role::Part,
            is_input: false,
            is_output: false,
            denies_unknown: form.denies_unknown,
            hides_secrets: !derives_debug(&item.attrs),
            fields,
        })
    }

    fn field(&self, message: &str, form: &MessageForm, field: &syn::Field) -> Result<Field, Problem> {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let what = format!("{message}.{name}");
        let reject = |problem: String| self.source.problem(&field.ident, format!("{what}: {problem}"));
        if !is_public(&field.vis) {
            return Err(reject("every field of a message is public".to_owned()));
        }
        if name == "message" {
            return Err(reject(
                "no field may be named `message`: Kotlin's exceptions have one".to_owned(),
            ));
        }
        let doc = self.source.docs(&field.attrs, &field.ident, &what)?;
        let ty = types::field_type(&field.ty, self.names).map_err(reject)?;
        let serde = serde_attributes::of_field(self.source, &field.attrs)?;
        let wire_name = serde
            .rename
            .unwrap_or_else(|| serde_attributes::in_case(&name, form.case));
        let is_extra = ty == Type::Extra;
        if is_extra != (name == "extra") || serde.flattened && !is_extra {
            return Err(reject(
                "a map is named `extra`, and nothing else is or is flattened".to_owned(),
            ));
        }
        if is_extra && !serde.flattened && wire_name != "extra" {
            return Err(reject("`extra` must be `extra` in JSON too".to_owned()));
        }
        if !is_extra && !doc.starts_with(&format!("`{wire_name}`")) {
            return Err(reject(format!(
                "the documentation must begin with `{wire_name}`, its name in JSON"
            )));
        }
        let limits = limits::read(self.source, &field.attrs)?;
        if !limits.is_empty() && (is_extra || serde.computed) {
            return Err(reject("a row without a field: no caller gives this".to_owned()));
        }
        let doc = limits::tell(&doc, &limits, matches!(ty, Type::Option(_))).map_err(reject)?;
        Ok(Field {
            required: limits.contains(&Limit::Required),
            secret: self.secrets.contains(&wire_name),
            computed: serde.computed,
            flattened: serde.flattened,
            codec: serde.codec,
            name,
            wire_name,
            doc,
            ty,
        })
    }
}

fn derives_debug(attributes: &[Attribute]) -> bool {
    let mut found = false;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        // A derive that cannot be read does not compile, so core's own build reports it.
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("Debug");
            Ok(())
        });
    }
    found
}

/// The texts of `const NAME: &[&str] = &["…", "…"];`.
fn texts(source: &Source, item: &ItemConst) -> Result<Vec<String>, Problem> {
    let array = match item.expr.as_ref() {
        Expr::Reference(reference) => match reference.expr.as_ref() {
            Expr::Array(array) => Some(array),
            _ => None,
        },
        _ => None,
    };
    let texts = array.and_then(|array| array.elems.iter().map(text_of).collect());
    texts.ok_or_else(|| source.problem(item, format!("{} must be a list of texts", item.ident)))
}

/// Anything public beside structs and re-exports would be missing in every other language.
fn reject_other_public(source: &Source, item: &Item) -> Result<(), Problem> {
    let (visibility, what) = match item {
        Item::Enum(item) => (
            &item.vis,
            "an enum; messages hold codes as text, beside a `codes!` enum",
        ),
        Item::Type(item) => (&item.vis, "a type alias"),
        Item::Const(item) => (&item.vis, "a constant"),
        Item::Static(item) => (&item.vis, "a static"),
        Item::Fn(item) => (&item.vis, "a function"),
        Item::Union(item) => (&item.vis, "a union"),
        Item::Trait(item) => (&item.vis, "a trait"),
        _ => return Ok(()),
    };
    match is_public(visibility) {
        true => Err(source.problem(
            item,
            format!("only structs may be public among messages, and this is {what}"),
        )),
        false => Ok(()),
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;
