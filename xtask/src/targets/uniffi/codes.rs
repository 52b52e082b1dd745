//! Enums: over the vendor's codes, with a variant that keeps an unknown code; and those with a stable text form.

use super::words::{comment, comment_in, own_name};
use crate::case;
use crate::model::{Answer, CodeEnum, Provider, Question, TextEnum};

/// An enum over a vendor's codes, its methods, and the function that makes one of a code.
pub(super) fn code_enum(provider: &Provider, codes: &CodeEnum) -> String {
    let (own, core) = (
        own_name(provider, &codes.name),
        format!("{}::{}", provider.name, codes.name),
    );
    let variants: String = codes
        .variants
        .iter()
        .map(|variant| format!("{}{},\n", comment_in(provider, &variant.doc), variant.name))
        .collect();
    let each = |line: &dyn Fn(&str) -> String| -> String {
        codes.variants.iter().map(|variant| line(&variant.name)).collect()
    };
    let questions: String = codes
        .questions
        .iter()
        .map(|found| question(provider, codes, found))
        .collect();
    let function = from_code(provider, codes);
    format!(
        "
{doc}#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Display)]
pub enum {own} {{
{variants}/// A code that this version does not know.
Unknown {{
/// The code as it came.
code: String,
}},
}}

/// What `code` means; a code that this version does not know is kept.
#[uniffi::export]
pub fn {function}(code: String) -> {own} {{
match {core}::from_code(&code) {{
{from_core}{core}::Unknown => {own}::Unknown {{ code }},
}}
}}

#[uniffi::export]
impl {own} {{
/// The vendor's code; of an unknown one, as it came.
pub fn code(&self) -> String {{
match self {{
{own}::Unknown {{ code }} => code.clone(),
known => known.core().code().unwrap_or_default().to_owned(),
}}
}}

/// The code as a number, where the document gives it one.
pub fn number(&self) -> Option<i32> {{
self.core().number()
}}

/// The meaning in Chinese, as the document has it; of an unknown one, 未知.
pub fn chinese(&self) -> String {{
self.core().chinese().to_owned()
}}

/// The meaning in English; of an unknown one, `unknown`.
pub fn english(&self) -> String {{
self.core().english().to_owned()
}}
{questions}}}

impl {own} {{
fn core(&self) -> {core} {{
match self {{
{to_core}{own}::Unknown {{ .. }} => {core}::Unknown,
}}
}}
}}

impl fmt::Display for {own} {{
fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
f.write_str(&self.code())
}}
}}
",
        doc = comment_in(provider, &codes.doc),
        from_core = each(&|name| format!("{core}::{name} => {own}::{name},\n")),
        to_core = each(&|name| format!("{own}::{name} => {core}::{name},\n")),
    )
}

/// The function that makes one of a code.
fn from_code(provider: &Provider, codes: &CodeEnum) -> String {
    case::snake(&format!("{}FromCode", own_name(provider, &codes.name)))
}

fn question(provider: &Provider, codes: &CodeEnum, question: &Question) -> String {
    // `class` is a keyword of Kotlin, Java and Swift.
    let name = match question.name.as_str() {
        "class" => "prc_class",
        name => name,
    };
    let (returns, convert) = match &question.returns {
        Answer::Flag => ("bool".to_owned(), String::new()),
        Answer::Meaning(meaning) => (own_name(provider, meaning), ".into()".to_owned()),
        Answer::Codes => (
            format!("Vec<{}>", own_name(provider, &codes.name)),
            format!(
                ".iter().filter_map(|code| code.code()).map(|code| {}(code.to_owned())).collect()",
                from_code(provider, codes)
            ),
        ),
    };
    format!(
        "\n{}pub fn {name}(&self) -> {returns} {{\nself.core().{}(){convert}\n}}\n",
        comment_in(provider, &question.doc),
        question.name
    )
}

/// An enum of core that has a stable text form, which is what its text form here is too.
pub(super) fn text_enum(values: &TextEnum, own: &str, core: &str) -> String {
    let variants: String = values
        .variants
        .iter()
        .map(|variant| format!("{}{},\n", comment(&variant.doc), variant.name))
        .collect();
    let from_core: String = values
        .variants
        .iter()
        .map(|variant| format!("{core}::{0} => {own}::{0},\n", variant.name))
        .collect();
    let to_core: String = values
        .variants
        .iter()
        .map(|variant| format!("{own}::{0} => {core}::{0},\n", variant.name))
        .collect();
    format!(
        "
{doc}#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Display)]
pub enum {own} {{
{variants}}}

impl From<{core}> for {own} {{
fn from(value: {core}) -> Self {{
match value {{
{from_core}}}
}}
}}

impl From<{own}> for {core} {{
fn from(value: {own}) -> Self {{
match value {{
{to_core}}}
}}
}}

impl fmt::Display for {own} {{
/// The stable text form.
fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
f.write_str({core}::from(*self).as_str())
}}
}}
",
        doc = comment(&values.doc),
    )
}
