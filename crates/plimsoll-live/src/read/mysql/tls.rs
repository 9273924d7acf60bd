//! TLS with the meanings that `MySQL`'s client gives its `--ssl-mode`s. It
//! knows no address and sends nothing itself.
//!
//! Source: `MySQL` manual, "Command Options for Encrypted Connections".

mod verifier;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{CertificateError, ClientConfig};

/// How a connection is to be secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsWish {
    /// How much of it.
    pub mode: Mode,
    /// Whose certificates are trusted (PEM); without it this machine's authorities.
    pub authorities: Option<PathBuf>,
    /// This side's certificate (PEM), if it has one.
    pub certificate: Option<PathBuf>,
    /// The key of that certificate (PEM; PKCS #8, PKCS #1 or SEC 1).
    pub key: Option<PathBuf>,
}

/// `MySQL`'s `ssl-mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Never.
    Disabled,
    /// Where the server has it and it can be had; the default.
    Preferred,
    /// Always; the certificate is not looked at.
    Required,
    /// Always, with a certificate that a trusted authority signed.
    VerifyCa,
    /// That, and the certificate is for this host.
    VerifyIdentity,
}

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

impl Mode {
    /// The mode of that name, in `MySQL`'s words or those of libpq.
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "disabled" | "disable" => Some(Self::Disabled),
            "preferred" | "prefer" => Some(Self::Preferred),
            "required" | "require" => Some(Self::Required),
            "verify_ca" | "verify-ca" => Some(Self::VerifyCa),
            "verify_identity" | "verify-identity" | "verify-full" => Some(Self::VerifyIdentity),
            _ => None,
        }
    }

    /// The ways to try, the later one when TLS fails in the first.
    pub(super) const fn attempts(self) -> &'static [Attempt] {
        match self {
            Self::Disabled => &[Attempt::Plain],
            Self::Preferred => &[Attempt::Offered, Attempt::Plain],
            Self::Required | Self::VerifyCa | Self::VerifyIdentity => &[Attempt::Required],
        }
    }
}

/// The client's side of TLS; the error is for the reader.
pub(super) fn config(wish: &TlsWish) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = verifier::of(wish, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let Some(path) = &wish.certificate else {
        return Ok(builder.with_no_client_auth());
    };
    let chain = certificates(path)?;
    let key = key(path, wish.key.as_deref())?;
    let shown = path.display();
    builder
        .with_client_auth_cert(chain, key)
        .map_err(|error| format!("the certificate {shown} and its key: {error}"))
}

/// All certificates of a file; at least one.
fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let shown = path.display();
    let failed = |error: String| format!("the certificate file {shown} cannot be read ({error})");
    let found = CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))?;
    let found: Result<Vec<_>, _> = found.collect();
    let found = found.map_err(|error| failed(error.to_string()))?;
    if found.is_empty() {
        return Err(format!("the file {shown} holds no certificate in PEM"));
    }
    Ok(found)
}

/// The key of this side's certificate, which may stand in the same file.
fn key(certificate: &Path, key: Option<&Path>) -> Result<PrivateKeyDer<'static>, String> {
    let path = key.unwrap_or(certificate);
    let shown = path.display();
    // The error of the file's parser never holds what is in it.
    PrivateKeyDer::from_pem_file(path).map_err(|_| {
        format!("the file {shown} holds no unencrypted private key in PEM: give it as ssl-key")
    })
}

/// What went wrong in TLS, for a reader who knows certificates but not rustls.
pub(super) fn said(error: &rustls::Error, wish: &TlsWish) -> String {
    let authorities = match &wish.authorities {
        Some(path) => path.display().to_string(),
        None => "this machine's authorities".to_owned(),
    };
    match error {
        rustls::Error::InvalidCertificate(bad) => match bad {
            CertificateError::UnknownIssuer => format!(
                "no authority in {authorities} signed the server's certificate: give the file of the one that did as ssl-ca"
            ),
            CertificateError::NotValidForNameContext {
                expected,
                presented,
            } => format!(
                "the server's certificate is for {}, not for {}: connect by that name, or have a certificate made for this one",
                if presented.is_empty() {
                    "no name".to_owned()
                } else {
                    presented.join(", ")
                },
                expected.to_str()
            ),
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "the server's certificate has expired: renew it".to_owned()
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "the server's certificate is not valid yet: compare the clocks".to_owned()
            }
            other => format!("the server's certificate cannot be used ({other})"),
        },
        rustls::Error::AlertReceived(alert) => {
            format!("the server broke off the TLS handshake ({alert:?}): see its log")
        }
        other => format!("the TLS handshake failed ({other})"),
    }
}
