//! icash Pay.

mod config;
mod limits;
mod vectors;
