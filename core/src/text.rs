//! Texts that leave the program by an error or a log: one line each, and without what must not be told.

use crate::barcode;
use crate::encoding::{encode_base64, hex};
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;
use zeroize::Zeroizing;

/// What stands where a secret was.
pub(crate) const REDACTED: &str = "[redacted]";

/// Less than this, in bytes, is nobody's barcode, and taking it out would tear words apart.
const SHORTEST_SECRET: usize = 6;

/// So many letters and digits in a row of a secret are found through whatever stands between them.
const LONG_SECRET: usize = 8;

/// Of a secret, so many characters are looked for: a PEM key has fewer, and a longer value is refused before it is sent,
/// so that no host can quote it.
const LONGEST_SECRET: usize = 8192;

/// No field that a provider's documents name has a longer name.
const LONGEST_NAME: usize = 30;

/// Letters and digits in a row, in bytes, that are a code of their own within a longer one.
const SHORTEST_CODE_INSIDE: usize = 12;

/// How often a quoted text may have been encoded once more: a form in JSON in a form.
const DEEPEST_QUOTE: usize = 3;

/// Letters and a symbol, by their category, that a font shows as nothing: fillers of Hangul, and Braille's blank. The
/// standard library counts them as printable.
const FILLERS: [char; 5] = ['\u{115f}', '\u{1160}', '\u{2800}', '\u{3164}', '\u{ffa0}'];

/// Whether a character shows as itself and moves nothing around it: no control character, no direction mark, no
/// separator of lines, nothing unassigned or invisible.
pub(crate) fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let is_line_separator = matches!(c, '\u{2028}' | '\u{2029}');
    let is_space = c.is_whitespace() && !c.is_control() && !is_line_separator;
    // The standard library's table of what has no face of its own.
    is_space || c.escape_debug().len() == 1 && !FILLERS.contains(&c)
}

/// The same text with control characters, direction marks and whatever else has no face of its own written out, such as
/// `\n` and `\u{202e}`: text from outside could forge a line of a log with it. A backslash stays as it is, so doing it twice changes nothing.
///
/// Every text of an [`Error`](crate::Error) went through it; this is for texts that are made beside it, such as a
/// binding's own.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_printable(c) {
            true => out.push(c),
            false if FILLERS.contains(&c) => out.extend(c.escape_unicode()),
            false => out.extend(c.escape_debug()),
        }
    }
    out
}

