//! Functions: one for each operation, notifications, and what codes mean.

use super::constants::code_macro;
use super::tables::table;
use super::words::{Words, comment};
use crate::case::{pascal, snake};
use crate::doc;
use crate::model::{Answer, CodeEnum, Message, Model, Operation, Provider};

/// The head of a provider's file.
pub(super) fn preamble(provider: &Provider) -> String {
    let name = &provider.name;
    let notification = match provider.notifications {
        Some(_) => format!(
            "use crate::{name}_notification::{{self as notification, {}Notification}};\n",
            pascal(name)
        ),
        None => String::new(),
    };
    format!(
        "//! Client, operations and codes of `{name}`.\n\n\
         use crate::client;\nuse crate::codes::describe;\nuse crate::config::Config;\nuse crate::failure::Error;\n\
         {notification}use serde_json::json;\nuse std::ffi::c_char;\nuse twpos::{name};\n"
    )
}

/// The client's handle, how one is made, and how it is freed.
pub(super) fn client(provider: &Provider) -> String {
    let (name, handle) = (&provider.name, format!("{}Client", pascal(&provider.name)));
    let doc = comment(&format!(
        "{}. Any number of threads may use one client at once. Freeing it while a call goes on is not allowed.",
        provider.client_summary()
    ));
    format!(
        "{doc}pub struct {handle}(());

/// Makes a client for the [{name}] table of a configuration file. Connects to nothing yet.
#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_client_from_file(
    path: *const c_char,
    client: *mut *mut {handle},
    error: *mut *mut Error,
) -> i32 {{
    unsafe {{ client::from_file(\"{name}\", path, client.cast(), error) }}
}}

/// Makes a client for the [{name}] table of a configuration's text. Paths in it are relative to `directory`.
#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_client_from_toml(
    toml: *const c_char,
    directory: *const c_char,
    client: *mut *mut {handle},
    error: *mut *mut Error,
) -> i32 {{
    unsafe {{ client::from_toml(\"{name}\", toml, directory, client.cast(), error) }}
}}

/// Makes a client from the settings \"{name}.…\". Paths in them are relative to the process's directory.
#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_client_from_config(
    config: *const Config,
    client: *mut *mut {handle},
    error: *mut *mut Error,
) -> i32 {{
    unsafe {{ client::from_config(\"{name}\", config, client.cast(), error) }}
}}

/// Frees a client, its connections and its keys. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_client_free(client: *mut {handle}) {{
    unsafe {{ client::free(client.cast()) }};
}}
"
    )
}

/// `twpos_icash_pay` and its like.
pub(super) fn operation(model: &Model, provider: &Provider, operation: &Operation) -> String {
    let words = words(model, provider);
    let (body, errors) = doc::split_errors(&operation.doc);
    let mut comment = words.comment(body);
    if let Some(errors) = errors {
        comment += &format!("///\n{}", words.comment(&format!("Errors: {errors}")));
    }
    for (role, name) in [("Request", &operation.request), ("Response", &operation.response)] {
        if let Some(message) = provider.message(name) {
            comment += &format!("///\n{}", message_comment(model, provider, role, message));
        }
    }
    let (provider, name) = (&provider.name, &operation.name);
    let client = pascal(provider);
    format!(
        "{comment}#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{provider}_{name}(
    client: *const {client}Client,
    request_json: *const c_char,
    response_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {{
    unsafe {{ client::operation(client.cast(), \"{name}\", request_json, response_json, error) }}
}}
"
    )
}

/// `Request (PayRequest): …` and the table.
fn message_comment(model: &Model, provider: &Provider, role: &str, message: &Message) -> String {
    let words = Words {
        message: Some(message),
        ..words(model, provider)
    };
    let doc = words.plain(&message.doc);
    let head = comment(&format!("{role} ({}): {doc}", message.name));
    format!("{head}{}", comment(&table(model, provider, message)))
}

/// Reading and verifying what a provider posts of its own accord, where it does.
pub(super) fn notifications(model: &Model, provider: &Provider) -> Vec<String> {
    let Some(notifications) = &provider.notifications else {
        return Vec::new();
    };
    let words = words(model, provider);
    let message = |role: &str, name: &str| match provider.message(name) {
        Some(message) => message_comment(model, provider, role, message),
        None => String::new(),
    };
    let (name, handle) = (&provider.name, format!("{}Notification", pascal(&provider.name)));
    let parse = words.comment(&notifications.parse_doc);
    let (fields, verify) = (
        message("Notification", &notifications.message),
        words.comment(&notifications.verify_doc),
    );
    let expected = message("Expected", &notifications.expected);
    vec![
        format!(
            "{parse}///
/// `body` needs no NUL at its end: it is `length` bytes long.
#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_notification_parse(
    body: *const c_char,
    length: usize,
    notification: *mut *mut {handle},
    error: *mut *mut Error,
) -> i32 {{
    unsafe {{ notification::parse(body, length, notification, error) }}
}}
"
        ),
        format!(
            "/// Gives a notification as a JSON object.
///
{fields}#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_notification_json(
    notification: *const {handle},
    notification_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {{
    unsafe {{ notification::to_json(notification, notification_json, error) }}
}}
"
        ),
        format!(
            "{verify}///
{expected}#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_notification_verify(
    notification: *const {handle},
    expected_json: *const c_char,
    error: *mut *mut Error,
) -> i32 {{
    unsafe {{ notification::verify(notification, expected_json, error) }}
}}
"
        ),
    ]
}

/// `twpos_mypay_prc_describe` and its like.
pub(super) fn describe(model: &Model, provider: &Provider, codes: &CodeEnum) -> String {
    let name = &provider.name;
    let first = codes.variants.first().map_or("", |variant| variant.name.as_str());
    let constants = code_macro(provider, &codes.name, first);
    let summary = words(model, provider).plain(&codes.doc);
    let questions: Vec<String> = codes
        .questions
        .iter()
        .map(|question| format!(", {}", question.name))
        .collect();
    let text = format!(
        "What a code means: {summary}\n\nGives a JSON object with code, number (null where the document gives \
         none), chinese, english{}. A code that this version does not know gives \"unknown\", never a failure. \
         The codes are constants: {constants} and those beside it.",
        questions.concat()
    );
    let answers: String = codes
        .questions
        .iter()
        .map(|question| {
            let convert = match question.returns {
                Answer::Flag => "",
                Answer::Meaning(_) => ".as_str()",
                Answer::Codes => ".iter().filter_map(|code| code.code()).collect::<Vec<_>>()",
            };
            format!("\"{0}\": value.{0}(){convert},\n", question.name)
        })
        .collect();
    format!(
        "{}#[unsafe(no_mangle)]
pub unsafe extern \"C\" fn twpos_{name}_{}_describe(code: *const c_char, description_json: *mut *mut c_char) -> i32 {{
    let meaning = |code: &str| {{
        let value = {name}::{}::from_code(code);
        json!({{
            \"code\": value.code(),
            \"number\": value.number(),
            \"chinese\": value.chinese(),
            \"english\": value.english(),
            {answers}
        }})
    }};
    unsafe {{ describe(code, description_json, meaning) }}
}}
",
        comment(&text),
        snake(&codes.name),
        codes.name,
    )
}

/// All of them in one value, for the fuzz target.
pub(super) fn for_the_fuzz_target(provider: &Provider) -> String {
    let name = &provider.name;
    let operations = provider
        .operations
        .iter()
        .map(|found| format!("twpos_{name}_{},", found.name));
    let describe = provider
        .codes
        .iter()
        .map(|codes| format!("twpos_{name}_{}_describe,", snake(&codes.name)));
    format!(
        "/// Its functions, for the fuzz target.
#[cfg(fuzzing)]
pub fn functions() -> client::Functions<{}Client> {{
    client::Functions {{
        from_toml: twpos_{name}_client_from_toml,
        from_config: twpos_{name}_client_from_config,
        free: twpos_{name}_client_free,
        operations: &[{}],
        describe: &[{}],
    }}
}}
",
        pascal(name),
        operations.collect::<String>(),
        describe.collect::<String>(),
    )
}

fn words<'a>(model: &'a Model, provider: &'a Provider) -> Words<'a> {
    Words {
        model,
        provider,
        message: None,
    }
}
