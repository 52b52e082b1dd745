//! Python: the classes of messages and codes, the operations of the clients, and the Rust that carries messages
//! across. What is not about one provider's vocabulary is written by hand.
//!
//! Only the codes need a stub beside them: their classes are made when they are first used.

mod codes;
mod messages;
mod operations;
mod rust;
mod settings;
mod text;

use super::Output;
use crate::model::Model;

const PACKAGE: &str = "bindings-python/python/twpos";
const CRATE: &str = "bindings-python/src/generated";

/// All files of this target.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, minijinja::Error> {
    let mut outputs = vec![
        output(format!("{PACKAGE}/_kinds.py"), codes::kinds(model)),
        output(format!("{PACKAGE}/aio/_operations.py"), operations::asynchronous(model)),
        output(format!("{PACKAGE}/_connection.py"), settings::connection(model)),
        output(format!("{CRATE}/mod.rs"), rust::top(model)),
    ];
    for provider in &model.providers {
        let name = &provider.name;
        outputs.extend([
            output(format!("{PACKAGE}/{name}/_messages.py"), messages::module(provider)),
            output(format!("{PACKAGE}/{name}/_codes.py"), codes::module(provider)),
            output(format!("{PACKAGE}/{name}/_codes.pyi"), codes::stub(provider)),
            output(format!("{PACKAGE}/{name}/_operations.py"), operations::module(provider)),
            output(
                format!("{PACKAGE}/{name}/_settings.py"),
                settings::module(model, provider),
            ),
            output(format!("{CRATE}/{name}.rs"), rust::provider(provider)),
        ]);
    }
    Ok(outputs)
}

fn output(path: String, content: String) -> Output {
    Output { path, content }
}
