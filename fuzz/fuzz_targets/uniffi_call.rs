//! Whatever the Kotlin package could pass to `ffi-uniffi/src/call.rs`, which has its own way to memory: odd names,
//! numbers, lengths and requests. Nothing is read beyond its end, and every answer can be freed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::collections::HashMap;
use std::ptr::null;
use std::sync::{Arc, LazyLock};
use twpos_uniffi::UniFfiTag;
use twpos_uniffi::call::{twpos_uniffi_call, twpos_uniffi_free, twpos_uniffi_operation};
use twpos_uniffi::generated::icash::{IcashCancelRequest, IcashClient};
use uniffi::{Lower, RustBuffer};

static CLIENT: LazyLock<Arc<IcashClient>> =
    LazyLock::new(|| IcashClient::from_toml(twpos_fuzz::config_text(), ".".to_owned()).expect("a client"));
static CANCEL: LazyLock<i32> = LazyLock::new(|| number(b"uniffi_twpos_uniffi_fn_method_icashclient_cancel"));

// What uniffi answers: done, an error of the operation, a fault.
const ERROR: u64 = 1;
const FAULT: u64 = 2;

fuzz_target!(|data: &[u8]| {
    let Some((&[way, cut], rest)) = data.split_first_chunk() else {
        return;
    };
    match way % 4 {
        0 => {
            let found = number(rest);
            assert!(found >= -1 && number(&[rest, b"\0"].concat()) == -1);
        }
        // An operation that there is not: nothing was called, and nothing is there to be read.
        1 => {
            let wrong = i32::from_le_bytes([cut, way, cut, 0x80 | way]);
            assert_eq!(call(wrong, rest), (FAULT, Vec::new()));
        }
        // A request as Kotlin writes it.
        2 => {
            let (code, error) = call(*CANCEL, &request(rest));
            assert!(code == ERROR && !error.is_empty(), "{code}");
        }
        // Its beginning, and more than it.
        _ => {
            let mut request = request(rest);
            let whole = request.len();
            request.resize(usize::from(cut), 0);
            let (code, _) = call(*CANCEL, &request);
            assert!(code == FAULT || whole == request.len(), "{code}");
        }
    }
});

/// Texts up to a NUL each: OPSeq, CorpID, and names and values of `extra`.
fn request(data: &[u8]) -> Vec<u8> {
    let texts = String::from_utf8_lossy(data);
    let mut texts = texts.split('\0').map(str::to_owned);
    let request = IcashCancelRequest {
        op_seq: texts.next().unwrap_or_default(),
        corp_id: texts.next(),
        extra: HashMap::from_iter(std::iter::from_fn(|| Some((texts.next()?, texts.next()?)))),
    };
    let lowered: RustBuffer = <IcashCancelRequest as Lower<UniFfiTag>>::lower(request);
    lowered.destroy_into_vec()
}

fn number(name: &[u8]) -> i32 {
    // SAFETY: the name has this length, and where there is none nothing is read.
    unsafe {
        assert_eq!(twpos_uniffi_operation(null(), 0), -1);
        assert_eq!(twpos_uniffi_operation(name.as_ptr(), -1), -1);
        twpos_uniffi_operation(name.as_ptr(), name.len().try_into().expect("a short name"))
    }
}

/// The code, and what stands in the answer. Nobody can be reached, so that no call is done.
fn call(operation: i32, request: &[u8]) -> (u64, Vec<u8>) {
    // Memory of its own, so that the sanitizer sees its end.
    let request = request.to_vec().into_boxed_slice();
    let handle = <Arc<IcashClient> as Lower<UniFfiTag>>::lower(CLIENT.clone());
    let mut reply = [u64::MAX; 4];
    // SAFETY: a handle of this class, and memory as it is said to be.
    unsafe {
        let (start, length) = match request.is_empty() {
            true => (null(), 0),
            false => (request.as_ptr(), request.len().try_into().expect("a short request")),
        };
        twpos_uniffi_call(operation, handle.as_raw(), start, length, &raw mut reply);
        drop(handle.into_arc::<IcashClient>());
        let [code, capacity, length, data] = reply;
        let text = match length {
            0 => Vec::new(),
            length => std::slice::from_raw_parts(data as usize as *const u8, length as usize).to_vec(),
        };
        twpos_uniffi_free(capacity, length, data);
        (code, text)
    }
}
