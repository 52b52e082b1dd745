//! Node.js: types, field tables and code tables; and the few Rust functions that codes are asked through.
//!
//! Messages cross as JSON text in the vendor's names (`call_json`), so there is no Rust code per message: the
//! JavaScript in `bindings-node/lib` walks the field tables. Hand-written types are in `bindings-node/types`.

mod words;

use super::templates::{environment, files, render};
use crate::model::Model;
use crate::output::Output;
use minijinja::{Error, context};

/// The files of the Node.js package.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    environment.add_template("macros.jinja", include_str!("macros.jinja"))?;
    let types = context! {
        common => include_str!("../../../../bindings-node/types/common.d.ts"),
        icash => include_str!("../../../../bindings-node/types/icash.d.ts"),
        mypay => include_str!("../../../../bindings-node/types/mypay.d.ts"),
        // Of a provider whose client has nothing but operations.
        client => include_str!("../../../../bindings-node/types/client.d.ts"),
    };
    environment.add_global("types", types);
    words::add_filters(&mut environment);
    let files = files! {
        "bindings-node/index.d.ts" => "index.d.ts.jinja",
        "bindings-node/lib/generated/errors.js" => "errors.js.jinja",
        "bindings-node/lib/generated/{{ provider.name }}.js" => "provider.js.jinja",
        "bindings-node/src/generated/mod.rs" => "mod.rs.jinja",
    };
    render(&environment, files)
}
