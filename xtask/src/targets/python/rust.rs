//! The Rust half: which messages go which way, the operations by name, and what codes can be asked.

use crate::case;
use crate::model::{Answer, Message, Model, Provider};
use crate::targets;

/// `mod.rs`: the providers, and the questions about codes.
pub(super) fn top(model: &Model) -> String {
    let mut out = targets::header("//");
    out.push_str("\n//! What core's source says of every provider.\n\n");
    for provider in &model.providers {
        out.push_str(&format!("mod {};\n", provider.name));
    }
    out.push_str(
        "use pyo3::prelude::*;
        use pyo3::IntoPyObjectExt as _;
        use pyo3::exceptions::PyValueError;
        use twpos::AnyClient;

        /// Runs one operation of a provider's client by its name.
        pub(crate) fn call(client: &AnyClient, operation: &str, request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
            match client {\n",
    );
    for provider in &model.providers {
        out.push_str(&format!(
            "AnyClient::{}(client) => {}::call(client, operation, request),\n",
            case::pascal(&provider.name),
            provider.name
        ));
    }
    out.push_str(
        "other => Err(PyValueError::new_err(format!(\"no such provider: {}\", other.provider()))),
            }
        }

        /// Answers a question about a code, such as `Prc.class`.
        #[pyfunction]
        pub(crate) fn ask(py: Python<'_>, question: &str, code: &str) -> PyResult<Py<PyAny>> {
            match question {\n",
    );
    for provider in &model.providers {
        for codes in &provider.codes {
            for question in &codes.questions {
                let answer = format!(
                    "twpos::{}::{}::from_code(code).{}()",
                    provider.name, codes.name, question.name
                );
                let answer = match question.returns {
                    Answer::Flag => answer,
                    Answer::Meaning(_) => format!("{answer}.as_str()"),
                    Answer::Codes => {
                        format!("{answer}.iter().filter_map(|code| code.code()).collect::<Vec<_>>()")
                    }
                };
                out.push_str(&format!(
                    "\"{}.{}\" => {answer}.into_py_any(py),\n",
                    codes.name, question.name
                ));
            }
        }
    }
    out + "_ => Err(PyValueError::new_err(format!(\"no such question: {question}\"))),\n}\n}\n" + &references(model)
}

/// A request is known here by its Python object alone, and so by any provider's names.
fn references(model: &Model) -> String {
    let fields = model.providers.iter().flat_map(Provider::reference_fields);
    let mut names: Vec<&str> = Vec::new();
    for field in fields {
        if !names.contains(&field.name.as_str()) {
            names.push(&field.name);
        }
    }
    format!(
        "\n/// The fields that name a request's transaction, the preferred first.\n\
         pub(crate) const REFERENCES: &[&str] = &{names:?};\n"
    )
}

/// One provider's messages and operations.
pub(super) fn provider(provider: &Provider) -> String {
    let name = &provider.name;
    let mut out = targets::header("//");
    out.push_str(&format!(
        "
        //! The messages and operations of {name}.

        use crate::bridge;
        use crate::messages::{{from_python, into_python}};
        use pyo3::exceptions::PyValueError;
        use pyo3::prelude::*;
        use twpos::{name}::Client;

        /// Runs one operation by its name.
        pub(super) fn call(client: &Client, operation: &str, request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {{
            match operation {{\n"
    ));
    for operation in &provider.operations {
        let operation = &operation.name;
        out.push_str(&format!(
            "\"{operation}\" => bridge::run(request, |request| client.{operation}(request)),\n"
        ));
    }
    out.push_str("_ => Err(PyValueError::new_err(format!(\"no such operation: {operation}\"))),\n}\n}\n\n");
    out.push_str(&table("from_python", provider, &read_from_python(provider)));
    let given: Vec<&Message> = provider.messages.iter().filter(|message| message.is_output).collect();
    out.push_str(&table("into_python", provider, &given));
    out
}

/// Laid out here, since rustfmt leaves the inside of such a macro alone.
fn table(name: &str, provider: &Provider, messages: &[&Message]) -> String {
    let mut out = format!("\n{name}! {{\n    {}:\n", provider.name);
    for message in messages {
        out.push_str(&format!("    {} {{\n", message.name));
        for field in &message.fields {
            out.push_str(&format!("        {},\n", field.name));
        }
        out.push_str("    }\n");
    }
    out + "}\n"
}

/// What a caller makes, and a notification with all its parts, which comes back to be verified.
fn read_from_python(provider: &Provider) -> Vec<&Message> {
    let mut wanted: Vec<&str> = Vec::new();
    let notification = provider
        .notifications
        .as_ref()
        .map(|notifications| notifications.message.as_str());
    let mut next: Vec<&str> = notification.into_iter().collect();
    while let Some(name) = next.pop() {
        wanted.push(name);
        let fields = provider.message(name).into_iter().flat_map(|message| &message.fields);
        next.extend(
            fields
                .filter_map(|field| field.ty.message())
                .filter(|name| !wanted.contains(name)),
        );
    }
    let is_read = |message: &&Message| message.is_input || wanted.contains(&message.name.as_str());
    provider.messages.iter().filter(is_read).collect()
}
