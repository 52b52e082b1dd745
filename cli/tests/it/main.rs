//! The built program, as a till's scripts and a technician use it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

mod call;
mod doctor;
mod keys;
mod killed;
mod readme;
mod route;
mod sandbox;
mod sandbox_page;
mod slips;
mod support;
mod texts;
mod which;
