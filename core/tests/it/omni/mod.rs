//! The OMNI gateway.

mod config;
mod contradictions;
pub mod gateway;
mod limits;
mod replies;
mod secrets;
mod token;
mod wire;
