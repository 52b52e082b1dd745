//! The operations of the clients: `_operations.py` of each provider and, for asyncio, of `aio`.

use super::text;
use crate::case;
use crate::model::{Model, Operation, Provider};

/// How one kind of client is written.
struct Style {
    /// Of the methods.
    def: &'static str,
    /// What calls, with the name of the operation to follow.
    call: &'static str,
}

/// The operations of one provider's blocking client.
pub(super) fn module(provider: &Provider) -> String {
    let style = Style {
        def: "def",
        call: "self._native.call",
    };
    let mut names: Vec<&str> = provider.operations.iter().flat_map(names_of).collect();
    names.sort_unstable();
    names.dedup();
    let names: String = names.iter().map(|name| format!("    {name},\n")).collect();
    let imports = format!("from .._client import BlockingClient\nfrom ._messages import (\n{names})\n");
    let doc = format!("What a client of {} can do.", provider.name);
    let class = class("Operations(BlockingClient)", &doc, provider, "", &style);
    text::head(&doc, &imports) + &class
}

/// The operations of every provider's client for asyncio.
pub(super) fn asynchronous(model: &Model) -> String {
    let style = Style {
        def: "async def",
        call: "await self._call",
    };
    let names: Vec<&str> = model.providers.iter().map(|provider| provider.name.as_str()).collect();
    let imports = format!(
        "from .. import {}\nfrom ._client import AsyncClient\n",
        names.join(", ")
    );
    let mut out = text::head("What the clients for asyncio can do.", &imports);
    for provider in &model.providers {
        let head = format!("{}Operations(AsyncClient)", case::pascal(&provider.name));
        let doc = format!("What a client of {} can do.", provider.name);
        out.push_str(&class(&head, &doc, provider, &format!("{}.", provider.name), &style));
    }
    out
}

fn names_of(operation: &Operation) -> [&str; 2] {
    [&operation.request, &operation.response]
}

/// One class; `module` stands before every message's name.
fn class(head: &str, doc: &str, provider: &Provider, module: &str, style: &Style) -> String {
    let mut out = format!("\n\nclass {head}:\n{}", text::docstring(doc, 4));
    for operation in &provider.operations {
        let ([request, response], name) = (names_of(operation), &operation.name);
        out.push_str(&format!(
            "\n    {} {name}(self, request: {module}{request}) -> {module}{response}:\n{}        return {}(\"{name}\", request)\n",
            style.def,
            text::docstring(&operation.doc, 8),
            style.call
        ));
    }
    out
}
