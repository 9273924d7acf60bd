//! TLS to a history's server, its certificate always verified.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Fault;

/// Trusts the authorities of a file (PEM), or those that this machine trusts.
pub(super) fn connector(roots: Option<&Path>) -> Result<MakeRustlsConnect, Fault> {
    let mut trusted = RootCertStore::empty();
    if let Some(path) = roots {
        let unread = |error: &dyn std::error::Error| {
            let said = Fault::said(error);
            Fault::Unfit(format!(
                "cannot read sslrootcert {}: {said}",
                path.display()
            ))
        };
        for certificate in CertificateDer::pem_file_iter(path).map_err(|it| unread(&it))? {
            let certificate = certificate.map_err(|it| unread(&it))?;
            trusted.add(certificate).map_err(|it| unread(&it))?;
        }
    } else {
        // One that cannot be read is one that is not trusted.
        trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    if trusted.is_empty() {
        return Err(Fault::Unfit(
            "there is no certificate authority to know the history's server by: name a file with \
             one in sslrootcert"
                .to_owned(),
        ));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Fault::Failed(Fault::said(&error)))?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
