//! Certificates that one side did not accept (src/backend/libpq/be-secure-openssl.c;
//! the reasons are OpenSSL's, the detail is there from 15 on).

use super::words::after;
use crate::hear::Phrase;
use crate::hear::forms::begins;
use crate::record::Record;
use crate::signal::{CertificateOf, ServerSignal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[begins!("could not accept SSL connection: ", accepted)];

/// A client's alert is of the server's certificate, what the server verified is a client's.
/// Anything else may be a scanner's.
fn accepted(record: &Record<'_>) -> Option<ServerSignal> {
    let why = after(&record.message, "connection: ")?;
    let (of, is_outdated) = if why.ends_with("alert certificate expired") {
        (CertificateOf::Server, true)
    } else if why.starts_with("certificate verify failed") {
        let detail = record.added("DETAIL").unwrap_or_default();
        let reason = after(detail, "Client certificate verification failed at depth ");
        let is_outdated = reason.is_some_and(|it| {
            it.contains("certificate has expired") || it.contains("certificate is not yet valid")
        });
        if reason.is_some() && !is_outdated {
            return None;
        }
        (CertificateOf::Client, is_outdated)
    } else {
        return None;
    };
    Some(ServerSignal::CertificateRefused { of, is_outdated })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::CertificateOf;
    use crate::signal::ServerSignal::CertificateRefused;

    #[test]
    fn certificates_that_one_side_refused() {
        let refused = |of, is_outdated| CertificateRefused { of, is_outdated };
        assert_heard(&[
            (
                "LOG:  could not accept SSL connection: sslv3 alert certificate expired",
                refused(CertificateOf::Server, true),
            ),
            (
                "LOG:  could not accept SSL connection: ssl/tls alert certificate expired",
                refused(CertificateOf::Server, true),
            ),
            (
                "LOG:  could not accept SSL connection: certificate verify failed\nDETAIL:  Client certificate verification failed at depth 0: certificate has expired.",
                refused(CertificateOf::Client, true),
            ),
            (
                "LOG:  could not accept SSL connection: certificate verify failed",
                refused(CertificateOf::Client, false),
            ),
        ]);
    }

    #[test]
    fn other_ends_of_a_handshake() {
        assert_unheard(&[
            "LOG:  could not accept SSL connection: unsupported protocol",
            "LOG:  could not accept SSL connection: EOF detected",
            "LOG:  could not accept SSL connection: tlsv1 alert unknown ca",
            "LOG:  could not accept SSL connection: certificate verify failed\nDETAIL:  Client certificate verification failed at depth 0: self-signed certificate.",
        ]);
    }
}
