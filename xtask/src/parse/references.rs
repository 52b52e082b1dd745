//! `REFERENCES` of the messages: a list that falls behind would lose a transaction.

use crate::model::{Message, Role, Type};

/// Requests that are about no transaction, and why.
const WITHOUT_TRANSACTION: &[&str] = &[];

/// Every request has a text by one of these names, or is listed above; and every name is a request's.
pub(super) fn agree(references: &[String], messages: &[Message]) -> Result<(), String> {
    let requests = || messages.iter().filter(|message| message.role == Role::Request);
    for request in requests() {
        let is_named = references.iter().any(|name| has_text(request, name));
        let is_listed = WITHOUT_TRANSACTION.contains(&request.name.as_str());
        match (is_named, is_listed) {
            (false, false) => {
                let problem =
                    "has no text of REFERENCES: an error would lose its transaction; see WITHOUT_TRANSACTION in xtask";
                return Err(format!("{} {problem}", request.name));
            }
            (true, true) => {
                return Err(format!(
                    "{} names its transaction; see WITHOUT_TRANSACTION in xtask",
                    request.name
                ));
            }
            _ => {}
        }
    }
    match references
        .iter()
        .find(|name| !requests().any(|request| has_text(request, name)))
    {
        Some(name) => Err(format!("REFERENCES: no request has a text `{name}`")),
        None => Ok(()),
    }
}

fn has_text(message: &Message, name: &str) -> bool {
    let is_text = |ty: &Type| matches!(ty, Type::Text | Type::Option(_)) && *ty.inner() == Type::Text;
    message
        .fields
        .iter()
        .any(|field| field.wire_name == name && is_text(&field.ty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::messages;
    use crate::parse::source::Source;

    fn problem(references: &str) -> Option<String> {
        let text = format!(
            "const REFERENCES: &[&str] = &[{references}];
            /// A payment.
            #[serde(default)]
            pub struct PayRequest {{
                /// `OPSeq`: its number.
                #[serde(rename = \"OPSeq\")]
                pub op_seq: Option<String>,
                /// `cost`: how much.
                pub cost: i64,
            }}
            /// What came.
            #[serde(default)]
            pub struct PayResponse {{
                /// `uid`: its number.
                pub uid: String,
            }}"
        );
        let source = Source::parse("messages.rs", &text).unwrap();
        let mut read = messages::read(&[source]).unwrap();
        read.messages[0].role = Role::Request;
        read.messages[1].role = Role::Response;
        agree(&read.references, &read.messages).err()
    }

    #[test]
    fn a_request_that_names_no_transaction_is_rejected() {
        assert_eq!(problem("\"OPSeq\""), None);
        for names in ["", "\"cost\"", "\"uid\""] {
            let problem = problem(names).unwrap();
            assert!(problem.starts_with("PayRequest has no text of REFERENCES"), "{problem}");
        }
        let problem = problem("\"OPSeq\", \"uid\"").unwrap();
        assert_eq!(problem, "REFERENCES: no request has a text `uid`");
    }
}
