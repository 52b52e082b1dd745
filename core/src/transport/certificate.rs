//! Why a host is not believed, in words for the technician. The library's own texts are for its developers.

use jiff::Timestamp;
use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error};

/// Why TLS could not be agreed.
pub(super) fn problem(error: &Error) -> String {
    let problem = match error {
        Error::InvalidCertificate(reason) => return untrusted(reason),
        Error::NoCertificatesPresented => "the host shows no certificate",
        Error::InvalidMessage(_) => "the host does not speak TLS on this port",
        Error::AlertReceived(AlertDescription::ProtocolVersion | AlertDescription::InsufficientSecurity)
        | Error::PeerIncompatible(_) => "the host offers neither TLS 1.2 nor 1.3 with a cipher that is still safe",
        Error::AlertReceived(_) => {
            "the host ends the TLS handshake; it may know no such name, want a certificate of ours, or be too old for TLS 1.2"
        }
        _ => "TLS could not be agreed",
    };
    problem.to_owned()
}

fn untrusted(reason: &CertificateError) -> String {
    let problem = match reason {
        CertificateError::ExpiredContext { time, not_after } => {
            return format!(
                "the host's certificate expired on {}; this machine's clock says {}",
                day(*not_after),
                day(*time)
            );
        }
        CertificateError::NotValidYetContext { time, not_before } => {
            return format!(
                "the host's certificate is valid only from {} on; this machine's clock says {}",
                day(*not_before),
                day(*time)
            );
        }
        CertificateError::Expired => "the host's certificate has expired; is the clock right?",
        CertificateError::NotValidYet => "the host's certificate is not valid yet; is the clock right?",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the host's certificate is for another name than the one in the URL"
        }
        CertificateError::UnknownIssuer => {
            "the host's certificate is not trusted, since nobody knows who issued it; is ca_file missing or of another CA?"
        }
        CertificateError::Revoked => "the host's certificate was revoked",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "the host's certificate is not one for a server"
        }
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            "the host's certificate is signed in a way that is no longer safe, such as SHA-1; it needs a new one"
        }
        CertificateError::BadSignature => {
            "the host's certificate is not signed by whom it names, or has an RSA key shorter than 2048 bits; is ca_file \
             of an older CA?"
        }
        CertificateError::BadEncoding | CertificateError::UnhandledCriticalExtension => {
            "the host's certificate cannot be read"
        }
        CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            "the host uses the certificate of a CA as its own; it needs one of its own, issued by that CA"
        }
        _ => "the host's certificate is not trusted",
    };
    problem.to_owned()
}

/// The day in UTC.
fn day(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match Timestamp::from_second(seconds) {
        Ok(time) => time.strftime("%Y-%m-%d").to_string(),
        Err(_) => "a day that no calendar has".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::ServerName;
    use std::time::Duration;

    #[test]
    fn a_host_that_is_too_old_is_told_so() {
        let words = problem(&Error::AlertReceived(AlertDescription::ProtocolVersion));
        assert!(words.contains("neither TLS 1.2 nor 1.3"), "{words}");
        let words = problem(&Error::AlertReceived(AlertDescription::HandshakeFailure));
        assert!(words.contains("too old for TLS 1.2"), "{words}");
    }

    #[test]
    fn a_certificate_s_problem_is_told_in_words() {
        let at = |seconds: u64| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let (in_2023, in_2026) = (at(1_700_000_000), at(1_795_000_000));
        for (reason, words) in [
            (
                CertificateError::ExpiredContext {
                    time: in_2026,
                    not_after: in_2023,
                },
                "the host's certificate expired on 2023-11-14; this machine's clock says 2026-11-18",
            ),
            (
                CertificateError::NotValidYetContext {
                    time: in_2023,
                    not_before: in_2026,
                },
                "the host's certificate is valid only from 2026-11-18 on; this machine's clock says 2023-11-14",
            ),
            (
                CertificateError::NotValidForNameContext {
                    expected: ServerName::try_from("a.example").unwrap(),
                    presented: vec!["DnsName(\"b.example\")".to_owned()],
                },
                "the host's certificate is for another name than the one in the URL",
            ),
            (
                CertificateError::ExpiredContext {
                    time: in_2026,
                    not_after: at(u64::MAX),
                },
                "the host's certificate expired on a day that no calendar has; this machine's clock says 2026-11-18",
            ),
        ] {
            assert_eq!(problem(&Error::InvalidCertificate(reason)), words);
        }
        for (reason, words) in [
            (
                CertificateError::UnknownIssuer,
                "nobody knows who issued it; is ca_file missing",
            ),
            (
                CertificateError::BadSignature,
                "is not signed by whom it names, or has an RSA key shorter than 2048 bits; is ca_file of an older CA?",
            ),
            (CertificateError::InvalidPurpose, "is not one for a server"),
            (CertificateError::Revoked, "was revoked"),
            (CertificateError::BadEncoding, "cannot be read"),
            (CertificateError::UnhandledCriticalExtension, "cannot be read"),
            (
                CertificateError::NotValidForName,
                "is for another name than the one in the URL",
            ),
            (CertificateError::Expired, "has expired; is the clock right?"),
            (CertificateError::NotValidYet, "is not valid yet; is the clock right?"),
            (CertificateError::ApplicationVerificationFailure, "is not trusted"),
            (
                CertificateError::UnsupportedSignatureAlgorithmContext {
                    signature_algorithm_id: vec![1, 2, 3],
                    supported_algorithms: Vec::new(),
                },
                "no longer safe, such as SHA-1; it needs a new one",
            ),
        ] {
            let told = problem(&Error::InvalidCertificate(reason));
            assert!(
                told.starts_with("the host's certificate ") && told.contains(words),
                "{told}"
            );
            assert!(!told.contains(['{', '[', '(']), "{told}");
        }
        for (error, words) in [
            (Error::NoCertificatesPresented, "shows no certificate"),
            (
                Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType),
                "does not speak TLS on this port",
            ),
            (
                Error::AlertReceived(rustls::AlertDescription::HandshakeFailure),
                "ends the TLS handshake; it may know no such name",
            ),
            (
                Error::PeerIncompatible(rustls::PeerIncompatible::NoCipherSuitesInCommon),
                "offers neither TLS 1.2 nor 1.3",
            ),
        ] {
            let told = problem(&error);
            assert!(told.starts_with("the host ") && told.contains(words), "{told}");
        }
        let told = problem(&Error::General("{CANARY}".to_owned()));
        assert_eq!(told, "TLS could not be agreed");
    }
}
