//! Core's source → [`Model`]. Whatever the bindings could not express is a [`Problem`] with file and line.
//!
//! What is read: `lib.rs` for the providers; of each provider its `messages`, `client.rs`, `json.rs`, `codes`,
//! `notification.rs` and `settings.rs`; and `error.rs` and `setting_names.rs`. Everything else (keys, errors) has bindings
//! by hand.

mod codes;
mod limits;
mod messages;
mod notifications;
mod operations;
mod references;
mod serde_attributes;
mod settings;
mod source;
mod text_enums;
mod types;

use crate::model::{Message, Model, Notifications, Operation, Provider, Role};
pub use source::Problem;
use source::Source;
use std::path::Path;
use syn::Item;

/// Where core's source is, from the root of the workspace.
const CORE: &str = "core/src";

/// Reads the workspace at `root`.
///
/// # Errors
/// The first thing in core's source that does not fit.
pub fn read(root: &Path) -> Result<Model, Problem> {
    let library = Source::read(root, &format!("{CORE}/lib.rs"))?;
    let error = Source::read(root, &format!("{CORE}/error.rs"))?;
    let mut providers = Vec::new();
    for item in &library.file.items {
        match item {
            Item::Mod(module) if messages::is_public(&module.vis) => {
                providers.extend(provider(root, &module.ident.to_string())?);
            }
            _ => {}
        }
    }
    Ok(Model {
        version: source::workspace_version(root)?,
        providers,
        error_kind: text_enums::read(&error, "ErrorKind")?,
        outcome: text_enums::read(&error, "Outcome")?,
        connection: settings::read(&Source::read(root, &format!("{CORE}/setting_names.rs"))?)?,
    })
}

/// The provider in a public module of core; `None` for one that is a file, and for a folder without messages, such
/// as `crypto`.
fn provider(root: &Path, name: &str) -> Result<Option<Provider>, Problem> {
    let folder = format!("{CORE}/{name}");
    if !root.join(&folder).is_dir() {
        return Ok(None);
    }
    let top = Source::read(root, &format!("{folder}/mod.rs"))?;
    if !top.declares("messages") {
        return Ok(None);
    }
    let sources = source::module(root, &folder, "messages")?;
    let messages::Messages {
        mut messages,
        never_logged,
        references,
    } = messages::read(&sources)?;
    let client = Source::read(root, &format!("{folder}/client.rs"))?;
    let (client_doc, operations) = operations::read(&client, &messages)?;
    operations::agree(&Source::read(root, &format!("{folder}/json.rs"))?, &operations)?;
    let (codes, meanings) = codes::read(&source::module(root, &folder, "codes")?)?;
    let notifications = match top.declares("notification") {
        true => Some(notifications::read(&Source::read(
            root,
            &format!("{folder}/notification.rs"),
        )?)?),
        false => None,
    };
    assign_roles(&mut messages, &operations, notifications.as_ref());
    if let Some(unused) = messages.iter().find(|message| !message.is_input && !message.is_output) {
        return Err(top.lacks(format!("no operation takes or gives {}, nor a part of it", unused.name)));
    }
    limits::are_of_inputs(&sources, &messages)?;
    references::agree(&references, &messages).map_err(|problem| top.lacks(problem))?;
    Ok(Some(Provider {
        name: name.to_owned(),
        doc: top.docs(&top.file.attrs, &top.file, name)?,
        client_doc,
        operations,
        messages,
        codes,
        meanings,
        never_logged,
        references,
        notifications,
        settings: settings::read(&Source::read(root, &format!("{folder}/settings.rs"))?)?,
    }))
}

/// Sets what each message is for, and whether callers make it or are given it.
fn assign_roles(messages: &mut [Message], operations: &[Operation], notifications: Option<&Notifications>) {
    for operation in operations {
        assign_role(messages, &operation.request, Role::Request);
        assign_role(messages, &operation.response, Role::Response);
    }
    if let Some(notifications) = notifications {
        assign_role(messages, &notifications.message, Role::Notification);
        assign_role(messages, &notifications.expected, Role::Expectation);
    }
}

fn assign_role(messages: &mut [Message], name: &str, role: Role) {
    let is_input = matches!(role, Role::Request | Role::Expectation);
    let mut reached = vec![name.to_owned()];
    while let Some(name) = reached.pop() {
        let found = messages.iter_mut().find(|message| message.name == name);
        let Some(message) = found.filter(|message| match is_input {
            true => !message.is_input,
            false => !message.is_output,
        }) else {
            continue;
        };
        message.is_input |= is_input;
        message.is_output |= !is_input;
        let nested = message.fields.iter().filter_map(|field| field.ty.message());
        reached.extend(nested.map(str::to_owned));
    }
    if let Some(message) = messages.iter_mut().find(|message| message.name == name) {
        message.role = role;
    }
}
