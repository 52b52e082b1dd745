//! The cryptography that the providers' envelopes need, and nothing more.
//!
//! RSA and TLS run in one provider, `aws-lc-rs` or (feature `provider-ring`) `ring`
//! (see `docs/adr/0001-crypto-provider.md`).

mod aes_cbc;
mod key_text;
mod provider;
mod rsa_keys;
mod secret;

pub use crate::encoding::{decode_base64, encode_base64};
pub use aes_cbc::{AesIv, AesKey};
pub use rsa_keys::{PrivateKey, PublicKey};
pub use secret::Secret;

pub(crate) use provider::tls_provider;

use crate::error::{Error, ErrorKind};

/// Whether two secrets are equal, in a time that depends on their lengths only.
pub(crate) fn equal_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    let different = a.iter().zip(b).fold(0, |different, (a, b)| different | (a ^ b));
    // The black box keeps the compiler from leaving the loop at the first difference.
    a.len() == b.len() && std::hint::black_box(different) == 0
}

/// More than any of our calls uses below itself, and little of a thread's smallest stack.
const STACK: usize = 32 * 1024;

/// Does some work with secrets, and wipes what it used of the stack and of the vector registers, as far as that can be
/// reached: a cipher's expanded key begins with the key and is moved about on the stack, and the system's copying of
/// memory leaves the last copy in registers that little else uses.
pub fn on_wiped_stack<T>(work: impl FnOnce() -> T) -> T {
    // Inlined, it would use the stack above what is wiped.
    #[inline(never)]
    fn apart<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
    let result = apart(work);
    zeroize::zeroize_stack::<STACK>();
    wipe_registers();
    result
}

/// Copies zeros of every size for which a C library has another way of copying, so that they are in all the registers
/// that such a copy of a secret was in. It has to be the library's own copying: code for known sizes uses others.
#[inline(never)]
fn wipe_registers() {
    let zeros = [0_u8; 4096];
    let mut copy = [0_u8; 4096];
    for size in [16, 32, 64, 128, 256, 512, 1024, 4096 - 8] {
        let size = std::hint::black_box(size);
        copy[..size].copy_from_slice(&zeros[..size]);
        // Ranges that overlap are copied in yet other ways, upwards and downwards.
        copy.copy_within(..size, 8);
        copy.copy_within(8..8 + size, 0);
        std::hint::black_box(&mut copy);
    }
}

/// Fresh bytes from the operating system's randomness. The provider's own generator has locks, which a child of `fork`
/// might find held for ever, and ends the process where the system gives nothing.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(_) => Err(Error::new(
            ErrorKind::Internal,
            "the operating system gives no randomness",
        )),
    }
}

/// HMAC-SHA256 of these parts, one after the other.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let key = provider::hmac::Key::new(provider::hmac::HMAC_SHA256, key);
    let mut context = provider::hmac::Context::with_key(&key);
    parts.iter().for_each(|part| context.update(part));
    context.sign().as_ref().to_vec()
}
