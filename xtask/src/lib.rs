//! The code generator behind `cargo xtask codegen`: core's Rust source is the schema, and each target
//! writes it out for one language.
//!
//! Source → [`parse`] → [`model`] → [`targets`] → files.

pub mod case;
pub mod codegen;
pub mod doc;
pub mod licences;
pub mod model;
pub mod output;
pub mod parse;
pub mod targets;
