//! Plugins, libraries, certificates (`sql/sql_plugin.cc`, `sql/sql_udf.cc`, sql/mysqld.cc,
//! `sql/ssl_acceptor_context_data.cc` of `MySQL` 8.0 on). Most starts go on without
//! them: the listener holds what is said here until one ends.

use super::forms::holds;
use super::start::error;
use super::words::name;
use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Can't open shared library '", library),
    holds!("Couldn't load plugin ", library),
    holds!("Failed to load required plugin", library),
    holds!("Failed to set up SSL because of ", |it| error(
        it,
        StartRefusal::Tls
    )),
    holds!("Failed to setup SSL", |it| error(it, StartRefusal::Tls)),
    holds!("SSL error: ", |it| error(it, StartRefusal::Tls)),
    holds!("Unable to get certificate from ", |it| error(
        it,
        StartRefusal::Tls
    )),
    holds!("Unable to get private key", |it| error(
        it,
        StartRefusal::Tls
    )),
];

fn library(record: &Record<'_>) -> Option<ServerSignal> {
    let name = name(&record.message).unwrap_or_default();
    error(record, StartRefusal::Library { name })
}

#[cfg(test)]
mod tests {
    use super::super::tests::heard;
    use crate::signal::ServerSignal::{Ready, StartRefused};
    use crate::signal::StartRefusal;

    const LIBRARY: &str = "Can't open shared library '/usr/lib/mysql/plugin/audit_log.so' (errno: 2 cannot open shared object file: No such file or directory)";

    #[test]
    fn libraries_that_end_a_start() {
        let name = "/usr/lib/mysql/plugin/audit_log.so".to_owned();
        let library = StartRefused(StartRefusal::Library { name });
        assert_eq!(heard(&[LIBRARY, "Aborting"]), [library]);
        let tls = [
            "SSL error: Unable to get private key from '/etc/mysql/key.pem'",
            "Failed to setup SSL",
            "Aborting",
        ];
        assert_eq!(heard(&tls), [StartRefused(StartRefusal::Tls)]);
    }

    #[test]
    fn starts_that_go_on_without_them() {
        let ready = "/usr/sbin/mysqld: ready for connections.";
        assert_eq!(heard(&[LIBRARY, ready]), [Ready]);
    }
}
