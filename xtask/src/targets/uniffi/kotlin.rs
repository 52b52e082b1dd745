//! Kotlin's `suspend` extensions, one for each operation.

use super::words::{own_name, plain, references};
use crate::case;
use crate::doc;
use crate::model::{Model, Operation, Provider};
use crate::targets::header;

/// `Operations.kt`.
pub(super) fn operations(model: &Model) -> String {
    let mut out = format!(
        "{}@file:JvmName(\"Operations\")\n\npackage tw.twpos\n\n\
         import kotlinx.coroutines.CoroutineDispatcher\nimport kotlinx.coroutines.Dispatchers\n",
        header("//")
    );
    for provider in &model.providers {
        for operation in &provider.operations {
            out.push_str(&extension(provider, operation));
        }
    }
    out
}

fn extension(provider: &Provider, operation: &Operation) -> String {
    let (name, awaited) = (
        case::camel(&operation.name),
        format!("await{}", case::pascal(&operation.name)),
    );
    let client = own_name(provider, "Client");
    let (request, response) = (
        own_name(provider, &operation.request),
        own_name(provider, &operation.response),
    );
    let (summary, _) = doc::split_errors(&operation.doc);
    let text = format!(
        "{}\n\nAs [{client}.{name}], on a thread of [dispatcher]. Cancelling the coroutine abandons the waiting, never the \
         call: see [AbandonedException]. What becomes of an abandoned call is told to [onAbandoned].",
        plain(summary)
    );
    format!(
        "\n/**\n{} */\n@Throws(TwposException::class)\n\
         public suspend fun {client}Interface.{awaited}(\n    request: {request},\n    \
         dispatcher: CoroutineDispatcher = Dispatchers.IO,\n    \
         onAbandoned: ((Result<{response}>) -> Unit)? = null,\n): {response} =\n    \
         awaitCall(dispatcher, referenceOf({}), onAbandoned) {{ {name}(request) }}\n",
        doc::comment(&text, " * ", 116),
        references(provider, operation)
            .iter()
            .map(|field| format!("request.{}", case::camel(&field.name)))
            .collect::<Vec<_>>()
            .join(", "),
    )
}
