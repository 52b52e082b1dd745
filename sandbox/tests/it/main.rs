//! The sandbox over a real socket, byte by byte; nothing here uses the `twpos` client.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(unreachable_pub, reason = "the support module is shared by the others")]

mod admin;
mod books;
mod documentation;
mod faults;
mod key_exchange;
mod lifecycle;
mod linepay_authorizations;
mod linepay_codes;
mod linepay_faults;
mod linepay_outcomes;
mod linepay_protocol;
mod linepay_refunds;
mod linepay_support;
mod mypay_commands;
mod mypay_faults;
mod mypay_invoice;
mod mypay_notifications;
mod mypay_page;
mod mypay_protocol;
mod mypay_support;
mod omni_faults;
mod omni_protocol;
mod omni_support;
mod omni_tokens;
mod protocol;
mod support;
mod web_pages;