/// Whether a name that nobody knows looks like one of a field, an operation or a setting, such as `PlatformID` or
/// `store_uid`, so that an error may quote it: at most 30 ASCII letters and `_` with at most two digits at the end, a
/// small letter among them, and none alone but near the ends. Up to five letters and digits are always one.
///
/// Whatever looks otherwise may be a customer's code or a key in the wrong place.
pub fn may_be_a_name(name: &str) -> bool {
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if name.len() < SHORTEST_SECRET {
        return is_plain(name);
    }
    let words = name.trim_end_matches(|c: char| c.is_ascii_digit());
    // Letters of keys are large and small at random; in names, one is alone only in `Tx` and `No`, at either end.
    let small: Vec<&str> = words
        .split(|c: char| !c.is_ascii_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let between = small.get(1..small.len().saturating_sub(1)).unwrap_or_default();
    name.len() <= LONGEST_NAME
        && name.len() - words.len() <= 2
        && words.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && words.contains(|c: char| c.is_ascii_lowercase())
        && between.iter().all(|word| word.len() > 1)
}

/// A name that nobody knows, as an error quotes it.
pub(crate) fn shown_name(name: &str) -> &str {
    if may_be_a_name(name) { name } else { REDACTED }
}

/// Texts that none may hold: what is looked for of each is made once, when it is first needed.
///
/// A host quotes what it was sent in its own way, so these count as the secret too: other letter case, full width,
/// with or without spaces, hyphens and control characters, percent-encoded, escaped as in JSON or HTML, digits as a
/// number, and of a secret that is long enough, a part, with anything but letters and digits in between, base64 and
/// hexadecimal. All are looked for at once: what is cut out for one must not leave half of another.
pub(crate) struct Secrets<'a> {
    texts: Vec<&'a str>,
    as_written: OnceCell<Vec<Vec<char>>>,
    letters: OnceCell<Letters>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let long = secrets
            .into_iter()
            .filter(|secret| secret.trim().len() >= SHORTEST_SECRET);
        Secrets {
            texts: long.map(beginning).collect(),
            as_written: OnceCell::new(),
            letters: OnceCell::new(),
        }
    }

    /// `text` without the secrets, or nothing if none is in there.
    pub(crate) fn cut_from(&self, text: &str) -> Option<String> {
        if text.len() < SHORTEST_SECRET || self.texts.is_empty() {
            return None;
        }
        let mut places = Vec::new();
        let mut units: Vec<Unit> = text
            .char_indices()
            .map(|(start, c)| Unit {
                c,
                place: start..start + c.len_utf8(),
            })
            .collect();
        for _ in 0..=DEEPEST_QUOTE {
            let shown: Vec<Shown> = units
                .iter()
                .filter_map(|unit| Some((folded(unit.c)?, &unit.place)))
                .collect();
            self.find(&shown, &mut places);
            let decoded = decoded(&units);
            if decoded.len() == units.len() {
                break;
            }
            units = decoded;
        }
        (!places.is_empty()).then(|| cut(text, places))
    }

    /// Where they are in a text that is shown as these characters.
    fn find(&self, shown: &[Shown], places: &mut Vec<Range<usize>>) {
        let as_written = self.as_written.get_or_init(|| as_written(&self.texts));
        as_written.iter().for_each(|needle| find(needle, shown, places));
        // Most texts say no more than 成功, which holds no part of a long one.
        let letters: Vec<Shown> = shown.iter().filter(|(c, _)| c.is_alphanumeric()).copied().collect();
        if letters.len() < LONG_SECRET {
            return;
        }
        let needles = self.letters.get_or_init(|| Letters::of(&self.texts));
        needles.whole.iter().for_each(|needle| find(needle, &letters, places));
        places.extend(letters.windows(LONG_SECRET).filter_map(|window| {
            let part: [char; LONG_SECRET] = std::array::from_fn(|at| window[at].0);
            needles.parts.contains(&part).then(|| place(window)).flatten()
        }));
    }
}

/// A character as it is compared, and where it was written.
type Shown<'a> = (char, &'a Range<usize>);

fn place(window: &[Shown]) -> Option<Range<usize>> {
    Some(window.first()?.1.start..window.last()?.1.end)
}

fn find(needle: &[char], shown: &[Shown], places: &mut Vec<Range<usize>>) {
    let same = |window: &&[Shown]| window.iter().map(|(c, _)| c).eq(needle);
    places.extend(shown.windows(needle.len()).filter(same).filter_map(place));
}

/// As much of a secret as is looked for.
fn beginning(secret: &str) -> &str {
    let end = secret.char_indices().nth(LONGEST_SECRET).map(|(end, _)| end);
    &secret[..end.unwrap_or(secret.len())]
}

fn as_written(secrets: &[&str]) -> Vec<Vec<char>> {
    let forms = secrets.iter().flat_map(|secret| forms(secret));
    let compared = forms.map(|form| form.chars().filter_map(folded).collect::<Vec<char>>());
    compared
        .filter(|form| form.iter().map(|c| c.len_utf8()).sum::<usize>() >= SHORTEST_SECRET)
        .collect()
}

/// Letters and digits alone, of at least [`LONG_SECRET`].
#[derive(Default)]
struct Letters {
    whole: Vec<Vec<char>>,
    /// All that is [`LONG_SECRET`] letters and digits of those in a row: hosts cut texts, and put the halves into two
    /// members. One without a digit may be words.
    parts: HashSet<[char; LONG_SECRET]>,
}

