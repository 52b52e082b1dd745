//! C: the library's functions for operations, codes and notifications, then its header and the tests that
//! follow from the header.

mod constants;
mod functions;
mod header;
mod prototypes;
mod stdcall;
mod tables;
mod visual_basic;
mod words;
mod wrong_arguments;

use crate::model::{Model, Provider};
use crate::targets::{self, Output};
pub use header::finish;

/// The longest line of a comment.
const WIDTH: usize = 110;

/// The Rust files of `ffi-c`. The header is made from them by [`finish`].
pub fn outputs(model: &Model) -> Result<Vec<Output>, minijinja::Error> {
    let mut outputs = vec![Output {
        path: "ffi-c/src/generated/mod.rs".to_owned(),
        content: format!("{}{}", targets::header("//"), constants::rust(model)),
    }];
    outputs.extend(model.providers.iter().map(|provider| Output {
        path: format!("ffi-c/src/generated/{}.rs", provider.name),
        content: format!("{}{}", targets::header("//"), provider_file(model, provider)),
    }));
    Ok(outputs)
}

/// Client, operations, notifications and codes of one provider.
fn provider_file(model: &Model, provider: &Provider) -> String {
    let mut parts = vec![functions::preamble(provider), functions::client(provider)];
    parts.extend(
        provider
            .operations
            .iter()
            .map(|op| functions::operation(model, provider, op)),
    );
    parts.extend(functions::notifications(model, provider));
    parts.extend(
        provider
            .codes
            .iter()
            .map(|codes| functions::describe(model, provider, codes)),
    );
    parts.push(functions::for_the_fuzz_target(provider));
    parts.join("\n")
}
