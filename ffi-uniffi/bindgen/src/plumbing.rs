//! Parts uniffi's Kotlin into what callers use and the plumbing under it, which gets a package of its own: there it is
//! `internal` to Kotlin, and in the way of nobody who imports `tw.twpos.*` in Java. JNA finds classes in any package.

use crate::edit::{every, once, same};

/// The names of plumbing begin so, or hold this.
const PLUMBING: [&str; 11] = [
    "FfiConverter",
    "Uniffi",
    "uniffi",
    "UNIFFI_",
    "IDX_CALLBACK",
    "RustBuffer",
    "ForeignBytes",
    "InternalException",
    "Disposable",
    "LogListenerImpl",
    "findLibraryName",
];
/// And two whose names say less.
const NAMES: [&str; 2] = [" NoHandle", " T.use"];
const KEYWORDS: [&str; 5] = ["class", "interface", "object", "fun", "val"];

const PACKAGE: &str = "package tw.twpos\n";

/// A declaration with what stands above it.
#[derive(Default)]
struct Item {
    /// Comments and annotations, in whole lines.
    above: String,
    /// Empty at the end of the file.
    text: String,
}

/// What callers use, and the plumbing.
pub(crate) fn split(text: &str) -> Result<(String, String), String> {
    let (header, rest) = text.split_once(PACKAGE).ok_or("uniffi wrote another package")?;
    let (first, _) = header.split_once('\n').ok_or("no header")?;
    let at = rest.rfind("\nimport ").ok_or("uniffi imports nothing")? + 1;
    let at = at + rest[at..].find('\n').ok_or("uniffi imports nothing")? + 1;
    let imports: Vec<&str> = rest[..at].lines().filter(|line| line.starts_with("import ")).collect();

    let mut public = format!(
        "{header}{PACKAGE}\nimport tw.twpos.internal.*\nimport java.util.concurrent.atomic.AtomicBoolean\nimport \
         java.util.concurrent.atomic.AtomicLong\n\n"
    );
    let mut plumbing = format!(
        "{first}\n@file:Suppress(\"NAME_SHADOWING\", \"unused\")\n\npackage tw.twpos.internal\n\nimport tw.twpos.*\n{}\n",
        imports.join("\n")
    );
    let mut moved = 0;
    for item in items(&rest[at..]) {
        match is_plumbing(&item.text) {
            true => {
                moved += 1;
                plumbing.push_str(&item.above);
                plumbing.push_str(&internal(&item.text));
            }
            false => {
                public.push_str(&item.above);
                public.push_str(&item.text);
            }
        }
    }
    same("a converter", moved.min(100), 100)?;
    Ok((closed(&public)?, plumbing))
}

/// What a class of callers has of the plumbing, they cannot call.
fn closed(text: &str) -> Result<String, String> {
    let text = every(
        text,
        "    constructor(withHandle: ",
        "    internal constructor(withHandle: ",
    )?;
    let text = every(
        &text,
        "    constructor(noHandle: ",
        "    internal constructor(noHandle: ",
    )?;
    let text = every(&text, "    protected val handle: ", "    private val handle: ")?;
    let text = every(&text, "    protected val cleanable: ", "    private val cleanable: ")?;
    let text = every(
        &text,
        "    fun uniffiCloneHandle(): ",
        "    @JvmSynthetic\n    internal fun uniffiCloneHandle(): ",
    )?;
    once(
        &text,
        "    companion object ErrorHandler",
        "    internal companion object ErrorHandler",
    )
}

/// The declarations at the margin, in their order.
fn items(text: &str) -> Vec<Item> {
    let (mut items, mut item, mut state) = (Vec::new(), Item::default(), State::default());
    for line in text.split_inclusive('\n') {
        let outside = state.depth == 0 && !state.in_comment;
        let code = state.read(line);
        let start = line.trim_start();
        let declares = is_declaration(&code);
        if outside
            && !item.text.is_empty()
            && (declares || ["/**", "//", "@"].iter().any(|mark| start.starts_with(mark)))
        {
            items.push(std::mem::take(&mut item));
        }
        match item.text.is_empty() && !declares {
            true => item.above.push_str(line),
            false => item.text.push_str(line),
        }
    }
    items.push(item);
    items
}

fn is_declaration(code: &str) -> bool {
    let mut words = code.split(|c: char| !(c.is_alphanumeric() || "_@.`".contains(c)));
    words.any(|word| KEYWORDS.contains(&word))
}

/// By its name: what comes before its types and its body.
fn is_plumbing(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let line = match (line.split_once("fun<"), line.split_once("fun <")) {
        // Parameters of a type are no name.
        (Some((before, after)), _) | (None, Some((before, after))) => {
            format!(
                "{before}fun {}",
                after.split_once('>').map_or("", |(_, name)| name.trim_start())
            )
        }
        (None, None) => line.to_owned(),
    };
    let head = line.split(['(', '{', '=', ':']).next().unwrap_or_default();
    let named = |name: &&str| head.contains(*name);
    PLUMBING.iter().any(&named) || NAMES.iter().any(named)
}

/// Seen by the package's own Kotlin alone.
fn internal(text: &str) -> String {
    let bare = ["public ", "private ", "internal "]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    format!("internal {}", bare.unwrap_or(text))
}

/// Where a line of Kotlin begins.
#[derive(Default)]
struct State {
    /// Inside so many brackets.
    depth: usize,
    in_comment: bool,
}

impl State {
    /// Goes over a line, and gives what of it is neither comment nor text.
    fn read(&mut self, line: &str) -> String {
        let (mut code, mut rest) = (String::new(), line);
        while let Some(c) = rest.chars().next() {
            let skipped = match c {
                _ if self.in_comment => {
                    let end = rest.find("*/").map(|end| end + 2);
                    self.in_comment = end.is_none();
                    end.unwrap_or(rest.len())
                }
                '/' if rest.starts_with("/*") => {
                    self.in_comment = true;
                    2
                }
                '/' if rest.starts_with("//") => rest.len(),
                '"' | '\'' => quoted(rest, c),
                '{' | '(' | '[' => {
                    self.depth += 1;
                    0
                }
                '}' | ')' | ']' => {
                    self.depth = self.depth.saturating_sub(1);
                    0
                }
                _ => 0,
            };
            if skipped == 0 {
                code.push(c);
            }
            rest = &rest[skipped.max(c.len_utf8())..];
        }
        code
    }
}

/// How long a text or a character is that `rest` begins with.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |(end, _)| end + 1)
}
