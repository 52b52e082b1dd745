//! Python text: documentation strings, string literals, and names that Python reserves.

use crate::doc::{self, Name};
use crate::model::{CodeVariant, Field, Provider};
use minijinja::Environment;
use minijinja::value::Serde;

/// The width of a line, as the formatter of the package has it.
const WIDTH: usize = 120;

/// What the templates can use.
pub(super) fn add_filters(environment: &mut Environment) {
    environment.add_filter("docstring", docstring);
    environment.add_filter("field_doc", field_doc);
    environment.add_filter("on_lines", on_lines);
    environment.add_filter("literal", literal);
    environment.add_filter("python_name", name);
    environment.add_filter("as_sorted", as_sorted);
    environment.add_filter("facts", facts);
}

/// A documentation string of whole lines, whose lines after the first are indented by `indent` spaces.
fn docstring(rustdoc: &str, indent: usize) -> String {
    let text = plain(rustdoc).replace("\nErrors:\n", "\nRaises:\n");
    let lines = match doc::wrap(&text, WIDTH - indent - 3) {
        // The quotes after it stand on the same line.
        lines if lines.len() == 1 => doc::wrap(&text, WIDTH - indent - 6),
        lines => lines,
    };
    let margin = " ".repeat(indent);
    let mut out = format!("\"\"\"{}", lines.first().map_or("", String::as_str));
    for line in lines.iter().skip(1) {
        out.push('\n');
        out.push_str(format!("{margin}{line}").trim_end());
    }
    if lines.len() > 1 {
        out.push_str(&format!("\n{margin}"));
    }
    out + "\"\"\""
}

/// What a field is, beginning with the vendor's name where ours differs.
fn field_doc(Serde(field): Serde<Field>) -> String {
    match field.wire_name == field.name {
        true => capitalised(field.description()),
        false => field.doc.clone(),
    }
}

/// These entries between brackets, over several lines where it is long.
fn on_lines(entries: Vec<String>, open: &str, close: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let single = format!("{open}{}{close}", entries.join(", "));
    match indent + columns(&single) <= WIDTH {
        true => single,
        false => {
            let lines: String = entries.iter().map(|entry| format!("{margin}    {entry},\n")).collect();
            format!("{open}\n{lines}{margin}{close}")
        }
    }
}

/// Of a code: itself, Chinese, English, number, and the other codes that mean the same.
fn facts(Serde(variant): Serde<CodeVariant>) -> Vec<String> {
    let texts = [&variant.codes[0], &variant.chinese, &variant.english];
    let mut facts: Vec<String> = texts.iter().map(|text| literal(text)).collect();
    let others: Vec<String> = variant.codes[1..].iter().map(|code| literal(code)).collect();
    if variant.number.is_some() || !others.is_empty() {
        let number = variant.number.map(|number| number.to_string());
        facts.push(number.unwrap_or_else(|| "None".to_owned()));
    }
    match others.as_slice() {
        [] => {}
        [other] => facts.push(format!("({other},)")),
        others => facts.push(format!("({})", others.join(", "))),
    }
    facts
}

/// The columns that the linter counts: two for a Chinese character.
fn columns(line: &str) -> usize {
    line.trim_end()
        .chars()
        .map(|letter| if letter > '\u{2E7F}' { 2 } else { 1 })
        .sum()
}

/// A string literal in double quotes, or in single ones where that saves escapes.
pub(super) fn literal(text: &str) -> String {
    match text.contains('"') && !text.contains('\'') {
        true => format!("'{}'", text.replace('\\', "\\\\")),
        false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// A name that Python reserves gets an underscore, as its style guide says.
fn name(name: &str) -> String {
    match name {
        "class" | "from" | "import" | "global" | "pass" | "is" | "in" | "not" => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// Documentation with names as Python has them.
fn plain(rustdoc: &str) -> String {
    doc::plain_with(rustdoc, |word| format!("`{}`", python_name(word)))
}

fn python_name(word: Name<'_>) -> String {
    let outcome = word.target.is_none() || word.target.is_some_and(|target| target.contains("Outcome"));
    match word.text {
        "Refused" | "Unknown" if outcome => word.text.to_lowercase(),
        text => text.to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Names in the linter's order: constants, classes, functions.
fn as_sorted(mut names: Vec<String>) -> Vec<String> {
    let rank = |name: &str| match (name == name.to_uppercase(), name == name.to_lowercase()) {
        (true, _) => 0,
        (_, true) => 2,
        _ => 1,
    };
    names.sort_unstable_by_key(|name| (rank(name), name.clone()));
    names.dedup();
    names
}

/// The names of what no repr may show: ours, and in lower case the vendor's.
pub(super) fn secrets(provider: &Provider) -> Vec<String> {
    let fields = provider.messages.iter().flat_map(|message| &message.fields);
    let ours = fields.filter(|field| field.secret).map(|field| field.name.clone());
    let theirs = provider.never_logged.iter().map(|name| name.to_lowercase());
    let mut names: Vec<String> = ours.chain(theirs).collect();
    names.sort_unstable();
    names.dedup();
    names
}
