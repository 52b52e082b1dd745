//! Field-less enums with `fn as_str(self) -> &'static str`, whose match gives each variant its stable text.

use super::source::{Problem, Source, text_of};
use super::types::type_name;
use crate::model::{TextEnum, TextVariant};
use std::collections::BTreeMap;
use syn::{Arm, Expr, Fields, ImplItem, ImplItemFn, Item, ItemEnum, Pat, Stmt};

/// The public enum called `name` in this file.
pub(super) fn read(source: &Source, name: &str) -> Result<TextEnum, Problem> {
    let item = source.file.items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == name => Some(item),
        _ => None,
    });
    let item = item.ok_or_else(|| source.lacks(format!("there is no enum {name}")))?;
    let texts = texts(source, item)?;
    let variants = item.variants.iter().map(|variant| {
        let what = format!("{name}::{}", variant.ident);
        if !matches!(variant.fields, Fields::Unit) {
            return Err(source.problem(&variant.ident, format!("{what} has fields")));
        }
        let text = texts.get(&variant.ident.to_string());
        Ok(TextVariant {
            name: variant.ident.to_string(),
            text: text
                .cloned()
                .ok_or_else(|| source.problem(&variant.ident, format!("{what} has no arm in `as_str`")))?,
            doc: source.docs(&variant.attrs, &variant.ident, &what)?,
        })
    });
    Ok(TextEnum {
        name: name.to_owned(),
        doc: source.docs(&item.attrs, &item.ident, name)?,
        variants: variants.collect::<Result<_, _>>()?,
    })
}

/// The text of each variant, from the match in `as_str`.
fn texts(source: &Source, item: &ItemEnum) -> Result<BTreeMap<String, String>, Problem> {
    let method = as_str(source, &item.ident.to_string())
        .ok_or_else(|| source.problem(&item.ident, format!("{} has no `as_str`", item.ident)))?;
    let Some(Stmt::Expr(Expr::Match(found), None)) = method.block.stmts.first() else {
        return Err(source.problem(&method.sig, "`as_str` must be one match"));
    };
    let arms = found.arms.iter().map(|arm| {
        arm_text(arm).ok_or_else(|| source.problem(arm, "an arm of `as_str` must be `Enum::Variant => \"text\"`"))
    });
    arms.collect()
}

fn as_str<'a>(source: &'a Source, name: &str) -> Option<&'a ImplItemFn> {
    source.file.items.iter().find_map(|item| match item {
        Item::Impl(item) if item.trait_.is_none() && type_name(&item.self_ty).as_deref() == Some(name) => {
            item.items.iter().find_map(|method| match method {
                ImplItem::Fn(method) if method.sig.ident == "as_str" => Some(method),
                _ => None,
            })
        }
        _ => None,
    })
}

fn arm_text(arm: &Arm) -> Option<(String, String)> {
    match &arm.pat {
        Pat::Path(pattern) if arm.guard.is_none() => {
            let variant = pattern.path.segments.last()?.ident.to_string();
            Some((variant, text_of(&arm.body)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enum_with_texts() {
        let text = "/// What.\npub enum Kind {\n/// First.\nOne,\n/// Second.\nTwo }
            impl Kind { pub fn as_str(self) -> &'static str { match self { Kind::One => \"one\", Kind::Two => \"two\" } } }";
        let kind = read(&Source::parse("error.rs", text).unwrap(), "Kind").unwrap();
        let found: Vec<_> = kind
            .variants
            .iter()
            .map(|variant| (&*variant.text, &*variant.doc))
            .collect();
        assert_eq!(found, [("one", "First."), ("two", "Second.")]);
    }

    #[test]
    fn what_is_rejected() {
        let with = |body: &str, arms: &str| {
            format!(
                "/// What.\npub enum Kind {{\n{body} }}\nimpl Kind {{ pub fn as_str(self) -> &'static str {{ match self {{\n{arms} }} }} }}"
            )
        };
        for (text, problem) in [
            (
                with("One", "Kind::One => \"one\""),
                "error.rs:3: Kind::One has no documentation",
            ),
            (
                with("/// 1\nOne(u8)", "Kind::One => \"one\""),
                "error.rs:4: Kind::One has fields",
            ),
            (
                with("/// 1\nOne", "Kind::Two => \"two\""),
                "error.rs:4: Kind::One has no arm in `as_str`",
            ),
            (
                with("/// 1\nOne", "_ => \"one\""),
                "error.rs:6: an arm of `as_str` must be",
            ),
        ] {
            let found = read(&Source::parse("error.rs", &text).unwrap(), "Kind")
                .unwrap_err()
                .to_string();
            assert!(found.starts_with(problem), "{found}");
        }
    }
}
