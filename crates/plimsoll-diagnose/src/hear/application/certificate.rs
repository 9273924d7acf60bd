//! Certificates that a client or the server does not accept, in the words of libraries of
//! TLS as drivers pass them on: OpenSSL's (`crypto/x509/x509_txt.c`, `ssl/ssl_stat.c`; libpq,
//! libmysqlclient, Python, Node), Go's (crypto/x509, crypto/tls), Java's
//! (java.security.cert), .NET's. Any peer may be meant, so the database has to be named.

use super::named::is_of_database;
use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{CertificateOf, ClientSignal, Said};

/// A certificate whose dates are the reason.
macro_rules! outdated {
    ($needle:literal, $of:ident) => {
        Phrase {
            needle: $needle,
            read: |record| refused(record, CertificateOf::$of, true),
        }
    };
}

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    outdated!("certificate has expired", Server),
    outdated!("certificate is not yet valid", Server),
    outdated!("CERT_HAS_EXPIRED", Server),
    outdated!("CERT_NOT_YET_VALID", Server),
    outdated!("CertificateExpiredException", Server),
    outdated!("CertificateNotYetValidException", Server),
    outdated!("NotTimeValid", Server),
    // Alerts: what the other side says of this one's.
    outdated!("alert certificate expired", Client),
    outdated!("tls: expired certificate", Client),
    Phrase {
        needle: "certificate verify failed",
        read: unsaid,
    },
    Phrase {
        needle: "Certificate verification failure",
        read: unsaid,
    },
];

fn refused(record: &Record<'_>, of: CertificateOf, is_outdated: bool) -> Option<Said> {
    // Error 2026 of MySQL's and MariaDB's clients, which name neither.
    let is_2026 =
        |text: &str| text.contains("SSL connection error") || text.contains("TLS/SSL error");
    let is_of_database =
        is_of_database(record) || is_2026(&record.message) || is_2026(&record.added);
    is_of_database.then_some(Said::Client(ClientSignal::CertificateRefused {
        of,
        is_outdated,
    }))
}

/// Without its dates as the reason, and without another one.
fn unsaid(record: &Record<'_>) -> Option<Said> {
    const OTHERS: [&str; 4] = [
        "self-signed",
        "self signed",
        "issuer certificate",
        "ostname mismatch",
    ];
    let texts = [record.message.as_ref(), record.added.as_ref()];
    let is_other = |text: &&str| OTHERS.iter().any(|it| text.contains(it));
    if texts.iter().any(is_other) {
        return None;
    }
    refused(record, CertificateOf::Server, false)
}
