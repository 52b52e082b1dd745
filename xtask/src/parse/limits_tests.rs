use super::*;
use crate::model::Role;
use crate::parse::messages;

/// The field of a message whose field begins on line 4; its documentation and whether it is required.
fn field(field: &str) -> Result<(String, bool), String> {
    let text = format!("/// A message.\n#[serde(default)]\npub struct Request {{\n{field}\n}}");
    let source = Source::parse("messages.rs", &text).map_err(|problem| problem.to_string())?;
    let read = messages::read(&[source]).map_err(|problem| problem.to_string())?;
    let field = &read.messages[0].fields[0];
    Ok((field.doc.replace('\n', " "), field.required))
}

#[test]
fn documentation_tells_the_row_once() {
    for (doc, row, ty, told, required) in [
        (
            "x.",
            "required, chars(50)",
            "String",
            "x. Required, at most 50 characters.",
            true,
        ),
        (
            "x. Required, at most 50\n/// characters.",
            "required, chars(50), printable",
            "String",
            "x. Required, at most 50 characters.",
            true,
        ),
        (
            "x, or y. Kept. (Row 1.)",
            "chars(1)",
            "String",
            "x, or y. At most 1 character. Kept. (Row 1.)",
            false,
        ),
        (
            "x, at most 9 bytes of UTF-8 (1 for a shop).",
            "not_blank, bytes(9)",
            "Option<String>",
            "x, at most 9 bytes of UTF-8 (1 for a shop). Not empty.",
            false,
        ),
        ("x (1.5).", "amount(0..=99)", "i64", "x (1.5). 0-99.", false),
        ("x. NT$ 1-99.", "amount(1..=99)", "i64", "x. NT$ 1-99.", false),
        (
            "x. Required when y is.",
            "required, amount(1..=9)",
            "i64",
            "x. Required, 1-9. Required when y is.",
            true,
        ),
        (
            "x: 0 none, 1 one.",
            "one_of(\"0\", \"1\")",
            "String",
            "x: 0 none, 1 one.",
            false,
        ),
        (
            "x.",
            "one_of(\"0\", \"1\", \"2\")",
            "String",
            "x. One of 0, 1 or 2.",
            false,
        ),
        (
            "a currency, TWD or CNY.",
            "one_of(\"TWD\", \"CNY\")",
            "String",
            "a currency, TWD or CNY.",
            false,
        ),
        (
            "`Token`, which unset sends.",
            "only(\"Token\")",
            "String",
            "`Token`, which unset sends.",
            false,
        ),
        (
            "x; unset sends 1.",
            "filled, chars(2)",
            "Option<String>",
            "x; unset sends 1. At most 2 characters.",
            false,
        ),
        (
            "x, `YYYY/MM/DD\n/// HH:MI:SS` in Taipei time.",
            "time",
            "String",
            "x, `YYYY/MM/DD HH:MI:SS` in Taipei time.",
            false,
        ),
        (
            "x.",
            "dashed_time",
            "String",
            "x. As `YYYY-MM-DD HH:MI:SS` in Taipei time.",
            false,
        ),
        ("x.", "entries(61)", "Vec<String>", "x. At most 61 entries.", false),
        ("two digits.", "till", "String", "two digits.", false),
        ("x.", "required", "Vec<String>", "x. Required.", true),
    ] {
        let found = field(&format!("/// `a`: {doc}\n#[limit({row})]\npub a: {ty},")).unwrap();
        assert_eq!(found, (format!("`a`: {told}"), required), "{row}");
    }
}

#[test]
fn prose_that_disagrees_is_rejected() {
    for (doc, row, problem) in [
        (
            "x. Required.",
            "chars(5)",
            "the documentation says \"Required\", and the row \"at most 5 characters\"",
        ),
        (
            "x. Required.",
            "printable",
            "the documentation says \"Required\", and the row \"\"",
        ),
        (
            "x. At most 6 characters.",
            "chars(5)",
            "the documentation says \"at most 6 characters\"",
        ),
        (
            "x, at most 5 characters.",
            "bytes(5)",
            "the documentation says \"at most 5 characters\"",
        ),
        (
            "x, at most 5 bytes.",
            "chars(5)",
            "the documentation says \"at most 5 bytes of UTF-8\"",
        ),
        (
            "x. 1-9.",
            "required",
            "the documentation says \"1-9\", and the row \"required\"",
        ),
        ("x, `YYYYMMDD`.", "time", "the documentation says \"YYYY\""),
        (
            "0 or 1.",
            "one_of(\"0\", \"1\", \"2\")",
            "the documentation does not tell of `2`",
        ),
        (
            "0, 1 or 2.",
            "one_of(\"1\", \"2\")",
            "the documentation says \"0\", and the row \"one of 1 or 2\"",
        ),
        (
            "1 or 2.",
            "one_of(\"1\")",
            "the documentation says \"2\", and the row \"`1`\"",
        ),
        ("x.", "filled", "the documentation must tell what \"unset sends\""),
    ] {
        let found = field(&format!("/// `a`: {doc}\n#[limit({row})]\npub a: String,")).unwrap_err();
        let expected = format!("messages.rs:6: Request.a: {problem}");
        assert!(found.starts_with(&expected), "{row}: {found}");
    }
    let found = field("/// `a`: a. At most 5 characters.\npub a: String,").unwrap_err();
    assert_eq!(
        found,
        "messages.rs:5: Request.a: the documentation says \"at most 5 characters\", and the row \"\""
    );
}

#[test]
fn rows_without_a_field_are_rejected() {
    for (text, problem) in [
        (
            "/// `a`: a.\n#[limit(length(5))]\npub a: String,",
            "messages.rs:5: a limit that the code generator",
        ),
        (
            "/// `a`: a.\n#[limit(required)]\npub a: Option<String>,",
            "messages.rs:6: Request.a: required, and it may be",
        ),
        (
            "/// `a`: a.\n#[serde(skip_deserializing)]\n#[limit(required)]\npub a: String,",
            "messages.rs:7: Request.a: a row without a field",
        ),
        (
            "/// More.\n#[limit(required)]\npub extra: BTreeMap<String, String>,",
            "messages.rs:6: Request.extra: a row without a field",
        ),
    ] {
        let found = field(text).unwrap_err();
        assert!(found.starts_with(problem), "{found}");
    }
    let of_a_message = "/// A.\n#[serde(default)]\n#[limit(required)]\npub struct A {}";
    let source = Source::parse("messages.rs", of_a_message).unwrap();
    let problem = messages::read(&[source]).err().unwrap().to_string();
    assert!(
        problem.starts_with("messages.rs:3: an attribute that the code"),
        "{problem}"
    );
}

#[test]
fn a_row_of_what_core_makes_is_rejected() {
    let text = "/// A.\n#[serde(default)]\npub struct Reply {\n/// `a`: a.\n#[limit(chars(5))]\npub a: String,\n}";
    let sources = [Source::parse("messages.rs", text).unwrap()];
    let mut messages = messages::read(&sources).unwrap().messages;
    messages[0].role = Role::Response;
    let problem = are_of_inputs(&sources, &messages).unwrap_err().to_string();
    assert_eq!(problem, "messages.rs:5: a row without a caller: core makes Reply");
    messages[0].is_input = true;
    assert_eq!(are_of_inputs(&sources, &messages), Ok(()));
}
