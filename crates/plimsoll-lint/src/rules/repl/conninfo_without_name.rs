//! A standby that goes by no name of its own.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `primary_conninfo` without `application_name`, and no `cluster_name`.
    ///
    /// ## Why it matters
    ///
    /// `pg_stat_replication` then shows `walreceiver` for every standby: which is behind
    /// cannot be told, nor can one be named in `synchronous_standby_names`.
    ///
    /// ## Example
    ///
    /// `primary_conninfo = 'host=db1 user=replicator'` on three standbys.
    ///
    /// ## What to do instead
    ///
    /// `cluster_name` for each server, which is taken for it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Standby Servers", `primary_conninfo`
    /// - section "Process Title", `cluster_name`
    CONNINFO_WITHOUT_NAME {
        postgresql: Some("PG-REPL-012"),
        mysql: None,
        name: "conninfo-without-name",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let conninfo = input.text("primary_conninfo");
    let named = conninfo.contains("application_name") || !input.text("cluster_name").is_empty();
    if conninfo.trim().is_empty() || named {
        return Answer::QUIET;
    }
    let mut found = Found::info("the primary shows this standby as walreceiver: set cluster_name");
    found.location = input.place("primary_conninfo");
    found.blames(input, &["cluster_name"]).into()
}
