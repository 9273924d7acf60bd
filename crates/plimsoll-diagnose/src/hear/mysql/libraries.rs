//! Plugins, libraries, certificates (`sql/sql_plugin.cc`, `sql/sql_udf.cc`, sql/mysqld.cc,
//! `sql/ssl_acceptor_context_data.cc` of `MySQL` 8.0 on). Most starts go on without
//! them: the listener holds what is said here until one ends.

use super::start::error;
use super::words::name;
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{CertificateOf, ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Can't open shared library '", library),
    holds!("Couldn't load plugin ", library),
    holds!("Failed to load required plugin", library),
    // vio/viosslfactories.c of either.
    holds!(
        "Private key does not match the certificate public key",
        |it| { error(it, StartRefusal::KeyMismatch) }
    ),
    holds!("Unable to get certificate", |it| tls(it, Some("ssl_cert"))),
    holds!("Unable to get private key", |it| tls(it, Some("ssl_key"))),
    holds!("SSL_CTX_load_verify_locations failed", |it| tls(
        it,
        Some("ssl_ca")
    )),
    // 9 on looks at its own at a start, and goes on.
    holds!("Failed to validate certificate ", outdated),
    holds!("Failed to set up SSL because of ", |it| tls(it, None)),
    holds!("Failed to setup SSL", |it| tls(it, None)),
    holds!("SSL error: ", |it| tls(it, None)),
];

fn outdated(record: &Record<'_>) -> Option<ServerSignal> {
    let holds = |words: &str| record.message.contains(words);
    let is_outdated = holds("certificate has expired") || holds("certificate is not yet valid");
    let of = CertificateOf::Server;
    is_outdated.then_some(ServerSignal::CertificateRefused { of, is_outdated })
}

fn tls(record: &Record<'_>, parameter: Option<&'static str>) -> Option<ServerSignal> {
    error(record, StartRefusal::Tls { parameter })
}

fn library(record: &Record<'_>) -> Option<ServerSignal> {
    let name = name(&record.message).unwrap_or_default();
    error(record, StartRefusal::Library { name })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_unheard_as_warning, heard};
    use crate::signal::ServerSignal::{CertificateRefused, Ready, StartRefused};
    use crate::signal::{CertificateOf, StartRefusal};

    const LIBRARY: &str = "Can't open shared library '/usr/lib/mysql/plugin/audit_log.so' (errno: 2 cannot open shared object file: No such file or directory)";

    #[test]
    fn libraries_that_end_a_start() {
        let name = "/usr/lib/mysql/plugin/audit_log.so".to_owned();
        let library = StartRefused(StartRefusal::Library { name });
        assert_eq!(heard(&[LIBRARY, "Aborting"]), [library]);
        let tls = [
            "SSL error: Unable to get private key from '/etc/mysql/key.pem'",
            "Failed to setup SSL",
            "Aborting",
        ];
        let parameter = Some("ssl_key");
        assert_eq!(heard(&tls), [StartRefused(StartRefusal::Tls { parameter })]);
        let mismatch = [
            "SSL error: Private key does not match the certificate public key",
            "Failed to setup SSL",
            "Aborting",
        ];
        assert_eq!(heard(&mismatch), [StartRefused(StartRefusal::KeyMismatch)]);
    }

    #[test]
    fn a_certificate_that_the_server_sees_has_expired() {
        let refused = CertificateRefused {
            of: CertificateOf::Server,
            is_outdated: true,
        };
        let expired = "Failed to validate certificate /etc/mysql/server-cert.pem because certificate has expired";
        assert_eq!(heard(&[expired]), [refused]);
        assert_unheard_as_warning(
            "Failed to validate certificate /etc/mysql/ca.pem because self-signed certificate",
        );
    }

    #[test]
    fn starts_that_go_on_without_them() {
        let ready = "/usr/sbin/mysqld: ready for connections.";
        assert_eq!(heard(&[LIBRARY, ready]), [Ready]);
    }
}
