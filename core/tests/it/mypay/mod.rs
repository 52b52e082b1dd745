//! MYPAY LINK.

mod calls;
mod document;
pub mod host;
mod limits;
mod notifications;
mod states;
