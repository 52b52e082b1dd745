//! icash Pay.

mod config;
mod limits;
mod save;
mod vectors;
