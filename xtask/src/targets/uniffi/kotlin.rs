//! Kotlin's `suspend` extensions, one for each operation, and what names the transaction of its request.

use super::words::{self, own_name, plain};
use crate::case;
use crate::doc;
use crate::model::{Field, Model, Operation, Provider};
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

/// `References.kt`: what names the transaction of each request.
pub(super) fn references(model: &Model) -> String {
    let mut out = format!("{}\npackage tw.twpos\n", header("//"));
    for provider in &model.providers {
        for operation in &provider.operations {
            let text_of = |field: &Field| format!("request.{}", case::camel(&field.name));
            out.push_str(&format!(
                "\ninternal fun referenceOf(request: {}): String? =\n    firstText({})\n",
                own_name(provider, &operation.request),
                words::references(provider, &operation.request, text_of),
            ));
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
         awaitCall(dispatcher, referenceOf(request), onAbandoned) {{ {name}(request) }}\n",
        doc::comment(&text, " * ", 116),
    )
}
