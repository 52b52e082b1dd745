//! Rustdoc text for other languages: links become names, markdown becomes plain text that still reads well
//! in a comment, and lines are wrapped to a width.

/// A name in documentation: text in backticks, and where it links to if it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// The text between the backticks, such as `query_order`, `TxAmt` or `None`; of a link without its path.
    pub text: &'a str,
    /// The link's target, such as `crate::mypay::Client::query_order`. A link without one, ``[`Client::pay`]``,
    /// has its own text for target.
    pub target: Option<&'a str>,
}

/// Plain text: paragraphs on one line each with an empty line between, list items on a line each, headings
/// as `Errors:`. Names keep their backticks and lose their links.
pub fn plain(doc: &str) -> String {
    plain_with(doc, |name| format!("`{}`", name.text))
}

/// As [`plain`], where `word` writes every name, for a language that spells it otherwise.
pub fn plain_with(doc: &str, word: impl Fn(Name<'_>) -> String) -> String {
    let mut out = String::new();
    let mut before = Block::Heading;
    for (block, text) in blocks(doc) {
        let separator = match (before, block) {
            _ if out.is_empty() => "",
            (Block::Heading, _) | (Block::ListItem, Block::ListItem) => "\n",
            _ => "\n\n",
        };
        out.push_str(separator);
        out.push_str(&inline(&text, &word));
        before = block;
    }
    out
}

/// What comes before the section `# Errors`, and what is in it. Both are still rustdoc text.
pub fn split_errors(doc: &str) -> (&str, Option<&str>) {
    match doc.split_once("# Errors\n") {
        Some((body, errors)) => (body.trim_end(), Some(errors.trim())),
        None => (doc, None),
    }
}

/// The first paragraph, still rustdoc text.
pub fn summary(doc: &str) -> &str {
    doc.split("\n\n").next().unwrap_or(doc)
}

/// Wraps plain text to lines of at most `width` columns, a Chinese character being two. A word that is
/// longer stands alone. A list item's further lines are indented to its text.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    text.lines().flat_map(|line| wrap_line(line, width)).collect()
}

/// Wraps plain text as a comment: each line begins with `prefix`, which counts towards `width`.
pub fn comment(text: &str, prefix: &str, width: usize) -> String {
    let lines = wrap(text, width.saturating_sub(columns(prefix)));
    lines
        .iter()
        .map(|line| format!("{}\n", format!("{prefix}{line}").trim_end()))
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Heading,
    Paragraph,
    ListItem,
}

/// Headings, paragraphs and list items, each on one line.
fn blocks(doc: &str) -> Vec<(Block, String)> {
    let mut blocks: Vec<(Block, String)> = Vec::new();
    let mut is_open = false;
    for line in doc.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix("# ") {
            blocks.push((Block::Heading, format!("{heading}:")));
            is_open = false;
        } else if marker(line) > 0 {
            blocks.push((Block::ListItem, line.to_owned()));
            is_open = true;
        } else if let (Some((_, text)), true, false) = (blocks.last_mut(), is_open, line.is_empty()) {
            text.push(' ');
            text.push_str(line);
        } else if line.is_empty() {
            is_open = false;
        } else {
            blocks.push((Block::Paragraph, line.to_owned()));
            is_open = true;
        }
    }
    blocks
}

/// The length of a list item's marker, `- ` or `1. `; 0 for text that is none.
fn marker(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line {
        _ if line.starts_with("- ") => 2,
        _ if digits > 0 && line[digits..].starts_with(". ") => digits + 2,
        _ => 0,
    }
}

