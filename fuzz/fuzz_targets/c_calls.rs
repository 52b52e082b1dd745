//! Whatever a C program passes to the library's other functions: odd texts, lengths and NULLs. No panic; outputs on
//! success only, errors on failure only; and with nobody to be reached, nothing was sent.
#![no_main]

use c::*;
use libfuzzer_sys::fuzz_target;
use std::ffi::{CString, c_char};
use std::ptr::{null, null_mut};
use std::sync::LazyLock;
use twpos_c::config::*;
use twpos_c::error::{Error, twpos_kind_name, twpos_outcome_name};
use twpos_c::generated::icash::*;
use twpos_c::generated::mypay::*;
use twpos_c::generated::omni::*;
use twpos_c::icash_client::*;
use twpos_c::icash_credentials::*;
use twpos_c::key::*;
use twpos_c::log::twpos_log_set;
use twpos_c::mypay_client::*;
use twpos_c::mypay_envelope::*;
use twpos_c::notification::*;
use twpos_c::omni_client::*;

#[path = "../src/c.rs"]
#[allow(dead_code)] // Each target needs a part of it.
mod c;

struct Handles {
    icash: *mut IcashClient,
    mypay: *mut MypayClient,
    omni: *mut OmniClient,
    credentials: *mut IcashCredentials,
}

// SAFETY: any number of threads may use them at once.
unsafe impl Send for Handles {}
unsafe impl Sync for Handles {}

// SAFETY: as the header wants it, here and below.
static HANDLES: LazyLock<Handles> = LazyLock::new(|| {
    let good = Arguments::new(0, b"");
    let toml = CString::new(twpos_fuzz::config_text()).expect("a configuration");
    let (toml, here) = (toml.as_ptr(), c".".as_ptr());
    let texts = twpos_fuzz::merchant_texts().map(|text| CString::new(text).expect("a key"));
    let [private, public, id, key, iv] = [0, 1, 2, 3, 4].map(|at: usize| texts[at].as_ptr());
    unsafe {
        Handles {
            icash: good
                .call(|it, error| twpos_icash_client_from_toml(toml, here, it, error))
                .expect("icash"),
            mypay: good
                .call(|it, error| twpos_mypay_client_from_toml(toml, here, it, error))
                .expect("mypay"),
            omni: good
                .call(|it, error| twpos_omni_client_from_toml(toml, here, it, error))
                .expect("omni"),
            credentials: good
                .call(|it, error| twpos_icash_credentials_new(private, public, id, key, iv, it, error))
                .expect("credentials"),
        }
    }
});

type Operation<C> = unsafe extern "C" fn(*const C, *const c_char, *mut *mut c_char, *mut *mut Error) -> i32;
type Describe = unsafe extern "C" fn(*const c_char, *mut *mut c_char) -> i32;

const ICASH: [Operation<IcashClient>; 6] = [
    twpos_icash_pay,
    twpos_icash_refund,
    twpos_icash_cancel,
    twpos_icash_top_up,
    twpos_icash_refund_top_up,
    twpos_icash_cancel_top_up,
];
const MYPAY: [Operation<MypayClient>; 4] = [
    twpos_mypay_create_order,
    twpos_mypay_query_order,
    twpos_mypay_refund_order,
    twpos_mypay_scan_pay,
];
const OMNI: [Operation<OmniClient>; 6] = [
    twpos_omni_ipass_pay,
    twpos_omni_ipass_search,
    twpos_omni_ipass_refund,
    twpos_omni_icash_pay,
    twpos_omni_icash_search,
    twpos_omni_icash_cancel,
];
const DESCRIBE: [Describe; 6] = [
    twpos_icash_bonus_type_describe,
    twpos_mypay_prc_describe,
    twpos_mypay_pfn_describe,
    twpos_mypay_supplier_describe,
    twpos_mypay_transaction_mode_describe,
    twpos_omni_ipass_return_code_describe,
];

// One byte that chooses, one for NULLs, then texts up to a NUL each.
fuzz_target!(|data: &[u8]| {
    let Some((&[way, nulls], rest)) = data.split_first_chunk() else {
        return;
    };
    let mut given = Arguments::new(nulls, rest);
    let way = usize::from(way);
    match way & 31 {
        at @ 0..6 => operation(HANDLES.icash, ICASH[at], &mut given),
        at @ 6..10 => operation(HANDLES.mypay, MYPAY[at - 6], &mut given),
        at @ 10..16 => operation(HANDLES.omni, OMNI[at - 10], &mut given),
        16 => client(twpos_icash_client_from_toml, twpos_icash_client_free, rest, &mut given),
        17 => client(twpos_mypay_client_from_toml, twpos_mypay_client_free, rest, &mut given),
        18 => client(twpos_omni_client_from_toml, twpos_omni_client_free, rest, &mut given),
        19 => config(rest),
        20 => private_key(&mut given),
        21 => public_key(&mut given),
        22 => encrypt(&mut given),
        23 => decrypt(&mut given),
        24 => credentials(&mut given),
        25 => seal(&mut given),
        26 => open(&mut given),
        27 => notification(&mut given),
        28 => new_keys(&mut given),
        29 => describe(DESCRIBE[(way >> 5) % DESCRIBE.len()], &mut given),
        _ => numbers(rest),
    }
});

