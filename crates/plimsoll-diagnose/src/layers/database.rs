//! The server and its parameters: cleared where it worked before and after, and
//! said of nothing in between that it failed. A full disk and a certificate are not of
//! those: it works on, and its parameters may be the reason.

use super::found::{Look, SERVERS, span};
use crate::priced::Says;
use crate::signal::{ClientSignal, Replication, Said, ServerSignal};
use crate::story::Story;

const DECIDES: &str = "the server's own log of that time decides";

pub(super) fn look(story: &Story) -> Look<'_> {
    let fell = story.servers_said(failed);
    if !fell.is_empty() {
        return Look::Odd("the server itself tells of failures".to_owned(), fell);
    }
    let lacked = story.servers_said(lacked);
    if !lacked.is_empty() {
        return Look::Unknown(
            "it did not get what it asked its machine for: whether its values or the limit are wrong, the limit decides (ulimit, systemctl show, sysctl, docker inspect)",
        );
    }
    if story.is_killed_for_memory() {
        return Look::Unknown(decides_of_a_kill(story));
    }
    if let Some(decides) = decides_besides(story) {
        return Look::Unknown(decides);
    }
    let worked =
        story.servers_said(|said| matches!(said, ServerSignal::Worked | ServerSignal::Ready));
    // Where nothing fell it is what its clients met that it has to have worked around.
    let met = story.clients().find_map(|(signal, said)| match said {
        ClientSignal::Started | ClientSignal::Served | ClientSignal::BackendUp { .. } => None,
        _ => signal.at,
    });
    let is_around = match story.moment.or(met) {
        Some(moment) => {
            worked.iter().any(|it| it.at.is_some_and(|at| at <= moment))
                && worked
                    .iter()
                    .any(|it| it.until.is_some_and(|at| at >= moment))
        }
        None => worked
            .iter()
            .any(|it| it.said == Said::Server(ServerSignal::Worked)),
    };
    let stopped = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::StopRequested { .. } | ServerSignal::Stopped
        )
    });
    if is_around {
        let why = format!("it worked {} and tells of no failure", span(&worked));
        Look::Worked(why, worked)
    } else if stopped.len() >= 2 {
        let why = format!("it stopped in order as it was asked, {}", span(&stopped));
        Look::Worked(why, stopped)
    } else if story.is_told_by(SERVERS) {
        Look::Unknown(
            "its own log of that time tells of no failure, and not that it worked on: what its clients and its machine saw then decides (--log of an application, --kernel)",
        )
    } else {
        Look::Unknown(DECIDES)
    }
}

/// A server may work on and be at fault all the same: it lets a disk fill that it could
/// have bounded, or shows a certificate of its own configuration.
fn decides_besides(story: &Story) -> Option<&'static str> {
    let full = story.servers_said(|said| matches!(said, ServerSignal::DiskFull(_)));
    let certificate = story.signals().any(|signal| {
        matches!(
            signal.said,
            Said::Server(ServerSignal::CertificateRefused { .. } | ServerSignal::KeyMismatch)
                | Said::Client(ClientSignal::CertificateRefused { .. })
        )
    });
    if !full.is_empty() {
        Some(
            "a write of its own failed for want of room: whether a parameter of its own could have bounded what filled the disk decides (temp_file_limit, max_slot_wal_keep_size, tmp_table_size, binlog_expire_logs_seconds)",
        )
    } else if certificate {
        Some(
            "a certificate was not accepted: whether it is one that its configuration names decides (ssl_cert_file, ssl_cert, sslcert of primary_conninfo)",
        )
    } else {
        None
    }
}

/// A server that is killed has no word of its own: where its log was read, what it
/// asked for decides.
fn decides_of_a_kill(story: &Story) -> &'static str {
    let says = story.priced.get().map(|priced| priced.says);
    match says {
        _ if !story.is_told_by(SERVERS) => DECIDES,
        Some(Says::Within) => {
            "its own log of that time tells of no failure, and its configuration does not ask for as much: what its statements and extensions held then decides (pg_stat_activity, performance_schema)"
        }
        Some(Says::Parameters | Says::Limit | Says::Undecided) | None => {
            "its own log of that time tells of no failure: whether its parameters ask for too much, the bill of its configuration decides (--config; plimsoll bill --limit)"
        }
    }
}

/// What a limit of its machine or container kept from it.
fn lacked(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::CannotFork { .. }
            | ServerSignal::SessionNotBegun
            | ServerSignal::SharedMemoryFull { .. }
            | ServerSignal::TooManyOpenFiles
            | ServerSignal::AsyncIoExhausted
            | ServerSignal::HugePagesMissing
            | ServerSignal::IpcLacking { .. }
    )
}

fn failed(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::ProcessDied { .. }
            | ServerSignal::Crashed { .. }
            | ServerSignal::AssertionFailed
            | ServerSignal::StartRefused(_)
            | ServerSignal::CrashFound
            | ServerSignal::NoSlotsLeft(_)
            | ServerSignal::RedoTooSmall { .. }
            | ServerSignal::VacuumHeld { .. }
            | ServerSignal::WraparoundNear { .. }
            | ServerSignal::BackupFailed { .. }
            | ServerSignal::Replication(
                Replication::NoSender { .. }
                    | Replication::Parameter { .. }
                    | Replication::SourceGone
                    | Replication::Diverged
            )
            | ServerSignal::AllocationFailed { .. }
            | ServerSignal::LockTableFull { .. }
            | ServerSignal::LockHeap { .. }
            | ServerSignal::Corrupt { .. }
            | ServerSignal::Severe { .. }
    )
}
