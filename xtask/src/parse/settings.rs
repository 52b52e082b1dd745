//! `settings! { … }`: the settings of one table, as the macro in `core/src/setting_names.rs` has them.

use super::source::{Problem, Source};
use crate::model::{Setting, SettingKind, Settings};
use proc_macro2::TokenStream;
use std::ops::RangeInclusive;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, ExprRange, Ident, Item, Lit, LitStr, RangeLimits, Token, braced, parenthesized};

/// The table that this file declares.
pub(super) fn read(source: &Source) -> Result<Settings, Problem> {
    let declared = source.file.items.iter().find_map(|item| match item {
        Item::Macro(item) if item.mac.path.is_ident("settings") => Some(&item.mac),
        _ => None,
    });
    let declared = declared.ok_or_else(|| source.lacks("there is no settings! { … }"))?;
    let declared: Declared = declared.parse_body().map_err(|error| source.syntax(&error))?;
    let doc = source.docs(&declared.attributes, &declared.list, "the table")?;
    let mut rows: Vec<Setting> = Vec::new();
    for row in &declared.rows {
        let setting = setting(source, row)?;
        if rows.iter().any(|known| known.name == setting.name) {
            return Err(source.problem(&row.name, format!("{} is there twice", setting.name)));
        }
        rows.push(setting);
    }
    Ok(Settings { doc, rows })
}

fn setting(source: &Source, row: &Row) -> Result<Setting, Problem> {
    let name = row.name.to_string();
    let reject = |problem: &str| source.problem(&row.name, format!("{name}: {problem}"));
    let doc = source.docs(&row.attributes, &row.name, &name)?;
    let kind = kind(row).ok_or_else(|| reject("no such kind, or words that are none"))?;
    let limits = match (&kind, &row.of) {
        (SettingKind::OneOf(_), _) | (_, None) => None,
        (SettingKind::Texts | SettingKind::Flag | SettingKind::Path, Some(_)) => {
            return Err(reject("a setting of this kind has no limits"));
        }
        (_, Some(of)) => Some(limits(of).ok_or_else(|| reject("limits are a number, or a range such as 1..=8"))?),
    };
    if let SettingKind::OneOf(words) = &kind
        && let Some(word) = words.iter().find(|word| !doc.contains(&format!("`{word}`")))
    {
        return Err(reject(&format!("the documentation does not tell of `{word}`")));
    }
    Ok(Setting {
        default: row.default.as_ref().and_then(text_of),
        required: row.required,
        name: name.clone(),
        doc,
        kind,
        limits,
    })
}

fn kind(row: &Row) -> Option<SettingKind> {
    Some(match row.kind.to_string().as_str() {
        "Text" => SettingKind::Text,
        "OneOf" => SettingKind::OneOf(words(row.of.as_ref()?)?),
        "Texts" => SettingKind::Texts,
        "Flag" => SettingKind::Flag,
        "Seconds" => SettingKind::Seconds,
        "Path" => SettingKind::Path,
        "TextOrFile" => SettingKind::TextOrFile,
        "Secret" => SettingKind::Secret,
        _ => return None,
    })
}

fn words(of: &TokenStream) -> Option<Vec<String>> {
    let words = Punctuated::<LitStr, Token![,]>::parse_terminated
        .parse2(of.clone())
        .ok()?;
    Some(words.iter().map(LitStr::value).collect())
}

/// `32`, `1..=8` or `..=3600`.
fn limits(of: &TokenStream) -> Option<RangeInclusive<u64>> {
    let number = |expression: &Expr| match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number), ..
        }) => number.base10_parse().ok(),
        _ => None,
    };
    match syn::parse2(of.clone()).ok()? {
        Expr::Range(ExprRange {
            start,
            end: Some(end),
            limits: RangeLimits::Closed(_),
            ..
        }) => {
            let start = start.map_or(Some(0), |start| number(&start))?;
            Some(start..=number(&end)?)
        }
        single => number(&single).map(|number| number..=number),
    }
}

