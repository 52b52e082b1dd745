//! The OMNI gateway.

mod config;
pub mod gateway;
mod limits;
mod replies;
mod secrets;
mod token;
mod wire;
