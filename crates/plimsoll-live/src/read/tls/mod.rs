//! TLS as a client: what is checked of a server's certificate, and certificates
//! from their files. It knows no engine: which file counts in which mode, and
//! what the reader is told to change, is each engine's own.

mod certificate;
mod files;
mod verifier;

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{CertificateError, ClientConfig};

pub(super) use files::{authorities_here, certificates, revoked};
pub(super) use verifier::{Checks, Verifier};

/// One way to try a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// In plain text.
    Plain,
    /// With TLS if the server has it.
    Offered,
    /// With TLS or not at all.
    Required,
}

/// This side's certificate.
pub(super) struct Identity<'a> {
    /// The file that it is from.
    pub(super) path: &'a Path,
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// The client's side of TLS; the error is for the reader.
pub(super) fn config(
    verifier: Verifier,
    identity: Option<Identity<'_>>,
) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(verifier.provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let Some(Identity { path, chain, key }) = identity else {
        return Ok(builder.with_no_client_auth());
    };
    let shown = path.display();
    builder
        .with_client_auth_cert(chain, key)
        .map_err(|error| format!("the certificate {shown} and its key: {error}"))
}

/// What went wrong in TLS, for a reader who knows certificates but not rustls,
/// where it is the same for every engine.
pub(super) fn said(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(bad) => {
            format!("the server's certificate {}", said_of_certificate(bad))
        }
        rustls::Error::AlertReceived(alert) => {
            format!("the server broke off the TLS handshake ({alert:?}): see its log")
        }
        other => format!("the TLS handshake failed ({other})"),
    }
}

fn said_of_certificate(bad: &CertificateError) -> String {
    match bad {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "has expired: renew it".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet: compare the clocks".to_owned()
        }
        other => format!("cannot be used ({other})"),
    }
}

/// The names that a certificate has, for the reader.
pub(super) fn names(presented: &[String]) -> String {
    if presented.is_empty() {
        return "no name".to_owned();
    }
    presented.join(", ")
}