fn text_of(literal: &Lit) -> Option<String> {
    match literal {
        Lit::Str(text) => Some(text.value()),
        Lit::Int(number) => Some(number.base10_digits().to_owned()),
        _ => None,
    }
}

/// The body of `settings! { … }`.
struct Declared {
    attributes: Vec<Attribute>,
    list: Ident,
    rows: Vec<Row>,
}

struct Row {
    attributes: Vec<Attribute>,
    name: Ident,
    kind: Ident,
    of: Option<TokenStream>,
    default: Option<Lit>,
    required: bool,
}

impl Parse for Declared {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let list = input.parse()?;
        // `of` and the table's name.
        input.parse::<Ident>()?;
        input.parse::<Ident>()?;
        let (body, mut rows);
        braced!(body in input);
        rows = Vec::new();
        while !body.is_empty() {
            rows.push(body.parse()?);
        }
        Ok(Declared { attributes, list, rows })
    }
}

impl Parse for Row {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let kind = input.parse()?;
        let mut of = None;
        if input.peek(syn::token::Paren) {
            let inside;
            parenthesized!(inside in input);
            of = Some(inside.parse()?);
        }
        let default = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        let required = input.parse::<Option<Token![,]>>()?.is_some();
        if required {
            let word: Ident = input.parse()?;
            if word != "required" {
                return Err(syn::Error::new(word.span(), "what is not optional is `required`"));
            }
        }
        input.parse::<Token![;]>()?;
        Ok(Row {
            attributes,
            name,
            kind,
            of,
            default,
            required,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<Settings, String> {
        let text = format!("settings! {{\n/// Of a shop.\nSETTINGS of shop {{\n{rows}\n}} }}");
        let source = Source::parse("settings.rs", &text).map_err(|problem| problem.to_string())?;
        super::read(&source).map_err(|problem| problem.to_string())
    }

    #[test]
    fn every_kind_of_row() {
        let settings = read(
            "/// `a` or `b`.\nmode: OneOf(\"a\", \"b\") = \"a\";\n/// Long.\n///\n/// More.\ntimeout: Seconds(..=3600) = 30;
             /// A key.\nkey: Secret(32), required;\n/// A name.\nname: Text(1..=8);\n/// Codes.\ncodes: Texts;",
        )
        .unwrap();
        assert_eq!(settings.doc, "Of a shop.");
        let [mode, timeout, key, name, codes] = &settings.rows[..] else {
            panic!("{settings:?}")
        };
        assert_eq!(mode.kind, SettingKind::OneOf(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!((mode.default.as_deref(), mode.limits.clone()), (Some("a"), None));
        assert_eq!(
            (timeout.default.as_deref(), timeout.limits.clone()),
            (Some("30"), Some(0..=3600))
        );
        assert_eq!((key.required, key.limits.clone()), (true, Some(32..=32)));
        assert_eq!((name.required, name.limits.clone()), (false, Some(1..=8)));
        assert_eq!((&codes.kind, &codes.default), (&SettingKind::Texts, &None));
    }

    #[test]
    fn what_is_rejected() {
        for (rows, problem) in [
            ("mode: Text;", "settings.rs:4: mode has no documentation"),
            ("/// A.\nmode: Word;", "settings.rs:5: mode: no such kind"),
            (
                "/// `a`.\nmode: OneOf(\"a\", \"b\");",
                "settings.rs:5: mode: the documentation does not tell of `b`",
            ),
            (
                "/// A.\nmode: OneOf;",
                "settings.rs:5: mode: no such kind, or words that are none",
            ),
            (
                "/// A.\nis_test: Flag(1);",
                "settings.rs:5: is_test: a setting of this kind has no limits",
            ),
            ("/// A.\nkey: Text(1..8);", "settings.rs:5: key: limits are a number"),
            ("/// A.\nkey: Text, optional;", "settings.rs:5: what is not optional"),
            (
                "/// A.\nkey: Text;\n/// B.\nkey: Text;",
                "settings.rs:7: key is there twice",
            ),
        ] {
            let found = read(rows).unwrap_err();
            assert!(found.starts_with(problem), "{found}");
        }
    }
}