impl Letters {
    fn of(secrets: &[&str]) -> Self {
        let mut found = Letters::default();
        for form in secrets.iter().flat_map(|secret| forms(secret)) {
            let trimmed = form.trim();
            found.add(trimmed);
            for encoded in [encode_base64(trimmed.as_bytes()), hex(trimmed.as_bytes())].map(Zeroizing::new) {
                found.add(&encoded);
            }
        }
        found
    }

    fn add(&mut self, text: &str) {
        let letters = text.chars().filter_map(folded).filter(|c| c.is_alphanumeric());
        let letters: Vec<char> = letters.collect();
        if letters.len() >= LONG_SECRET {
            let parts = letters.windows(LONG_SECRET).filter_map(|part| part.try_into().ok());
            self.parts
                .extend(parts.filter(|part: &[char; LONG_SECRET]| part.iter().any(char::is_ascii_digit)));
            self.whole.push(letters);
        }
    }
}

/// The secret itself; what it is without what a scanner added, and without what else may be around a code, such as
/// the asterisks of Code 39 or an address; and of digits what is left when they were read as a number.
fn forms(secret: &str) -> Vec<String> {
    let digits = barcode::bare(secret);
    let mut forms = vec![secret.to_owned(), digits.to_owned()];
    let is_code = |run: &&str| run.len() >= SHORTEST_CODE_INSIDE && run.contains(|c: char| c.is_ascii_digit());
    let runs = digits.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_code);
    // Scanned twice, too.
    forms.extend(runs.flat_map(|run| match run.split_at(run.len() / 2) {
        (first, second) if first == second => [run.to_owned(), first.to_owned()],
        _ => [run.to_owned(), String::new()],
    }));
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        forms.push(digits.trim_start_matches('0').to_owned());
        // More than JSON's integers hold, so that a program shows it as 2.8171234567890123e20.
        if digits.parse::<u64>().is_err()
            && let Some(number) = digits.parse().ok().and_then(serde_json::Number::from_f64)
        {
            forms.push(number.to_string());
        }
    }
    forms
}

/// A character as it is compared; nothing for what hosts and people add and drop between the others, where `+` is a
/// form's space.
fn folded(c: char) -> Option<char> {
    if c.is_ascii() {
        let is_left_out = matches!(c, ' ' | '+' | '-') || c.is_ascii_control();
        return (!is_left_out).then(|| c.to_ascii_lowercase());
    }
    let c = match u32::from(c) {
        // Full width, as the printers of invoices write.
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0)?,
        _ => c,
    };
    let is_left_out = c.is_whitespace() || matches!(c, '+' | '-') || !is_printable(c);
    (!is_left_out).then(|| c.to_lowercase().next().unwrap_or(c))
}

/// One character of a text, and where it was written.
struct Unit {
    c: char,
    place: Range<usize>,
}

/// The text with these places cut out.
fn cut(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.sort_by_key(|place| place.start);
    let (mut out, mut done) = (String::new(), 0);
    for place in places {
        if place.start > done || done == 0 {
            out.push_str(&text[done..place.start]);
            out.push_str(REDACTED);
        }
        done = done.max(place.end);
    }
    out + &text[done..]
}

/// Undoes one layer of percent-encoding, of JSON's escapes and of HTML's.
fn decoded(units: &[Unit]) -> Vec<Unit> {
    let (mut out, mut at) = (Vec::with_capacity(units.len()), 0);
    while let Some(unit) = units.get(at) {
        let rest = &units[at..];
        let read = match unit.c {
            '%' => percent(rest),
            '\\' => escape(rest),
            '&' => entity(rest),
            _ => None,
        };
        let (c, length) = read.unwrap_or((unit.c, 1));
        let end = rest[length - 1].place.end;
        out.push(Unit {
            c,
            place: unit.place.start..end,
        });
        at += length;
    }
    out
}

/// `%E8%A6%8B`, a character of up to four bytes, and how many characters that took.
fn percent(units: &[Unit]) -> Option<(char, usize)> {
    let mut bytes = Vec::new();
    for encoded in units.chunks(3).take(4) {
        if encoded[0].c != '%' {
            break;
        }
        bytes.push(u8::try_from(number(encoded.get(1..3)?, 16)?).ok()?);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            return Some((text.chars().next()?, 3 * bytes.len()));
        }
    }
    None
}

