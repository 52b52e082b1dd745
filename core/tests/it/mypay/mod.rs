//! MYPAY LINK.

mod calls;
mod document;
mod host;
mod limits;
mod notifications;
mod states;
