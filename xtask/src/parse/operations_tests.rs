use super::*;
use crate::model::Role;

const MESSAGES: [&str; 2] = ["PayRequest", "PayResponse"];

fn known() -> Vec<Message> {
    let message = |name: &str| Message {
        name: name.to_owned(),
        doc: String::new(),
        role: Role::Part,
        is_input: false,
        is_output: false,
        denies_unknown: false,
        hides_secrets: false,
        fields: Vec::new(),
    };
    MESSAGES.map(message).to_vec()
}

/// A client with one public method, which begins on line 6.
fn with_method(method: &str) -> Result<Vec<Operation>, String> {
    let text = format!(
        "/// A till's connection.\npub struct Client {{}}\nimpl Client {{\n/// Pays.\n/// # Errors\n{method} {{}} }}"
    );
    let client = Source::parse("client.rs", &text).map_err(|problem| problem.to_string())?;
    let read = read(&client, &known()).map_err(|problem| problem.to_string());
    read.map(|(_, operations)| operations)
}

#[test]
fn an_operation_and_what_is_none() {
    let operations = with_method("pub fn pay(&self, request: &PayRequest) -> Result<PayResponse, Error>").unwrap();
    assert_eq!(operations.len(), 1);
    assert_eq!(
        (operations[0].name.as_str(), operations[0].doc.as_str()),
        ("pay", "Pays.\n# Errors")
    );
    assert_eq!([&*operations[0].request, &*operations[0].response], MESSAGES);

    for other in [
        "pub fn new(config: Config) -> Result<Self, Error>",
        "pub fn use_credential(&self, credential: AesCredential)",
        "fn call(&self, request: &PayRequest) -> Result<PayResponse, Error>",
    ] {
        assert_eq!(with_method(other).unwrap(), [], "{other}");
    }
}

#[test]
fn operations_of_another_shape() {
    for method in [
        "pub fn pay(&self, request: PayRequest) -> Result<PayResponse, Error>",
        "pub fn pay(&mut self, request: &PayRequest) -> Result<PayResponse, Error>",
        "pub fn pay(self, request: &PayRequest) -> Result<PayResponse, Error>",
        "pub fn pay(&self, sale: &PayRequest) -> Result<PayResponse, Error>",
        "pub fn pay(&self, request: &PayRequest, again: bool) -> Result<PayResponse, Error>",
        "pub fn pay(&self, request: &PayRequest) -> PayResponse",
        "pub fn pay(&self, request: &PayRequest) -> Result<PayResponse, String>",
        "pub fn pay(&self, request: &PayRequest) -> Result<PayRequest, Error>",
        "pub fn charge(&self, request: &PayRequest) -> Result<PayResponse, Error>",
        "pub async fn pay(&self, request: &PayRequest) -> Result<PayResponse, Error>",
        "pub fn pay<T>(&self, request: &PayRequest) -> Result<PayResponse, Error>",
        "#[cfg(x)] pub fn pay(&self, request: &PayRequest) -> Result<PayResponse, Error>",
    ] {
        let problem = with_method(method).unwrap_err();
        assert!(
            problem.starts_with("client.rs:6: an operation must be `pub fn"),
            "{method}: {problem}"
        );
    }
    let absent = with_method("pub fn refund(&self, request: &RefundRequest) -> Result<RefundResponse, Error>");
    assert_eq!(
        absent.unwrap_err(),
        "client.rs:6: RefundRequest is not among the messages"
    );
}

#[test]
fn operations_without_documentation() {
    let problem = |doc: &str| {
        let text = format!(
            "/// A till.\npub struct Client;\nimpl Client {{\n{doc}\npub fn pay(&self, request: &PayRequest) -> Result<PayResponse, Error> {{}} }}"
        );
        read(&Source::parse("client.rs", &text).unwrap(), &known())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(problem(""), "client.rs:5: pay has no documentation");
    assert_eq!(
        problem("/// Pays."),
        "client.rs:5: pay: the documentation has no section `# Errors`"
    );
}

#[test]
fn the_json_edge_has_the_same_operations() {
    let pay = with_method("pub fn pay(&self, request: &PayRequest) -> Result<PayResponse, Error>").unwrap();
    let problem = |text: &str| {
        let json = Source::parse("json.rs", text).unwrap();
        agree(&json, &pay).err().map(|problem| problem.to_string())
    };
    assert_eq!(problem("operations! { /// Runs.\n icash by crate::read: pay }"), None);
    for (text, expected) in [
        (
            "operations! { icash by read: pay, fly, }",
            "json.rs:1: Client has no operation `fly`",
        ),
        (
            "\noperations! { icash by read: }",
            "json.rs:2: `pay` of Client is missing",
        ),
        ("operations! { icash: pay }", "json.rs:1: expected identifier"),
        ("", "json.rs:1: there is no table operations!"),
    ] {
        assert_eq!(problem(text).as_deref(), Some(expected));
    }
}
