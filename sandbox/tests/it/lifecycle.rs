//! Starting, stopping, starting again; TLS; clients that give up.

use crate::support::*;
use serde_json::json;
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use twpos_sandbox::{Fault, FaultRule, Options, Sandbox, StartError, UnknownCancel};

#[test]
fn a_payment_happens_although_the_client_has_gone() {
    let fixture = start();
    fixture.inject(json!({"fault": "delay_before_commit", "milliseconds": 1500}));
    let op_seq = op_seq();
    let mut stream = fixture.connect();
    stream
        .write_all(&fixture.till.request("SETPay", &pay(&op_seq, BARCODE, "1")))
        .unwrap();
    fixture.wait_for_requests(1);
    drop(stream);
    // The blind cancel comes first, says ok, and does not help: the reason why "ok" proves nothing.
    assert_eq!(fixture.call("SETPayCancel", &cancel(&op_seq)).text("OPSeq"), op_seq);
    assert!(fixture.transactions().is_empty());
    wait_until(|| !fixture.transactions().is_empty());
    assert_eq!(fixture.transactions()[0]["status"], "done");
}

#[test]
fn unknown_cancels_are_refused_on_request() {
    let fixture = start_with(|options| options.unknown_cancel = UnknownCancel::NotFound);
    fixture
        .call("SETPayCancel", &cancel("X"))
        .assert_declined("ICASH_NOT_FOUND");
}

#[test]
fn unknown_cancels_are_remembered_on_request() {
    let fixture = start_with(|options| options.unknown_cancel = UnknownCancel::RefuseLatePayment);
    assert_eq!(fixture.call("SETPayCancel", &cancel("X")).text("OPSeq"), "X");
    fixture
        .call("SETPay", &pay("X", BARCODE, "1"))
        .assert_declined("ICASH_CANCELLED_BEFORE_PAYMENT");
}

#[test]
fn processing_takes_its_time() {
    let fixture = start_with(|options| options.processing_delay = Duration::from_millis(300));
    let begun = Instant::now();
    fixture.call("SETPay", &pay(&op_seq(), BARCODE, "1"));
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[test]
fn stop_does_not_wait_for_hung_requests() {
    let fixture = start();
    fixture.sandbox.inject(FaultRule {
        times: 2,
        ..FaultRule::new(Fault::Hang)
    });
    fixture.inject(json!({"fault": "delay_before_commit"}));
    let mut streams: Vec<TcpStream> = (0..3).map(|_| fixture.connect()).collect();
    for stream in &mut streams {
        stream
            .write_all(&fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1")))
            .unwrap();
    }
    fixture.wait_for_requests(3);
    let address: SocketAddr = fixture.sandbox.url().strip_prefix("http://").unwrap().parse().unwrap();
    let begun = Instant::now();
    fixture.sandbox.stop();
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(TcpStream::connect(address).is_err());
    for stream in &mut streams {
        assert!(read_reply(stream).is_err(), "closed");
    }
}

#[test]
fn the_state_directory_survives_a_restart_and_is_private() {
    let fixture = start();
    let dir = fixture.dir;
    let old = (
        fixture.till.credential,
        fixture.till.private_key.public_key().fingerprint(),
    );
    fixture.sandbox.stop();
    let sandbox = Sandbox::start(Options {
        tls: true,
        ..Options::new(dir.path())
    })
    .unwrap();
    assert_eq!(sandbox.config_path(), dir.path().join("till.toml"));
    let till = Till::load(sandbox.config_path());
    assert_eq!(old, (till.credential, till.private_key.public_key().fingerprint()));
    let config = std::fs::read_to_string(sandbox.config_path()).unwrap();
    assert!(config.contains(sandbox.url()) && config.contains("ca.pem"));

    #[cfg(unix)]
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        use std::os::unix::fs::PermissionsExt as _;
        let entry = entry.unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            entry.file_name()
        );
    }
}

/// A till's own folder has files of the same names, and its credential may be the only one.
#[test]
fn a_folder_of_a_till_is_left_alone() {
    for name in ["till.toml", "merchant_private_key.pem"] {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(name), "precious").unwrap();
        let Err(error @ StartError::StateDir { .. }) = Sandbox::start(Options::new(dir.path())) else {
            panic!("{name} was taken over")
        };
        assert!(error.to_string().contains(name), "{error}");
        assert_eq!(std::fs::read_to_string(dir.path().join(name)).unwrap(), "precious");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_taken_port_and_a_damaged_file_are_named() {
    let fixture = start();
    let address: SocketAddr = fixture.sandbox.url().strip_prefix("http://").unwrap().parse().unwrap();
    let taken = Sandbox::start(Options {
        listen: address,
        ..Options::new(state_dir().path())
    });
    let Err(error @ StartError::Listen { .. }) = taken else {
        panic!("two sandboxes on one port")
    };
    assert!(error.to_string().contains(&address.to_string()));

    let dir = state_dir();
    std::fs::write(dir.path().join("icash_merchants.json"), "{").unwrap();
    let Err(error) = Sandbox::start(Options::new(dir.path())) else {
        panic!("started on a damaged file")
    };
    assert!(error.to_string().contains("icash_merchants.json"), "{error}");
}

fn tls_stream(sandbox: &Sandbox, ca_file: &std::path::Path, name: &str) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(ca_file).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let port: u16 = sandbox
        .url()
        .strip_prefix("https://localhost:")
        .unwrap()
        .parse()
        .unwrap();
    StreamOwned::new(connection, TcpStream::connect(("127.0.0.1", port)).unwrap())
}

#[test]
fn tls_under_an_authority_that_survives_a_restart() {
    let fixture = start_with(|options| options.tls = true);
    let Fixture { sandbox, till, dir } = fixture;
    let kept = tempfile::tempdir().unwrap();
    let ca_file = kept.path().join("ca.pem");
    std::fs::copy(dir.path().join("ca.pem"), &ca_file).unwrap();
    let pay_over_tls = |sandbox: &Sandbox, name: &str| {
        let mut stream = tls_stream(sandbox, &ca_file, name);
        let reply = exchange(&mut stream, &till.request("SETPay", &pay(&op_seq(), BARCODE, "1"))).unwrap();
        assert!(till.open(&reply).is_approved());
    };
    for name in ["localhost", "127.0.0.1", "::1"] {
        pay_over_tls(&sandbox, name);
    }
    sandbox.stop();
    let sandbox = Sandbox::start(Options {
        tls: true,
        ..Options::new(dir.path())
    })
    .unwrap();
    pay_over_tls(&sandbox, "localhost");
}

#[test]
fn a_reset_works_under_tls() {
    let fixture = start_with(|options| options.tls = true);
    let ca_file = fixture.dir.path().join("ca.pem");
    fixture.sandbox.inject(FaultRule::new(Fault::ResetAfterCommit));
    let mut stream = tls_stream(&fixture.sandbox, &ca_file, "localhost");
    let request = fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1"));
    let error = exchange(&mut stream, &request).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(fixture.transactions().len(), 1);
}
