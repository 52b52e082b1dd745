//! A message as a uniffi record, and its conversions. Both name every field of both structs, so that a change in core
//! which was not written out here does not compile.

use super::words::{comment_in, own_name};
use crate::model::{Message, Provider, Type};

/// The record and its conversions.
pub(super) fn message(provider: &Provider, message: &Message) -> String {
    let (own, core) = (
        own_name(provider, &message.name),
        format!("{}::{}", provider.name, message.name),
    );
    let derives = match message.hides_secrets {
        true => "#[derive(Clone, PartialEq, Eq, uniffi::Record)]\n#[uniffi::export(Debug)]",
        false => "#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]",
    };
    let mut out = format!(
        "\n{}{derives}\npub struct {own} {{\n",
        comment_in(provider, &message.doc)
    );
    for field in &message.fields {
        out.push_str(&comment_in(provider, &field.doc));
        out.push_str(&format!(
            "#[uniffi(default)]\npub {}: {},\n",
            field.name,
            own_type(provider, &field.ty)
        ));
    }
    out.push_str("}\n");
    out.push_str(&conversion(message, &own, &core));
    out.push_str(&conversion(message, &core, &own));
    if message.hides_secrets {
        out.push_str(&debug(provider, message));
    }
    out
}

fn own_type(provider: &Provider, ty: &Type) -> String {
    match ty {
        Type::Text => "String".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::Message(name) => own_name(provider, name),
        Type::Option(inner) => format!("Option<{}>", own_type(provider, inner)),
        Type::List(inner) => format!("Vec<{}>", own_type(provider, inner)),
        Type::Extra => "HashMap<String, String>".to_owned(),
    }
}

fn conversion(message: &Message, from: &str, to: &str) -> String {
    let names: String = message.fields.iter().map(|field| format!("{},", field.name)).collect();
    let values: String = message
        .fields
        .iter()
        .map(|field| {
            let name = &field.name;
            match converted(name, &field.ty) {
                Some(value) => format!("{name}: {value},"),
                None => format!("{name},"),
            }
        })
        .collect();
    format!(
        "\nimpl From<{from}> for {to} {{\nfn from(message: {from}) -> Self {{\n\
         let {from} {{ {names} }} = message;\n{to} {{ {values} }}\n}}\n}}\n"
    )
}

/// How a field's value becomes the other struct's; nothing if it is the same.
fn converted(name: &str, ty: &Type) -> Option<String> {
    match ty {
        Type::Message(_) => Some(format!("{name}.into()")),
        Type::Extra => Some(format!("{name}.into_iter().collect()")),
        Type::Option(inner) if inner.message().is_some() => Some(format!("{name}.map(Into::into)")),
        Type::List(inner) if inner.message().is_some() => Some(format!("{name}.into_iter().map(Into::into).collect()")),
        _ => None,
    }
}

/// Core knows which fields are secret, so its text form is ours.
fn debug(provider: &Provider, message: &Message) -> String {
    let own = own_name(provider, &message.name);
    let prefix = own_name(provider, "");
    format!(
        "\nimpl fmt::Debug for {own} {{\nfn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{\n\
         write!(f, \"{prefix}{{:?}}\", {}::{}::from(self.clone()))\n}}\n}}\n",
        provider.name, message.name
    )
}
