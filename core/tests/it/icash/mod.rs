//! icash Pay.

mod config;
mod contradictions;
pub mod host;
mod keys;
mod limits;
mod replies;
mod save;
mod vectors;
