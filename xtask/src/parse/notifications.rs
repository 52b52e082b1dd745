//! `notification.rs`: how a provider's notifications are read.

use super::messages::is_public;
use super::operations::{borrowed, result};
use super::source::{Problem, Source, text_of};
use super::types::type_name;
use crate::model::Notifications;
use syn::{FnArg, ImplItem, ImplItemFn, Item, ItemConst, ItemFn, Signature};

/// The one constant, function and method that the file makes public.
pub(super) fn read(source: &Source) -> Result<Notifications, Problem> {
    let (mut answer, mut parse, mut verify) = (None, None, None);
    for item in &source.file.items {
        match item {
            Item::Const(item) if is_public(&item.vis) && item.ident == "NOTIFICATION_ANSWER" => answer = Some(item),
            Item::Fn(item) if is_public(&item.vis) && item.sig.ident == "parse_notification" => parse = Some(item),
            Item::Const(item) if is_public(&item.vis) => return Err(unknown(source, &item.ident)),
            Item::Fn(item) if is_public(&item.vis) => return Err(unknown(source, &item.sig.ident)),
            Item::Impl(item) => {
                for method in item.items.iter().filter_map(public_method) {
                    match method.sig.ident == "verify" {
                        true => verify = Some((type_name(&item.self_ty).unwrap_or_default(), method)),
                        false => return Err(unknown(source, &method.sig.ident)),
                    }
                }
            }
            _ => {}
        }
    }
    let answer: &ItemConst = answer.ok_or_else(|| source.lacks("there is no NOTIFICATION_ANSWER"))?;
    let parse: &ItemFn = parse.ok_or_else(|| source.lacks("there is no parse_notification"))?;
    let (of, verify): (String, &ImplItemFn) = verify.ok_or_else(|| source.lacks("there is no verify"))?;
    let message = parsed_message(&parse.sig).filter(|message| *message == of);
    Ok(Notifications {
        parse_doc: source.docs(&parse.attrs, &parse.sig, "parse_notification")?,
        message: message.ok_or_else(|| {
            let expected = format!("parse_notification(body: &[u8]) -> Result<{of}, Error>");
            source.problem(&parse.sig, format!("must be `{expected}`, as {of} has `verify`"))
        })?,
        verify_doc: source.docs(&verify.attrs, &verify.sig, "verify")?,
        expected: verified_against(&verify.sig).ok_or_else(|| {
            let expected = "verify(&self, expected: &Message) -> Result<(), Error>";
            source.problem(&verify.sig, format!("must be `{expected}`"))
        })?,
        answer: text_of(&answer.expr).ok_or_else(|| source.problem(answer, "must be a text"))?,
        answer_doc: source.docs(&answer.attrs, answer, "NOTIFICATION_ANSWER")?,
    })
}

fn unknown(source: &Source, name: &syn::Ident) -> Problem {
    source.problem(
        name,
        format!("`{name}` is public, and the code generator does not know it"),
    )
}

fn public_method(item: &ImplItem) -> Option<&ImplItemFn> {
    match item {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
        _ => None,
    }
}

/// The message that `fn (body: &[u8]) -> Result<Message, Error>` gives.
fn parsed_message(sig: &Signature) -> Option<String> {
    let [FnArg::Typed(body)] = sig.inputs.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    match borrowed(&body.ty)? {
        syn::Type::Slice(slice) if type_name(&slice.elem)? == "u8" => result(&sig.output),
        _ => None,
    }
}

/// The message that `fn (&self, expected: &Message) -> Result<(), Error>` takes.
fn verified_against(sig: &Signature) -> Option<String> {
    let [FnArg::Receiver(_), FnArg::Typed(expected)] = sig.inputs.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    (result(&sig.output)? == "()").then(|| type_name(borrowed(&expected.ty)?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "
        /// The answer.
        pub const NOTIFICATION_ANSWER: &str = \"8888\";
        /// Reads one.
        pub fn parse_notification(body: &[u8]) -> Result<Notification, Error> { read(body) }
        impl Notification {
            /// Verifies.
            pub fn verify(&self, expected: &ExpectedOrder) -> Result<(), Error> { compare(expected) }
        }";

    fn problem(text: &str) -> String {
        let source = Source::parse("notification.rs", text).unwrap();
        read(&source).unwrap_err().to_string()
    }

    #[test]
    fn the_three_public_things() {
        let found = read(&Source::parse("notification.rs", GOOD).unwrap()).unwrap();
        assert_eq!(
            (found.message.as_str(), found.expected.as_str()),
            ("Notification", "ExpectedOrder")
        );
        assert_eq!(
            (found.answer.as_str(), found.verify_doc.as_str()),
            ("8888", "Verifies.")
        );
    }

    #[test]
    fn what_is_rejected() {
        let with = |from: &str, to: &str| problem(&GOOD.replace(from, to));
        assert!(with("body: &[u8]", "body: &str").starts_with("notification.rs:5: must be `parse_notification(body"));
        assert!(with("Result<(), Error>", "bool").starts_with("notification.rs:8: must be `verify(&self"));
        assert!(with("/// Verifies.", "").starts_with("notification.rs:8: verify has no documentation"));
        assert!(with("pub fn verify", "pub fn look").starts_with("notification.rs:8: `look` is public"));
        assert!(with("pub const", "const").ends_with("there is no NOTIFICATION_ANSWER"));
    }
}
