//! The judges, for the fuzz targets.
//!
//! No public call reaches them without a network, and a server for each input is too slow to fuzz with. Built only
//! under `--cfg fuzzing`, which `cargo fuzz` sets, so nothing that ships has this door.

use super::client::{judged, run};
use super::messages::{CreateOrderRequest, QueryOrderRequest, RefundOrderRequest, ScanPayRequest};
use super::twins::request_from_json;
use crate::call::run_json_read;
use crate::error::{Error, ErrorKind};

/// As [`Client::call_json`](super::Client::call_json), if `body` came back.
///
/// # Errors
/// As the operation, after the network.
pub fn judge_json(operation: &str, request: &str, http_status: u16, body: &[u8]) -> Result<String, Error> {
    macro_rules! judge {
        ($request:ty) => {
            run_json_read(request, request_from_json, |request: &$request| {
                run(request, Vec::new(), || {
                    judged(request, http_status, body, Vec::new())
                })
            })
        };
    }
    match operation {
        "create_order" => judge!(CreateOrderRequest),
        "query_order" => judge!(QueryOrderRequest),
        "refund_order" => judge!(RefundOrderRequest),
        "scan_pay" => judge!(ScanPayRequest),
        _ => Err(Error::new(ErrorKind::InvalidRequest, "there is no such operation")),
    }
}
