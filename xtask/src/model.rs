//! What the targets write out: core's public surface as plain data, in the order of core's source.

mod settings;

use serde::{Deserialize, Serialize};
pub use settings::{Form, Setting, SettingKind, Settings};

/// Everything that the bindings expose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// The workspace's version, such as `0.1.0`.
    pub version: String,
    /// The providers, in the order of core's `lib.rs`.
    pub providers: Vec<Provider>,
    /// `ErrorKind`: why a call failed.
    pub error_kind: TextEnum,
    /// `Outcome`: what is known about the transaction after a call failed.
    pub outcome: TextEnum,
    /// The settings by which every provider's host is reached.
    pub connection: Settings,
}

impl Model {
    /// The provider of this name.
    pub fn provider(&self, name: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.name == name)
    }

    /// Every setting of a provider's table: its own, and those of the connection that it has no other row for.
    pub fn settings_of<'a>(&'a self, provider: &'a Provider) -> Vec<&'a Setting> {
        let own = &provider.settings.rows;
        let is_own = |setting: &&Setting| own.iter().any(|own| own.name == setting.name);
        let others = self.connection.rows.iter().filter(|setting| !is_own(setting));
        own.iter().chain(others).collect()
    }
}

/// One provider: a module of core with a `Client`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// The module's name: `icash`, `mypay` or `omni`.
    pub name: String,
    /// The module's documentation.
    pub doc: String,
    /// The documentation of its `Client`.
    pub client_doc: String,
    /// The client's operations.
    pub operations: Vec<Operation>,
    /// Every message. A nested one is in the same provider; its name is unique there, not across providers.
    pub messages: Vec<Message>,
    /// The enums over the vendor's codes.
    pub codes: Vec<CodeEnum>,
    /// The enums that say what codes mean (mypay's `PrcClass` and `NotificationKind`).
    pub meanings: Vec<TextEnum>,
    /// The names in JSON that no text form shows, in any case of letters: of fields, and of further ones in `extra`.
    pub never_logged: Vec<String>,
    /// The names in JSON of the fields that name a request's transaction, the preferred first.
    pub references: Vec<String>,
    /// How notifications are read, where the provider sends any.
    pub notifications: Option<Notifications>,
    /// The settings of its table, without those of the connection.
    pub settings: Settings,
}

impl Provider {
    /// What its `Client` is: the first sentence of the documentation, without its full stop.
    pub fn client_summary(&self) -> String {
        let doc = self.client_doc.replace('\n', " ");
        let (summary, _) = doc.split_once(". ").unwrap_or((doc.trim_end_matches('.'), ""));
        summary.to_owned()
    }

    /// The message of this Rust name.
    pub fn message(&self, name: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.name == name)
    }

    /// The operation of this name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// A field of each of the [`references`](Self::references), in their order.
    pub fn reference_fields(&self) -> impl Iterator<Item = &Field> {
        let fields = || self.messages.iter().flat_map(|message| &message.fields);
        let field = move |name: &String| fields().find(|field| field.wire_name == *name);
        self.references.iter().filter_map(field)
    }

    /// The fields of a message that name its transaction, the preferred first.
    pub fn references_of<'a>(&'a self, message: &'a Message) -> impl Iterator<Item = &'a Field> {
        let field = |name: &String| message.fields.iter().find(move |field| field.wire_name == *name);
        self.references.iter().filter_map(field)
    }

    /// The code enum of this Rust name.
    pub fn code_enum(&self, name: &str) -> Option<&CodeEnum> {
        self.codes.iter().find(|codes| codes.name == name)
    }
}

/// One method of a provider's client: `fn name(&self, request: &Request) -> Result<Response, Error>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The method's name, such as `top_up`; also its name in `call_json`.
    pub name: String,
    /// Its documentation, with the section `# Errors`.
    pub doc: String,
    /// The request's message name.
    pub request: String,
    /// The response's message name.
    pub response: String,
}

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The argument of an operation.
    Request,
    /// The result of an operation.
    Response,
    /// What `parse_notification` gives.
    Notification,
    /// What a notification is held against.
    Expectation,
    /// Nested in other messages.
    Part,
}

/// A struct of a provider's `messages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The Rust name, such as `PayRequest`.
    pub name: String,
    /// Its documentation.
    pub doc: String,
    /// What it is for.
    pub role: Role,
    /// Whether a caller makes one: a request, an expectation, or part of one.
    pub is_input: bool,
    /// Whether a caller is given one: a response, a notification, or part of one. A part can be both.
    pub is_output: bool,
    /// Whether an unknown JSON member is an error.
    pub denies_unknown: bool,
    /// Whether core's `Debug` is written by hand, so that it prints no secret field.
    pub hides_secrets: bool,
    /// The fields, in the vendor's order. The `extra` map, if there is one, is the last.
    pub fields: Vec<Field>,
}

