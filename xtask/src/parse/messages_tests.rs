use super::*;

fn messages(text: &str) -> Result<Vec<Message>, String> {
    let source = Source::parse("messages.rs", text).map_err(|problem| problem.to_string())?;
    read(&[source])
        .map(|read| read.messages)
        .map_err(|problem| problem.to_string())
}

/// A message on lines 1 to 3 whose fields begin on line 4.
fn with_field(field: &str) -> Result<Vec<Message>, String> {
    messages(&format!(
        "/// A message.\n#[serde(default)]\npub struct Request {{\n{field}\n}}"
    ))
}

#[test]
fn every_type_of_the_vocabulary() {
    let text = r#"
        const NEVER_LOGGED: &[&str] = &["BuyerID"];
        /// A payment.
        #[derive(Clone, Default)]
        #[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
        pub struct PayRequest {
            /// `BuyerID`: the barcode. Required, at most
            /// 1024 characters.
            #[serde(rename = "BuyerID")]
            #[limit(required, chars(1024))]
            pub buyer_id: String,
            /// `ExceptAmt1`: a part. Required.
            #[serde(with = "wire::amount_or_empty", skip_serializing_if = "Option::is_none")]
            pub except_amt1: Option<i64>,
            /// `Paid`: computed. Required in agent mode.
            #[serde(skip_deserializing)]
            pub paid: bool,
            /// `Items`: what is sold.
            pub items: Vec<Item>,
            /// Every further field.
            #[serde(flatten, deserialize_with = "wire::extra")]
            pub extra: BTreeMap<String, String>,
        }
        /// An item.
        #[derive(Debug, Clone)]
        #[serde(rename_all = "camelCase", default)]
        pub struct Item {
            /// `orderNo2`: how many.
            pub order_no2: i32,
        }
        impl Item { pub fn is_none(&self) -> bool { self.order_no2 == 0 } }"#;
    let messages = messages(text).unwrap();
    let [pay, item] = &messages[..] else {
        panic!("{messages:?}")
    };
    let [buyer, except, paid, items, extra] = &pay.fields[..] else {
        panic!("{pay:?}")
    };
    assert!(pay.denies_unknown && pay.hides_secrets && !item.denies_unknown && !item.hides_secrets);

    assert_eq!((buyer.wire_name.as_str(), &buyer.ty), ("BuyerID", &Type::Text));
    assert_eq!(item.fields[0].wire_name, "orderNo2");
    assert!(buyer.required && buyer.secret);
    assert_eq!(buyer.description(), "the barcode. Required, at most\n1024 characters.");

    assert_eq!(except.wire_name, "ExceptAmt1");
    assert_eq!(except.ty, Type::Option(Box::new(Type::I64)));
    assert_eq!(except.codec.as_deref(), Some("wire::amount_or_empty"));
    assert!(!except.required && !except.secret, "an Option is never required");

    assert!(
        paid.computed && !paid.required && paid.ty == Type::Bool,
        "required under a condition"
    );
    assert_eq!(items.ty.message(), Some("Item"));
    assert!(extra.flattened && extra.ty == Type::Extra);
    assert_eq!(item.fields[0].ty, Type::I32);
}

#[test]
fn types_outside_the_vocabulary() {
    for ty in [
        "u64",
        "usize",
        "u8",
        "f64",
        "char",
        "&'static str",
        "(String, String)",
        "[u8; 4]",
        "Box<String>",
        "HashMap<String, String>",
        "Vec<u8>",
        "Option<u32>",
        "Absent",
        "super::Item",
        "String<u8>",
        "Value",
        "impl Fn()",
    ] {
        let problem = with_field(&format!("/// `a`: a.\npub a: {ty},")).unwrap_err();
        let expected = "messages.rs:5: Request.a: the type is outside the message vocabulary; use String, bool";
        assert!(problem.starts_with(expected), "{ty}: {problem}");
    }
    for ty in [
        "Option<Vec<String>>",
        "Vec<Option<String>>",
        "Option<Option<bool>>",
        "Vec<Vec<i64>>",
    ] {
        let problem = with_field(&format!("/// `a`: a.\npub a: {ty},")).unwrap_err();
        assert!(problem.ends_with("cannot be inside Option or Vec"), "{ty}: {problem}");
    }
}

