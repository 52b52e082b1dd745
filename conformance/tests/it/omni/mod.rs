//! The OMNI gateway.

mod faults;
mod gateway;
mod tokens;
