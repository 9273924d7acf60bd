//! What people do at a machine: commands with another's rights (sudo, doas),
//! logins, restarts of the machine.

mod audit;
mod command;
#[cfg(test)]
mod tests;

use super::Phrase;
use crate::record::Record;
use crate::signal::{OperatorSignal, Said};

/// The subjects.
pub(crate) static PHRASES: &[&[Phrase]] = &[PEOPLE, audit::PHRASES];

/// Its wordings.
static PEOPLE: &[Phrase] = &[
    // sudo, lib/eventlog/eventlog.c.
    Phrase {
        needle: "COMMAND=",
        read: |record| ran(record, "COMMAND="),
    },
    // doas.c: `alice ran command systemctl stop mysql as root from /home/alice`.
    Phrase {
        needle: " ran command ",
        read: |record| ran(record, " ran command "),
    },
    // OpenSSH, auth.c, `auth_log`.
    Phrase {
        needle: "Accepted ",
        read: |record| {
            let rest = record.message.strip_prefix("Accepted ")?;
            let is_login = rest.contains(" for ") && rest.contains(" from ");
            is_login.then_some(Said::Operator(OperatorSignal::LoggedIn))
        },
    },
    // systemd-logind, src/login/logind-action.c and logind-utmp.c.
    Phrase {
        needle: "System is rebooting",
        read: reboot,
    },
    Phrase {
        needle: "System is powering down",
        read: reboot,
    },
    Phrase {
        needle: "he system will reboot",
        read: reboot,
    },
    Phrase {
        needle: "he system will power off",
        read: reboot,
    },
    // shutdown of sysvinit and of upstart.
    Phrase {
        needle: "shutting down for system",
        read: reboot,
    },
];

fn ran(record: &Record<'_>, label: &str) -> Option<Said> {
    let (_, command) = record.message.split_once(label)?;
    command::done(command).map(Said::Operator)
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of a phrase")]
fn reboot(_record: &Record<'_>) -> Option<Said> {
    Some(Said::Operator(OperatorSignal::Reboot))
}
