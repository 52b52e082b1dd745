//! `client.rs`: every `pub fn op(&self, request: &OpRequest) -> Result<OpResponse, Error>` is an operation.

use super::messages::is_public;
use super::source::{Problem, Source, has_cfg};
use super::types::{arguments, path_segment, type_name};
use crate::case;
use crate::model::{Message, Operation};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Ident, ImplItem, ImplItemFn, Item, Pat, Path, ReturnType, Token};

/// The documentation of `Client` and its operations.
pub(super) fn read(client: &Source, messages: &[Message]) -> Result<(String, Vec<Operation>), Problem> {
    let mut doc = None;
    let mut operations = Vec::new();
    for item in &client.file.items {
        match item {
            Item::Struct(item) if item.ident == "Client" => {
                doc = Some(client.docs(&item.attrs, &item.ident, "Client")?);
            }
            Item::Impl(item) if item.trait_.is_none() && type_name(&item.self_ty).as_deref() == Some("Client") => {
                for method in item.items.iter().filter_map(public_method) {
                    operations.extend(operation(client, method, messages)?);
                }
            }
            _ => {}
        }
    }
    let doc = doc.ok_or_else(|| client.lacks("there is no struct Client"))?;
    Ok((doc, operations))
}

/// The table `operations!` of `json.rs` must list the same operations, since JSON's edge and C have no others.
pub(super) fn agree(json: &Source, operations: &[Operation]) -> Result<(), Problem> {
    let table = json.file.items.iter().find_map(|item| match item {
        Item::Macro(item) if item.mac.path.is_ident("operations") => Some(&item.mac),
        _ => None,
    });
    let table = table.ok_or_else(|| json.lacks("there is no table operations!"))?;
    let listed = table.parse_body_with(listed).map_err(|error| json.syntax(&error))?;
    let methods: Vec<&str> = operations.iter().map(|operation| operation.name.as_str()).collect();
    if let Some(name) = listed.iter().find(|name| !methods.contains(&name.as_str())) {
        return Err(json.problem(table, format!("Client has no operation `{name}`")));
    }
    if let Some(name) = methods.iter().find(|name| !listed.iter().any(|listed| listed == *name)) {
        return Err(json.problem(table, format!("`{name}` of Client is missing")));
    }
    Ok(())
}

/// The names in `/// … provider by path: name, name`.
fn listed(table: ParseStream<'_>) -> syn::Result<Vec<String>> {
    table.call(Attribute::parse_outer)?;
    let (_provider, _by): (Ident, Ident) = (table.parse()?, table.parse()?);
    table.call(Path::parse_mod_style)?;
    table.parse::<Token![:]>()?;
    let names = Punctuated::<Ident, Token![,]>::parse_terminated(table)?;
    Ok(names.iter().map(Ident::to_string).collect())
}

fn public_method(item: &ImplItem) -> Option<&ImplItemFn> {
    match item {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
        _ => None,
    }
}

/// The operation that a method is; `None` for one that takes no request, which bindings write by hand.
fn operation(client: &Source, method: &ImplItemFn, messages: &[Message]) -> Result<Option<Operation>, Problem> {
    let name = method.sig.ident.to_string();
    let is_candidate = method.sig.inputs.iter().any(|argument| match argument {
        FnArg::Typed(argument) => {
            let ty = borrowed(&argument.ty).unwrap_or(&argument.ty);
            type_name(ty).is_some_and(|ty| ty.ends_with("Request") || messages.iter().any(|known| known.name == ty))
        }
        FnArg::Receiver(_) => false,
    });
    if !is_candidate {
        return Ok(None);
    }
    let (request, response) = (
        format!("{}Request", case::pascal(&name)),
        format!("{}Response", case::pascal(&name)),
    );
    if signature(method) != Some((request.clone(), response.clone())) || has_cfg(&method.attrs) {
        let expected = format!("pub fn {name}(&self, request: &{request}) -> Result<{response}, Error>");
        return Err(client.problem(&method.sig, format!("an operation must be `{expected}`")));
    }
    for message in [&request, &response] {
        if !messages.iter().any(|known| known.name == *message) {
            return Err(client.problem(&method.sig, format!("{message} is not among the messages")));
        }
    }
    let doc = client.docs(&method.attrs, &method.sig, &name)?;
    if !doc.contains("# Errors") {
        return Err(client.problem(
            &method.sig,
            format!("{name}: the documentation has no section `# Errors`"),
        ));
    }
    Ok(Some(Operation {
        name,
        doc,
        request,
        response,
    }))
}

/// Request and response of `fn (&self, request: &Request) -> Result<Response, Error>`.
fn signature(method: &ImplItemFn) -> Option<(String, String)> {
    let sig = &method.sig;
    let plain = sig.generics.params.is_empty() && sig.asyncness.is_none() && sig.inputs.len() == 2;
    let receiver = sig.receiver()?;
    let FnArg::Typed(argument) = sig.inputs.last()? else {
        return None;
    };
    let is_named = matches!(argument.pat.as_ref(), Pat::Ident(pattern) if pattern.ident == "request");
    let is_shared = receiver.reference.is_some() && receiver.mutability.is_none();
    let request = type_name(borrowed(&argument.ty)?)?;
    (plain && is_named && is_shared).then_some((request, result(&sig.output)?))
}

/// The name `T` of `-> Result<T, Error>`; `()` for the empty tuple.
pub(super) fn result(output: &ReturnType) -> Option<String> {
    let ReturnType::Type(_, ty) = output else {
        return None;
    };
    let segment = path_segment(ty).filter(|segment| segment.ident == "Result")?;
    match arguments(segment)[..] {
        [syn::Type::Tuple(tuple), error] if tuple.elems.is_empty() => {
            (type_name(error)? == "Error").then(|| "()".to_owned())
        }
        [value, error] => (type_name(error)? == "Error").then(|| type_name(value))?,
        _ => None,
    }
}

/// `T` of `&T`.
pub(super) fn borrowed(ty: &syn::Type) -> Option<&syn::Type> {
    match ty {
        syn::Type::Reference(reference) if reference.mutability.is_none() => Some(&reference.elem),
        _ => None,
    }
}

#[cfg(test)]
#[path = "operations_tests.rs"]
mod tests;