/// `\/`, `\n`, `\u898b`, a pair of those, or Rust's `\u{898b}`.
fn escape(units: &[Unit]) -> Option<(char, usize)> {
    let c = match units.get(1)?.c {
        c @ ('"' | '\'' | '\\' | '/') => c,
        // Left out when compared, whichever it is.
        'n' | 'r' | 't' | 'b' | 'f' | '0' => '\0',
        'x' => return Some((char::from_u32(number(units.get(2..4)?, 16)?)?, 4)),
        'u' if units.get(2)?.c == '{' => {
            let digits = units[3..].iter().take(7).position(|unit| unit.c == '}')?;
            return Some((char::from_u32(number(&units[3..3 + digits], 16)?)?, digits + 4));
        }
        'u' => return utf16(units),
        _ => return None,
    };
    Some((c, 2))
}

/// `\u898b`, or two that are one character together.
fn utf16(units: &[Unit]) -> Option<(char, usize)> {
    let half = |at: usize| u16::try_from(number(units.get(at..at + 4)?, 16)?).ok();
    let first = half(2)?;
    let starts_another = |at: usize| units.get(at).is_some_and(|unit| unit.c == '\\');
    let second = starts_another(6).then(|| half(8)).flatten();
    let pair = [first, second.unwrap_or_default()];
    let c = char::decode_utf16(pair).next()?.ok()?;
    Some((c, 6 * c.len_utf16()))
}

/// `&amp;`, `&#65;` or `&#x41;`.
fn entity(units: &[Unit]) -> Option<(char, usize)> {
    let length = units.iter().take(10).position(|unit| unit.c == ';')?;
    let name: String = units[1..length].iter().map(|unit| unit.c).collect();
    let c = match name.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        name => {
            let hexadecimal = name.starts_with("#x") || name.starts_with("#X");
            let digits = if hexadecimal {
                &units[3..length]
            } else {
                units.get(2..length)?
            };
            char::from_u32(number(digits, if hexadecimal { 16 } else { 10 }).filter(|_| name.starts_with('#'))?)?
        }
    };
    Some((c, length + 1))
}

