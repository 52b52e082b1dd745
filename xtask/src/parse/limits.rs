//! `#[limit(…)]` beside a field, as the macro `Message` of core reads it, and what the field's documentation says of it.

use super::source::{Problem, Source};
use crate::model::Message;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Attribute, Item, LitInt, LitStr, Token, parenthesized};

/// One word of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Limit {
    /// The caller must give it.
    Required,
    /// The client fills in what the caller leaves out.
    Filled,
    /// A word that the documentation has a phrase for, in this form.
    Told(String),
    /// A time of this form.
    Time(&'static str),
    /// Any of these codes.
    Codes(Vec<String>),
    /// A check that no caller needs to be told of.
    Untold,
}

/// The row of a field with these attributes.
pub(super) fn read(source: &Source, attributes: &[Attribute]) -> Result<Vec<Limit>, Problem> {
    let mut limits = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("limit")) {
        let words = attribute.parse_nested_meta(|meta| {
            limits.push(word(&meta)?);
            Ok(())
        });
        words.map_err(|error| source.syntax(&error))?;
    }
    Ok(limits)
}

/// Nobody checks what a message holds that no caller makes.
pub(super) fn are_of_inputs(sources: &[Source], messages: &[Message]) -> Result<(), Problem> {
    for source in sources {
        for item in &source.file.items {
            let Item::Struct(item) = item else { continue };
            let is_given = messages
                .iter()
                .any(|message| item.ident == message.name && !message.is_input);
            let mut limits = item.fields.iter().flat_map(|field| &field.attrs);
            match limits.find(|attribute| attribute.path().is_ident("limit")) {
                Some(limit) if is_given => {
                    return Err(source.problem(limit, format!("a row without a caller: core makes {}", item.ident)));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn word(meta: &ParseNestedMeta<'_>) -> syn::Result<Limit> {
    let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
    let at_most = |unit: &str| -> syn::Result<Limit> {
        let inside;
        parenthesized!(inside in meta.input);
        let max: u64 = inside.parse::<LitInt>()?.base10_parse()?;
        let unit = if max == 1 { unit.trim_end_matches('s') } else { unit };
        Ok(Limit::Told(format!("at most {max} {unit}")))
    };
    match name.as_str() {
        "required" => Ok(Limit::Required),
        "filled" => Ok(Limit::Filled),
        "not_blank" => Ok(Limit::Told("not empty".to_owned())),
        "chars" => at_most("characters"),
        "bytes" => at_most("bytes of UTF-8"),
        "entries" => at_most("entries"),
        "printable" => Ok(Limit::Untold),
        "time" => Ok(Limit::Time("`YYYY/MM/DD HH:MI:SS` in Taipei time")),
        "dashed_time" => Ok(Limit::Time("`YYYY-MM-DD HH:MI:SS` in Taipei time")),
        "till" => Ok(Limit::Told("two digits".to_owned())),
        "one_of" | "only" => {
            let inside;
            parenthesized!(inside in meta.input);
            let codes = Punctuated::<LitStr, Token![,]>::parse_terminated(&inside)?;
            Ok(Limit::Codes(codes.iter().map(LitStr::value).collect()))
        }
        "amount" => {
            let inside;
            parenthesized!(inside in meta.input);
            let least: i64 = inside.parse::<LitInt>()?.base10_parse()?;
            inside.parse::<Token![..=]>()?;
            let most: i64 = inside.parse::<LitInt>()?.base10_parse()?;
            Ok(Limit::Told(format!("{least}-{most}")))
        }
        _ => Err(meta.error("a limit that the code generator does not know")),
    }
}

/// The documentation with a sentence, after its first, for what it leaves unsaid of the row.
///
/// # Errors
/// Where it says something else than the row, or does not tell what is filled in.
pub(super) fn tell(doc: &str, limits: &[Limit], is_optional: bool) -> Result<String, String> {
    let text = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut unsaid, mut phrases) = (Vec::new(), Vec::new());
    for limit in limits {
        let (phrase, is_said) = match limit {
            Limit::Required if is_optional => return Err("required, and it may be left out".to_owned()),
            Limit::Required => ("required".to_owned(), says_required(&text)),
            Limit::Filled if !text.contains("unset sends") => {
                return Err("the documentation must tell what \"unset sends\"".to_owned());
            }
            Limit::Filled | Limit::Untold => continue,
            Limit::Told(phrase) => (phrase.clone(), says(&text, phrase)),
            Limit::Time(form) if text.contains("YYYY") && !text.contains(form) => return Err(disagrees("YYYY", form)),
            Limit::Time(form) => (format!("as {form}"), text.contains(form)),
            Limit::Codes(codes) => (one_of(codes), says_codes(&text, codes)?),
        };
        if !is_said {
            unsaid.push(phrase.clone());
        }
        phrases.push(phrase);
    }
    let row = phrases.join(", ");
    if says_required(&text) && !is_optional && !limits.contains(&Limit::Required) {
        return Err(disagrees("Required", &row));
    }
    match numbers(&text).into_iter().find(|said| !phrases.contains(said)) {
        Some(said) => Err(disagrees(&said, &row)),
        None => Ok(with_sentence(doc, &unsaid.join(", "))),
    }
}

fn disagrees(said: &str, row: &str) -> String {
    format!("the documentation says \"{said}\", and the row \"{row}\"")
}

/// Whether it has the sentence "Required" without a condition ("Required in agent mode").
fn says_required(text: &str) -> bool {
    [". Required.", ". Required,", ". Required;"]
        .iter()
        .any(|said| text.contains(said))
}

/// Whether it has these words as a whole, the first letter of either case.
fn says(text: &str, phrase: &str) -> bool {
    let is_part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '-');
    [phrase.to_owned(), capital(phrase)].iter().any(|phrase| {
        text.match_indices(phrase.as_str()).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + phrase.len()..]);
            !is_part(before.chars().next_back()) && !is_part(after.chars().next())
        })
    })
}

