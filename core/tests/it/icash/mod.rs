//! icash Pay.

mod config;
mod host;
mod limits;
mod replies;
mod save;
mod vectors;
