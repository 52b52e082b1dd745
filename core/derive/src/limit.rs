//! `#[limit(required, chars(50))]`: what must hold of a field, each word a rule of `twpos::limits`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Field, LitInt, LitStr, Token, parenthesized};

/// The rules of one field, in the order of the words; and, as the last, that its parts keep their own.
pub(crate) fn rules(field: &Field) -> syn::Result<Vec<TokenStream>> {
    let kind = Kind::of(field);
    let mut rules = Vec::new();
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("limit"))
    {
        attribute.parse_nested_meta(|meta| {
            rules.extend(rule(&meta, &kind)?);
            Ok(())
        })?;
    }
    if kind.is_nested {
        rules.push(quote!(Parts));
    }
    Ok(rules)
}

fn rule(meta: &ParseNestedMeta<'_>, kind: &Kind) -> syn::Result<Option<TokenStream>> {
    let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
    let (fits, rule) = match word.as_str() {
        // An amount that was left out is 0, which its range refuses where it must.
        "required" if kind.inner == "i64" => (!kind.is_optional, None),
        "required" => (!kind.is_optional, Some(quote!(Required))),
        "filled" => (kind.is_optional && kind.is_text(), Some(quote!(Required))),
        "not_blank" => (kind.is_optional && kind.is_text(), Some(quote!(NotBlank))),
        "chars" | "bytes" | "entries" => {
            let (inside, max): (_, LitInt);
            parenthesized!(inside in meta.input);
            max = inside.parse()?;
            match word.as_str() {
                "chars" => (kind.is_text(), Some(quote!(Chars(#max)))),
                "bytes" => (kind.is_text(), Some(quote!(Bytes(#max)))),
                _ => (kind.is_list, Some(quote!(Entries(#max)))),
            }
        }
        "printable" => (kind.is_text(), Some(quote!(Printable))),
        "time" => (kind.is_text(), Some(quote!(Time))),
        "dashed_time" => (kind.is_text(), Some(quote!(DashedTime))),
        "till" => (kind.is_text(), Some(quote!(Till))),
        "one_of" | "only" => {
            let inside;
            parenthesized!(inside in meta.input);
            let codes = Punctuated::<LitStr, Token![,]>::parse_terminated(&inside)?.into_iter();
            match word.as_str() {
                "one_of" => (kind.is_text(), Some(quote!(OneOf(&[#(#codes),*])))),
                _ => (kind.is_text(), Some(quote!(Only(&[#(#codes),*])))),
            }
        }
        "amount" => {
            let inside;
            parenthesized!(inside in meta.input);
            let least: LitInt = inside.parse()?;
            inside.parse::<Token![..=]>()?;
            let most: LitInt = inside.parse()?;
            (kind.inner == "i64", Some(quote!(Amount(#least, #most))))
        }
        _ => return Err(meta.error("no such limit")),
    };
    match fits {
        true => Ok(rule),
        false => Err(meta.error(format!("`{word}` does not go with this field's type"))),
    }
}

/// What of its type decides which limits a field can have.
struct Kind {
    inner: String,
    is_optional: bool,
    is_list: bool,
    is_nested: bool,
}

impl Kind {
    fn of(field: &Field) -> Self {
        let ty = &field.ty;
        let ty = quote!(#ty).to_string().replace(' ', "");
        let inside = |of: &str| ty.strip_prefix(of).and_then(|ty| ty.strip_suffix('>'));
        let (optional, list) = (inside("Option<"), inside("Vec<"));
        let inner = optional.or(list).unwrap_or(&ty);
        Kind {
            is_optional: optional.is_some(),
            is_list: list.is_some(),
            is_nested: !inner.contains('<') && !["String", "i64", "i32", "bool"].contains(&inner),
            inner: inner.to_owned(),
        }
    }

    fn is_text(&self) -> bool {
        self.inner == "String" && !self.is_list
    }
}
