//! Hosts whose certificates cannot be believed, over real TLS: nothing is sent, and the technician reads why.

use crate::support::*;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection};
use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;
use twpos::ErrorKind::Tls;
use twpos::Outcome::NotSent;
use twpos::icash::*;

/// A certificate and its key.
type Own = (rcgen::Certificate, KeyPair);

fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// An authority, which signs for itself.
fn authority(name: &str) -> Own {
    let key = KeyPair::generate().unwrap();
    (authority_params(name).self_signed(&key).unwrap(), key)
}

/// A certificate for `host`, issued by `ours`, and what else `change` makes of it.
fn issued(ours: &KeyPair, host: &str, change: impl FnOnce(&mut CertificateParams)) -> Own {
    let issuer = Issuer::new(authority_params("ours"), ours);
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    (params.signed_by(&key, &issuer).unwrap(), key)
}

/// Shakes hands under this certificate, and says nothing. Gives its URL.
fn host((certificate, key): &Own) -> String {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = Arc::new(config);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let session = ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(session, stream.unwrap());
            let _ = stream.read(&mut [0; 1]);
        }
    });
    format!("https://localhost:{port}")
}

#[test]
fn a_certificate_that_cannot_be_believed_is_told_in_words_and_nothing_is_sent() {
    let ours = authority("ours");
    let (ours_pem, key) = (ours.0.pem(), &ours.1);
    let (other, self_signed) = (authority("other"), authority("self-signed"));
    let (again, plain) = (authority("ours"), |_: &mut CertificateParams| ());
    let (past, future) = (date_time_ymd(2023, 11, 14), date_time_ymd(2999, 1, 1));
    let self_signed_pem = self_signed.0.pem();
    for (own, trusted, words) in [
        (
            issued(key, "localhost", |params| {
                params.not_before = date_time_ymd(2020, 1, 1);
                params.not_after = past;
            }),
            &ours_pem,
            "the host's certificate expired on 2023-11-14; this machine's clock says 2",
        ),
        (
            issued(key, "localhost", |params| {
                params.not_before = future;
                params.not_after = date_time_ymd(3000, 1, 1);
            }),
            &ours_pem,
            "the host's certificate is valid only from 2999-01-01 on; this machine's clock says 2",
        ),
        (
            issued(key, "another.example", plain),
            &ours_pem,
            "the host's certificate is for another name than the one in the URL",
        ),
        (
            issued(key, "localhost", |params| {
                params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
            }),
            &ours_pem,
            "the host's certificate is not one for a server",
        ),
        (
            issued(key, "localhost", plain),
            &other.0.pem(),
            "the host's certificate is not trusted, since nobody knows who issued it; is ca_file missing or of another CA?",
        ),
        (
            issued(key, "localhost", plain),
            &again.0.pem(),
            "the host's certificate is not signed by whom it names, or has an RSA key shorter than 2048 bits; is ca_file of an older CA?",
        ),
        (
            self_signed,
            &self_signed_pem,
            "the host uses the certificate of a CA as its own; it needs one of its own, issued by that CA",
        ),
    ] {
        let mut config = Config::new(host(&own), till_credentials(&vectors()));
        config.http.extra_ca_pem = Some(trusted.clone());
        let error = Client::new(config).unwrap().pay(&sale("TLS-1", 36)).unwrap_err();
        assert_eq!((error.kind, error.outcome), (Tls, NotSent), "{error}");
        assert!(error.detail.contains(words), "{words}: {error}");
        assert!(!error.detail.contains(['{', '[']), "{error}");
    }
}
