//! Replies for the fuzz targets.
//!
//! No public call gets one without a network, and a server for each input is too slow to fuzz with. Built only under
//! `--cfg fuzzing`, which `cargo fuzz` sets, so nothing that ships has this door.

use crate::transport::Reply;
use std::cell::RefCell;

thread_local! {
    static ANSWER: RefCell<Option<(u16, Vec<u8>)>> = const { RefCell::new(None) };
}

/// Makes a call on this thread, each of whose requests is answered so, whatever host it is for.
pub fn answered<T>(http_status: u16, body: &[u8], call: impl FnOnce() -> T) -> T {
    ANSWER.set(Some((http_status, body.to_vec())));
    let result = call();
    ANSWER.set(None);
    result
}

/// What the host says, if a target has said it.
pub(crate) fn answer() -> Option<Reply> {
    ANSWER.with_borrow(|answer| {
        let (http_status, body) = answer.as_ref()?;
        Reply::of(*http_status, body, None)
    })
}