fn operation<C>(client: *const C, operation: Operation<C>, given: &mut Arguments) {
    let request = given.text();
    let told = given
        .call(|response, error| unsafe { operation(client, request, response, error) })
        .expect_err("a reply from nowhere");
    assert_eq!(told.outcome, NOT_SENT, "{told:?}");
}

fn client<C>(
    make: unsafe extern "C" fn(*const c_char, *const c_char, *mut *mut C, *mut *mut Error) -> i32,
    free: unsafe extern "C" fn(*mut C),
    rest: &[u8],
    given: &mut Arguments,
) {
    if names_a_device(rest) {
        return;
    }
    let (toml, directory) = (given.text(), given.text());
    match given.call(|client, error| unsafe { make(toml, directory, client, error) }) {
        Ok(client) => unsafe { free(client) },
        Err(told) => assert_eq!(told.outcome, NOT_SENT),
    }
}

/// A `…_file` setting is opened as it is, and some devices never end.
fn names_a_device(text: &[u8]) -> bool {
    [b"/dev".as_slice(), b"/proc"]
        .iter()
        .any(|folder| text.windows(folder.len()).any(|part| part == *folder))
}

/// A byte that chooses, a name and a value, again and again; then a client of each provider.
fn config(mut rest: &[u8]) {
    if names_a_device(rest) {
        return;
    }
    let mut config = null_mut();
    unsafe {
        assert_eq!(twpos_config_new(&raw mut config), OK);
        while let Some((&kind, after)) = rest.split_first() {
            let mut parts = after.splitn(3, |byte| *byte == 0);
            let mut text = || CString::new(parts.next().unwrap_or_default()).expect("no NUL inside");
            let (name, value) = (text(), text());
            rest = parts.next().unwrap_or_default();
            let name = name.as_ptr();
            let status = match kind % 4 {
                0 => twpos_config_set_string(config, name, value.as_ptr()),
                1 => twpos_config_set_int(config, name, i64::from(kind) << (kind / 4)),
                2 => twpos_config_set_bool(config, name, i32::from(kind / 4)),
                _ => twpos_config_add_string(config, name, value.as_ptr()),
            };
            assert_ne!(status, 900, "a panic inside");
        }
        let good = Arguments::new(0, b"");
        if let Ok(client) = good.call(|client, error| twpos_icash_client_from_config(config, client, error)) {
            twpos_icash_client_free(client);
        }
        if let Ok(client) = good.call(|client, error| twpos_mypay_client_from_config(config, client, error)) {
            twpos_mypay_client_free(client);
        }
        if let Ok(client) = good.call(|client, error| twpos_omni_client_from_config(config, client, error)) {
            twpos_omni_client_free(client);
        }
        twpos_config_free(config);
    }
}

fn private_key(given: &mut Arguments) {
    let text = given.text();
    let Ok(key) = given.call(|key, error| unsafe { twpos_private_key_from_text(text, key, error) }) else {
        return;
    };
    let good = Arguments::new(0, b"");
    unsafe {
        let public = good.call(|public, error| twpos_private_key_public_key(key, public, error));
        twpos_public_key_free(public.expect("its public half"));
        take(
            good.call(|pem, error| twpos_private_key_to_pem(key, pem, error))
                .expect("its PEM"),
        );
        twpos_private_key_free(key);
    }
}

fn public_key(given: &mut Arguments) {
    let text = given.text();
    let Ok(key) = given.call(|key, error| unsafe { twpos_public_key_from_text(text, key, error) }) else {
        return;
    };
    let mut bits = 0;
    unsafe {
        assert_eq!(twpos_public_key_bits(key, &raw mut bits), OK);
        assert!(bits >= 2048);
        for get in [
            twpos_public_key_fingerprint,
            twpos_public_key_to_pem,
            twpos_public_key_to_base64,
        ] {
            let mut text = null_mut();
            assert_eq!(get(key, &raw mut text), OK);
            assert!(!take(text).is_empty());
        }
        twpos_public_key_free(key);
    }
}

fn encrypt(given: &mut Arguments) {
    let (key, plaintext, iv) = (given.text(), given.text(), given.optional_text());
    let encrypted = given.call(|text, error| unsafe { twpos_mypay_encrypt(key, plaintext, iv, text, error) });
    let Ok(encrypted) = encrypted else { return };
    let decrypted = given.call(|text, error| unsafe { twpos_mypay_decrypt(key, encrypted, text, error) });
    let plaintext = unsafe { std::ffi::CStr::from_ptr(plaintext) };
    assert_eq!(
        take(decrypted.expect("what was encrypted")).as_bytes(),
        plaintext.to_bytes()
    );
    take(encrypted);
}

