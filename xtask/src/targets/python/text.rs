//! Python text: documentation strings, string literals, and names that Python reserves.

use crate::doc::{self, Name};
use crate::model::{Field, Provider};
use crate::targets;

/// The width of a line, as the formatter of the package has it.
pub(super) const WIDTH: usize = 120;

/// The first lines of a module.
pub(super) fn head(doc: &str, imports: &str) -> String {
    format!(
        "{}\n\"\"\"{doc}\"\"\"\n\nfrom __future__ import annotations\n\n{imports}",
        targets::header("#")
    )
}

/// A documentation string of whole lines, indented by `indent` spaces.
pub(super) fn docstring(rustdoc: &str, indent: usize) -> String {
    let text = plain(rustdoc).replace("\nErrors:\n", "\nRaises:\n");
    let margin = " ".repeat(indent);
    let quoted = doc::wrap(&text, WIDTH - indent - 6);
    let lines = if quoted.len() == 1 {
        quoted
    } else {
        doc::wrap(&text, WIDTH - indent - 3)
    };
    let mut lines = match lines.len() {
        // All of it fits without the quotes after it, but not with them.
        1 => doc::wrap(&text, WIDTH - indent - 6).into_iter(),
        _ => lines.into_iter(),
    };
    let mut out = format!("{margin}\"\"\"{}", lines.next().unwrap_or_default());
    let rest: Vec<String> = lines.collect();
    for line in &rest {
        out.push('\n');
        out.push_str(format!("{margin}{line}").trim_end());
    }
    if !rest.is_empty() {
        out.push('\n');
        out.push_str(&margin);
    }
    out + "\"\"\"\n"
}

/// What a field is, beginning with the vendor's name where ours differs.
pub(super) fn field_doc(field: &Field) -> String {
    match field.wire_name == field.name {
        true => capitalised(field.description()),
        false => field.doc.clone(),
    }
}

/// A dictionary with these entries, over several lines where it is long.
pub(super) fn dictionary(name: &str, entries: &[String], indent: usize) -> String {
    let margin = " ".repeat(indent);
    let single = format!("{margin}{name} = {{{}}}\n", entries.join(", "));
    match columns(&single) <= WIDTH {
        true => single,
        false => {
            let lines: String = entries.iter().map(|entry| format!("{margin}    {entry},\n")).collect();
            format!("{margin}{name} = {{\n{lines}{margin}}}\n")
        }
    }
}

/// The columns that the linter counts: two for a Chinese character.
pub(super) fn columns(line: &str) -> usize {
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
pub(super) fn name(name: &str) -> String {
    match name {
        "class" | "from" | "import" | "global" | "pass" | "is" | "in" | "not" => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// Documentation with names as Python has them.
pub(super) fn plain(rustdoc: &str) -> String {
    doc::plain_with(rustdoc, |word| format!("`{}`", python_name(word)))
}

fn python_name(word: Name<'_>) -> String {
    let outcome = word.target.is_none() || word.target.is_some_and(|target| target.contains("Outcome"));
    match word.text {
        "Refused" | "Unknown" if outcome => word.text.to_lowercase(),
        text => text.to_owned(),
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A module's public names.
pub(super) fn all<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    // As the linter has it: constants, classes, functions.
    let rank = |name: &str| match (name == name.to_uppercase(), name == name.to_lowercase()) {
        (true, _) => 0,
        (_, true) => 2,
        _ => 1,
    };
    names.sort_unstable_by_key(|name| (rank(name), *name));
    let names: String = names.iter().map(|name| format!("    {},\n", literal(name))).collect();
    format!("\n__all__ = [\n{names}]\n")
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
