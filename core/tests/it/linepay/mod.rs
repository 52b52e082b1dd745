//! LINE Pay's Offline API v4.

mod config;
pub mod host;
mod limits;
mod replies;
mod secrets;
mod wire;
