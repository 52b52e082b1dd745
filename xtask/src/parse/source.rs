//! One source file, with the line of everything in it.

use proc_macro2::Span;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta};

/// Something that the generator does not accept, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the root of the workspace.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.text)
    }
}

impl std::error::Error for Problem {}

/// A parsed source file.
#[derive(Debug)]
pub(super) struct Source {
    path: String,
    pub(super) file: syn::File,
}

impl Source {
    /// Parses `text`, which is the content of `path`.
    pub(super) fn parse(path: &str, text: &str) -> Result<Source, Problem> {
        let file = syn::parse_file(text).map_err(|error| at_line(path, error.span(), &error))?;
        Ok(Source {
            path: path.to_owned(),
            file,
        })
    }

    /// Reads and parses a file of the workspace.
    pub(super) fn read(root: &Path, path: &str) -> Result<Source, Problem> {
        let text = fs::read_to_string(root.join(path)).map_err(|error| Problem {
            file: path.to_owned(),
            line: 1,
            text: error.to_string(),
        })?;
        Source::parse(path, &text)
    }

    /// A problem at a node of this file.
    pub(super) fn problem(&self, node: &impl Spanned, text: impl fmt::Display) -> Problem {
        at_line(&self.path, node.span(), &text)
    }

    /// A problem of the file as a whole.
    pub(super) fn lacks(&self, text: impl fmt::Display) -> Problem {
        at_line(&self.path, Span::call_site(), &text)
    }

    /// A problem that syn found, at its own place.
    pub(super) fn syntax(&self, error: &syn::Error) -> Problem {
        at_line(&self.path, error.span(), error)
    }

    /// The documentation among these attributes. `node` and `what` are for the problem that there is none.
    pub(super) fn docs(&self, attributes: &[Attribute], node: &impl Spanned, what: &str) -> Result<String, Problem> {
        let mut lines = Vec::new();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
            let text = match &attribute.meta {
                Meta::NameValue(meta) => text_of(&meta.value),
                _ => None,
            };
            let text = text.ok_or_else(|| self.problem(attribute, "documentation must be plain `///` text"))?;
            lines.push(text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned());
        }
        match lines.join("\n").trim() {
            "" => Err(self.problem(node, format!("{what} has no documentation"))),
            docs => Ok(docs.to_owned()),
        }
    }

    /// Whether this file declares `mod name;`.
    pub(super) fn declares(&self, name: &str) -> bool {
        self.file
            .items
            .iter()
            .any(|item| matches!(item, Item::Mod(module) if module.ident == name))
    }

    /// The modules this file declares for all builds, in order.
    fn modules(&self) -> Vec<String> {
        let modules = self.file.items.iter().filter_map(|item| match item {
            Item::Mod(module) if module.content.is_none() && !has_cfg(&module.attrs) => Some(module.ident.to_string()),
            _ => None,
        });
        modules.collect()
    }
}

/// A module and its submodules: `folder/name.rs`, or `folder/name/mod.rs` and the files it declares and
/// re-exports. Submodules come first, in the order of their declaration.
pub(super) fn module(root: &Path, folder: &str, name: &str) -> Result<Vec<Source>, Problem> {
    let single = format!("{folder}/{name}.rs");
    if root.join(&single).is_file() {
        return Ok(vec![Source::read(root, &single)?]);
    }
    let top = Source::read(root, &format!("{folder}/{name}/mod.rs"))?;
    let mut sources = Vec::new();
    for module in top.modules() {
        let reexport = format!("pub use {module}::*;");
        let reexport: syn::ItemUse = syn::parse_str(&reexport).map_err(|error| top.syntax(&error))?;
        if !top.file.items.contains(&Item::Use(reexport)) {
            return Err(top.lacks(format!(
                "`{module}` is declared but not re-exported with `pub use {module}::*`"
            )));
        }
        sources.push(Source::read(root, &format!("{folder}/{name}/{module}.rs"))?);
    }
    sources.push(top);
    Ok(sources)
}

/// The version in the workspace's own `Cargo.toml`.
pub(super) fn workspace_version(root: &Path) -> Result<String, Problem> {
    let path = "Cargo.toml";
    let problem = |text: String| Problem {
        file: path.to_owned(),
        line: 1,
        text,
    };
    let manifest = fs::read_to_string(root.join(PathBuf::from(path))).map_err(|error| problem(error.to_string()))?;
    let mut package = manifest.lines().skip_while(|line| line.trim() != "[workspace.package]");
    let version = package.find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version
        .map(str::to_owned)
        .ok_or_else(|| problem("[workspace.package] has no version".to_owned()))
}

/// The text of a string literal.
pub(super) fn text_of(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// Whether a condition decides that this is compiled at all.
pub(super) fn has_cfg(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
}

fn at_line(path: &str, span: Span, text: &impl fmt::Display) -> Problem {
    Problem {
        file: path.to_owned(),
        line: span.start().line.max(1),
        text: text.to_string(),
    }
}
