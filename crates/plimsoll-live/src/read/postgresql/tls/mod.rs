//! TLS with the meanings that libpq gives its sslmodes. It knows no address
//! and sends nothing itself.
//!
//! Source: manual of `PostgreSQL` 18, 32.19; fe-secure-openssl.c of it for
//! what a certificate authority's file changes in the weaker modes.

mod certificate;
mod files;
mod verifier;

use std::path::PathBuf;
use std::sync::Arc;

use rustls::{CertificateError, ClientConfig};

/// How a connection is to be secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsWish {
    /// How much of it.
    pub mode: Mode,
    /// Whose certificates are trusted.
    pub roots: Roots,
    /// This side's certificate (PEM), if it has one.
    pub certificate: Option<PathBuf>,
    /// The key of that certificate (PEM; PKCS #8, PKCS #1 or SEC 1).
    pub key: Option<PathBuf>,
    /// Certificates revoked (PEM).
    pub revoked: Option<PathBuf>,
    /// Whether TLS begins without being asked for first (`PostgreSQL` 17 and later).
    pub is_direct: bool,
    /// Whether a login is bound to the connection it came by.
    pub binding: Binding,
}

/// libpq's `sslmode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Never.
    Disable,
    /// Only where the server insists.
    Allow,
    /// Where the server has it; libpq's default.
    Prefer,
    /// Always; the certificate is looked at only where there is a file of roots.
    Require,
    /// Always, with a certificate that a trusted authority signed.
    VerifyCa,
    /// That, and the certificate is for this host.
    VerifyFull,
}

/// libpq's `sslrootcert`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    /// No file is known.
    None,
    /// A file of certificates, which need not be there.
    File(PathBuf),
    /// The authorities that this machine trusts.
    System,
}

/// libpq's `channel_binding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Never.
    Disable,
    /// Where both sides can.
    Prefer,
    /// Always: a login without it is none.
    Require,
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
    /// The mode of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "disable" => Some(Self::Disable),
            "allow" => Some(Self::Allow),
            "prefer" => Some(Self::Prefer),
            "require" => Some(Self::Require),
            "verify-ca" => Some(Self::VerifyCa),
            "verify-full" => Some(Self::VerifyFull),
            _ => None,
        }
    }

    /// The ways to try, the later ones when an earlier one fails.
    pub(super) const fn attempts(self) -> &'static [Attempt] {
        match self {
            Self::Disable => &[Attempt::Plain],
            Self::Allow => &[Attempt::Plain, Attempt::Required],
            Self::Prefer => &[Attempt::Offered, Attempt::Plain],
            Self::Require | Self::VerifyCa | Self::VerifyFull => &[Attempt::Required],
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
    let mut config = match &wish.certificate {
        None => builder.with_no_client_auth(),
        Some(path) => {
            let chain = files::certificates(path)?;
            let key = files::key(path, wish.key.as_deref())?;
            let shown = path.display();
            builder
                .with_client_auth_cert(chain, key)
                .map_err(|error| format!("the certificate {shown} and its key: {error}"))?
        }
    };
    if wish.is_direct {
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    Ok(config)
}

/// What went wrong in TLS, for a reader who knows certificates but not rustls.
pub(super) fn said(error: &rustls::Error, wish: &TlsWish) -> String {
    match error {
        rustls::Error::InvalidCertificate(bad) => {
            format!(
                "the server's certificate {}",
                said_of_certificate(bad, wish)
            )
        }
        rustls::Error::AlertReceived(alert) => {
            format!("the server broke off the TLS handshake ({alert:?}): see its log")
        }
        other => format!("the TLS handshake failed ({other})"),
    }
}

fn said_of_certificate(bad: &CertificateError, wish: &TlsWish) -> String {
    let roots = match &wish.roots {
        Roots::File(path) => format!("no authority in {}", path.display()),
        Roots::System | Roots::None => "no authority that this machine trusts".to_owned(),
    };
    match bad {
        CertificateError::UnknownIssuer => {
            format!("is signed by {roots}: give the file of the one that did as sslrootcert")
        }
        CertificateError::NotValidForNameContext {
            expected,
            presented,
        } => format!(
            "is for {}, not for {}: connect by that name, or have one made for this",
            if presented.is_empty() {
                "no name".to_owned()
            } else {
                presented.join(", ")
            },
            expected.to_str()
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "has expired: renew it".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet: compare the clocks".to_owned()
        }
        CertificateError::Revoked => "is revoked: have a new one made".to_owned(),
        CertificateError::Other(other) if other.0.to_string() == "UnsupportedCertVersion" => {
            "is of X.509 version 1, which cannot be verified: have one of version 3 made".to_owned()
        }
        other => format!("cannot be used ({other})"),
    }
}
