//! MYPAY LINK.

mod amounts;
mod calls;
mod document;
pub mod host;
mod limits;
mod notifications;
mod states;
