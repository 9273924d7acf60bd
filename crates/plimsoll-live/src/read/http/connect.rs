//! A stream to where a URL points, with TLS where it says so. It says nothing on it.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::Url;
use crate::read::one_line::one_line;
use crate::read::tls::{self, Checks, Verifier};

/// A stream of either kind.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The client's side of TLS: the certificate must be for the host's name and signed by
/// an authority of the file, or of this machine.
pub(super) fn tls_config(authorities: Option<&Path>) -> Result<ClientConfig, String> {
    let trusted = match authorities {
        Some(path) => tls::certificates(path)?,
        None => tls::authorities_here("ca_file")?,
    };
    let verifier = Verifier::of(Checks {
        trusted: Some(trusted),
        revoked: Vec::new(),
        needs_name: true,
        takes_old: false,
    });
    let verifier = verifier
        .map_err(|error| format!("the certificates of ca_file cannot be used ({error})"))?;
    tls::config(verifier, None)
}

/// Opens one.
pub(super) async fn open(
    url: &Url,
    config: Option<&Arc<ClientConfig>>,
) -> Result<Box<dyn Stream>, String> {
    let stream = TcpStream::connect((url.host(), url.port())).await;
    let stream = stream.map_err(|error| format!("cannot connect ({})", said(&error)))?;
    // Small questions and answers: waiting to fill a packet only delays them.
    let _unless_gone = stream.set_nodelay(true);
    let Some(config) = config else {
        return Ok(Box::new(stream));
    };
    let name = ServerName::try_from(url.host().to_owned())
        .map_err(|_| "no certificate can be for a host of that name".to_owned())?;
    let stream = TlsConnector::from(Arc::clone(config)).connect(name, stream);
    let stream = stream.await.map_err(|error| {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        inner.map_or_else(|| format!("TLS failed ({})", said(&error)), said_of_tls)
    })?;
    Ok(Box::new(stream))
}

fn said(error: &std::io::Error) -> String {
    one_line(&error.to_string())
}

/// What went wrong in TLS, for a reader who knows certificates but not rustls.
fn said_of_tls(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "no authority that is trusted signed the server's certificate: give the file of the one that did as ca_file".to_owned()
        }
        rustls::Error::InvalidCertificate(CertificateError::NotValidForNameContext {
            expected,
            presented,
        }) => format!(
            "the server's certificate is for {}, not for {}: give url that name",
            tls::names(presented),
            expected.to_str()
        ),
        other => tls::said(other),
    }
}
