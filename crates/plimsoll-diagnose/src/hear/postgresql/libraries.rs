//! Libraries and certificates that cannot be loaded
//! (src/backend/utils/fmgr/dfmgr.c, src/backend/libpq/be-secure-openssl.c,
//! be-secure-common.c).

use super::forms::begins;
use super::start::{fatal, refuses};
use super::words::name;
use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{ServerSignal, StartRefusal};

/// Its wordings; as errors they are those of a statement.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("could not access file ", library),
    begins!("could not load library ", library),
    begins!("incompatible library ", library),
    refuses!("could not load server certificate file " => StartRefusal::Tls),
    refuses!("could not load private key file " => StartRefusal::Tls),
    refuses!("could not access private key file " => StartRefusal::Tls),
    refuses!("could not load root certificate file " => StartRefusal::Tls),
    refuses!("could not load SSL certificate revocation " => StartRefusal::Tls),
    refuses!("private key file " => StartRefusal::Tls),
    refuses!("check of private key failed" => StartRefusal::Tls),
    refuses!("could not create SSL context" => StartRefusal::Tls),
];

/// By its file's name: `could not access file "pg_stat_statements": …`, `could not
/// load library "/usr/lib/postgresql/16/lib/timescaledb.so": …`.
fn library(record: &Record<'_>) -> Option<ServerSignal> {
    let path = name(&record.message)?;
    let file = path.rsplit('/').next().unwrap_or(&path);
    let name = file.strip_suffix(".so").unwrap_or(file).to_owned();
    fatal(record, StartRefusal::Library { name })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::StartRefused;
    use crate::signal::StartRefusal;

    #[test]
    fn libraries_and_certificates() {
        let library = |name: &str| {
            let name = name.to_owned();
            StartRefused(StartRefusal::Library { name })
        };
        assert_heard(&[
            (
                "FATAL:  could not access file \"pg_stat_statements\": No such file or directory",
                library("pg_stat_statements"),
            ),
            (
                "FATAL:  could not load library \"/usr/lib/postgresql/16/lib/timescaledb.so\": undefined symbol: x",
                library("timescaledb"),
            ),
            (
                "FATAL:  could not load server certificate file \"server.crt\": No such file or directory",
                StartRefused(StartRefusal::Tls),
            ),
            (
                "FATAL:  private key file \"server.key\" has group or world access",
                StartRefused(StartRefusal::Tls),
            ),
        ]);
    }

    #[test]
    fn errors_of_statements_refuse_no_start() {
        assert_unheard(&[
            "ERROR:  could not access file \"myext\": No such file or directory",
            "ERROR:  could not load library \"/home/u/x.so\": x",
        ]);
    }
}