/// Text without `**`, with `word` for every name, and with the text alone of any other link.
fn inline(text: &str, word: &impl Fn(Name<'_>) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[', '*']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((name, after)) = linked_name(rest).or_else(|| code(rest)) {
            out.push_str(&word(name));
            rest = after;
        } else if let Some((text, after)) = linked_text(rest) {
            out.push_str(text);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("**") {
            rest = after;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out + rest
}

/// `` `text` `` at the beginning.
fn code(text: &str) -> Option<(Name<'_>, &str)> {
    let (text, after) = text.strip_prefix('`')?.split_once('`')?;
    Some((Name { text, target: None }, after))
}

/// ``[`text`](target)`` or ``[`text`]`` at the beginning.
fn linked_name(text: &str) -> Option<(Name<'_>, &str)> {
    let (text, after) = text.strip_prefix("[`")?.split_once("`]")?;
    let (target, after) = target(after).unwrap_or((text, after));
    let (text, target) = (text.rsplit("::").next().unwrap_or(text), Some(target));
    Some((Name { text, target }, after))
}

/// `[text](target)` at the beginning.
fn linked_text(text: &str) -> Option<(&str, &str)> {
    let (text, after) = text.strip_prefix('[')?.split_once(']')?;
    Some((text, target(after)?.1))
}

fn target(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('(')?.split_once(')')
}

fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let indent = " ".repeat(marker(line));
    let mut lines = vec![String::new()];
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let Some(last) = lines.last_mut() else { continue };
        let is_empty = last.trim().is_empty();
        if !is_empty && columns(last) + 1 + columns(word) > width {
            lines.push(format!("{indent}{word}"));
        } else {
            last.push_str(if is_empty { "" } else { " " });
            last.push_str(word);
        }
    }
    lines
}

/// The columns a terminal gives this text. The wide characters that occur here are CJK and its punctuation.
fn columns(text: &str) -> usize {
    let wide = |letter: char| matches!(letter, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}');
    text.chars().map(|letter| if wide(letter) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTIFICATION: &str =
        "Reads a notification from the form data\nas received (`application/x-www-form-urlencoded`).

Anyone can post one. In this order:
1. Look it up, and [`verify`](Notification::verify) against
   what you kept.
2. Answer [`NOTIFICATION_ANSWER`] once it is stored.

# Errors
`malformed` if it is **not** form data.";

    #[test]
    fn links_become_names() {
        for (doc, expected) in [
            (
                "See [`Pfn`](crate::mypay::Pfn). (『交易查詢』欄位.)",
                "See `Pfn`. (『交易查詢』欄位.)",
            ),
            ("See [`Error`]. After", "See `Error`. After"),
            ("[`Client::pay`]s, or [`Pay::ok`](crate::Pay::ok)", "`pay`s, or `ok`"),
            ("**Look at `refunded`**: without it", "Look at `refunded`: without it"),
            (
                "like `[\"013\"]` or [a page](https://x.test)",
                "like `[\"013\"]` or a page",
            ),
            ("2 * 3 [icash] `open", "2 * 3 [icash] `open"),
        ] {
            assert_eq!(plain(doc), expected);
        }
    }

    #[test]
    fn paragraphs_lists_and_sections_stay() {
        assert_eq!(
            plain(NOTIFICATION),
            "Reads a notification from the form data as received (`application/x-www-form-urlencoded`).

Anyone can post one. In this order:

1. Look it up, and `verify` against what you kept.
2. Answer `NOTIFICATION_ANSWER` once it is stored.

Errors:
`malformed` if it is not form data."
        );
        let (body, errors) = split_errors(NOTIFICATION);
        assert!(body.ends_with("once it is stored."));
        assert_eq!(errors, Some("`malformed` if it is **not** form data."));
        assert_eq!(split_errors("One."), ("One.", None));
        assert_eq!(summary("One,\ntwo.\n\nThree."), "One,\ntwo.");
    }

    #[test]
    fn a_language_may_spell_names_its_own_way() {
        let word = |name: Name<'_>| match name.target {
            Some(target) if target.starts_with("Client::") => crate::case::camel(name.text),
            _ => name.text.to_owned(),
        };
        let doc = "After `Unknown`, [`cancel_top_up`](Client::cancel_top_up).";
        assert_eq!(plain_with(doc, word), "After Unknown, cancelTopUp.");
    }

    #[test]
    fn lines_are_wrapped() {
        let text = "1. Look it up first.\n\nA word-that-is-too-long here";
        let expected = ["1. Look it", "   up first.", "", "A", "word-that-is-too-long", "here"];
        assert_eq!(wrap(text, 12), expected);
        assert_eq!(
            wrap("付款成功 done", 12),
            ["付款成功", "done"],
            "a Chinese character is two columns"
        );
        assert_eq!(
            comment("One two.\n\nThree.", " * ", 8),
            " * One\n * two.\n *\n * Three.\n"
        );
    }
}
