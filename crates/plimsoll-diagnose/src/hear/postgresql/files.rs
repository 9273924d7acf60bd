//! Files that do not fit the server: folders, rights, versions, collations
//! (src/backend/utils/init/miscinit.c, postinit.c, src/backend/access/transam/xlog.c,
//! src/backend/commands/collationcmds.c), and the system's word on any other file.

use super::start::fatal;
use super::words::{after, file_fault, name};
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::{FileFault, ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("data directory ", data_directory),
    holds!(" is not a valid data directory", |it| {
        let path = name(it.added("DETAIL").unwrap_or(&it.message));
        fatal(it, StartRefusal::File(FileFault::Missing { path }))
    }),
    begins!("database files are incompatible with server", incompatible),
    begins!(
        "database locale is incompatible with operating system",
        |it| {
            let is_end = it.level == Level::Fatal;
            is_end.then_some(ServerSignal::FileFault(FileFault::Collation))
        }
    ),
    // 15 on of a database; of a collation since 10.
    holds!(" has a collation version mismatch", |it| collation(
        it,
        "database "
    )),
    holds!(" has version mismatch", |it| collation(it, "collation ")),
    begins!("could not find the database system", |it| {
        let fault = file_fault(&it.added)?;
        fatal(it, StartRefusal::File(fault))
    }),
    holds!(": Permission denied", of_the_system),
    holds!(": Operation not permitted", of_the_system),
    holds!(": No such file or directory", of_the_system),
];

/// `data directory "/data" has invalid permissions`, `… has wrong ownership`,
/// `… does not exist`.
fn data_directory(record: &Record<'_>) -> Option<ServerSignal> {
    let path = name(&record.message);
    let fault = if record.message.ends_with(" does not exist") {
        FileFault::Missing { path }
    } else {
        FileFault::Rights { path }
    };
    fatal(record, StartRefusal::File(fault))
}

/// The detail tells what: another version's, another build's, another locale's.
fn incompatible(record: &Record<'_>) -> Option<ServerSignal> {
    let detail = record.added("DETAIL").unwrap_or_default();
    let by = after(detail, "initialized by PostgreSQL version ");
    let made_by = by.and_then(|rest| Some(rest.split_once(',')?.0.to_owned()));
    let by_version = ["PG_CONTROL_VERSION", "CATALOG_VERSION_NO"];
    let fault = if detail.contains("setlocale") {
        FileFault::Collation
    } else if made_by.is_some() || by_version.iter().any(|it| detail.contains(it)) {
        FileFault::Version { made_by }
    } else {
        FileFault::Shape { parameter: None }
    };
    fatal(record, StartRefusal::File(fault))
}

fn collation(record: &Record<'_>, begins: &str) -> Option<ServerSignal> {
    let is_own = record.level == Level::Warning && record.message.starts_with(begins);
    is_own.then_some(ServerSignal::FileFault(FileFault::Collation))
}

/// A file that the server itself opens, by the system's error: one in the data
/// directory has a path relative to it. What a statement names (`COPY`) has none.
fn of_the_system(record: &Record<'_>) -> Option<ServerSignal> {
    const OWN: [&str; 3] = ["base/", "global/", "pg_"];
    let is_file = record.message.starts_with("could not ") && !record.message.contains(" bind ");
    let fault = file_fault(&record.message).filter(|_| is_file)?;
    if record.level == Level::Fatal {
        return Some(ServerSignal::StartRefused(StartRefusal::File(fault)));
    }
    let path = name(&record.message)?;
    let is_own = OWN.iter().any(|folder| path.starts_with(folder));
    (is_own && record.level == Level::Error).then_some(ServerSignal::FileFault(fault))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{self, FileFault, StartRefused};
    use crate::signal::{FileFault as Fault, StartRefusal};

    fn file(fault: Fault) -> ServerSignal {
        StartRefused(StartRefusal::File(fault))
    }

    #[test]
    fn folders_and_versions() {
        let path = |path: &str| Some(path.to_owned());
        assert_heard(&[
            (
                "FATAL:  data directory \"/data\" has invalid permissions\nDETAIL:  Permissions should be u=rwx (0700) or u=rwx,g=rx (0750).",
                file(Fault::Rights {
                    path: path("/data"),
                }),
            ),
            (
                "FATAL:  data directory \"/data\" has wrong ownership\nHINT:  The server must be started by the user that owns the data directory.",
                file(Fault::Rights {
                    path: path("/data"),
                }),
            ),
            (
                "FATAL:  data directory \"/data\" does not exist",
                file(Fault::Missing {
                    path: path("/data"),
                }),
            ),
            (
                "FATAL:  \"/data\" is not a valid data directory\nDETAIL:  File \"/data/PG_VERSION\" is missing.",
                file(Fault::Missing {
                    path: path("/data/PG_VERSION"),
                }),
            ),
            (
                "FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 16.4.",
                file(Fault::Version {
                    made_by: path("14"),
                }),
            ),
            (
                "FATAL:  database files are incompatible with server\nDETAIL:  The database cluster was initialized with PG_CONTROL_VERSION 1201, but the server was compiled with PG_CONTROL_VERSION 1300.",
                file(Fault::Version { made_by: None }),
            ),
            (
                "FATAL:  database files are incompatible with server\nDETAIL:  The database cluster was initialized with BLCKSZ 8192, but the server was compiled with BLCKSZ 16384.",
                file(Fault::Shape { parameter: None }),
            ),
            (
                "WARNING:  database \"app\" has a collation version mismatch",
                FileFault(Fault::Collation),
            ),
            (
                "FATAL:  could not open file \"global/pg_control\": Permission denied",
                file(Fault::Rights {
                    path: path("global/pg_control"),
                }),
            ),
            (
                "ERROR:  could not open file \"base/16384/16385\": No such file or directory",
                FileFault(Fault::Missing {
                    path: path("base/16384/16385"),
                }),
            ),
        ]);
    }

    #[test]
    fn files_of_statements_are_not_the_servers() {
        assert_unheard(&[
            "ERROR:  could not open file \"/home/u/import.csv\" for reading: No such file or directory",
            "LOG:  could not open file \"pg_wal/00000002.history\": No such file or directory",
        ]);
    }
}
