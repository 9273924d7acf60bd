//! Certificates and keys in their files (PEM).

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};

/// All certificates of a file; at least one.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
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

/// All lists of revoked certificates of a file.
pub(super) fn revoked(path: &Path) -> Result<Vec<CertificateRevocationListDer<'static>>, String> {
    let shown = path.display();
    let failed = |error: String| format!("the revocation list {shown} cannot be read ({error})");
    let found = CertificateRevocationListDer::pem_file_iter(path);
    let found = found.map_err(|error| failed(error.to_string()))?;
    let found: Result<Vec<_>, _> = found.collect();
    found.map_err(|error| failed(error.to_string()))
}

/// The key of this side's certificate. Others may not read it: libpq's rule,
/// which lets a key that root owns be read by its group.
pub(super) fn key(
    certificate: &Path,
    key: Option<&Path>,
) -> Result<PrivateKeyDer<'static>, String> {
    let Some(path) = key else {
        let shown = certificate.display();
        return Err(format!(
            "there is a certificate {shown} but no key for it: give it as sslkey"
        ));
    };
    let shown = path.display();
    let entry = std::fs::metadata(path)
        .map_err(|error| format!("the key file {shown} cannot be read ({error})"))?;
    let forbidden = if entry.uid() == 0 { 0o037 } else { 0o077 };
    if entry.mode() & forbidden != 0 {
        return Err(format!(
            "the key file {shown} may be read by others: chmod 0600 it, or 0640 when root owns it"
        ));
    }
    // The error of the file's parser never holds what is in it.
    PrivateKeyDer::from_pem_file(path)
        .map_err(|_| format!("the key file {shown} holds no unencrypted private key in PEM"))
}
