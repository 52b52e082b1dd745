//! The model of the real core, held against facts that its source states in other words.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::model::{Answer, Message, Model, Provider, Role, Type};
use xtask::{case, doc, parse};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn model() -> Model {
    parse::read(&root()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn message<'a>(model: &'a Model, provider: &str, name: &str) -> &'a Message {
    model.provider(provider).unwrap().message(name).unwrap()
}

/// The text of every `.rs` file under a folder or of one file.
fn text_under(path: &Path) -> String {
    match path.is_dir() {
        true => fs::read_dir(path)
            .unwrap()
            .map(|entry| text_under(&entry.unwrap().path()))
            .collect(),
        false => fs::read_to_string(path).unwrap(),
    }
}

/// The words that follow `before` at the beginning of a line.
fn words_after(text: &str, before: &str) -> BTreeSet<String> {
    let rests = text.lines().filter_map(|line| line.strip_prefix(before));
    let word = |rest: &str| {
        rest.split(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap()
            .to_owned()
    };
    rests.map(word).collect()
}

#[test]
fn the_providers_and_their_operations() {
    let model = model();
    let names = |provider: &Provider| -> Vec<String> { provider.operations.iter().map(|op| op.name.clone()).collect() };
    let all: Vec<_> = model
        .providers
        .iter()
        .map(|provider| (provider.name.as_str(), names(provider)))
        .collect();
    let expected = [
        (
            "icash",
            &["pay", "refund", "cancel", "top_up", "refund_top_up", "cancel_top_up"][..],
        ),
        (
            "linepay",
            &["pay", "check", "refund", "details", "void", "capture", "authorizations"],
        ),
        ("mypay", &["create_order", "query_order", "refund_order", "scan_pay"]),
        (
            "omni",
            &[
                "ipass_pay",
                "ipass_search",
                "ipass_refund",
                "icash_pay",
                "icash_search",
                "icash_cancel",
            ],
        ),
    ];
    assert_eq!(
        all,
        expected.map(|(name, operations)| (name, operations.iter().map(ToString::to_string).collect()))
    );

    let top_up = model.provider("icash").unwrap().operation("refund_top_up").unwrap();
    assert_eq!(
        [&*top_up.request, &*top_up.response],
        ["RefundTopUpRequest", "RefundTopUpResponse"]
    );
    assert!(
        top_up.doc.starts_with("Takes a whole top-up back (ICPOS005)."),
        "{}",
        top_up.doc
    );
}

#[test]
fn every_provider_is_in_cores_list_of_them() {
    let text = text_under(&root().join("core/src/providers.rs"));
    let (_, list) = text.split_once("$with! {\n").unwrap();
    let (list, _) = list.split_once('}').unwrap();
    let listed: Vec<&str> = list.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let providers = model().providers;
    let line = |provider: &Provider| format!("{} {},", provider.name, case::pascal(&provider.name));
    assert_eq!(listed, providers.iter().map(line).collect::<Vec<_>>());
}

#[test]
fn every_public_struct_of_the_messages_is_in_the_model() {
    for provider in model().providers {
        let text = text_under(&root().join(format!("core/src/{}/messages", provider.name)));
        let names = provider.messages.iter().map(|message| message.name.clone()).collect();
        assert_eq!(words_after(&text, "pub struct "), names, "{}", provider.name);
        let fields: usize = provider.messages.iter().map(|message| message.fields.len()).sum();
        let lines = text.lines().filter(|line| line.starts_with("    pub ")).count();
        assert_eq!(fields, lines, "{}", provider.name);
    }
}

#[test]
fn every_code_enum_is_in_the_model() {
    for provider in model().providers {
        let folder = root().join(format!("core/src/{}", provider.name));
        let text: String = ["codes", "codes.rs"]
            .map(|name| folder.join(name))
            .iter()
            .filter(|path| path.exists())
            .map(|path| text_under(path))
            .collect();
        assert_eq!(
            text.matches("codes! {").count(),
            provider.codes.len(),
            "{}",
            provider.name
        );
        let meanings = provider.meanings.iter().map(|meaning| meaning.name.clone()).collect();
        assert_eq!(words_after(&text, "pub enum "), meanings);
    }
}

#[test]
fn fields_as_icash_has_them() {
    let model = model();
    let pay = message(&model, "icash", "PayRequest");
    let field = |name: &str| pay.fields.iter().find(|field| field.name == name).unwrap();
    assert_eq!(pay.role, Role::Request);
    assert_eq!(field("receipt_period").wire_name, "ReceiptReriod");
    assert_eq!(field("op_seq").wire_name, "OPSeq");
    assert_eq!(field("except_amt1").wire_name, "ExceptAmt1");
    assert_eq!(
        (&field("tx_amt").ty, field("tx_amt").codec.as_deref()),
        (&Type::I64, Some("wire::amount"))
    );
    assert_eq!(
        field("item_list").ty,
        Type::List(Box::new(Type::Message("Item".to_owned())))
    );
    let required: Vec<&str> = pay
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(
        required,
        ["buyer_id", "tx_amt", "store_id", "store_name", "pos_no", "op_seq"]
    );
    let secret: Vec<&str> = pay
        .fields
        .iter()
        .filter(|field| field.secret)
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(secret, ["buyer_id", "vehicle"]);
    assert!(pay.hides_secrets && pay.denies_unknown);

    let extra = |name: &str| message(&model, "icash", name).fields.last().unwrap().clone();
    assert!(!extra("PayRequest").flattened && extra("PayResponse").flattened);
    assert_eq!(extra("PayRequest").wire_name, "extra");
}

#[test]
fn roles_and_directions() {
    let model = model();
    for (provider, name, role, is_input, is_output) in [
        ("icash", "PayResponse", Role::Response, false, true),
        ("icash", "Item", Role::Part, true, false),
        ("icash", "Bonus", Role::Part, false, true),
        ("mypay", "PaidVoucher", Role::Part, true, true),
        ("mypay", "InvoiceLine", Role::Part, false, true),
        ("mypay", "Notification", Role::Notification, false, true),
        ("mypay", "ExpectedOrder", Role::Expectation, true, false),
        ("omni", "IcashTrade", Role::Part, false, true),
    ] {
        let found = message(&model, provider, name);
        assert_eq!(
            (found.role, found.is_input, found.is_output),
            (role, is_input, is_output),
            "{provider} {name}"
        );
    }
    for provider in &model.providers {
        for input in provider
            .messages
            .iter()
            .filter(|message| message.is_input && !message.is_output)
        {
            assert!(input.denies_unknown, "{} {}", provider.name, input.name);
        }
    }
}

#[test]
fn no_message_prints_a_secret() {
    for provider in model().providers {
        for message in &provider.messages {
            for field in &message.fields {
                let name = format!("{} {}.{}", provider.name, message.name, field.name);
                // A host may put one among the further fields.
                let must_hide = field.secret || field.ty == Type::Extra;
                assert!(message.hides_secrets || !must_hide, "{name}: derives Debug");
                // Whoever reads the field's documentation knows why a log does not show it.
                let doc = field.doc.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(doc.contains("Never logged."), field.secret, "{name}: {doc}");
            }
        }
    }
}

#[test]
fn codes_of_every_provider() {
    let model = model();
    let codes = |provider: &str, name: &str| model.provider(provider).unwrap().code_enum(name).unwrap().clone();
    let debit = &codes("icash", "PaymentChannel").variants[1];
    assert_eq!(
        (debit.name.as_str(), &debit.codes[..]),
        ("PreDeposit", &["PreDeposit".to_owned(), "1".to_owned()][..])
    );
    assert_eq!(
        (debit.number, debit.chinese.as_str(), debit.english.as_str()),
        (Some(1), "儲值帳戶, 愛金卡帳戶", "the stored-value account")
    );
    let pi = codes("mypay", "Pfn")
        .variants
        .into_iter()
        .find(|variant| variant.name == "PiOn")
        .unwrap();
    assert_eq!(
        (pi.number, pi.doc.as_str()),
        (Some(27), "`PION` Pi 拍錢包線上: Pi Wallet online, the customer scans.")
    );
    assert_eq!(
        codes("omni", "IpassReturnCode").variants[1].number,
        None,
        "0006 is text"
    );

    let questions: Vec<_> = codes("mypay", "Prc")
        .questions
        .into_iter()
        .map(|question| (question.name, question.returns))
        .collect();
    let expected = [
        ("class", Answer::Meaning("PrcClass".to_owned())),
        ("is_final", Answer::Flag),
        ("following", Answer::Codes),
        ("may_still_be_paid", Answer::Flag),
    ];
    assert_eq!(questions, expected.map(|(name, returns)| (name.to_owned(), returns)));
    let classes = &model.provider("mypay").unwrap().meanings[0];
    assert_eq!(
        (classes.name.as_str(), classes.variants[1].text.as_str()),
        ("PrcClass", "paid_with_different_amount")
    );
}

#[test]
fn errors_and_notifications() {
    let model = model();
    let texts: Vec<&str> = model
        .outcome
        .variants
        .iter()
        .map(|variant| variant.text.as_str())
        .collect();
    assert_eq!(texts, ["not_sent", "refused", "unknown"]);
    assert_eq!(
        (
            model.error_kind.variants.len(),
            model.error_kind.variants[0].text.as_str()
        ),
        (17, "invalid_request")
    );

    let notifications = model.provider("mypay").unwrap().notifications.clone().unwrap();
    assert_eq!(notifications.answer, "8888");
    assert_eq!(
        [notifications.message, notifications.expected],
        ["Notification", "ExpectedOrder"]
    );
    assert!(notifications.parse_doc.contains("# Errors") && notifications.verify_doc.contains("# Errors"));
    assert!(
        ["icash", "omni"]
            .iter()
            .all(|name| model.provider(name).unwrap().notifications.is_none())
    );
    assert_eq!(model.version, env!("CARGO_PKG_VERSION"));
}

/// Two names that differ in Rust must not become one in another language.
#[test]
fn names_stay_apart_in_every_case() {
    let model = model();
    for message in model.providers.iter().flat_map(|provider| &provider.messages) {
        let names: BTreeSet<String> = message.fields.iter().map(|field| case::camel(&field.name)).collect();
        assert_eq!(names.len(), message.fields.len(), "{}", message.name);
    }
    for codes in model.providers.iter().flat_map(|provider| &provider.codes) {
        let names: BTreeSet<String> = codes
            .variants
            .iter()
            .map(|variant| case::screaming_snake(&variant.name))
            .collect();
        assert_eq!(names.len(), codes.variants.len(), "{}", codes.name);
    }
}

#[test]
fn no_documentation_keeps_rustdoc_markup() {
    let model = model();
    for provider in &model.providers {
        let of_fields = provider
            .messages
            .iter()
            .flat_map(|message| message.fields.iter().map(|field| &field.doc));
        let of_operations = provider.operations.iter().map(|operation| &operation.doc);
        for text in of_fields
            .chain(of_operations)
            .chain([&provider.doc, &provider.client_doc])
        {
            let plain = doc::plain(text);
            assert!(
                !["](", "[`", "**", "# ", "::"].iter().any(|mark| plain.contains(mark)),
                "{plain}"
            );
        }
    }
}
