//! What an sslmode and a file of roots together check of a certificate.

use super::{Mode, Roots, TlsWish};
use crate::read::tls::{self, Checks};

/// The checks of a mode. A file of roots that is there is used by every mode,
/// as libpq does; the verifying ones need one.
pub(super) fn checks(wish: &TlsWish) -> Result<Checks, String> {
    let verifies = matches!(wish.mode, Mode::VerifyCa | Mode::VerifyFull);
    let trusted = match &wish.roots {
        Roots::System => Some(tls::authorities_here("sslrootcert")?),
        Roots::File(path) if path.exists() => Some(tls::certificates(path)?),
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
    // Where any certificate will do, none is looked up among the revoked.
    let revoked = match (&wish.revoked, &trusted) {
        (Some(path), Some(_)) => tls::revoked(path)?,
        _ => Vec::new(),
    };
    Ok(Checks {
        trusted,
        revoked,
        needs_name: wish.mode == Mode::VerifyFull,
        takes_old: true,
    })
}
