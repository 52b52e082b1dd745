//! Keys of other sizes and exponents than the vectors', and keys that are not sound. `keys/` is as openssl wrote it.

use crate::support::{text, vectors};
use rsa::BigUint;
use rsa::pkcs1::{UintRef, der::Encode as _};
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use twpos::crypto::{PrivateKey, PublicKey, encode_base64};

const KEYS: [(usize, &str); 4] = [
    (2048, include_str!("keys/2048-exponent-3.pem")),
    (2048, include_str!("keys/2048-exponent-33-bits.pem")),
    (4096, include_str!("keys/4096.pem")),
    (8192, include_str!("keys/8192.pem")),
];

/// Both halves come out as they went in, byte for byte.
#[test]
fn keys_that_openssl_makes_are_read_used_and_written_back() {
    for (bits, pem) in KEYS {
        let public = PublicKey::from_text(pem).unwrap();
        assert_eq!(public.bits(), bits);
        assert!(pem.ends_with(public.to_pem()), "{bits}");
        assert!(!public.verify(b"data", &encode_base64(&vec![1; bits.div_ceil(8)])));
        // ring signs with no key above 4096 bits, nor with a small exponent.
        if cfg!(feature = "provider-ring") && (bits > 4096 || pem == KEYS[0].1) {
            assert_eq!(
                PrivateKey::from_text(pem).unwrap_err().detail,
                unusable("private"),
                "{bits}"
            );
            continue;
        }
        let private = PrivateKey::from_text(pem).unwrap();
        let written = private.to_pem().unwrap();
        assert_eq!(format!("{}{}", *written, private.public_key().to_pem()), pem);
        assert!(public.verify(b"data", &private.sign(b"data").unwrap()), "{bits}");
    }
}

#[test]
fn a_public_key_needs_a_usable_modulus_and_exponent() {
    let odd = |bits: usize| (BigUint::from(1_u8) << (bits - 1)) + 1_u8;
    let read = |modulus: &BigUint, exponent: u64| {
        let (modulus, exponent) = (modulus.to_bytes_be(), exponent.to_be_bytes());
        let key = rsa::pkcs1::RsaPublicKey {
            modulus: UintRef::new(&modulus).unwrap(),
            public_exponent: UintRef::new(&exponent).unwrap(),
        };
        PublicKey::from_text(&encode_base64(&key.to_der().unwrap()))
            .map(|key| key.bits())
            .map_err(|error| error.detail)
    };
    let short = |bits: usize| Err(format!("the RSA key has {bits} bits; at least 2048 are required"));
    let unusable = Err(unusable("public"));

    for bits in [2048, 2049, 3072, 4096, 8191, 8192] {
        assert_eq!(read(&odd(bits), 65537), Ok(bits));
    }
    for bits in [2, 1024, 2041, 2047] {
        assert_eq!(read(&odd(bits), 65537), short(bits));
    }
    assert_eq!(read(&BigUint::default(), 65537), short(0));
    for bits in [8193, 16384, 100_000] {
        assert_eq!(read(&odd(bits), 65537), unusable, "{bits}");
    }
    assert_eq!(read(&(odd(2048) + 1_u8), 65537), unusable, "an even modulus");
    for exponent in [3, 5, 65535, 65537, (1 << 32) + 1, (1 << 33) - 1] {
        assert_eq!(read(&odd(2048), exponent), Ok(2048), "{exponent}");
    }
    for exponent in [0, 1, 2, 4, 65536, 1 << 33, (1 << 33) + 1, (1 << 40) + 1, u64::MAX] {
        assert_eq!(read(&odd(2048), exponent), unusable, "{exponent}");
    }
}

