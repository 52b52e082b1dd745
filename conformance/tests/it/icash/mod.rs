//! icash Pay.

mod faults;
mod messages;
mod sharing;
mod unreachable;
