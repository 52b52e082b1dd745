//! Node.js: types, field tables and code tables; and the few Rust functions that codes are asked through.
//!
//! Messages cross as JSON text in the vendor's names (`call_json`), so there is no Rust code per message: the
//! JavaScript in `bindings-node/lib` walks the field tables. Hand-written types are in `bindings-node/types`.

mod declarations;
mod rust;
mod tables;
mod words;

use super::Output;
use crate::case;
use crate::model::{CodeEnum, Model, Provider, Question};

/// The files of the Node.js package.
pub(super) fn outputs(model: &Model) -> Vec<Output> {
    let output = |path: &str, content: String| Output {
        path: format!("bindings-node/{path}"),
        content,
    };
    let mut outputs = vec![
        output("index.d.ts", declarations::index(model)),
        output("lib/generated/errors.js", tables::errors(model)),
        output("src/generated/mod.rs", rust::questions(model)),
    ];
    outputs.extend(model.providers.iter().map(|provider| {
        let path = format!("lib/generated/{}.js", provider.name);
        output(&path, tables::provider(provider))
    }));
    outputs
}

/// The Rust function that asks a code something, such as `mypay_prc_class`.
fn question_function(provider: &Provider, codes: &CodeEnum, question: &Question) -> String {
    format!("{}_{}_{}", provider.name, case::snake(&codes.name), question.name)
}
