//! How C spells the names in core's documentation.

use crate::case::{screaming_snake, snake};
use crate::doc::{self, Name};
use crate::model::{Message, Model, Provider};
use crate::targets::templates::{known, wrapped};
use minijinja::{Environment, Error};

/// The longest line of a comment.
pub(super) const WIDTH: usize = 110;

/// What the templates can use.
pub(super) fn add_filters(environment: &mut Environment, model: &Model) {
    environment.add_filter("plain", |doc: &str| doc::plain_with(doc, |name| name.text.to_owned()));
    environment.add_filter("wrapped", |text: &str, prefix: &str| wrapped(text, prefix, WIDTH));
    // Lines of a Rust documentation comment, which the header repeats.
    environment.add_filter("comment", |text: &str| wrapped(text, "/// ", WIDTH));
    let model = model.clone();
    environment.add_filter("words", move |doc: &str, provider: &str| {
        let provider = known(model.provider(provider), provider)?;
        let (model, message) = (&model, None);
        Ok::<_, Error>(
            Words {
                model,
                provider,
                message,
            }
            .plain(doc),
        )
    });
}

/// Where a documentation text stands, which decides what its names mean.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) model: &'a Model,
    pub(super) provider: &'a Provider,
    /// The message that the text is about, if it is about one.
    pub(super) message: Option<&'a Message>,
}

impl Words<'_> {
    /// Rustdoc text as plain text with C's names.
    pub(super) fn plain(&self, doc: &str) -> String {
        doc::plain_with(doc, |name| self.word(name))
    }

    fn word(&self, name: Name<'_>) -> String {
        let provider = &self.provider.name;
        let of_client = name.target.is_some_and(|target| target.contains("Client::"));
        if of_client && self.provider.operation(name.text).is_some() {
            return format!("twpos_{provider}_{}", name.text);
        }
        if of_client {
            return format!("twpos_{provider}_client_{}", name.text);
        }
        if let Some(wire_name) = self.field(name.text) {
            return wire_name.to_owned();
        }
        self.known(name).unwrap_or_else(|| name.text.to_owned())
    }

    /// The vendor's name of a field of this message, else of any message of the provider.
    fn field(&self, name: &str) -> Option<&str> {
        let messages = self.message.into_iter().chain(&self.provider.messages);
        let found = messages
            .flat_map(|message| &message.fields)
            .find(|field| field.name == name);
        found.map(|field| field.wire_name.as_str())
    }

    fn known(&self, name: Name<'_>) -> Option<String> {
        // Without a link, BonusType is the vendor's field and not the enum over its codes.
        let (name, is_link) = (name.text, name.target.is_some());
        let (provider, upper) = (&self.provider.name, screaming_snake(&self.provider.name));
        let outcomes = &self.model.outcome.variants;
        match name {
            "Error" => Some("twpos_error".to_owned()),
            "Client" => Some(format!("twpos_{provider}_client")),
            "verify" => Some(format!("twpos_{provider}_notification_verify")),
            "NOTIFICATION_ANSWER" => Some(format!("TWPOS_{upper}_NOTIFICATION_ANSWER")),
            _ if outcomes.iter().any(|outcome| outcome.name == name) => {
                Some(format!("TWPOS_OUTCOME_{}", screaming_snake(name)))
            }
            _ if self.provider.operation(name).is_some() => Some(format!("twpos_{provider}_{name}")),
            _ if is_link && self.provider.code_enum(name).is_some() => {
                Some(format!("twpos_{provider}_{}_describe", snake(name)))
            }
            _ if self.provider.meanings.iter().any(|meaning| meaning.name == name) => {
                Some(format!("TWPOS_{upper}_{}_…", screaming_snake(name)))
            }
            _ => None,
        }
    }
}

/// The C name of the Rust type of a handle or a callback; `None` of one that C has itself.
pub(super) fn c_type(rust: &str) -> Option<String> {
    let is_ours = rust.starts_with(|first: char| first.is_ascii_uppercase());
    is_ours.then(|| format!("twpos_{}", snake(rust)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn names_are_cs_and_the_vendors() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let model = crate::parse::read(&root).unwrap();
        let provider = model.provider("mypay").unwrap();
        let words = Words {
            model: &model,
            provider,
            message: None,
        };
        for (doc, expected) in [
            ("[`query_order`](Client::query_order)", "twpos_mypay_query_order"),
            ("[`Client::use_key`]", "twpos_mypay_client_use_key"),
            ("look at `refund_order`", "look at refund_order"),
            ("an outcome of `Unknown`", "an outcome of TWPOS_OUTCOME_UNKNOWN"),
            ("See [`Pfn`](crate::mypay::Pfn).", "See twpos_mypay_pfn_describe."),
            ("See [`PrcClass`]", "See TWPOS_MYPAY_PRC_CLASS_…"),
            ("only with `paid_at`", "only with paid_at"),
        ] {
            assert_eq!(words.plain(doc), expected);
        }
    }
}
