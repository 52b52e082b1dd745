//! What the generator makes.

/// One generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Where it goes, from the root of the workspace, such as `bindings-python/src/generated.rs`.
    /// A file ending in `.rs` is formatted with rustfmt, so its content need not be pretty.
    pub path: String,
    /// The whole content.
    pub content: String,
}
