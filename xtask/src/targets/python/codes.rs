//! `_codes.py`, `_codes.pyi`: enums over the vendors' codes; `_kinds.py`: those of errors.

use super::text;
use crate::case;
use crate::model::{Answer, CodeEnum, CodeVariant, Model, Provider, Question, TextEnum};

/// The codes of one provider.
pub(super) fn module(provider: &Provider) -> String {
    let asks = provider.codes.iter().any(|codes| !codes.questions.is_empty());
    let native = if asks { "from .. import _native\n" } else { "" };
    let bases = if provider.meanings.is_empty() {
        "Code, made"
    } else {
        "Code, Text, made"
    };
    let imports = format!("{native}from .._code import {bases}\n");
    let mut out = text::head(&module_doc(provider), &imports);
    out.push_str(&all(provider));
    out.push_str(GETATTR);
    let module = format!("twpos.{}", provider.name);
    for meaning in &provider.meanings {
        out.push_str(&maker(&meaning.name, &text_enum(meaning, &module, WITHIN)));
    }
    for codes in &provider.codes {
        out.push_str(&maker(&codes.name, &code_enum(codes, &module)));
    }
    out
}

/// To make a class for each list of the vendor's takes longer than to import all the rest, and a till needs few.
const GETATTR: &str = "

def __getattr__(name):
    return made(globals(), name)
";

/// The function that makes a class, which is written with `WITHIN`.
fn maker(name: &str, class: &str) -> String {
    format!("\n\ndef _{name}():\n{class}\n    return {name}\n")
}

/// The margin of a class within its function.
const WITHIN: usize = 4;

/// The stub of the same.
pub(super) fn stub(provider: &Provider) -> String {
    let bases = if provider.meanings.is_empty() {
        "Code"
    } else {
        "Code, Text"
    };
    let mut out = text::head(&module_doc(provider), &format!("from .._code import {bases}\n"));
    out.push_str(&all(provider));
    provider
        .meanings
        .iter()
        .for_each(|meaning| out.push_str(&text_enum_stub(meaning)));
    for codes in &provider.codes {
        out.push_str(&format!(
            "\nclass {}(Code):\n{}\n",
            codes.name,
            text::docstring(&codes.doc, 4)
        ));
        for variant in &codes.variants {
            out.push_str(&text_member(&variant.name, &variant.codes[0], &variant.doc, 4));
        }
        out.push_str(&text_member("Unknown", "unknown", UNKNOWN, 4));
        for question in &codes.questions {
            out.push_str(&format!(
                "    @property\n    def {}(self) -> {}:\n{}",
                text::name(&question.name),
                annotation(codes, question),
                text::docstring(&question.doc, 8)
            ));
        }
    }
    out
}

/// `ErrorKind` and `Outcome`.
pub(super) fn kinds(model: &Model) -> String {
    let mut out = text::head(KINDS, "from ._code import Text\n");
    for kinds in [&model.error_kind, &model.outcome] {
        out.push_str("\n\n");
        out.push_str(&text_enum(kinds, "twpos", 0));
    }
    out
}

const KINDS: &str = "Why a call failed, and what that means for the customer's money.";
const UNKNOWN: &str = "A code that this version does not know; the message still holds its text.";

/// The names that the provider's package gives out.
fn all(provider: &Provider) -> String {
    let meanings = provider.meanings.iter().map(|meaning| meaning.name.as_str());
    text::all(meanings.chain(provider.codes.iter().map(|codes| codes.name.as_str())))
}

fn module_doc(provider: &Provider) -> String {
    format!(
        "The codes of {}, with their meaning in Chinese and English.",
        provider.name
    )
}

/// The first lines of a class, down to its first member.
fn head(name: &str, base: &str, doc: &str, module: &str, margin: usize) -> String {
    let doc = text::docstring(doc, margin + 4);
    let margin = " ".repeat(margin);
    let mut out = format!("{margin}class {name}({base}):\n{doc}\n{margin}    __module__ = \"{module}\"\n");
    if !margin.is_empty() {
        out.push_str(&format!("{margin}    __qualname__ = \"{name}\"\n"));
    }
    out + "\n"
}

fn code_enum(codes: &CodeEnum, module: &str) -> String {
    let mut out = head(&codes.name, "Code", &codes.doc, module, WITHIN);
    codes.variants.iter().for_each(|variant| out.push_str(&member(variant)));
    out.push_str("        UNKNOWN = (\"unknown\", \"未知\", \"unknown\")\n");
    codes
        .questions
        .iter()
        .for_each(|question| out.push_str(&self::question(codes, question)));
    out
}

/// Code, Chinese, English, number, and the other codes that mean the same.
fn member(variant: &CodeVariant) -> String {
    let mut values = vec![
        text::literal(&variant.codes[0]),
        text::literal(&variant.chinese),
        text::literal(&variant.english),
    ];
    let others: Vec<String> = variant.codes[1..].iter().map(|code| text::literal(code)).collect();
    match (variant.number, others.len()) {
        (None, 0) => {}
        (number, count) => {
            values.push(number.map_or_else(|| "None".to_owned(), |number| number.to_string()));
            if count > 0 {
                let comma = if count == 1 { "," } else { "" };
                values.push(format!("({}{comma})", others.join(", ")));
            }
        }
    }
    let name = case::screaming_snake(&variant.name);
    let single = format!("        {name} = ({})\n", values.join(", "));
    match text::columns(&single) <= text::WIDTH {
        true => single,
        false => {
            let lines: String = values.iter().map(|value| format!("            {value},\n")).collect();
            format!("        {name} = (\n{lines}        )\n")
        }
    }
}

fn question(codes: &CodeEnum, question: &Question) -> String {
    let asked = format!("_native.ask(\"{}.{}\", self.value)", codes.name, question.name);
    let answer = match &question.returns {
        Answer::Flag => format!("bool({asked})"),
        Answer::Meaning(meaning) => format!("__getattr__(\"{meaning}\")({asked})"),
        Answer::Codes => format!("tuple({}(code) for code in {asked})", codes.name),
    };
    format!(
        "\n        @property\n        def {}(self) -> {}:\n{}            return {answer}\n",
        text::name(&question.name),
        annotation(codes, question),
        text::docstring(&question.doc, 12)
    )
}

fn annotation(codes: &CodeEnum, question: &Question) -> String {
    match &question.returns {
        Answer::Flag => "bool".to_owned(),
        Answer::Meaning(meaning) => meaning.clone(),
        Answer::Codes => format!("tuple[{}, ...]", codes.name),
    }
}

fn text_enum(text_enum: &TextEnum, module: &str, margin: usize) -> String {
    let mut out = head(&text_enum.name, "Text", &text_enum.doc, module, margin);
    for variant in &text_enum.variants {
        out.push_str(&text_member(&variant.name, &variant.text, &variant.doc, margin + 4));
    }
    out
}

fn text_enum_stub(text_enum: &TextEnum) -> String {
    let mut out = format!(
        "\nclass {}(Text):\n{}\n",
        text_enum.name,
        text::docstring(&text_enum.doc, 4)
    );
    for variant in &text_enum.variants {
        out.push_str(&text_member(&variant.name, &variant.text, &variant.doc, 4));
    }
    out
}

/// A member that is nothing but its text, with its documentation.
fn text_member(name: &str, value: &str, doc: &str, margin: usize) -> String {
    let (name, doc) = (case::screaming_snake(name), text::docstring(doc, margin));
    format!("{}{name} = {}\n{doc}", " ".repeat(margin), text::literal(value))
}
