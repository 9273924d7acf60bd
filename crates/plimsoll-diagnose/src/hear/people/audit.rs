//! What auditd tells of signals, commands and crashes (kernel/auditsc.c,
//! `audit_log_pid_context` and `audit_log_abend`; sudo's and systemd's own records).

use super::command;
use crate::hear::{Phrase, names};
use crate::process::is_server;
use crate::record::Record;
use crate::signal::{KernelSignal, OperatorAct, OperatorSignal, OrchestratorSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // x86-64's `kill`, arm64's, and by its name (`ausearch -i`).
    Phrase {
        needle: " syscall=62 ",
        read: signalled,
    },
    Phrase {
        needle: " syscall=129 ",
        read: signalled,
    },
    Phrase {
        needle: " syscall=kill ",
        read: signalled,
    },
    Phrase {
        needle: "ANOM_ABEND ",
        read: crashed,
    },
    Phrase {
        needle: "USER_CMD ",
        read: |record| {
            let cmd = value(&record.message, "cmd")?;
            command::done(&decoded(cmd)).map(Said::Operator)
        },
    },
    Phrase {
        needle: "SERVICE_STOP ",
        read: |record| {
            let (_, unit) = record.message.split_once("'unit=")?;
            let unit = unit.split(' ').next()?;
            names::is_of_database(unit).then(|| {
                let unit = unit.to_owned();
                Said::Orchestrator(OrchestratorSignal::Stopping { unit, why: None })
            })
        },
    },
];

/// The value of a field, without quotes.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut words = text.split_ascii_whitespace();
    let value = words.find_map(|word| {
        word.trim_start_matches('\'')
            .strip_prefix(name)?
            .strip_prefix('=')
    })?;
    Some(value.trim_matches(['"', '\'']))
}

/// A text that has blanks or quotes in it is told in hexadecimal figures, with
/// nought between arguments.
fn decoded(text: &str) -> String {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(pair).collect();
    match bytes.filter(|bytes| !bytes.is_empty() && text.len().is_multiple_of(2)) {
        Some(bytes) => String::from_utf8_lossy(&bytes).replace('\0', " "),
        None => text.to_owned(),
    }
}

/// A signal to a server's process from somebody who had logged in: what servers
/// and their keepers send among themselves has no login.
fn signalled(record: &Record<'_>) -> Option<Said> {
    let login = value(&record.message, "auid")?;
    let is_person = !matches!(login, "4294967295" | "-1" | "unset");
    let own = value(&record.message, "comm").is_some_and(is_server);
    let target = value(&record.added, "ocomm")?;
    let act = match value(&record.message, "a1")? {
        "9" | "6" | "SIGKILL" | "SIGABRT" => OperatorAct::Kill,
        "f" | "2" | "3" | "SIGTERM" | "SIGINT" | "SIGQUIT" => OperatorAct::Stop,
        _ => return None,
    };
    let is_told = is_person && !own && is_server(target);
    is_told.then_some(Said::Operator(OperatorSignal::Command { act }))
}

/// A process that ended by a signal of its own code's making.
fn crashed(record: &Record<'_>) -> Option<Said> {
    let process = value(&record.message, "comm")?.to_owned();
    let pid = value(&record.message, "pid").and_then(|it| it.parse().ok());
    Some(Said::Kernel(KernelSignal::Fault {
        process,
        pid,
        code: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::PHRASES;
    use crate::hear::tests::said_by;
    use crate::record::{Record, Speaker};
    use crate::signal::{KernelSignal, OperatorAct, OperatorSignal, OrchestratorSignal, Said};

    fn said(message: &str, added: &str) -> Option<Said> {
        let record = Record {
            added: added.to_owned().into(),
            ..Record::plain(Speaker::People, message.to_owned().into())
        };
        said_by(PHRASES, &record)
    }

    const TARGET: &str = "type=OBJ_PID msg=audit(1718104400.099:812): opid=4412 oauid=-1 ouid=26 oses=-1 ocomm=\"postgres\"";

    fn kill(auid: &str, signal: &str, comm: &str) -> String {
        format!(
            "SYSCALL arch=c000003e syscall=62 success=yes exit=0 a0=113c a1={signal} a2=0 a3=0 items=0 ppid=3100 pid=3122 auid={auid} uid=0 comm=\"{comm}\" exe=\"/usr/bin/kill\""
        )
    }

    #[test]
    fn a_persons_signals_to_a_server_are_told() {
        let act = |act| Some(Said::Operator(OperatorSignal::Command { act }));
        assert_eq!(
            said(&kill("1001", "9", "kill"), TARGET),
            act(OperatorAct::Kill)
        );
        assert_eq!(
            said(&kill("1001", "f", "kill"), TARGET),
            act(OperatorAct::Stop)
        );
        assert_eq!(said(&kill("1001", "0", "kill"), TARGET), None);
        assert_eq!(said(&kill("4294967295", "9", "runc"), TARGET), None);
        assert_eq!(said(&kill("1001", "f", "postgres"), TARGET), None);
        let other = TARGET.replace("postgres", "nginx");
        assert_eq!(said(&kill("1001", "9", "kill"), &other), None);
    }

    #[test]
    fn commands_units_and_crashes_are_told() {
        assert_eq!(
            said(
                "USER_CMD pid=31 uid=1001 auid=1001 ses=17 msg='cwd=\"/\" cmd=6B696C6C202D392034343132 terminal=pts/1 res=success'",
                ""
            ),
            Some(Said::Operator(OperatorSignal::Command {
                act: OperatorAct::Kill
            }))
        );
        assert_eq!(
            said(
                "SERVICE_STOP pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=postgresql comm=\"systemd\" exe=\"/usr/lib/systemd/systemd\" res=success'",
                ""
            ),
            Some(Said::Orchestrator(OrchestratorSignal::Stopping {
                unit: "postgresql".into(),
                why: None
            }))
        );
        assert_eq!(
            said(
                "ANOM_ABEND auid=4294967295 uid=112 gid=117 ses=4294967295 pid=4412 comm=\"mysqld\" exe=\"/usr/sbin/mysqld\" sig=11 res=1",
                ""
            ),
            Some(Said::Kernel(KernelSignal::Fault {
                process: "mysqld".into(),
                pid: Some(4412),
                code: None
            }))
        );
    }
}
