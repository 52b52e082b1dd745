//! How the messages of the crate `twpos` are read; of no use to any other crate.

mod limit;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, DeriveInput, ExprPath, Field, Ident, LitStr, Type, parse_macro_input};

/// serde's `Deserialize` of a message, by the attributes that serde's own derive macro takes: `twpos::fields` reads it
/// field by field into a default one.
///
/// serde's own macro keeps each field in a variable until all are read, and drops all of them after each failure: of a
/// message with a hundred texts, that is a hundred times the code.
///
/// And the rows `#[limit(…)]` of the fields as the data of `twpos::limits`.
#[proc_macro_derive(Message, attributes(serde, limit))]
pub fn message(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    reader(&item).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn reader(item: &DeriveInput) -> syn::Result<TokenStream> {
    let syn::Data::Struct(syn::DataStruct {
        fields: syn::Fields::Named(fields),
        ..
    }) = &item.data
    else {
        return Err(syn::Error::new(item.span(), "a message is a struct with named fields"));
    };
    let (message, form) = (&item.ident, MessageForm::of(&item.attrs)?);
    let (mut names, mut aliases, mut arms) = (Vec::new(), Vec::new(), Vec::new());
    let (mut rows, mut held) = (Vec::new(), Vec::new());
    let (mut places, mut further) = (Places::default(), None);
    for field in &fields.named {
        let of_field = FieldForm::of(&field.attrs)?;
        let member = &field.ident;
        let rules = limit::rules(field)?;
        match of_field {
            FieldForm { is_computed: true, .. }
            | FieldForm {
                takes_further: true, ..
            } if field.attrs.iter().any(|attribute| attribute.path().is_ident("limit")) => {
                return Err(syn::Error::new(
                    field.span(),
                    "nobody gives this field, so nothing limits it",
                ));
            }
            FieldForm { is_computed: true, .. } => {}
            FieldForm {
                takes_further: true,
                codec,
                ..
            } => {
                let codec = codec.ok_or_else(|| syn::Error::new(field.span(), "flatten needs deserialize_with"))?;
                further = Some(quote! {
                    const TAKES_FURTHER: bool = true;

                    fn take_further(&mut self, fields: serde_json::Map<String, serde_json::Value>) {
                        self.#member = #codec(fields);
                    }
                });
            }
            _ => {
                let at = names.len();
                aliases.extend(of_field.aliases.iter().map(|alias| quote!((#alias, #at))));
                let place = places.of(field, of_field.codec);
                arms.push(quote!(#at => members.next_value_seed(#place(&mut self.#member))));
                if !rules.is_empty() || holds_text(&field.ty) {
                    held.push(quote!(#at => crate::limits::Hold::held(&self.#member)));
                }
                rows.extend(rules.iter().map(|rule| quote!((#at, crate::limits::Rule::#rule))));
                names.push(of_field.rename.unwrap_or_else(|| form.name_of(member)));
            }
        }
    }
    let (type_name, denies_unknown, places) = (message.to_string(), form.denies_unknown, places.items);
    Ok(quote! {
        const _: () = {
            #(#places)*

            impl crate::fields::Fields for #message {
                const TYPE: &'static str = #type_name;
                const NAMES: &'static [&'static str] = &[#(#names),*];
                const ALIASES: &'static [(&'static str, usize)] = &[#(#aliases),*];
                const DENIES_UNKNOWN: bool = #denies_unknown;

                fn read_field<'de, A: serde::de::MapAccess<'de>>(
                    &mut self,
                    at: usize,
                    members: &mut A,
                ) -> Result<(), A::Error> {
                    match at {
                        #(#arms,)*
                        _ => Ok(()),
                    }
                }

                #further
            }

            impl crate::limits::Limited for #message {
                fn names(&self) -> &'static [&'static str] {
                    <Self as crate::fields::Fields>::NAMES
                }

                fn rows(&self) -> &'static [(usize, crate::limits::Rule)] {
                    &[#(#rows),*]
                }

                fn held(&self, at: usize) -> crate::limits::Held<'_> {
                    match at {
                        #(#held,)*
                        _ => crate::limits::Held::Nothing,
                    }
                }
            }

            impl<'de> serde::Deserialize<'de> for #message {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    crate::fields::deserialize(deserializer)
                }
            }
        };
    })
}

fn holds_text(ty: &Type) -> bool {
    matches!(quote!(#ty).to_string().as_str(), "String" | "Option < String >")
}

/// What a value is read into: one type for each way of reading, since a way of its own for each field would be code
/// for each.
#[derive(Default)]
struct Places {
    known: Vec<(String, Ident)>,
    items: Vec<TokenStream>,
}

impl Places {
    fn of(&mut self, field: &Field, codec: Option<ExprPath>) -> TokenStream {
        let Some(codec) = codec else {
            return quote!(crate::fields::Place);
        };
        let ty: &Type = &field.ty;
        let way = quote!(#codec #ty).to_string();
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == way) {
            return quote!(#known);
        }
        let place = format_ident!("Place{}", self.known.len());
        self.items.push(quote! {
            struct #place<'a>(&'a mut #ty);

            impl<'de> serde::de::DeserializeSeed<'de> for #place<'_> {
                type Value = ();

                fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                    *self.0 = #codec(deserializer)?;
                    Ok(())
                }
            }
        });
        self.known.push((way, place.clone()));
        quote!(#place)
    }
}

/// How a field's name is written in JSON.
#[derive(Default)]
enum Case {
    #[default]
    AsWritten,
    Pascal,
    Camel,
}

/// What a message's attributes say of all its fields.
#[derive(Default)]
struct MessageForm {
    case: Case,
    denies_unknown: bool,
}

impl MessageForm {
    fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut form = MessageForm::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename_all") {
                form.case = match text(&meta)?.value().as_str() {
                    "PascalCase" => Case::Pascal,
                    "camelCase" => Case::Camel,
                    _ => return Err(meta.error("this macro knows PascalCase and camelCase only")),
                };
            } else if meta.path.is_ident("deny_unknown_fields") {
                form.denies_unknown = true;
            } else if !meta.path.is_ident("default") {
                return Err(meta.error("not known to this macro"));
            }
            Ok(())
        })?;
        Ok(form)
    }

    fn name_of(&self, field: &Option<Ident>) -> String {
        let name = field.as_ref().map(Ident::to_string).unwrap_or_default();
        let capital = |word: &str| {
            let (first, rest) = word.split_at(1.min(word.len()));
            first.to_ascii_uppercase() + rest
        };
        let words = name.split('_');
        match self.case {
            Case::AsWritten => name,
            Case::Pascal => words.map(capital).collect(),
            Case::Camel => words
                .clone()
                .take(1)
                .map(str::to_owned)
                .chain(words.skip(1).map(capital))
                .collect(),
        }
    }
}

/// What a field's attributes say of reading it.
#[derive(Default)]
struct FieldForm {
    rename: Option<String>,
    aliases: Vec<String>,
    codec: Option<ExprPath>,
    takes_further: bool,
    is_computed: bool,
}

impl FieldForm {
    fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut form = FieldForm::default();
        each(attributes, |meta| {
            let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
            match name.as_str() {
                "rename" => form.rename = Some(text(&meta)?.value()),
                "alias" => form.aliases.push(text(&meta)?.value()),
                "deserialize_with" => form.codec = Some(text(&meta)?.parse()?),
                "with" => {
                    let module: ExprPath = text(&meta)?.parse()?;
                    form.codec = Some(syn::parse_quote!(#module::deserialize));
                }
                "flatten" => form.takes_further = true,
                "skip_deserializing" => form.is_computed = true,
                "skip_serializing_if" => drop(text(&meta)?),
                _ => return Err(meta.error("not known to this macro")),
            }
            Ok(())
        })?;
        Ok(form)
    }
}

/// Calls `read` for each part of each `#[serde(…)]`.
fn each(attributes: &[Attribute], mut read: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>) -> syn::Result<()> {
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    ours.into_iter()
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(field: TokenStream) -> String {
        let item = syn::parse_quote!(struct Request { #field });
        reader(&item).unwrap_err().to_string()
    }

    #[test]
    fn a_row_must_be_its_field_s() {
        let mismatch = |word: &str| format!("`{word}` does not go with this field's type");
        assert_eq!(
            refusal(quote!(#[limit(required)] a: Option<String>)),
            mismatch("required")
        );
        assert_eq!(refusal(quote!(#[limit(filled)] a: String)), mismatch("filled"));
        assert_eq!(refusal(quote!(#[limit(not_blank)] a: String)), mismatch("not_blank"));
        assert_eq!(refusal(quote!(#[limit(chars(8))] a: i64)), mismatch("chars"));
        assert_eq!(
            refusal(quote!(#[limit(printable)] a: Vec<String>)),
            mismatch("printable")
        );
        assert_eq!(refusal(quote!(#[limit(one_of("0"))] a: bool)), mismatch("one_of"));
        assert_eq!(refusal(quote!(#[limit(amount(1..=9))] a: String)), mismatch("amount"));
        assert_eq!(
            refusal(quote!(#[limit(entries(8))] a: Option<Item>)),
            mismatch("entries")
        );
        assert_eq!(refusal(quote!(#[limit(length(8))] a: String)), "no such limit");
        let computed = quote!(#[serde(skip_deserializing)] #[limit(time)] a: String);
        let further =
            quote!(#[serde(flatten, deserialize_with = "f")] #[limit(required)] extra: BTreeMap<String, String>);
        for field in [computed, further] {
            assert_eq!(refusal(field), "nobody gives this field, so nothing limits it");
        }
    }
}
