//! Its life: starts, stops and recoveries (src/backend/postmaster/postmaster.c,
//! src/backend/access/transam/xlog.c, xlogrecovery.c from 15 on, and
//! src/backend/tcop/postgres.c, `quickdie`).

use super::severe;
use crate::hear::Phrase;
use crate::hear::forms::begins;
use crate::record::Record;
use crate::signal::{ServerSignal, StartRefusal, StopManner};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("starting PostgreSQL ", starting),
    begins!("database system is ready to accept" => ServerSignal::Ready),
    begins!("received smart shutdown request" => asked(StopManner::Smart)),
    begins!("received fast shutdown request" => asked(StopManner::Fast)),
    begins!("received immediate shutdown request" => asked(StopManner::Immediate)),
    begins!(
        "performing immediate shutdown because data directory lock file is invalid"
            => asked(StopManner::Orphaned)
    ),
    begins!(
        "terminating connection due to unexpected postmaster exit"
            => asked(StopManner::Orphaned)
    ),
    begins!("database system is shut down" => ServerSignal::Stopped),
    // Of a crash in the middle of a stop, and of `restart_after_crash = off`.
    begins!("abnormal database system shutdown", |it| Some(
        severe::signal(&it.message)
    )),
    begins!("shutting down because ", |it| Some(severe::signal(
        &it.message
    ))),
    begins!("database system was not properly shut down" => ServerSignal::CrashFound),
    begins!("database system was interrupted while in recovery" => ServerSignal::CrashFound),
    // Also said of a fresh copy of a primary: no crash by itself.
    begins!("database system was interrupted; last known up" => ServerSignal::Recovering),
    begins!("all server processes terminated; reinitializing" => ServerSignal::Recovering),
    begins!("redo starts at " => ServerSignal::Recovering),
    begins!("redo in progress, elapsed time: " => ServerSignal::Recovering),
    begins!("redo done at " => ServerSignal::Recovering),
    begins!("syncing data directory (" => ServerSignal::Recovering),
    begins!("consistent recovery state reached" => ServerSignal::Recovering),
    // 12 and 13 say it for an immediate shutdown too.
    begins!(
        "terminating connection because of crash of another server process"
            => ServerSignal::SessionsCut
    ),
    // 12 and 13 `aborting startup`, 14 on `shutting down`.
    begins!(
        "aborting startup due to startup process failure"
            => ServerSignal::StartRefused(StartRefusal::Other)
    ),
    begins!(
        "shutting down due to startup process failure"
            => ServerSignal::StartRefused(StartRefusal::Other)
    ),
];

const fn asked(manner: StopManner) -> ServerSignal {
    ServerSignal::StopRequested { manner, by: None }
}

/// `starting PostgreSQL 16.4 (Debian 16.4-1.pgdg120+2) on x86_64-pc-linux-gnu, …`.
fn starting(record: &Record<'_>) -> Option<ServerSignal> {
    let mut words = record.message.split(' ').skip(1);
    let (product, number) = (words.next()?, words.next()?);
    Some(ServerSignal::Starting {
        version: Some(format!("{product} {}", number.trim_end_matches(','))),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{
        CrashFound, Ready, Recovering, SessionsCut, StartRefused, Starting, StopRequested, Stopped,
    };
    use crate::signal::{StartRefusal, StopManner};

    #[test]
    fn starts_and_stops() {
        let stop = |manner| StopRequested { manner, by: None };
        assert_heard(&[
            (
                "LOG:  starting PostgreSQL 15.18 (Debian 15.18-1.pgdg120+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit",
                Starting {
                    version: Some("PostgreSQL 15.18".into()),
                },
            ),
            (
                "LOG:  starting PostgreSQL 12.22 on x86_64-pc-linux-musl, compiled by gcc (Alpine 13.2.1) 13.2.1, 64-bit",
                Starting {
                    version: Some("PostgreSQL 12.22".into()),
                },
            ),
            (
                "LOG:  database system is ready to accept connections",
                Ready,
            ),
            (
                "LOG:  database system is ready to accept read only connections",
                Ready,
            ),
            (
                "LOG:  database system is ready to accept read-only connections",
                Ready,
            ),
            (
                "LOG:  received smart shutdown request",
                stop(StopManner::Smart),
            ),
            (
                "LOG:  received fast shutdown request",
                stop(StopManner::Fast),
            ),
            (
                "LOG:  received immediate shutdown request",
                stop(StopManner::Immediate),
            ),
            (
                "LOG:  performing immediate shutdown because data directory lock file is invalid",
                stop(StopManner::Orphaned),
            ),
            ("LOG:  database system is shut down", Stopped),
            (
                "LOG:  shutting down due to startup process failure",
                StartRefused(StartRefusal::Other),
            ),
        ]);
    }

    #[test]
    fn crashes_and_recoveries() {
        assert_heard(&[
            (
                "LOG:  database system was not properly shut down; automatic recovery in progress",
                CrashFound,
            ),
            (
                "LOG:  database system was interrupted while in recovery at log time 2024-05-22 10:00:00 UTC",
                CrashFound,
            ),
            (
                "LOG:  database system was interrupted; last known up at 2024-05-22 10:00:00 UTC",
                Recovering,
            ),
            ("LOG:  redo starts at 0/15A2B48", Recovering),
            (
                "WARNING:  terminating connection because of crash of another server process",
                SessionsCut,
            ),
        ]);
    }

    #[test]
    fn an_orderly_start_says_nothing_of_a_crash() {
        assert_unheard(&[
            "LOG:  database system was shut down at 2024-05-22 10:00:00 UTC",
            "LOG:  database system was shut down in recovery at 2024-05-22 10:00:00 UTC",
            "LOG:  statement: select 'database system is shut down'",
            "ERROR:  received fast shutdown request\nCONTEXT:  PL/pgSQL function f() line 3 at RAISE",
        ]);
    }
}
