//! What is checked of a server's certificate: nothing, who signed it, or also
//! whose it is. That the server holds its key is checked always.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::{Mode, TlsWish, certificates};

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

/// The checks of a mode. A file of authorities counts in the verifying ones
/// alone, as for `MySQL`'s client.
pub(super) fn of(wish: &TlsWish, provider: &Arc<CryptoProvider>) -> Result<Verifier, String> {
    let verifies = matches!(wish.mode, Mode::VerifyCa | Mode::VerifyIdentity);
    let trusted = match (&wish.authorities, verifies) {
        (_, false) => None,
        (Some(path), true) => Some(certificates(path)?),
        (None, true) => Some(system()?),
    };
    Ok(Verifier {
        signed: trusted.map(|it| signed(it, provider)).transpose()?,
        provider: Arc::clone(provider),
        checks_name: wish.mode == Mode::VerifyIdentity,
    })
}

fn system() -> Result<Vec<CertificateDer<'static>>, String> {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return Err("this machine has no certificate authorities (on Debian: the package ca-certificates): give a file as ssl-ca".to_owned());
    }
    Ok(found)
}

fn signed(
    trusted: Vec<CertificateDer<'static>>,
    provider: &Arc<CryptoProvider>,
) -> Result<Signed, String> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(trusted.iter().cloned());
    let check = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
        .build()
        .map_err(|error| format!("the certificates of ssl-ca cannot be used ({error})"))?;
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
        verify_tls13_signature(message, cert, dss, algorithms)
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

/// A self-signed certificate is an authority's by its flags; where the reader
/// trusts exactly this one, it is the server's. Its dates were checked before
/// its flags (webpki, `verify_cert.rs`).
fn is_own_root(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidCertificate(CertificateError::Other(other))
            if other.0.to_string() == "CaUsedAsEndEntity"
    )
}
