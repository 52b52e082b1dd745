//! The codes of MYPAY's document, with their meaning in Chinese and English.
//!
//! Messages carry codes as the text that came, so that a new vendor code is never lost; the types
//! here say what a known one means (see `docs/adr/0004-codes-stay-text.md`).

mod invoice;
mod order;
mod payment;
mod pfn;
mod prc;
mod supplier;

pub use invoice::*;
pub use order::*;
pub use payment::*;
pub use pfn::*;
pub use prc::*;
pub use supplier::*;
