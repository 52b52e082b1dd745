//! Whatever a C program passes to the library's other functions: odd texts, lengths and NULLs. No panic; outputs on
//! success only, errors on failure only; and with nobody to be reached, nothing was sent.
#![no_main]

use c::*;
use libfuzzer_sys::fuzz_target;
use std::ffi::{CString, c_char};
use std::ptr::{null, null_mut};
use std::sync::LazyLock;
use twpos::PROVIDERS;
use twpos_c::config::*;
use twpos_c::error::{twpos_kind_name, twpos_outcome_name};
use twpos_c::generated::icash::{IcashClient, twpos_icash_client_from_toml};
use twpos_c::generated::mypay::{
    MypayClient, twpos_mypay_client_free, twpos_mypay_client_from_toml, twpos_mypay_notification_json,
    twpos_mypay_notification_parse, twpos_mypay_notification_verify,
};
use twpos_c::icash_client::*;
use twpos_c::icash_credentials::*;
use twpos_c::key::*;
use twpos_c::log::twpos_log_set;
use twpos_c::mypay_client::*;
use twpos_c::mypay_envelope::*;
use twpos_c::mypay_notification::*;

#[path = "../src/c.rs"]
#[allow(dead_code)] // Each target needs a part of it.
mod c;

/// What is done to a provider's functions, whatever the type of its handle.
trait Provider {
    fn operation(&self, which: usize, given: &mut Arguments);
    fn describe(&self, which: usize, given: &mut Arguments);
    fn client(&self, rest: &[u8], given: &mut Arguments);
    fn client_of(&self, config: *const Config);
}

/// A provider's functions, and a client for them.
struct Functions<C: 'static> {
    functions: twpos_c::client::Functions<C>,
    client: *mut C,
}

// SAFETY: any number of threads may use them at once.
unsafe impl<C: 'static> Send for Functions<C> {}
unsafe impl<C: 'static> Sync for Functions<C> {}

type Providers = [Box<dyn Provider + Send + Sync>; PROVIDERS.len()];

struct Handles {
    providers: Providers,
    icash: *mut IcashClient,
    mypay: *mut MypayClient,
    credentials: *mut IcashCredentials,
}

// SAFETY: as above.
unsafe impl Send for Handles {}
unsafe impl Sync for Handles {}

macro_rules! providers {
    ($($provider:ident $Name:ident,)*) => {
        fn providers(toml: *const c_char) -> Providers {
            [$(Box::new(made(twpos_c::generated::$provider::functions(), toml))),*]
        }
    };
}
twpos::each_provider!(providers);

fn made<C: 'static>(functions: twpos_c::client::Functions<C>, toml: *const c_char) -> Functions<C> {
    let make = functions.from_toml;
    // SAFETY: as the header wants it, here and below.
    let client = Arguments::new(0, b"").call(|it, error| unsafe { make(toml, c".".as_ptr(), it, error) });
    Functions {
        functions,
        client: client.expect("a client"),
    }
}

static HANDLES: LazyLock<Handles> = LazyLock::new(|| {
    let good = Arguments::new(0, b"");
    let toml = CString::new(twpos_fuzz::config_text()).expect("a configuration");
    let (toml, here) = (toml.as_ptr(), c".".as_ptr());
    let texts = twpos_fuzz::merchant_texts().map(|text| CString::new(text).expect("a key"));
    let [private, public, id, key, iv] = [0, 1, 2, 3, 4].map(|at: usize| texts[at].as_ptr());
    unsafe {
        Handles {
            providers: providers(toml),
            icash: good
                .call(|it, error| twpos_icash_client_from_toml(toml, here, it, error))
                .expect("icash"),
            mypay: good
                .call(|it, error| twpos_mypay_client_from_toml(toml, here, it, error))
                .expect("mypay"),
            credentials: good
                .call(|it, error| twpos_icash_credentials_new(private, public, id, key, iv, it, error))
                .expect("credentials"),
        }
    }
});

// One byte that chooses what is done, one whose turn it is, one for NULLs, then texts up to a NUL each.
fuzz_target!(|data: &[u8]| {
    let Some((&[way, which, nulls], rest)) = data.split_first_chunk() else {
        return;
    };
    let mut given = Arguments::new(nulls, rest);
    let which = usize::from(which);
    let providers = &HANDLES.providers;
    let (provider, which) = (&providers[which % providers.len()], which / providers.len());
    match way % 15 {
        0 | 1 => provider.operation(which, &mut given),
        2 => provider.client(rest, &mut given),
        3 => provider.describe(which, &mut given),
        4 => config(rest),
        5 => private_key(&mut given),
        6 => public_key(&mut given),
        7 => encrypt(&mut given),
        8 => decrypt(&mut given),
        9 => credentials(&mut given),
        10 => seal(&mut given),
        11 => open(&mut given),
        12 => notification(&mut given),
        13 => new_keys(&mut given),
        _ => numbers(rest),
    }
});

impl<C: 'static> Provider for Functions<C> {
    fn operation(&self, which: usize, given: &mut Arguments) {
        let operations = self.functions.operations;
        let operation = operations[which % operations.len()];
        let request = given.text();
        let told = given
            .call(|response, error| unsafe { operation(self.client, request, response, error) })
            .expect_err("a reply from nowhere");
        assert_eq!(told.outcome, NOT_SENT, "{told:?}");
    }

    fn describe(&self, which: usize, given: &mut Arguments) {
        let tables = self.functions.describe;
        let Some(describe) = tables.get(which % tables.len().max(1)) else {
            return;
        };
        let code = given.text();
        let mut meaning = null_mut();
        match unsafe { describe(code, &raw mut meaning) } {
            OK => assert!(take(meaning).starts_with('{')),
            status => assert!(matches!(status, NULL_POINTER | INVALID_UTF8), "{status}"),
        }
    }

    fn client(&self, rest: &[u8], given: &mut Arguments) {
        if names_a_device(rest) {
            return;
        }
        let (toml, directory) = (given.text(), given.text());
        match given.call(|client, error| unsafe { (self.functions.from_toml)(toml, directory, client, error) }) {
            Ok(client) => unsafe { (self.functions.free)(client) },
            Err(told) => assert_eq!(told.outcome, NOT_SENT),
        }
    }

    fn client_of(&self, config: *const Config) {
        let good = Arguments::new(0, b"");
        if let Ok(client) = good.call(|client, error| unsafe { (self.functions.from_config)(config, client, error) }) {
            unsafe { (self.functions.free)(client) };
        }
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
        for provider in &HANDLES.providers {
            provider.client_of(config);
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
