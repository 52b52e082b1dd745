//! Whatever a token endpoint answers: reading it must not panic, what is taken is a bearer token, and no error holds
//! it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::time::Duration;
use twpos::ErrorKind;
use twpos::omni::fuzzing::read_token;
use twpos_fuzz::reply::{amount, fields, text};

/// The codes of RFC 6749, section 5.2.
const CODES: [&str; 6] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];

fuzz_target!(|data: &[u8]| {
    let Some((way, body)) = data.split_first() else { return };
    let http_status = [200, 200, 200, 401, 400, 403, 302, 500][usize::from(way & 7)];
    let said = fields(body);
    let token = text(&said, "access_token");
    match read_token(http_status, body) {
        Ok((read, life)) => {
            assert_eq!((http_status, &read), (200, &token));
            assert!(!read.is_empty() && read.bytes().all(|byte| byte.is_ascii_graphic()));
            let kind = text(&said, "token_type");
            assert!(kind.is_empty() || kind.eq_ignore_ascii_case("bearer"), "{kind:?}");
            assert!(life <= Duration::from_secs(366 * 24 * 60 * 60));
            if let Some(seconds) = amount(&said, "expires_in").filter(|seconds| *seconds < 10_000_000) {
                assert_eq!(life.as_secs(), u64::try_from(seconds).expect("a life"));
            }
        }
        Err(error) => {
            assert_eq!(error.http_status, Some(http_status));
            let expected = match http_status {
                200 => ErrorKind::Malformed,
                400 | 401 => ErrorKind::Unauthorized,
                _ => ErrorKind::Http,
            };
            assert_eq!(error.kind, expected, "{error:?}");
            assert_eq!(error.provider_text, None);
            assert!(error.provider_code.is_none_or(|code| CODES.contains(&code.as_str())));
            // A shorter one may be part of any sentence.
            assert!(token.len() < 12 || !error.detail.contains(&token), "{}", error.detail);
        }
    }
});
