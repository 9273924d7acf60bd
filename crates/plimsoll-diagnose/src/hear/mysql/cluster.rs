//! Clusters: Galera in `MariaDB` (galera's gcs and gcomm, `sql/wsrep_mysqld.cc`,
//! `sql/wsrep_sst.cc`) and Group Replication in `MySQL` (`plugin/group_replication`).

use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{Replication, ServerSignal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // Galera.
    holds!("Received NON-PRIMARY", |it| galera(
        it,
        Replication::Partitioned
    )),
    holds!("New COMPONENT: primary = no", |it| galera(
        it,
        Replication::Partitioned
    )),
    holds!("declaring node with index ", |it| galera(
        it,
        Replication::Partitioned
    )),
    holds!("suspected node without join message", |it| galera(
        it,
        Replication::Partitioned
    )),
    holds!("no nodes coming from prim view", |it| galera(
        it,
        Replication::Partitioned
    )),
    holds!("failed to open gcomm backend connection", |it| galera(
        it,
        Replication::Partitioned
    )),
    holds!("is inconsistent with group", |it| galera(
        it,
        Replication::Diverged
    )),
    holds!("Inconsistency detected: ", |it| galera(
        it,
        Replication::Diverged
    )),
    holds!("Requesting state transfer: ", |it| galera(
        it,
        Replication::StateTransfer
    )),
    holds!(" requested state transfer from ", |it| galera(
        it,
        Replication::StateTransfer
    )),
    holds!("State transfer required", |it| galera(
        it,
        Replication::StateTransfer
    )),
    holds!("Synchronized with group, ready for connections", |it| {
        galera(it, Replication::Streaming)
    }),
    holds!(" synced with group", |it| galera(
        it,
        Replication::Streaming
    )),
    // Group Replication.
    holds!("Member was expelled from the group" => said(Replication::Partitioned)),
    holds!(" has become unreachable.", |it| member(
        it,
        Replication::Partitioned
    )),
    holds!("not able to reach a majority of members" => said(Replication::Partitioned)),
    holds!(" is reachable again.", |it| member(
        it,
        Replication::Streaming
    )),
    holds!("was declared online within the replication group" => said(Replication::Streaming)),
    holds!("has more executed transactions than those present in the group" => said(Replication::Diverged)),
];

const fn said(what: Replication) -> ServerSignal {
    ServerSignal::Replication(what)
}

/// Its lines name the interface; the level says little.
fn galera(record: &Record<'_>, what: Replication) -> Option<ServerSignal> {
    record.message.starts_with("WSREP: ").then(|| said(what))
}

fn member(record: &Record<'_>, what: Replication) -> Option<ServerSignal> {
    let is_member = record.message.contains("Member with address ");
    is_member.then(|| said(what))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_says_other};
    use super::said;
    use crate::signal::Replication::{Diverged, Partitioned, StateTransfer, Streaming};

    #[test]
    fn galera() {
        assert_heard(&[
            ("WSREP: Received NON-PRIMARY.", said(Partitioned)),
            (
                "WSREP: New COMPONENT: primary = no, bootstrap = no, my_idx = 0, memb_num = 1",
                said(Partitioned),
            ),
            (
                "WSREP: Member 0.0 (db2) requested state transfer from '*any*'. Selected 1.0 (db1)(SYNCED) as donor.",
                said(StateTransfer),
            ),
            (
                "WSREP: Vote 0 (success) on 22:47 is inconsistent with group. Leaving cluster.",
                said(Diverged),
            ),
            (
                "WSREP: Synchronized with group, ready for connections",
                said(Streaming),
            ),
        ]);
        assert_says_other(
            "WSREP: New COMPONENT: primary = yes, bootstrap = no, my_idx = 0, memb_num = 3",
            &said(Partitioned),
        );
    }

    #[test]
    fn group_replication() {
        assert_heard(&[
            (
                "Plugin group_replication reported: 'Member with address db2:3306 has become unreachable.'",
                said(Partitioned),
            ),
            (
                "Member was expelled from the group due to network failures, changing member status to ERROR.",
                said(Partitioned),
            ),
            (
                "This server is not able to reach a majority of members in the group. This server will now block all updates.",
                said(Partitioned),
            ),
            (
                "Member with address db2:3306 is reachable again.",
                said(Streaming),
            ),
        ]);
    }
}
