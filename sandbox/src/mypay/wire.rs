//! MYPAY's envelope from the host's side: open a request, write a reply.

use super::accounts::Accounts;
use super::command::Command;
use super::message::{Fields, Refusal, value_text};
use super::{Entrance, effects};
use crate::faults::Fault;
use crate::incoming::media_type;
use crate::reply::Reply;
use hyper::{HeaderMap, StatusCode};
use serde_json::{Value, json};

/// What a call asks for.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) command: Command,
    pub(super) message: Fields,
}

/// Takes a request out of its envelope.
pub(super) fn open(
    entrance: Entrance,
    headers: &HeaderMap,
    body: &[u8],
    accounts: &Accounts,
) -> Result<Opened, Refusal> {
    let body = body_fields(headers, body)?;
    let uid_field = entrance.uid_field();
    let uid = text(&body, uid_field)?;
    let keys = accounts
        .keys(entrance, &uid)
        .ok_or_else(|| Refusal::data(format!("{uid_field}: unknown")))?;
    let decrypted = |name: &str| {
        let sealed = text(&body, name)?;
        if sealed.contains(' ') {
            return Err(Refusal::data(format!(
                "{name}: holds a space; write + as %2B in the form"
            )));
        }
        let opened = keys.iter().find_map(|key| twpos::mypay::decrypt(&sealed, key));
        let opened = opened.ok_or_else(|| Refusal::data(format!("{name}: cannot be decrypted with this uid's key")))?;
        match serde_json::from_str(&opened) {
            Ok(Value::Object(fields)) => Ok(fields),
            _ => Err(Refusal::data(format!("{name}: is not a JSON object"))),
        }
    };
    let command = command(entrance, &decrypted("service")?)?;
    let message = decrypted("encry_data")?;
    Ok(Opened { command, message })
}

/// `{"service_name": "api", "cmd": "api/orders"}`.
fn command(entrance: Entrance, service: &Fields) -> Result<Command, Refusal> {
    if text(service, "service_name")? != "api" {
        return Err(Refusal::data("service_name: must be api"));
    }
    let cmd = text(service, "cmd")?;
    let command = Command::from_cmd(&cmd).ok_or_else(|| Refusal::data("cmd: unknown"))?;
    // "Client模式(限定功能)": the document does not say which functions; docs/protocol.md does.
    if entrance == Entrance::Client && !command.pays() {
        return Err(Refusal::data(format!("cmd: /api/open can only pay, not {cmd}")));
    }
    Ok(command)
}

/// The document's samples post form fields, all but the JavaScript ones, which post JSON.
fn body_fields(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Refusal> {
    match media_type(headers).as_str() {
        "application/x-www-form-urlencoded" => Ok(form_urlencoded::parse(body)
            .map(|(name, value)| (name.into_owned(), json!(value)))
            .collect()),
        "application/json" => match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(fields),
            _ => Err(Refusal::data("the body is not a JSON object")),
        },
        _ => Err(Refusal::data(
            "Content-Type: must be application/x-www-form-urlencoded or application/json",
        )),
    }
}

fn text(fields: &Fields, name: &str) -> Result<String, Refusal> {
    let text = fields.get(name).and_then(value_text);
    text.filter(|text| !text.is_empty())
        .ok_or_else(|| Refusal::data(format!("{name}: is missing")))
}

/// Plain JSON, neither encrypted nor signed, with `/` escaped as the document's samples show it.
pub(super) fn reply(fields: &Fields, fault: Option<Fault>) -> Reply {
    let mut fields = fields.clone();
    if let Some(fault) = fault {
        effects::alter_fields(fault, &mut fields);
    }
    // A slash stands nowhere in JSON but inside strings.
    let mut body = Value::Object(fields).to_string().replace('/', "\\/").into_bytes();
    if let Some(fault) = fault {
        body = crate::effects::alter_body(fault, body);
    }
    Reply::new(StatusCode::OK, "application/json; charset=utf-8", body)
}
