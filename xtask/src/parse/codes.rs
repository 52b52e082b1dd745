//! `codes.rs` or `codes/`: the `codes!` enums, and the enums that say what codes mean.

use super::messages::is_public;
use super::source::{Problem, Source};
use super::text_enums;
use super::types::type_name;
use crate::model::{Answer, CodeEnum, CodeVariant, Question, TextEnum};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Ident, ImplItem, Item, ItemImpl, LitStr, ReturnType, Token, Type, braced};

/// Public types among the codes that bindings do without, and why.
const NOT_EXPORTED: &[&str] = &[
    // The envelope's result, a number or text; core judges it, and a refusal carries it as `provider_code`.
    "RtnCode",
];

/// The code enums and the meanings in these files.
pub(super) fn read(sources: &[Source]) -> Result<(Vec<CodeEnum>, Vec<TextEnum>), Problem> {
    let mut codes = Vec::new();
    let mut meanings = Vec::new();
    for source in sources {
        for item in &source.file.items {
            match item {
                Item::Macro(item) if item.mac.path.is_ident("codes") => {
                    let declared = item.mac.parse_body().map_err(|error| source.syntax(&error))?;
                    codes.push(code_enum(source, declared)?);
                }
                Item::Enum(item) if is_public(&item.vis) => {
                    meanings.push(text_enums::read(source, &item.ident.to_string())?)
                }
                Item::Struct(item) if is_public(&item.vis) && NOT_EXPORTED.iter().all(|name| item.ident != name) => {
                    let problem = "a public type that no binding would have; see NOT_EXPORTED in xtask";
                    return Err(source.problem(&item.ident, problem));
                }
                _ => {}
            }
        }
    }
    for source in sources {
        for item in &source.file.items {
            if let Item::Impl(item) = item {
                add_questions(source, item, &mut codes, &meanings)?;
            }
        }
    }
    Ok((codes, meanings))
}

fn code_enum(source: &Source, declared: Declared) -> Result<CodeEnum, Problem> {
    let name = declared.name.to_string();
    Ok(CodeEnum {
        doc: source.docs(&declared.attributes, &declared.name, &name)?,
        variants: declared.variants.iter().map(code_variant).collect(),
        questions: Vec::new(),
        name,
    })
}

fn code_variant(declared: &DeclaredVariant) -> CodeVariant {
    let codes: Vec<String> = declared.codes.iter().map(LitStr::value).collect();
    let (chinese, english) = (declared.chinese.value(), declared.english.value());
    CodeVariant {
        name: declared.name.to_string(),
        // As the macro in core/src/codes.rs words it.
        doc: format!("`{}` {chinese}: {english}.", codes[0]),
        number: codes.iter().find_map(|code| number(code)),
        codes,
        chinese,
        english,
    }
}

/// As `number` in core/src/codes.rs.
fn number(code: &str) -> Option<i32> {
    let padded = code.len() > 1 && code.starts_with('0');
    code.parse().ok().filter(|_| !padded)
}

/// Adds the public methods of `impl Enum` that take `self` alone to that code enum.
fn add_questions(
    source: &Source,
    item: &ItemImpl,
    codes: &mut [CodeEnum],
    meanings: &[TextEnum],
) -> Result<(), Problem> {
    let about = type_name(&item.self_ty).filter(|_| item.trait_.is_none());
    let Some(codes) = codes.iter_mut().find(|codes| Some(&codes.name) == about.as_ref()) else {
        return Ok(());
    };
    for method in &item.items {
        let ImplItem::Fn(method) = method else { continue };
        let takes_self = matches!(method.sig.inputs.iter().collect::<Vec<_>>()[..], [FnArg::Receiver(_)]);
        if !is_public(&method.vis) {
            continue;
        }
        let returns = answer(&method.sig.output, &codes.name, meanings);
        let (true, Some(returns)) = (takes_self, returns) else {
            let problem = "a public method of a code takes `self` and gives a bool, an enum with `as_str`, or a slice of such codes";
            return Err(source.problem(&method.sig, problem));
        };
        let name = method.sig.ident.to_string();
        let doc = source.docs(&method.attrs, &method.sig, &name)?;
        codes.questions.push(Question { name, doc, returns });
    }
    Ok(())
}

