//! Every format, a file each, in the order in which they are tried: the telling
//! before the general.

mod application;
mod application_json;
mod database_operator;
mod docker_events;
mod events;
mod haproxy;
mod kubectl_table;
mod kubernetes;
mod plain;
mod pooler;
mod postgresql_stderr;
mod web;

use super::Handed;
use super::format::{Format, Recognise};

/// Tried on what is handed in as a log or as the kernel's.
static FORMATS: &[Recognise] = &[
    events::recognise,
    postgresql_stderr::recognise,
    kubernetes::recognise,
    kubectl_table::recognise,
    docker_events::recognise,
    database_operator::recognise,
    web::recognise,
    haproxy::recognise,
    pooler::recognise,
    // Last: they know a time and nothing else.
    application_json::recognise,
    application::recognise,
];

/// The format of a file that begins like this.
pub(super) fn recognise(head: &[u8], handed: Handed) -> Box<dyn Format> {
    if handed == Handed::Events {
        return Box::new(events::Events);
    }
    let recognised = FORMATS.iter().find_map(|recognise| recognise(head));
    recognised.unwrap_or_else(|| Box::new(plain::Plain))
}
