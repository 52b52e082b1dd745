//! The library's functions as its Rust source declares them.

use quote::ToTokens as _;
use serde::{Deserialize, Serialize};
use syn::{Attribute, Expr, FnArg, Item, ItemFn, Lit, Meta, Pat, ReturnType};

/// A function of the header.
#[derive(Serialize, Deserialize)]
pub(super) struct Prototype {
    pub(super) name: String,
    /// The documentation.
    pub(super) doc: String,
    /// The Rust type of the result, without spaces, such as `i32`; empty if there is none.
    pub(super) returns: String,
    pub(super) parameters: Vec<Parameter>,
}

/// One parameter of a function.
#[derive(Serialize, Deserialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// The Rust type, without spaces, such as `*const c_char`.
    pub(super) ty: String,
    /// Whether the comment says that it may be NULL.
    pub(super) may_be_null: bool,
}

impl Parameter {
    /// Whether NULL must be refused.
    pub(super) fn refuses_null(&self) -> bool {
        self.ty.starts_with('*') && !self.may_be_null
    }

    /// What a `*const T` or `*mut T` points to.
    pub(super) fn pointee(&self) -> &str {
        let ty = &self.ty;
        ty.strip_prefix("*const ")
            .or_else(|| ty.strip_prefix("*mut "))
            .unwrap_or(ty)
    }
}

/// The exported functions of one source file, in order.
pub(super) fn read(source: &str) -> Result<Vec<Prototype>, syn::Error> {
    let file = syn::parse_file(source)?;
    let functions = file.items.iter().filter_map(|item| match item {
        Item::Fn(function) if is_exported(function) => Some(prototype(function)),
        _ => None,
    });
    Ok(functions.collect())
}

fn is_exported(function: &ItemFn) -> bool {
    let attributes = function
        .attrs
        .iter()
        .map(|attribute| attribute.meta.to_token_stream().to_string());
    attributes.into_iter().any(|attribute| attribute.contains("no_mangle"))
}

fn prototype(function: &ItemFn) -> Prototype {
    let doc = documentation(&function.attrs);
    let parameters = function.sig.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => match argument.pat.as_ref() {
            Pat::Ident(pattern) => {
                let name = pattern.ident.to_string();
                let may_be_null = doc.contains(&format!("`{name}` may be NULL"));
                let ty = type_text(&argument.ty);
                Some(Parameter { name, ty, may_be_null })
            }
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    Prototype {
        parameters: parameters.collect(),
        name: function.sig.ident.to_string(),
        doc,
        returns: match &function.sig.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, ty) => type_text(ty),
        },
    }
}

/// The text of the `///` lines.
fn documentation(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(line) => Some(line.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.map(|line| format!("{}\n", line.trim())).collect()
}

fn type_text(ty: &syn::Type) -> String {
    ty.to_token_stream().to_string().replace("* ", "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exported_functions_and_what_may_be_null() {
        let source = r#"
            /// Saves. `ca_file` may be NULL.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn twpos_save(
                json: *const Json, ca_file: *const c_char, n: i64, out: *mut *mut c_char) -> i32 { 0 }
            pub(crate) fn helper(text: *const c_char) {}
        "#;
        let functions = read(source).unwrap();
        assert_eq!(functions.len(), 1);
        let parameters = &functions[0].parameters;
        let types: Vec<&str> = parameters.iter().map(|parameter| parameter.ty.as_str()).collect();
        assert_eq!(types, ["*const Json", "*const c_char", "i64", "*mut *mut c_char"]);
        let refuse: Vec<bool> = parameters.iter().map(Parameter::refuses_null).collect();
        assert_eq!(refuse, [true, false, false, true]);
        assert_eq!(parameters[3].pointee(), "*mut c_char");
        assert_eq!(
            [&*functions[0].doc, &*functions[0].returns],
            ["Saves. `ca_file` may be NULL.\n", "i32"]
        );
    }
}
