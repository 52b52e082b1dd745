//! icash Pay.

mod config;
mod contradictions;
mod host;
mod limits;
mod replies;
mod save;
mod vectors;
