//! icash Pay.

mod certificates;
mod faults;
mod messages;
mod proxy;
mod sharing;
mod unreachable;
