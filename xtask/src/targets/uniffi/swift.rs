//! Swift's `async` operations, one for each operation, and its codes that are made of text.

use super::words::{own_name, plain, references};
use crate::case;
use crate::doc;
use crate::model::{Field, Model, Operation, Provider, Role, Type};
use crate::targets::header;

/// `Operations.swift`.
pub(super) fn operations(model: &Model) -> String {
    let mut out = header("//");
    for provider in &model.providers {
        out.push_str(&format!("\nextension {} {{\n", own_name(provider, "Client")));
        let all: Vec<String> = provider
            .operations
            .iter()
            .map(|operation| method(provider, operation))
            .collect();
        out.push_str(&all.join("\n"));
        out.push_str("}\n");
    }
    out
}

fn method(provider: &Provider, operation: &Operation) -> String {
    let (summary, _) = doc::split_errors(&operation.doc);
    let text = format!(
        "{}\n\nAs the method that blocks, on a thread of twpos's own. Cancelling the task abandons the waiting, never the \
         call: it throws `TwposError.outcomeUnknown`, and `onAbandoned` is told how the call ended.",
        plain(summary)
    );
    let name = case::camel(&operation.name);
    format!(
        "{comment}    public func {name}(\n        request: {request},\n        \
         onAbandoned: (@Sendable (Result<{response}, Error>) -> Void)? = nil\n    ) async throws -> {response} {{\n        \
         return try await awaitCall(about: [{fields}], onAbandoned: onAbandoned) {{\n            \
         try self.{name}(request: request)\n        }}\n    }}\n",
        comment = doc::comment(&text, "    /// ", 116),
        request = own_name(provider, &operation.request),
        response = own_name(provider, &operation.response),
        fields = references(provider, &operation.request, text_of),
    )
}

fn text_of(field: &Field) -> String {
    let name = case::camel(&field.name);
    match field.ty {
        Type::Option(_) => format!("request.{name} ?? \"\""),
        _ => format!("request.{name}"),
    }
}

/// `Codes.swift`.
pub(super) fn codes(model: &Model) -> String {
    let mut out = header("//");
    for provider in &model.providers {
        for codes in &provider.codes {
            let own = own_name(provider, &codes.name);
            let function = case::camel(&format!("{own}FromCode"));
            out.push_str(&format!(
                "\nextension {own} {{\n    /// What `code` means; a code that this version does not know is kept.\n    \
                 public init(code: String) {{\n        self = {function}(code: code)\n    }}\n}}\n"
            ));
        }
    }
    out
}

/// The scenario runner's operations by their names, and an empty one of each message that stands inside a request: Swift
/// finds neither by itself.
pub(super) fn scenario_runner(model: &Model) -> String {
    let mut out = format!(
        "{}import Conformance\nimport Twpos\n\nextension Runner {{\n",
        header("//")
    );
    out.push_str(
        "    func call(_ question: JSON, _ operation: String, _ config: String) throws -> JSON {\n        \
         switch operation.prefix(while: { $0 != \".\" }) {\n",
    );
    for provider in &model.providers {
        out.push_str(&format!(
            "        case \"{0}\": return try call{1}(question, operation, config)\n",
            provider.name,
            own_name(provider, "")
        ));
    }
    out.push_str("        default: fatalError(\"no operation \\(operation)\")\n        }\n    }\n");
    model
        .providers
        .iter()
        .for_each(|provider| out.push_str(&by_name(provider)));
    out.push_str("\n    static func emptyParts() -> [String: JSON] {\n        return [\n");
    for provider in &model.providers {
        let parts = provider.messages.iter();
        for part in parts.filter(|message| message.role == Role::Part && message.is_input) {
            out.push_str(&format!(
                "            \"{}.{}\": empty({}()),\n",
                provider.name,
                part.name,
                own_name(provider, &part.name)
            ));
        }
    }
    out + "        ]\n    }\n}\n"
}

fn by_name(provider: &Provider) -> String {
    let client = own_name(provider, "Client");
    let mut out = format!(
        "\n    private func call{}(_ question: JSON, _ operation: String, _ config: String) throws -> JSON {{\n        \
         let till = try client(config) {{ path in try {client}.fromConfig(path: path) }}\n        switch operation {{\n",
        own_name(provider, "")
    );
    for operation in &provider.operations {
        out.push_str(&format!(
            "        case \"{}.{}\":\n            return try send(question, {}()) {{ request in try till.{}(request: \
             request) }}\n",
            provider.name,
            operation.name,
            own_name(provider, &operation.request),
            case::camel(&operation.name),
        ));
    }
    out + "        default: fatalError(\"no operation \\(operation)\")\n        }\n    }\n"
}
