//! Configuration read again while it runs (src/backend/utils/misc/guc-file.l,
//! guc.c, src/backend/postmaster/postmaster.c, `process_pm_reload_request`).

use super::words::{after, name};
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::Record;
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("received SIGHUP, reloading configuration files" => ServerSignal::Reloaded),
    holds!(" cannot be changed without restarting the server", |it| {
        let is_own = it.message.starts_with("parameter ");
        let parameter = name(&it.message).filter(|_| is_own)?;
        Some(ServerSignal::ParameterWaits { parameter })
    }),
    holds!(" changed to ", changed),
    holds!(" removed from configuration file, reset to default", |it| {
        let is_own = it.message.starts_with("parameter ");
        Some(ServerSignal::ParameterChanged {
            parameter: name(&it.message).filter(|_| is_own)?,
            to: "default".to_owned(),
        })
    }),
    // pg_hba.conf, pg_ident.conf, certificates: what was read before stays in force.
    holds!(" was not reloaded", |it| {
        let is_own = it.message.starts_with("SSL ") || it.message.contains(".conf was not ");
        is_own.then_some(ServerSignal::ReloadRefused)
    }),
];

/// `parameter "work_mem" changed to "64MB"`.
fn changed(record: &Record<'_>) -> Option<ServerSignal> {
    let rest = record.message.strip_prefix("parameter \"")?;
    let (parameter, value) = rest.split_once("\" changed to \"")?;
    Some(ServerSignal::ParameterChanged {
        parameter: parameter.to_owned(),
        to: shown(parameter, value.trim_end_matches('"')),
    })
}

/// The value, unless it may hold a secret: a connection, a command, a key.
fn shown(parameter: &str, value: &str) -> String {
    const SECRET: [&str; 5] = ["conninfo", "command", "pass", "secret", "key"];
    const VALUE_BYTES_MAX: usize = 100;
    let is_secret = SECRET.iter().any(|word| parameter.contains(word))
        || after(value, "://").is_some()
        || value.contains('=');
    if is_secret {
        return "(not shown)".to_owned();
    }
    value[..value.floor_char_boundary(VALUE_BYTES_MAX)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{ParameterChanged, ParameterWaits, ReloadRefused, Reloaded};

    #[test]
    fn reloads() {
        let changed = |parameter: &str, to: &str| ParameterChanged {
            parameter: parameter.into(),
            to: to.into(),
        };
        let parameter = "shared_buffers".to_owned();
        assert_heard(&[
            (
                "LOG:  received SIGHUP, reloading configuration files",
                Reloaded,
            ),
            (
                "LOG:  parameter \"work_mem\" changed to \"64MB\"",
                changed("work_mem", "64MB"),
            ),
            (
                "LOG:  parameter \"work_mem\" removed from configuration file, reset to default",
                changed("work_mem", "default"),
            ),
            (
                "LOG:  parameter \"shared_buffers\" cannot be changed without restarting the server",
                ParameterWaits { parameter },
            ),
            ("LOG:  pg_hba.conf was not reloaded", ReloadRefused),
            ("LOG:  /data/pg_hba.conf was not reloaded", ReloadRefused),
            ("LOG:  SSL configuration was not reloaded", ReloadRefused),
        ]);
    }

    #[test]
    fn secrets_are_not_kept() {
        let to = "(not shown)".to_owned();
        let parameter = "primary_conninfo".to_owned();
        assert_heard(&[(
            "LOG:  parameter \"primary_conninfo\" changed to \"host=a password=b\"",
            ParameterChanged { parameter, to },
        )]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "ERROR:  parameter \"shared_buffers\" cannot be changed now",
            "LOG:  statement: select 'parameter \"x\" changed to \"y\"'",
        ]);
    }
}