/// A field of a [`Message`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The Rust name, such as `tx_amt`.
    pub name: String,
    /// The name in JSON, which is the vendor's, such as `TxAmt`.
    pub wire_name: String,
    /// Its documentation, which tells the limits of its row; all but `extra` begin with `` `wire_name` ``.
    pub doc: String,
    /// Its type.
    pub ty: Type,
    /// Whether its row says so. Always false for an `Option`.
    pub required: bool,
    /// Whether it is never logged: a binding's text form of the message must leave its value out.
    pub secret: bool,
    /// Whether core computes it: the provider does not send it, and parsing JSON ignores it.
    pub computed: bool,
    /// Whether the members of `extra` stand beside the other members in JSON, as in every response.
    /// In a request they are in an object named `extra`.
    pub flattened: bool,
    /// The helper that gives it its JSON form, such as `wire::amount` (an integer here, decimal text there).
    pub codec: Option<String>,
}

impl Field {
    /// The documentation without the vendor's name that it begins with.
    pub fn description(&self) -> &str {
        let prefix = format!("`{}`: ", self.wire_name);
        self.doc.strip_prefix(&prefix).unwrap_or(&self.doc)
    }
}

/// The message vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// `String`.
    Text,
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// Another message of the same provider, by name.
    Message(String),
    /// `Option` of one of the above.
    Option(Box<Type>),
    /// `Vec` of one of the above that is not an `Option`.
    List(Box<Type>),
    /// The map of further fields, text to text.
    Extra,
}

impl Type {
    /// The type inside `Option` or `Vec`, else the type itself.
    pub fn inner(&self) -> &Type {
        match self {
            Type::Option(inner) | Type::List(inner) => inner,
            other => other,
        }
    }

    /// The message this is, or contains, by name.
    pub fn message(&self) -> Option<&str> {
        match self.inner() {
            Type::Message(name) => Some(name),
            _ => None,
        }
    }
}

/// An enum over one of the vendor's value tables. Beside its variants, each has `Unknown`: code and number
/// are `None`, Chinese `未知`, English `unknown`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeEnum {
    /// The Rust name, such as `PaymentChannel`.
    pub name: String,
    /// Its documentation.
    pub doc: String,
    /// The listed codes, in the document's order.
    pub variants: Vec<CodeVariant>,
    /// What else it can be asked (`Prc` has `class` and `may_still_be_paid`).
    pub questions: Vec<Question>,
}

/// One code of a [`CodeEnum`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeVariant {
    /// The Rust name, such as `PreDeposit`.
    pub name: String,
    /// The documentation that core's macro gives it.
    pub doc: String,
    /// The wire codes: the first is written, all are read.
    pub codes: Vec<String>,
    /// The code as a number, where it has one.
    pub number: Option<i32>,
    /// The meaning in Chinese.
    pub chinese: String,
    /// The meaning in English.
    pub english: String,
}

/// A public method of a code enum that takes nothing but the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The method's name.
    pub name: String,
    /// Its documentation.
    pub doc: String,
    /// What it answers.
    pub returns: Answer,
}

/// What a [`Question`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A bool.
    Flag,
    /// One of the provider's [`meanings`](Provider::meanings), by name.
    Meaning(String),
    /// Some of the codes of the enum itself, which are all listed.
    Codes,
}

/// A field-less enum with a stable text form for each variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEnum {
    /// The Rust name, such as `ErrorKind`.
    pub name: String,
    /// Its documentation.
    pub doc: String,
    /// The variants, in order.
    pub variants: Vec<TextVariant>,
}

/// One variant of a [`TextEnum`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextVariant {
    /// The Rust name, such as `InvalidRequest`.
    pub name: String,
    /// The stable text, such as `invalid_request`.
    pub text: String,
    /// Its documentation.
    pub doc: String,
}

/// How a provider's notifications are read:
/// `fn parse_notification(body: &[u8]) -> Result<Notification, Error>` and
/// `fn verify(&self, expected: &ExpectedOrder) -> Result<(), Error>` on the message it gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notifications {
    /// The documentation of `parse_notification`.
    pub parse_doc: String,
    /// The message it gives.
    pub message: String,
    /// The documentation of `verify`.
    pub verify_doc: String,
    /// The message that `verify` takes.
    pub expected: String,
    /// The value of `NOTIFICATION_ANSWER`.
    pub answer: String,
    /// The documentation of `NOTIFICATION_ANSWER`.
    pub answer_doc: String,
}
