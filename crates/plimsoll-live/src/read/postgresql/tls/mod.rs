//! TLS with the meanings that libpq gives its sslmodes. It knows no address
//! and sends nothing itself.
//!
//! Source: manual of `PostgreSQL` 18, 32.19; fe-secure-openssl.c of it for
//! what a certificate authority's file changes in the weaker modes.

mod key;
mod roots;

use std::path::PathBuf;

use rustls::{CertificateError, ClientConfig};

use crate::read::tls::{self, Attempt, Identity, Verifier};

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
    let verifier = Verifier::of(roots::checks(wish)?)
        .map_err(|error| format!("the root certificates cannot be used ({error})"))?;
    let identity = match &wish.certificate {
        None => None,
        Some(path) => Some(Identity {
            path,
            chain: tls::certificates(path)?,
            key: key::of(path, wish.key.as_deref())?,
        }),
    };
    let mut config = tls::config(verifier, identity)?;
    if wish.is_direct {
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    Ok(config)
}

/// What went wrong in TLS, for a reader who knows certificates but not rustls.
pub(super) fn said(error: &rustls::Error, wish: &TlsWish) -> String {
    let own = match error {
        rustls::Error::InvalidCertificate(bad) => said_of_certificate(bad, wish),
        _ => None,
    };
    match own {
        Some(own) => format!("the server's certificate {own}"),
        None => tls::said(error),
    }
}

fn said_of_certificate(bad: &CertificateError, wish: &TlsWish) -> Option<String> {
    let roots = match &wish.roots {
        Roots::File(path) => format!("no authority in {}", path.display()),
        Roots::System | Roots::None => "no authority that this machine trusts".to_owned(),
    };
    Some(match bad {
        CertificateError::UnknownIssuer => {
            format!("is signed by {roots}: give the file of the one that did as sslrootcert")
        }
        CertificateError::NotValidForNameContext {
            expected,
            presented,
        } => format!(
            "is for {}, not for {}: connect by that name, or have one made for this",
            tls::names(presented),
            expected.to_str()
        ),
        CertificateError::Revoked => "is revoked: have a new one made".to_owned(),
        CertificateError::Other(other) if other.0.to_string() == "UnsupportedCertVersion" => {
            "is of X.509 version 1, which cannot be verified: have one of version 3 made".to_owned()
        }
        _ => return None,
    })
}
