//! MYPAY LINK.

mod faults;
mod notifications;
mod till;
mod unreachable;
