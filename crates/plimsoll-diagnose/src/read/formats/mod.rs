//! Every format, a file each, in the order in which they are tried: the telling
//! before the general. `severity`, `prefix`, `postgresql_fields` and `json` are
//! what several of them share.

mod application;
mod application_json;
mod apt_history;
mod auditd;
mod autoheal;
mod cloudnative_pg;
mod database_operator;
mod databases;
mod docker_events;
mod docker_inspect;
mod dpkg_log;
mod events;
mod haproxy;
mod journal_json;
mod json;
mod kernel;
mod klog;
mod kubectl_table;
mod kubernetes;
mod mixed;
mod mysql_error;
mod mysql_json;
mod plain;
mod pooler;
mod postgresql_csv;
mod postgresql_fields;
mod postgresql_json;
mod postgresql_stderr;
mod prefix;
mod rpm_log;
mod severity;
mod syslog;
#[cfg(test)]
mod tests;
mod watchtower;
mod web;

pub(super) use databases::is_of_database;
pub(super) use plain::UNKNOWN;

use super::Handed;
use super::format::{Format, Recognise};

/// Tried on what is handed in as a log or as the kernel's.
static FORMATS: &[Recognise] = &[
    events::recognise,
    kernel::recognise,
    cloudnative_pg::recognise,
    postgresql_json::recognise,
    mysql_json::recognise,
    journal_json::recognise,
    postgresql_csv::recognise,
    kubernetes::recognise,
    kubernetes::recognise_description,
    kubectl_table::recognise,
    docker_events::recognise,
    docker_inspect::recognise,
    klog::recognise,
    autoheal::recognise,
    watchtower::recognise,
    auditd::recognise,
    dpkg_log::recognise,
    apt_history::recognise,
    rpm_log::recognise,
    database_operator::recognise,
    web::recognise,
    haproxy::recognise,
    pooler::recognise,
    syslog::recognise,
    postgresql_stderr::recognise,
    mysql_error::recognise,
    mixed::recognise,
    // Last: they know a time and nothing else.
    application_json::recognise,
    application::recognise,
];

/// The format of a file that begins like this.
pub(super) fn recognise(head: &[u8], handed: Handed) -> Box<dyn Format> {
    if matches!(handed, Handed::Events | Handed::Noticed) {
        return Box::new(events::Events);
    }
    known(head).unwrap_or_else(|| match handed {
        Handed::Kernel => kernel::bare(),
        Handed::Log | Handed::Events | Handed::Noticed => Box::new(plain::Plain),
    })
}

/// The format of a file that begins like this, where it is one that is known.
pub(crate) fn known(head: &[u8]) -> Option<Box<dyn Format>> {
    FORMATS.iter().find_map(|recognise| recognise(head))
}

/// The same where the lines are several programs': a database's alone would leave out the
/// others'.
pub(crate) fn known_of_several(head: &[u8]) -> Option<Box<dyn Format>> {
    mixed::recognise(head).or_else(|| known(head))
}
