//! Certificates from their files (PEM). Every error is for the reader.

use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};

/// All certificates of a file; at least one.
pub(in crate::read) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let found = all(path, "the certificate file")?;
    if found.is_empty() {
        let shown = path.display();
        return Err(format!("the file {shown} holds no certificate in PEM"));
    }
    Ok(found)
}

/// All lists of revoked certificates of a file.
pub(in crate::read) fn revoked(
    path: &Path,
) -> Result<Vec<CertificateRevocationListDer<'static>>, String> {
    all(path, "the revocation list")
}

fn all<T: PemObject>(path: &Path, what: &str) -> Result<Vec<T>, String> {
    let found = T::pem_file_iter(path).and_then(Iterator::collect);
    let shown = path.display();
    found.map_err(|error| format!("{what} {shown} cannot be read ({error})"))
}

/// The authorities that this machine trusts; at least one. `setting` is what
/// names a file of others.
pub(in crate::read) fn authorities_here(
    setting: &str,
) -> Result<Vec<CertificateDer<'static>>, String> {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return Err(format!(
            "this machine has no certificate authorities (on Debian: the package ca-certificates): give a file as {setting}"
        ));
    }
    Ok(found)
}