/// Every "at most 50 characters" and "1-999999999".
fn numbers(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').map(bare).collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let lengths = words.windows(4).filter_map(|words| match words {
        [at, "most", max, unit] if at.eq_ignore_ascii_case("at") && is_number(max) => Some(match *unit {
            "bytes" => format!("at most {max} bytes of UTF-8"),
            unit => format!("at most {max} {unit}"),
        }),
        _ => None,
    });
    let is_range = |word: &&&str| {
        word.split_once('-')
            .is_some_and(|(least, most)| is_number(least) && is_number(most))
    };
    let ranges = words.iter().filter(is_range).map(|word| (*word).to_owned());
    lengths.chain(ranges).collect()
}

/// Whether it names every one of these codes; it must name all or none, and "1, 2 or 3" no other.
fn says_codes(text: &str, codes: &[String]) -> Result<bool, String> {
    let words: Vec<&str> = text.split(' ').collect();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == "or") {
        let (before, after) = words.split_at(at);
        let listed = before.iter().rev().enumerate();
        let listed = listed.take_while(|(back, word)| *back == 0 || word.ends_with(',') && is_like(word, codes));
        let listed = listed
            .map(|(_, word)| bare(word))
            .chain(after.get(1).map(|word| bare(word)));
        let listed: Vec<&str> = listed.collect();
        let (known, other): (Vec<_>, Vec<_>) = listed
            .into_iter()
            .partition(|word| codes.iter().any(|code| code == word));
        if let (false, Some(other)) = (known.is_empty(), other.first()) {
            return Err(disagrees(other, &one_of(codes)));
        }
    }
    let unsaid: Vec<&String> = codes
        .iter()
        .filter(|code| !words.iter().any(|word| bare(word) == **code))
        .collect();
    match unsaid.first() {
        Some(code) if unsaid.len() < codes.len() => Err(format!("the documentation does not tell of `{code}`")),
        first => Ok(first.is_none()),
    }
}

/// Whether this begins as the codes do: with a digit, or with a letter of their case.
fn is_like(word: &str, codes: &[String]) -> bool {
    let form = |word: &str| {
        bare(word)
            .chars()
            .next()
            .map(|letter| (letter.is_numeric(), letter.is_uppercase()))
    };
    codes.first().is_some_and(|code| form(code) == form(word))
}

fn one_of(codes: &[String]) -> String {
    match codes {
        [one] => format!("`{one}`"),
        [first @ .., last] => format!("one of {} or {last}", first.join(", ")),
        [] => String::new(),
    }
}

/// A word without what stands around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| "`.,;:()".contains(letter))
}

fn capital(phrase: &str) -> String {
    let (first, rest) = phrase.split_at(phrase.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + rest
}

fn with_sentence(doc: &str, phrases: &str) -> String {
    if phrases.is_empty() {
        return doc.to_owned();
    }
    let ends = doc.match_indices('.').map(|(at, _)| at + 1);
    let mut ends = ends.filter(|end| doc[*end..].chars().next().is_none_or(char::is_whitespace));
    let (before, after) = doc.split_at(ends.next().unwrap_or(doc.len()));
    format!("{before} {}.{after}", capital(phrases))
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