/// What a method of the codes `own` answers; `None` if that is nothing that the bindings have.
fn answer(output: &ReturnType, own: &str, meanings: &[TextEnum]) -> Option<Answer> {
    let ReturnType::Type(_, ty) = output else { return None };
    if let Type::Reference(reference) = &**ty {
        let Type::Slice(slice) = &*reference.elem else {
            return None;
        };
        return (type_name(&slice.elem)? == own).then_some(Answer::Codes);
    }
    let name = type_name(ty)?;
    match name == "bool" {
        true => Some(Answer::Flag),
        false => meanings
            .iter()
            .any(|meaning| meaning.name == name)
            .then_some(Answer::Meaning(name)),
    }
}

/// The body of `codes! { … }`.
struct Declared {
    attributes: Vec<Attribute>,
    name: Ident,
    variants: Punctuated<DeclaredVariant, Token![;]>,
}

struct DeclaredVariant {
    name: Ident,
    codes: Vec<LitStr>,
    chinese: LitStr,
    english: LitStr,
}

impl Parse for Declared {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        let body;
        braced!(body in input);
        Ok(Declared {
            attributes,
            name,
            variants: Punctuated::parse_terminated(&body)?,
        })
    }
}

impl Parse for DeclaredVariant {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let codes = Punctuated::<LitStr, Token![|]>::parse_separated_nonempty(input)?;
        input.parse::<Token![,]>()?;
        let chinese = input.parse()?;
        input.parse::<Token![,]>()?;
        Ok(DeclaredVariant {
            name,
            codes: codes.into_iter().collect(),
            chinese,
            english: input.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Result<(Vec<CodeEnum>, Vec<TextEnum>), String> {
        let source = Source::parse("codes.rs", text).map_err(|problem| problem.to_string())?;
        read(&[source]).map_err(|problem| problem.to_string())
    }

    #[test]
    fn a_table_of_codes() {
        let text = r#"codes! {
            /// `tool`: a tool.
            Tool { Pi = "PI" | "27", "拍", "Pi Wallet"; Padded = "06", "零", "zero"; }
        }"#;
        let (codes, _) = codes(text).unwrap();
        assert_eq!(
            (codes[0].name.as_str(), codes[0].doc.as_str()),
            ("Tool", "`tool`: a tool.")
        );
        let [pi, padded] = &codes[0].variants[..] else {
            panic!("{codes:?}")
        };
        assert_eq!(pi.codes, ["PI", "27"]);
        assert_eq!((pi.number, padded.number), (Some(27), None));
        assert_eq!(pi.doc, "`PI` 拍: Pi Wallet.");
    }

    #[test]
    fn what_is_rejected() {
        for (text, problem) in [
            (
                "codes! {\n    Tool { Pi = \"PI\", \"拍\", \"Pi\"; } }",
                "codes.rs:2: Tool has no documentation",
            ),
            (
                "codes! {\n /// T.\n Tool { Pi = \"PI\", \"拍\"; } }",
                "codes.rs:3: expected `,`",
            ),
            (
                "\n/// A type.\npub struct Other(i64);",
                "codes.rs:3: a public type that no binding would have",
            ),
            (
                "/// A type.\npub enum Other {\n /// A.\n A }",
                "codes.rs:2: Other has no `as_str`",
            ),
            (
                "codes! {\n /// T.\n Tool { Pi = \"PI\", \"拍\", \"Pi\"; } }\nimpl Tool {\n /// X.\n pub fn x(self) -> u8 { 1 } }",
                "codes.rs:6: a public method of a code takes `self`",
            ),
        ] {
            let found = codes(text).unwrap_err();
            assert!(found.starts_with(problem), "{found}");
        }
    }
}
