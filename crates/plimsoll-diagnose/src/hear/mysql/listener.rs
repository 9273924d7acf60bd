//! Listens to a `MySQL` or `MariaDB` server: the phrases first, then the level.
//! A start that ends tells so several times, the reason first: what is said after
//! it is its consequence, and what only says that it ended counts where nothing
//! gave a reason.

use super::severe;
use crate::hear::{Listener, Phrases};
use crate::heard::Heard;
use crate::record::Record;
use crate::signal::{FileFault, Replication, Said, ServerSignal, StartRefusal};

/// Listens to one file of a server.
pub(crate) struct Mysql {
    phrases: Phrases,
    start: Start,
    /// A library or a certificate that lacks: most starts go on without.
    held: Option<Held>,
}

/// How far a start is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// None is seen: it runs, or the log does not have its beginning.
    None,
    /// It goes on.
    Goes,
    /// It goes on, and something was told that may end it.
    Fails,
    /// It was refused, and why was told.
    Refused,
}

/// What may be the reason of a refused start, with its entry.
struct Held {
    said: Said,
    record: Record<'static>,
    line: u64,
}

impl Default for Mysql {
    fn default() -> Self {
        Self {
            phrases: Phrases::new(super::PHRASES),
            start: Start::None,
            held: None,
        }
    }
}

impl Listener for Mysql {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        let said = self.phrases.said_in_message(record);
        let said = said.or_else(|| severe::said(record));
        let Some(Said::Server(signal)) = said else {
            return;
        };
        let signal = self.at_start(signal);
        if is_optional(&signal) {
            let (said, record) = (Said::Server(signal), record.clone().into_owned());
            self.held.get_or_insert(Held { said, record, line });
            return;
        }
        if self.is_known(&signal) {
            return;
        }
        let held = self.held.take_if(|_| follows_life(&signal));
        let is_end = signal == ServerSignal::StartRefused(StartRefusal::Other);
        self.follow(&signal);
        match held.filter(|_| is_end) {
            Some(held) => heard.push(held.said, &held.record, file, held.line),
            None => heard.push(Said::Server(signal), record, file, line),
        }
    }
}

impl Mysql {
    /// What is said while it starts: memory and files that cannot be had end it.
    fn at_start(&self, signal: ServerSignal) -> ServerSignal {
        let why = match signal {
            ServerSignal::AllocationFailed { bytes, .. } if self.start != Start::None => {
                StartRefusal::Memory {
                    bytes,
                    parameter: None,
                }
            }
            ServerSignal::FileFault(fault) if self.start != Start::None => {
                StartRefusal::File(fault)
            }
            other => return other,
        };
        ServerSignal::StartRefused(why)
    }

    /// Whether the reason was told: the rest are consequences.
    fn is_known(&self, signal: &ServerSignal) -> bool {
        match signal {
            ServerSignal::StartRefused(StartRefusal::Other) => {
                matches!(self.start, Start::Fails | Start::Refused)
            }
            ServerSignal::Corrupt { .. }
            | ServerSignal::Severe { .. }
            | ServerSignal::StartRefused(StartRefusal::File(
                FileFault::Rights { path: None } | FileFault::Missing { .. },
            )) => self.start == Start::Refused,
            _ => false,
        }
    }

    fn follow(&mut self, signal: &ServerSignal) {
        match signal {
            ServerSignal::Starting { .. } => self.start = Start::Goes,
            ServerSignal::Ready | ServerSignal::Stopped | ServerSignal::StopRequested { .. } => {
                self.start = Start::None;
            }
            ServerSignal::StartRefused(_) => self.start = Start::Refused,
            ServerSignal::DiskFull(_)
            | ServerSignal::DiskFault { .. }
            | ServerSignal::Corrupt { .. }
            | ServerSignal::AssertionFailed
            | ServerSignal::TooManyOpenFiles
            | ServerSignal::AsyncIoExhausted
            | ServerSignal::Replication(Replication::Partitioned)
            | ServerSignal::Crashed { .. }
                if self.start == Start::Goes =>
            {
                self.start = Start::Fails;
            }
            _ => {}
        }
    }
}

/// Whether a start may go on without what it says lacks.
fn is_optional(signal: &ServerSignal) -> bool {
    matches!(
        signal,
        ServerSignal::StartRefused(
            StartRefusal::Library { .. } | StartRefusal::Tls { .. } | StartRefusal::KeyMismatch
        )
    )
}

/// Whether it tells how a start went: what was held is told, or forgotten.
fn follows_life(signal: &ServerSignal) -> bool {
    matches!(
        signal,
        ServerSignal::StartRefused(_) | ServerSignal::Ready | ServerSignal::Starting { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::heard;
    use crate::signal::ServerSignal::{self, AllocationFailed, Ready, StartRefused, Starting};
    use crate::signal::{FileFault, StartRefusal};

    const STARTING: &str = "/usr/sbin/mysqld (mysqld 8.4.3) starting as process 1";

    fn starting() -> ServerSignal {
        Starting {
            version: Some("8.4.3".into()),
        }
    }

    #[test]
    fn the_end_of_a_start_adds_nothing_to_its_reason() {
        let log = [
            STARTING,
            "Unable to lock ./ibdata1 error: 11",
            "Failed to initialize DD Storage Engine",
            "Data Dictionary initialization failed.",
            "Aborting",
        ];
        let running = StartRefused(StartRefusal::AlreadyRunning);
        assert_eq!(heard(&log), [starting(), running]);
        assert_eq!(heard(&log[2..]), [StartRefused(StartRefusal::Other)]);
    }

    #[test]
    fn pages_of_another_format_are_not_damaged() {
        let log = [
            STARTING,
            "Tablespace flags are invalid in datafile: ./ibdata1, Space ID:0, Flags: 21.",
            "Corrupted page [page id: space=0, page number=0] of datafile './ibdata1' could not be found in the doublewrite buffer.",
            "Aborting",
        ];
        let fault = FileFault::Version { made_by: None };
        let refused = StartRefused(StartRefusal::File(fault));
        assert_eq!(heard(&log), [starting(), refused]);
    }

    #[test]
    fn memory_that_lacks_at_a_start_ends_it() {
        let failed = "mariadbd: Out of memory (Needed 4096 bytes)";
        let refused = StartRefused(StartRefusal::Memory {
            bytes: Some(4_096),
            parameter: None,
        });
        let ended = heard(&[STARTING, failed, "Aborting"]);
        assert_eq!(ended, [starting(), refused]);
        let ready = "/usr/sbin/mysqld: ready for connections.";
        let later = AllocationFailed {
            bytes: Some(4_096),
            what: None,
            statement: None,
        };
        let running = heard(&[STARTING, ready, failed]);
        assert_eq!(running, [starting(), Ready, later]);
    }
}
