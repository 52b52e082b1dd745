//! LINE Pay.

mod faults;
mod till;
