//! TLS with the meanings that `MySQL`'s client gives its `--ssl-mode`s. It
//! knows no address and sends nothing itself.
//!
//! Source: `MySQL` manual, "Command Options for Encrypted Connections".

use std::path::{Path, PathBuf};

use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig};

use crate::read::tls::{self, Attempt, Checks, Identity, Verifier};

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
    let verifier = Verifier::of(checks(wish)?)
        .map_err(|error| format!("the certificates of ssl-ca cannot be used ({error})"))?;
    let identity = match &wish.certificate {
        None => None,
        Some(path) => Some(Identity {
            path,
            chain: tls::certificates(path)?,
            key: key(path, wish.key.as_deref())?,
        }),
    };
    tls::config(verifier, identity)
}

/// The checks of a mode. A file of authorities counts in the verifying ones
/// alone, as for `MySQL`'s client.
fn checks(wish: &TlsWish) -> Result<Checks, String> {
    let verifies = matches!(wish.mode, Mode::VerifyCa | Mode::VerifyIdentity);
    Ok(Checks {
        trusted: match (&wish.authorities, verifies) {
            (_, false) => None,
            (Some(path), true) => Some(tls::certificates(path)?),
            (None, true) => Some(tls::authorities_here("ssl-ca")?),
        },
        revoked: Vec::new(),
        needs_name: wish.mode == Mode::VerifyIdentity,
        takes_old: false,
    })
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
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => format!(
            "no authority in {authorities} signed the server's certificate: give the file of the one that did as ssl-ca"
        ),
        rustls::Error::InvalidCertificate(CertificateError::NotValidForNameContext {
            expected,
            presented,
        }) => format!(
            "the server's certificate is for {}, not for {}: connect by that name, or have a certificate made for this one",
            tls::names(presented),
            expected.to_str()
        ),
        other => tls::said(other),
    }
}
