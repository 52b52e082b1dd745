//! The message vocabulary: which Rust types a field may have.

use crate::model::Type;
use std::collections::BTreeSet;
use syn::{GenericArgument, PathArguments, PathSegment};

const VOCABULARY: &str = "String, bool, i32, i64, Option, Vec, another message, or the one map `extra`";

/// The type in the vocabulary, or what is wrong with it. `messages` are the names a nested one may have.
pub(super) fn field_type(ty: &syn::Type, messages: &BTreeSet<String>) -> Result<Type, String> {
    match path_segment(ty).map(|segment| (segment.ident.to_string(), arguments(segment))) {
        Some((name, arguments)) if name == "Option" && arguments.len() == 1 => {
            plain_type(arguments[0], messages).map(|inner| Type::Option(Box::new(inner)))
        }
        Some((name, arguments)) if name == "Vec" && arguments.len() == 1 => {
            plain_type(arguments[0], messages).map(|inner| Type::List(Box::new(inner)))
        }
        Some((name, arguments)) if name == "BTreeMap" && arguments.iter().all(|ty| is_string(ty)) => Ok(Type::Extra),
        _ => plain_type(ty, messages),
    }
}

/// A type that `Option` and `Vec` may hold.
fn plain_type(ty: &syn::Type, messages: &BTreeSet<String>) -> Result<Type, String> {
    let rejected = || format!("the type is outside the message vocabulary; use {VOCABULARY}");
    let segment = path_segment(ty).ok_or_else(rejected)?;
    match (segment.ident.to_string().as_str(), segment.arguments.is_none()) {
        ("String", true) => Ok(Type::Text),
        ("bool", true) => Ok(Type::Bool),
        ("i32", true) => Ok(Type::I32),
        ("i64", true) => Ok(Type::I64),
        (name, true) if messages.contains(name) => Ok(Type::Message(name.to_owned())),
        (name @ ("Option" | "Vec" | "BTreeMap"), false) => Err(format!("{name} cannot be inside Option or Vec")),
        _ => Err(rejected()),
    }
}

/// The name of a type that is written as a name alone.
pub(super) fn type_name(ty: &syn::Type) -> Option<String> {
    let segment = path_segment(ty)?;
    segment.arguments.is_none().then(|| segment.ident.to_string())
}

/// The one segment of a type that is written without a path.
pub(super) fn path_segment(ty: &syn::Type) -> Option<&PathSegment> {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => path.path.segments.first(),
        _ => None,
    }
}

/// The types in the angle brackets after a name.
pub(super) fn arguments(segment: &PathSegment) -> Vec<&syn::Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

fn is_string(ty: &syn::Type) -> bool {
    type_name(ty).as_deref() == Some("String")
}
