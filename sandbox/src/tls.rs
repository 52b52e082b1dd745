//! The sandbox's own certificate authority, and a server certificate from it.

use crate::StartError;
use crate::state_dir::StateDir;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The certificate that clients must trust, in the state directory.
pub(crate) const CA_FILE: &str = "ca.pem";
const CA_KEY_FILE: &str = "ca_private_key.pem";

/// TLS 1.2 and 1.3 under a certificate for this machine's loopback names and those in `hosts`.
///
/// The authority is made once, so that a client that trusts it still does after a restart.
pub(crate) fn acceptor(state_dir: &StateDir, hosts: &[String]) -> Result<TlsAcceptor, StartError> {
    let tls = |error: rcgen::Error| StartError::Tls(error.to_string());
    let ca_key = load_authority(state_dir)?;
    let authority = Issuer::new(authority_params(), ca_key);

    let own = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let mut params = CertificateParams::new([&own, hosts].concat()).map_err(tls)?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().map_err(tls)?;
    let certificate = params.signed_by(&key, &authority).map_err(tls)?;

    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(|error| StartError::Tls(error.to_owned()))?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_no_client_auth())
        .and_then(|builder| builder.with_single_cert(vec![certificate.der().clone()], key))
        .map_err(|error| StartError::Tls(error.to_string()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn load_authority(state_dir: &StateDir) -> Result<KeyPair, StartError> {
    let tls = |error: rcgen::Error| StartError::Tls(format!("{CA_KEY_FILE}: {error}"));
    if let (Some(key), Some(_)) = (state_dir.read(CA_KEY_FILE)?, state_dir.read(CA_FILE)?) {
        return KeyPair::from_pem(&key).map_err(tls);
    }
    let key = KeyPair::generate().map_err(tls)?;
    let certificate = authority_params().self_signed(&key).map_err(tls)?;
    state_dir.write(CA_KEY_FILE, &key.serialize_pem())?;
    state_dir.write(CA_FILE, &certificate.pem())?;
    Ok(key)
}

/// Always the same, so that the key alone is enough to sign again as the authority in `ca.pem`.
fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, "twpos sandbox: for tests only");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}
