//! Libraries and certificates that cannot be loaded
//! (src/backend/utils/fmgr/dfmgr.c, src/backend/libpq/be-secure-openssl.c,
//! be-secure-common.c).

use super::start::{fatal, parameter, refuses};
use super::words::name;
use crate::hear::Phrase;
use crate::hear::forms::begins;
use crate::record::{Level, Record};
use crate::signal::{ServerSignal, StartRefusal};

/// Its wordings; as errors they are those of a statement.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("could not access file ", library),
    begins!("could not load library ", library),
    begins!("incompatible library ", library),
    refuses!("could not load server certificate file " => tls("ssl_cert_file")),
    begins!("could not load private key file ", private_key),
    refuses!("could not access private key file " => tls("ssl_key_file")),
    refuses!("could not load root certificate file " => tls("ssl_ca_file")),
    refuses!("could not load SSL certificate revocation " => tls("ssl_crl_file")),
    refuses!("private key file " => tls("ssl_key_file")),
    begins!("check of private key failed", |it| Some(mismatch(it))),
    refuses!("could not create SSL context" => StartRefusal::Tls { parameter: None }),
];

const fn tls(parameter: &'static str) -> StartRefusal {
    let parameter = Some(parameter);
    StartRefusal::Tls { parameter }
}

/// OpenSSL's words where the key is not the certificate's (`crypto/x509/x509_err.c`): both
/// were read. At a reload as a note, and the pair of before stays in force.
fn private_key(record: &Record<'_>) -> Option<ServerSignal> {
    let is_other = ["key values mismatch", "key type mismatch"]
        .iter()
        .any(|words| record.message.contains(words));
    if is_other {
        return Some(mismatch(record));
    }
    fatal(record, tls("ssl_key_file"))
}

fn mismatch(record: &Record<'_>) -> ServerSignal {
    fatal(record, StartRefusal::KeyMismatch).unwrap_or(ServerSignal::KeyMismatch)
}

/// By its file's name: `could not access file "pg_stat_statements": …`, `could not
/// load library "/usr/lib/postgresql/16/lib/timescaledb.so": …`.
fn library(record: &Record<'_>) -> Option<ServerSignal> {
    let path = name(&record.message)?;
    // A list that was quoted as a whole is taken for one name (`SplitDirectoriesString`,
    // src/backend/utils/adt/varlena.c): the value is to blame, no file.
    if path.contains(',') {
        return fatal(record, parameter("shared_preload_libraries"));
    }
    let file = path.rsplit('/').next().unwrap_or(&path);
    let name = file.strip_suffix(".so").unwrap_or(file).to_owned();
    // The catalogues name a function's library with `$libdir` (`probin` of pg_proc).
    let is_installed = record.level == Level::Error && path.starts_with("$libdir/");
    if is_installed {
        return Some(ServerSignal::LibraryLacks { name });
    }
    fatal(record, StartRefusal::Library { name })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{KeyMismatch, LibraryLacks, StartRefused};
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
                StartRefused(super::tls("ssl_cert_file")),
            ),
            (
                "FATAL:  private key file \"server.key\" has group or world access",
                StartRefused(super::tls("ssl_key_file")),
            ),
            (
                "FATAL:  could not load private key file \"server.key\": bad decrypt",
                StartRefused(super::tls("ssl_key_file")),
            ),
        ]);
    }

    #[test]
    fn keys_of_other_certificates() {
        assert_heard(&[
            (
                "FATAL:  could not load private key file \"server.key\": key values mismatch",
                StartRefused(StartRefusal::KeyMismatch),
            ),
            (
                "FATAL:  check of private key failed: key type mismatch",
                StartRefused(StartRefusal::KeyMismatch),
            ),
            (
                "LOG:  could not load private key file \"server.key\": key values mismatch",
                KeyMismatch,
            ),
        ]);
        assert_unheard(&["LOG:  could not load private key file \"server.key\": bad decrypt"]);
    }

    #[test]
    fn a_list_quoted_as_one_is_a_value() {
        assert_heard(&[(
            "FATAL:  could not access file \"pg_stat_statements, pgaudit\": No such file or directory",
            StartRefused(super::parameter("shared_preload_libraries")),
        )]);
    }

    #[test]
    fn libraries_of_extensions_that_are_installed() {
        assert_heard(&[(
            "ERROR:  could not access file \"$libdir/postgis-2.5\": No such file or directory",
            LibraryLacks {
                name: "postgis-2.5".to_owned(),
            },
        )]);
    }

    #[test]
    fn errors_of_statements_refuse_no_start() {
        assert_unheard(&[
            "ERROR:  could not access file \"myext\": No such file or directory",
            "ERROR:  could not load library \"/home/u/x.so\": x",
        ]);
    }
}
