//! What is checked of a server's certificate: nothing, who signed it, or also
//! whose it is. That the server holds its key is checked always.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{VerifierBuilderError, WebPkiServerVerifier};
use rustls::crypto::{
    CryptoProvider, verify_tls12_signature, verify_tls13_signature,
    verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{
    CertificateDer, CertificateRevocationListDer, ServerName, SubjectPublicKeyInfoDer, UnixTime,
};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::certificate;

/// What is to be checked of a server's certificate.
pub(in crate::read) struct Checks {
    /// Who may have signed it; `None`: any certificate will do.
    pub(in crate::read) trusted: Option<Vec<CertificateDer<'static>>>,
    /// The lists of those that are revoked.
    pub(in crate::read) revoked: Vec<CertificateRevocationListDer<'static>>,
    /// Whether it must be for this host.
    pub(in crate::read) needs_name: bool,
    /// Whether it may be of an old form: named by its subject alone, or, where
    /// any will do, of X.509 version 1.
    pub(in crate::read) takes_old: bool,
}

#[derive(Debug)]
pub(in crate::read) struct Verifier {
    provider: Arc<CryptoProvider>,
    signed: Option<Signed>,
    needs_name: bool,
    takes_old: bool,
}

/// The check of who signed a certificate.
#[derive(Debug)]
struct Signed {
    check: Arc<WebPkiServerVerifier>,
    /// The trusted certificates themselves: a server may use one of them.
    trusted: Vec<CertificateDer<'static>>,
}

impl Verifier {
    /// The error is one of the certificates trusted or revoked.
    pub(in crate::read) fn of(checks: Checks) -> Result<Self, VerifierBuilderError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let signed = checks
            .trusted
            .map(|trusted| signed(trusted, checks.revoked, &provider));
        Ok(Self {
            signed: signed.transpose()?,
            provider,
            needs_name: checks.needs_name,
            takes_old: checks.takes_old,
        })
    }

    pub(super) fn provider(&self) -> Arc<CryptoProvider> {
        Arc::clone(&self.provider)
    }
}

fn signed(
    trusted: Vec<CertificateDer<'static>>,
    revoked: Vec<CertificateRevocationListDer<'static>>,
    provider: &Arc<CryptoProvider>,
) -> Result<Signed, VerifierBuilderError> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(trusted.iter().cloned());
    let check = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
        .with_crls(revoked)
        // An authority without a list revokes nothing, as with OpenSSL's leaf check.
        .allow_unknown_revocation_status()
        .build()?;
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
            Err(error) if is_name(&error) && !self.needs_name => {
                Ok(ServerCertVerified::assertion())
            }
            Err(error)
                if self.takes_old
                    && is_nameless(&error)
                    && is_common_name(end_entity, server_name) =>
            {
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
            (Err(error), Some(key))
                if self.takes_old && is_other(&error, "UnsupportedCertVersion") =>
            {
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

/// A certificate with no alternative names at all: only then the common
/// name counts (RFC 6125, 6.4.4), as for libpq.
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
