//! icash Pay.

mod faults;
mod messages;
mod proxy;
mod sharing;
mod unreachable;