fn number(digits: &[Unit], radix: u32) -> Option<u32> {
    let add = |number: u32, unit: &Unit| number.checked_mul(radix)?.checked_add(unit.c.to_digit(radix)?);
    (!digits.is_empty()).then(|| digits.iter().try_fold(0, add)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without<S: AsRef<str>>(text: &str, secrets: impl AsRef<[S]>) -> Option<String> {
        Secrets::new(secrets.as_ref().iter().map(AsRef::as_ref)).cut_from(text)
    }

    #[test]
    fn what_could_forge_a_line_is_written_out_once() {
        for (text, shown) in [
            ("付款完成 100% \\ \"x\" 'y'", "付款完成 100% \\ \"x\" 'y'"),
            ("full\u{3000}width\u{a0}space", "full\u{3000}width\u{a0}space"),
            ("a\r\n2026 INFO released", "a\\r\\n2026 INFO released"),
            (
                "\0\t\x1b[2J\x1d\x7f\u{85}\u{9b}",
                "\\0\\t\\u{1b}[2J\\u{1d}\\u{7f}\\u{85}\\u{9b}",
            ),
            (
                "\u{2028}\u{2029}\u{202e}\u{2066}\u{200f}",
                "\\u{2028}\\u{2029}\\u{202e}\\u{2066}\\u{200f}",
            ),
            ("\u{feff}\u{200b}\u{e0041}", "\\u{feff}\\u{200b}\\u{e0041}"),
        ] {
            assert_eq!(printable(text), shown);
            assert_eq!(printable(&printable(text)), shown);
            assert_eq!(text.chars().all(is_printable), text == shown, "{text:?}");
        }
    }

    #[test]
    fn nothing_that_cannot_be_seen_is_printable() {
        // Unicode's Default_Ignorable_Code_Point, and what else shows as nothing.
        let ignorable = [
            '\u{ad}'..='\u{ad}',
            '\u{34f}'..='\u{34f}',
            '\u{61c}'..='\u{61c}',
            '\u{115f}'..='\u{1160}',
            '\u{17b4}'..='\u{17b5}',
            '\u{180b}'..='\u{180f}',
            '\u{200b}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{2060}'..='\u{206f}',
            '\u{2800}'..='\u{2800}',
            '\u{3164}'..='\u{3164}',
            '\u{fe00}'..='\u{fe0f}',
            '\u{feff}'..='\u{feff}',
            '\u{ffa0}'..='\u{ffa0}',
            '\u{fff0}'..='\u{fffb}',
            '\u{1bca0}'..='\u{1bca3}',
            '\u{1d173}'..='\u{1d17a}',
            '\u{e0000}'..='\u{e0fff}',
        ];
        for c in ignorable.into_iter().flatten() {
            assert!(!is_printable(c), "U+{:04X}", u32::from(c));
            let shown = printable(&c.to_string());
            assert!(shown.starts_with("\\u{") && shown.is_ascii(), "{shown}");
        }
    }

    #[test]
    fn a_name_is_quoted_only_if_it_looks_like_one() {
        for name in [
            "PlatformID",
            "MerchantID",
            "store_uid",
            "OPRefundSeq",
            "ExceptAmt1",
            "echo_0",
            "TxAmt",
            "TxAmount",
            "ItemNo",
            "MerchantTradeNo",
            "aes_kye",
            "x1",
            "later_version_field",
            "",
        ] {
            assert!(may_be_a_name(name), "{name}");
        }
        for name in [
            "IC0123456789ABCDEF",
            "281234567890123456",
            "/ABC.123",
            "AB12345678901234",
            "9f86d081884c7d659a2feaa0c55ad015",
            "wQ7fKp2LxR9tVb3N",
            "wQsfKpaLxRdtVbhN",
            "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
            "5uQKBW8p1w==",
            "ABCDEFGHIJKLMNOP",
            "hunter2hunter2",
            "a name",
            "見晴",
            "a_name_that_is_longer_than_any_of_ours",
        ] {
            assert!(!may_be_a_name(name), "{name}");
        }
    }

    #[test]
    fn a_secret_is_found_in_every_form_that_a_host_may_give_it() {
        const CODE: &str = "IC01/23 見456+BCDEF";
        for quoted in [
            CODE,
            "ic01/23 見456+bcdef",
            "IC01/23\t見456 BCDEF\r\n",
            "IC01/23見456BCDEF",
            "IC01-/23見4-56BC-DEF",
            "ＩＣ０１／２３見４５６＋ＢＣＤＥＦ",
            "IC01%2F23+%E8%A6%8B456%2BBCDEF",
            "%49%43%30%31%2f%32%33%20%e8%a6%8b%34%35%36%2b%42%43%44%45%46",
            "IC01%252F23%2B%25E8%25A6%258B456%252BBCDEF",
            "IC01\\/23 \\u898b456+BCDEF",
            "\\u0049C01\\/23 \\u{898b}456+BCDEF",
            "\\\\u0049C01\\\\/23 \\\\u898b456+BCDEF",
            "IC01&#47;23&nbsp;&#x898b;456&#43;BCDEF",
            "IC01/23\\n 見456\\u{202e}+BCDEF",
            "%5Cu0049C01%5C%2F23+%5Cu898b456%2BBCDEF",
            "I.C,0/1_2|3見4:5*6~BC\"DEF",
            "ic01 ... 23見45 ... 6bc。def",
            "Ｉ・Ｃ01/23見456+ＢＣＤＥＦ",
            "SUMwMS8yMyDopos0NTYrQkNERUY=",
            "SUMwMS8yMyDopos0NTYrQkNERUY",
            "494330312f323320e8a68b3435362b4243444546",
            "49 43 30 31 2F 32 33 20 E8 A6 8B 34 35 36 2B 42 43 44 45 46",
        ] {
            let text = format!("code {quoted} 無效 {quoted}.");
            let clean = without(&text, [CODE]).unwrap();
            assert!(clean.starts_with("code [redacted]"), "{quoted}: {clean}");
            assert!(
                clean.contains("無效 [redacted]") && clean.ends_with('.'),
                "{quoted}: {clean}"
            );
            assert_eq!(without(&clean, [CODE]), None, "{clean}");
        }
        // Cut, or in two halves.
        for (part, shown) in [
            ("IC0123456789ABCDE", "code [redacted]"),
            ("0123456789ABCDEF", "code [redacted]"),
            ("…456789ABCDEFGH", "code …[redacted]GH"),
            ("IC0123456", "code [redacted]"),
            ("89ABCDEF", "code [redacted]"),
        ] {
            let clean = without(&format!("code {part}"), ["IC0123456789ABCDEF"]);
            assert_eq!(clean.as_deref(), Some(shown), "{part}");
        }
        // Words that a code has as well are no part of it.
        assert_eq!(without("no thread could be started", ["ICNOTHREAD0000001"]), None);
        // What two secrets have in common is cut out with all of both.
        let both = without("a 1234567890123456 b", ["IC0123456789ABCDEF", "1234567890123456"]);
        assert_eq!(both.as_deref(), Some("a [redacted] b"));
        // What else is around a code is no part of it.
        const BARCODE: &str = "IC0123456789ABCDEF";
        for around in [
            "]C1IC0123456789ABCDEF\r",
            "*IC0123456789ABCDEF*",
            "IC0123456789ABCDEFIC0123456789ABCDEF",
            "IC0123456789ABCDEF,36",
            "https://pay.example/?code=IC0123456789ABCDEF",
        ] {
            let clean = without("code IC0123456789ABCDEF no", [around]);
            assert!(clean.unwrap_or_default().ends_with("[redacted] no"), "{around}");
            assert!(
                !without(around, [BARCODE]).unwrap_or_default().contains(BARCODE),
                "{around}"
            );
        }
        // What the scanner added is no part of it, on either side.
        let scanned = format!(" {CODE}\r\n");
        assert_eq!(
            without(&format!("<{CODE}>"), [&scanned]).as_deref(),
            Some("<[redacted]>")
        );
    }

    #[test]
    fn what_is_far_too_long_for_a_secret_is_found_by_its_beginning() {
        let long = "9f86d081884c7d65".repeat(1_000_000);
        let quoted = format!("bad code {}", &long[..200]);
        assert_eq!(without(&quoted, [&long]).as_deref(), Some("bad code [redacted]"));
    }

    #[test]
    fn digits_are_found_as_the_number_that_they_make() {
        assert_eq!(without("28171234!", ["0028171234"]).as_deref(), Some("[redacted]!"));
        let long = "281712345678901234567";
        let read: serde_json::Value = serde_json::from_str(long).unwrap();
        assert_eq!(without(&format!("<{read}>"), [long]).as_deref(), Some("<[redacted]>"));
    }

    #[test]
    fn nothing_else_is_taken_out() {
        assert_eq!(
            without("code 100 refused", ["refuse d"]),
            Some("code 100 [redacted]".to_owned())
        );
        for (text, secret) in [
            ("code 100 refused", "code 1"),
            ("code 100 refused", "code1000"),
            ("code 100 refused", "      "),
            ("code 100 refused", "++++++++"),
            ("", "IC0123456789"),
            ("%", "IC0123456789"),
            // Too short to be found through marks.
            ("1.234,567", "1234567"),
            ("100%4", "IC0123456789"),
            ("\\", "IC0123456789"),
            ("\\u12 \\u{1 \\ud800 &# &#x; &;", "IC0123456789"),
        ] {
            assert_eq!(without(text, [secret]), None, "{text} {secret}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC*[%&\\\\u{}#;0-9a-f]*\\PC*", secret in "\\PC{0,9}") {
            let _ = without(&text, [&secret]);
        }
    }
}
