//! The key of this side's certificate, from its file (PEM), by libpq's rules.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

/// The key of this side's certificate. Others may not read it: libpq's rule,
/// which lets a key that root owns be read by its group.
pub(super) fn of(certificate: &Path, key: Option<&Path>) -> Result<PrivateKeyDer<'static>, String> {
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
