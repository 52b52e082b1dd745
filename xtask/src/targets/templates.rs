//! Templates that look like what they write. They see the [`Model`] under its fields' names; the types of a language,
//! its names and its comments are Rust's, as filters.

use super::{Output, told_in_camel_case};
use crate::model::{Form, Model, Setting};
use crate::{case, doc};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, context};
use serde::Serialize;
use std::sync::Arc;

/// The path of each file, and the template beside the source that names it.
macro_rules! files {
    ($($path:literal => $template:literal),* $(,)?) => { &[$(($path, include_str!($template))),*] };
}
pub(super) use files;

/// What every language's templates can use; each adds its own.
pub(super) fn environment(model: &Model) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()?;
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.add_global("generated", super::GENERATED);
    environment.add_global("model", Serde(model));
    environment.add_filter("camel", case::camel);
    environment.add_filter("pascal", case::pascal);
    environment.add_filter("snake", case::snake);
    environment.add_filter("screaming_snake", case::screaming_snake);
    environment.add_filter("without_errors", |doc: &str| doc::split_errors(doc).0.to_owned());
    environment.add_filter("only_errors", |doc: &str| doc::split_errors(doc).1.map(str::to_owned));
    environment.add_filter("forms", forms);
    add_model(&mut environment, model);
    Ok(environment)
}

/// What only the whole model can answer, of a provider by its name.
fn add_model(environment: &mut Environment, model: &Model) {
    let model = Arc::new(model.clone());
    let of = model.clone();
    environment.add_filter("in_camel_case", move |told: &str| told_in_camel_case(&of, told));
    let of = model.clone();
    environment.add_filter("client_summary", move |name: &str| {
        Ok::<_, Error>(known(of.provider(name), name)?.client_summary())
    });
    let of = model.clone();
    environment.add_filter("settings", move |name: &str| {
        Ok::<_, Error>(Value::from(Serde(of.settings_of(known(of.provider(name), name)?))))
    });
    // The fields that name a request's transaction, the preferred first: of one message, or of all.
    environment.add_filter("references", move |name: &str, message: Option<&str>| {
        let provider = known(model.provider(name), name)?;
        let fields: Vec<_> = match message {
            Some(name) => provider.references_of(known(provider.message(name), name)?).collect(),
            None => provider.reference_fields().collect(),
        };
        Ok::<_, Error>(Value::from(Serde(fields)))
    });
}

/// Plain text in a comment, whose lines after the first begin with `prefix`.
pub(super) fn wrapped(text: &str, prefix: &str, width: usize) -> String {
    let comment = doc::comment(text, prefix, width);
    comment.strip_prefix(prefix).unwrap_or(&comment).trim_end().to_owned()
}

/// Renders each template, given with the path of its file. A path with the name of the provider in it,
/// `{{ provider.name }}`, is a file for each of them.
pub(super) fn render(environment: &Environment, files: &[(&str, &str)]) -> Result<Vec<Output>, Error> {
    let providers = environment.compile_expression("model.providers")?.eval(())?;
    let mut outputs = Vec::new();
    for (path, template) in files {
        let about: Vec<Value> = match path.contains("provider") {
            true => providers.try_iter()?.collect(),
            false => vec![Value::UNDEFINED],
        };
        for provider in about {
            let context = context! { provider };
            outputs.push(Output {
                path: environment.render_str(path, context.clone())?,
                content: environment.render_named_str(path, template, context)?,
            });
        }
    }
    Ok(outputs)
}

/// What is wrong with a template, with its line and what it names.
pub(super) fn told(error: Error) -> String {
    format!("{error:#}")
}

/// The thing of the model that a template names, if there is one.
pub(super) fn known<T>(thing: Option<T>, name: &str) -> Result<T, Error> {
    thing.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("core has no {name}")))
}

/// A setting by one of its names.
#[derive(Serialize)]
struct Named {
    name: String,
    form: Form,
    told: String,
}

fn forms(Serde(setting): Serde<Setting>) -> Value {
    let named = |(name, form)| Named {
        told: setting.told(form),
        name,
        form,
    };
    Serde(setting.forms().into_iter().map(named).collect::<Vec<_>>()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_misspells_fails_and_its_text_stays_as_it_is() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let environment = environment(&crate::parse::read(&root).unwrap()).unwrap();
        let render = |text: &str| environment.render_named_str("a.html", text, ());

        let problem = told(render("\n{{ model.vresion }}").unwrap_err());
        assert!(problem.contains("a.html:2"), "{problem}");

        let text = "{% if true %}\n  <{{ '<' }}\n{% endif %}\n";
        assert_eq!(
            render(text).unwrap(),
            "  <<\n",
            "neither escaped nor without its margin or its last line"
        );
    }
}