#[test]
fn fields_that_are_rejected() {
    for (field, problem) in [
        ("pub a: String,", "messages.rs:4: Request.a has no documentation"),
        ("///\npub a: String,", "messages.rs:5: Request.a has no documentation"),
        (
            "#[doc = include_str!(\"a\")]\npub a: String,",
            "messages.rs:4: documentation must be plain",
        ),
        (
            "/// `b`: b.\npub a: String,",
            "messages.rs:5: Request.a: the documentation must begin with `a`",
        ),
        (
            "/// `message`: m.\npub message: String,",
            "messages.rs:5: Request.message: no field may be named `message`",
        ),
        (
            "/// `a`: a.\na: String,",
            "messages.rs:5: Request.a: every field of a message is public",
        ),
        (
            "/// `a`: a.\n#[serde(untagged)]\npub a: String,",
            "messages.rs:5: a serde attribute",
        ),
        (
            "/// `a`: a.\n#[cfg(x)]\npub a: String,",
            "messages.rs:5: an attribute that the code generator",
        ),
        (
            "/// `a`: a.\npub a: BTreeMap<String, String>,",
            "messages.rs:5: Request.a: a map is named `extra`",
        ),
        (
            "/// `extra`: a.\npub extra: String,",
            "messages.rs:5: Request.extra: a map is named `extra`",
        ),
        (
            "/// X.\n#[serde(rename = \"x\")]\npub extra: BTreeMap<String, String>,",
            "messages.rs:6: Request.extra: `extra` must",
        ),
        (
            "/// More.\npub extra: BTreeMap<String, String>,\n/// `a`: a.\npub a: bool,",
            "messages.rs:7: `extra` must be the last field",
        ),
    ] {
        let found = with_field(field).unwrap_err();
        assert!(found.starts_with(problem), "{found}");
    }
}

#[test]
fn items_that_are_rejected() {
    for (text, problem) in [
        (
            "\n#[serde(default)]\npub struct A {}",
            "messages.rs:3: A has no documentation",
        ),
        (
            "/// A.\npub struct A {}",
            "messages.rs:2: a message needs #[serde(default)]",
        ),
        (
            "/// A.\n#[serde(default)]\npub struct A(String);",
            "messages.rs:3: A has fields without names",
        ),
        (
            "/// A.\n#[serde(default)]\npub struct A<T> {}",
            "messages.rs:3: A is generic",
        ),
        (
            "/// A.\n#[serde(tag = \"a\")]\npub struct A {}",
            "messages.rs:2: a serde attribute",
        ),
        (
            "/// A.\n#[serde(rename_all = \"kebab-case\")]\npub struct A {}",
            "messages.rs:2: only PascalCase and camelCase",
        ),
        (
            "/// A.\n#[cfg(x)]\n#[serde(default)]\npub struct A {}",
            "messages.rs:2: an attribute",
        ),
        (
            "/// A.\npub enum A { B }",
            "messages.rs:1: only structs may be public among messages, and this is an enum",
        ),
        (
            "pub type A = String;",
            "messages.rs:1: only structs may be public among messages, and this is a type alias",
        ),
        (
            "pub fn a() {}",
            "messages.rs:1: only structs may be public among messages, and this is a function",
        ),
        (
            "const NEVER_LOGGED: &[&str] = OTHER;",
            "messages.rs:1: NEVER_LOGGED must be a list of texts",
        ),
        ("pub struct", "messages.rs:1: unexpected end of input"),
    ] {
        let found = messages(text).unwrap_err();
        assert!(found.starts_with(problem), "{found}");
    }
}
