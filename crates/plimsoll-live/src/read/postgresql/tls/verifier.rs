//! What is checked of a server's certificate: nothing, who signed it, or also
//! whose it is. That the server holds its key is checked always.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, verify_tls12_signature, verify_tls13_signature,
    verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::{Mode, Roots, TlsWish, certificate, files};

#[derive(Debug)]
pub(super) struct Verifier {
    provider: Arc<CryptoProvider>,
    /// `None`: any certificate will do.
    signed: Option<Signed>,
    checks_name: bool,
}

/// The check of who signed a certificate.
#[derive(Debug)]
struct Signed {
    check: Arc<WebPkiServerVerifier>,
    /// The trusted certificates themselves: a server may use one of them.
    trusted: Vec<CertificateDer<'static>>,
}

/// The checks of a mode. A file of roots that is there is used by every mode,
/// as libpq does; the verifying ones need one.
pub(super) fn of(wish: &TlsWish, provider: &Arc<CryptoProvider>) -> Result<Verifier, String> {
    let verifies = matches!(wish.mode, Mode::VerifyCa | Mode::VerifyFull);
    let trusted = match &wish.roots {
        Roots::System => Some(system()?),
        Roots::File(path) if path.exists() => Some(files::certificates(path)?),
        Roots::File(path) if verifies => {
            return Err(format!(
                "the root certificate file {} does not exist: give the file of your authority as sslrootcert, or sslrootcert=system",
                path.display()
            ));
        }
        Roots::None if verifies => {
            return Err("no root certificates: give the file of your authority as sslrootcert, or sslrootcert=system".to_owned());
        }
        Roots::File(_) | Roots::None => None,
    };
    Ok(Verifier {
        signed: trusted.map(|it| signed(it, wish, provider)).transpose()?,
        provider: Arc::clone(provider),
        checks_name: wish.mode == Mode::VerifyFull,
    })
}

fn system() -> Result<Vec<CertificateDer<'static>>, String> {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return Err("this machine has no certificate authorities (on Debian: the package ca-certificates): give a file as sslrootcert".to_owned());
    }
    Ok(found)
}

fn signed(
    trusted: Vec<CertificateDer<'static>>,
    wish: &TlsWish,
    provider: &Arc<CryptoProvider>,
) -> Result<Signed, String> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(trusted.iter().cloned());
    let revoked = wish.revoked.as_deref().map(files::revoked).transpose()?;
    let check = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
        .with_crls(revoked.unwrap_or_default())
        // An authority without a list revokes nothing, as with OpenSSL's leaf check.
        .allow_unknown_revocation_status()
        .build()
        .map_err(|error| format!("the root certificates cannot be used ({error})"))?;
    Ok(Signed { check, trusted })
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(signed) = &self.signed else {
            return Ok(ServerCertVerified::assertion());
        };
        // It looks at the signatures first, so a wrong name means that they hold.
        let outcome = signed.check.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let outcome = match outcome {
            Err(error) if is_own_root(&error) && signed.trusted.contains(end_entity) => {
                let parsed = ParsedCertificate::try_from(end_entity)?;
                rustls::client::verify_server_name(&parsed, server_name)
                    .map(|()| ServerCertVerified::assertion())
            }
            other => other,
        };
        match outcome {
            Err(error) if is_name(&error) && !self.checks_name => {
                Ok(ServerCertVerified::assertion())
            }
            Err(error) if is_nameless(&error) && is_common_name(end_entity, server_name) => {
                Ok(ServerCertVerified::assertion())
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        let outcome = verify_tls13_signature(message, cert, dss, algorithms);
        match (outcome, certificate::public_key(cert)) {
            // Version 1, as `openssl x509 -req` long made them: only its key is needed here.
            (Err(error), Some(key)) if is_other(&error, "UnsupportedCertVersion") => {
                let key = SubjectPublicKeyInfoDer::from(key);
                verify_tls13_signature_with_raw_key(message, &key, dss, algorithms)
            }
            (outcome, _) => outcome,
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

fn is_name(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
        )
    )
}

/// A certificate with no alternative names at all: only then libpq looks at
/// the common name (RFC 6125, 6.4.4).
fn is_nameless(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidCertificate(CertificateError::NotValidForNameContext { presented, .. })
            if presented.is_empty()
    )
}

/// A self-signed certificate of `openssl req -x509` is an authority's by its
/// flags; where the reader trusts exactly this one, it is the server's. Its
/// dates were checked before its flags (webpki, `verify_cert.rs`).
fn is_own_root(error: &Error) -> bool {
    is_other(error, "CaUsedAsEndEntity")
}

/// Whether it is an error of webpki that rustls has no name for; webpki's own
/// type is not this crate's to name.
fn is_other(error: &Error, name: &str) -> bool {
    matches!(
        error,
        Error::InvalidCertificate(CertificateError::Other(other)) if other.0.to_string() == name
    )
}

fn is_common_name(found: &CertificateDer<'_>, wanted: &ServerName<'_>) -> bool {
    certificate::common_name(found).is_some_and(|name| certificate::fits(&name, &wanted.to_str()))
}