fn decrypt(given: &mut Arguments) {
    let (key, encrypted) = (given.text(), given.text());
    if let Ok(text) = given.call(|text, error| unsafe { twpos_mypay_decrypt(key, encrypted, text, error) }) {
        take(text);
    }
}

fn credentials(given: &mut Arguments) {
    let [private, public, id, key, iv] = [(); 5].map(|()| given.text());
    let made = given.call(|credentials, error| unsafe {
        twpos_icash_credentials_new(private, public, id, key, iv, credentials, error)
    });
    if let Ok(credentials) = made {
        unsafe { twpos_icash_credentials_free(credentials) };
    }
}

fn seal(given: &mut Arguments) {
    let plaintext = given.text();
    let sealed = given
        .call(|sealed, error| unsafe { twpos_icash_credentials_seal(HANDLES.credentials, plaintext, sealed, error) });
    if let Ok(sealed) = sealed {
        take(sealed);
    }
}

fn open(given: &mut Arguments) {
    let signature = given.optional_text();
    let (body, length) = given.bytes();
    let open = |body, length| {
        given.call(|opened, error| unsafe {
            twpos_icash_credentials_open(HANDLES.credentials, body, length, signature, opened, error)
        })
    };
    if let Ok(opened) = open(body, length) {
        take(opened);
    }
    if !given.is_wrong {
        assert_eq!(
            open(body, usize::MAX).expect_err("longer than memory").status,
            INVALID_ARGUMENT
        );
        let given = Arguments::new(0, b"");
        let no_body = given.run(|error| unsafe {
            let mut opened = null_mut();
            twpos_icash_credentials_open(HANDLES.credentials, null(), length, signature, &raw mut opened, error)
        });
        assert_eq!(no_body.expect_err("no body").status, NULL_POINTER);
    }
}

fn notification(given: &mut Arguments) {
    let expected = given.text();
    let (body, length) = given.bytes();
    let good = Arguments::new(0, b"");
    let parse = |length| good.call(|it, error| unsafe { twpos_mypay_notification_parse(body, length, it, error) });
    assert_eq!(
        parse(usize::MAX).expect_err("longer than memory").status,
        INVALID_ARGUMENT
    );
    let notification = match parse(length) {
        Ok(notification) => notification,
        Err(told) => return assert_eq!(told.outcome, NOT_SENT),
    };
    unsafe {
        let verified = good.run(|error| twpos_mypay_notification_verify(notification, expected, error));
        assert!(!expected.is_null() || verified.is_err());
        take(
            good.call(|json, error| twpos_mypay_notification_json(notification, json, error))
                .expect("JSON"),
        );
        twpos_mypay_notification_free(notification);
    }
}

fn new_keys(given: &mut Arguments) {
    let (id, key, iv) = (given.text(), given.text(), given.text());
    let choice = given.text();
    unsafe {
        let used = given.run(|error| twpos_icash_client_use_credential(HANDLES.icash, id, key, iv, error));
        if used.is_ok() {
            let mut id = null_mut();
            assert_eq!(twpos_icash_client_enc_key_id(HANDLES.icash, &raw mut id), OK);
            assert!(!take(id).is_empty());
        }
        let _ = given.run(|error| twpos_mypay_client_use_key(HANDLES.mypay, key, error));
        let choice = if choice.is_null() { 0 } else { i32::from(*choice) };
        let good = Arguments::new(0, b"");
        match good.call(|other, error| twpos_mypay_client_with_key(HANDLES.mypay, choice, other, error)) {
            Ok(other) => twpos_mypay_client_free(other),
            Err(told) => assert!(told.status == INVALID_ARGUMENT || (1..=2).contains(&choice), "{told:?}"),
        }
    }
}

fn describe(describe: Describe, given: &mut Arguments) {
    let code = given.text();
    let mut meaning = null_mut();
    match unsafe { describe(code, &raw mut meaning) } {
        OK => assert!(take(meaning).starts_with('{')),
        status => assert!(matches!(status, NULL_POINTER | INVALID_UTF8), "{status}"),
    }
}

fn numbers(rest: &[u8]) {
    for number in rest
        .chunks(4)
        .filter_map(|bytes| bytes.try_into().ok())
        .map(i32::from_le_bytes)
    {
        for name in [twpos_kind_name(number), twpos_outcome_name(number)] {
            assert!(!unsafe { std::ffi::CStr::from_ptr(name) }.is_empty());
        }
        let status = twpos_log_set(None, null_mut(), number);
        assert_eq!(status == OK, (1..=4).contains(&number));
    }
}
