//! Processes that died, as the postmaster's reaper tells
//! (src/backend/postmaster/postmaster.c, `LogChildExit`).

use crate::hear::Phrase;
use crate::record::Record;
use crate::redact;
use crate::signal::{Death, Said, ServerSignal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    Phrase {
        needle: ") was terminated by signal ",
        read: died,
    },
    Phrase {
        needle: ") exited with exit code ",
        read: died,
    },
    Phrase {
        needle: "terminating any other active server processes",
        read: |_| Some(Said::Server(ServerSignal::SessionsCut)),
    },
];

/// `server process (PID 431) was terminated by signal 9: Killed`; 18 names the
/// kind of process (`client backend`). Exit codes 0 and 1 are ordinary ends; 2 is
/// that of a process the postmaster told to go for another's death.
fn died(record: &Record<'_>) -> Option<Said> {
    let (process, rest) = record.message.split_once(" (PID ")?;
    let (pid, rest) = rest.split_once(") ")?;
    let after = |label: &str| {
        let digits = rest.strip_prefix(label)?;
        let end = digits.find(|c: char| !c.is_ascii_digit());
        Some(&digits[..end.unwrap_or(digits.len())])
    };
    let death = match after("was terminated by signal ") {
        Some(signal) => Death::Signal(signal.parse().ok()?),
        None => Death::Exit(after("exited with exit code ")?.parse().ok()?),
    };
    if matches!(death, Death::Exit(0..=2)) {
        return None;
    }
    let running = record.added("DETAIL");
    let statement = running.and_then(|detail| detail.strip_prefix("Failed process was running: "));
    Some(Said::Server(ServerSignal::ProcessDied {
        process: process.to_owned(),
        pid: pid.parse().ok()?,
        death,
        statement: statement.map(redact::statement),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::Death::{self, Exit, Signal};
    use crate::signal::ServerSignal::{self, ProcessDied, SessionsCut};

    fn died(process: &str, death: Death, statement: Option<&str>) -> ServerSignal {
        ProcessDied {
            process: process.to_owned(),
            pid: 431,
            death,
            statement: statement.map(str::to_owned),
        }
    }

    #[test]
    fn deaths() {
        assert_heard(&[
            (
                "LOG:  server process (PID 431) was terminated by signal 9: Killed\nDETAIL:  Failed process was running: select from t",
                died("server process", Signal(9), Some("select from t")),
            ),
            (
                "LOG:  client backend (PID 431) was terminated by signal 11: Segmentation fault",
                died("client backend", Signal(11), None),
            ),
            (
                "LOG:  startup process (PID 431) was terminated by signal 6: Aborted",
                died("startup process", Signal(6), None),
            ),
            (
                "LOG:  server process (PID 431) exited with exit code 127",
                died("server process", Exit(127), None),
            ),
            (
                "LOG:  terminating any other active server processes",
                SessionsCut,
            ),
        ]);
    }

    #[test]
    fn ordinary_ends() {
        assert_unheard(&[
            "LOG:  background worker \"logical replication launcher\" (PID 431) exited with exit code 1",
            "LOG:  archiver process (PID 431) exited with exit code 2",
            "LOG:  archive command was run by (PID 431)",
        ]);
    }
}