#[test]
fn a_private_keys_parts_must_belong_together() {
    let vectors = vectors();
    let key = |name: &str| {
        use rsa::pkcs8::DecodePrivateKey as _;
        rsa::RsaPrivateKey::from_pkcs8_pem(text(&vectors["keys"][name])).unwrap()
    };
    let parts = |key: &rsa::RsaPrivateKey| {
        let (p, q) = (&key.primes()[0], &key.primes()[1]);
        let exponents = [key.d() % (p - 1_u8), key.d() % (q - 1_u8)];
        let [dp, dq] = exponents;
        let coefficient = key.crt_coefficient().unwrap();
        [key.n(), key.e(), key.d(), p, q, &dp, &dq, &coefficient].map(BigUint::to_bytes_be)
    };
    let read = |parts: &[Vec<u8>; 8]| {
        let [n, e, d, p, q, dp, dq, coefficient] = parts.each_ref().map(|part| UintRef::new(part).unwrap());
        let key = rsa::pkcs1::RsaPrivateKey {
            modulus: n,
            public_exponent: e,
            private_exponent: d,
            prime1: p,
            prime2: q,
            exponent1: dp,
            exponent2: dq,
            coefficient,
            other_prime_infos: None,
        };
        PrivateKey::from_text(&encode_base64(&key.to_der().unwrap()))
            .map(|key| key.public_key().modulus())
            .map_err(|error| error.detail)
    };
    let ours = parts(&key("merchant_private_key"));
    let other = parts(&key("icash_private_key"));
    assert_eq!(read(&ours), Ok(ours[0].clone()));

    // n, p, q; ring looks at the others when it signs.
    let looked_at: &[usize] = if cfg!(feature = "provider-ring") {
        &[0, 3, 4]
    } else {
        &[0, 2, 3, 4, 5, 6, 7]
    };
    for &part in looked_at {
        let mut mixed = ours.clone();
        mixed[part].clone_from(&other[part]);
        assert_eq!(read(&mixed), Err(unusable("private")), "part {part} of another key");
        let mut damaged = ours.clone();
        let middle = damaged[part].len() / 2;
        damaged[part][middle] ^= 1;
        assert_eq!(read(&damaged), Err(unusable("private")), "part {part} damaged");
    }
    let mut exponent = ours.clone();
    exponent[1] = vec![4];
    assert_eq!(read(&exponent), Err(unusable("public")), "an even exponent");
    let mut swapped = ours.clone();
    swapped.swap(3, 4);
    assert_eq!(read(&swapped), Err(unusable("private")), "the primes alone swapped");
    let short = parts(&key("small_private_key"));
    assert_eq!(
        read(&short),
        Err("the RSA key has 1024 bits; at least 2048 are required".to_owned())
    );
}

/// Made by one library, read by another.
#[cfg(feature = "provider-aws-lc")]
#[test]
fn a_new_key_is_a_sound_one_of_2048_bits() {
    use rsa::pkcs8::DecodePrivateKey as _;
    let [key, another] = [(), ()].map(|()| PrivateKey::generate().unwrap());
    assert_ne!(key.public_key().fingerprint(), another.public_key().fingerprint());
    let read = rsa::RsaPrivateKey::from_pkcs8_pem(&key.to_pem().unwrap()).unwrap();
    read.validate().unwrap();
    assert_eq!((read.n().bits(), read.e()), (2048, &BigUint::from(65537_u32)));
    assert_eq!(read.n().to_bytes_be(), key.public_key().modulus());
    assert!(key.public_key().verify(b"data", &key.sign(b"data").unwrap()));
}

/// The blocks are as long as PKCS#1 v1.5 leaves room, and another library decrypts them.
#[cfg(feature = "provider-aws-lc")]
#[test]
fn blocks_are_encrypted_as_the_key_exchange_wants_them() {
    use rsa::pkcs8::DecodePrivateKey as _;
    let vectors = vectors();
    let theirs = rsa::RsaPrivateKey::from_pkcs8_pem(text(&vectors["keys"]["merchant_private_key"])).unwrap();
    let ours = PrivateKey::from_text(text(&vectors["keys"]["merchant_private_key"])).unwrap();
    for length in [0, 1, 244, 245, 246, 490, 1000] {
        let plaintext: Vec<u8> = (0..length).map(|index: u16| index.to_le_bytes()[0]).collect();
        let encrypted = ours.public_key().encrypt_blocks(&plaintext).unwrap();
        assert_eq!(encrypted.len(), plaintext.len().div_ceil(245) * 256);
        let decrypted: Vec<u8> = encrypted
            .chunks(256)
            .flat_map(|block| theirs.decrypt(rsa::Pkcs1v15Encrypt, block).unwrap())
            .collect();
        assert_eq!(decrypted, plaintext);
        assert_eq!(*ours.decrypt_blocks(&encrypted).unwrap(), plaintext);
    }
    let [once, again] = [(), ()].map(|()| ours.public_key().encrypt_blocks(b"data").unwrap());
    assert_ne!(once, again, "the padding is random");
    // Another size of block.
    let (bits, pem) = KEYS[2];
    let large = PrivateKey::from_text(pem).unwrap();
    let encrypted = large.public_key().encrypt_blocks(&[7; 502]).unwrap();
    assert_eq!(encrypted.len(), 2 * bits / 8);
    assert_eq!(*large.decrypt_blocks(&encrypted).unwrap(), [7; 502]);
}

fn unusable(which: &str) -> String {
    format!("the RSA {which} key is damaged or its parts do not belong together")
}
