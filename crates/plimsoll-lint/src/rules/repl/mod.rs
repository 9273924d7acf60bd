//! Replication: standbys, slots, binary logs, clusters.

pub(crate) mod any_receiver_confirms_commits;
pub(crate) mod conninfo_without_name;
pub(crate) mod conninfo_without_tls;
pub(crate) mod dead_peer_never_noticed;
pub(crate) mod failover_slots_not_synchronised;
pub(crate) mod feedback_bloats_the_primary;
pub(crate) mod logical_decoding_impossible;
pub(crate) mod logical_workers_capped;
pub(crate) mod one_standby_holds_commits;
pub(crate) mod replica_delayed;
pub(crate) mod standby_replay_may_stall;
pub(crate) mod standby_takes_no_queries;
pub(crate) mod sync_commit_without_senders;
pub(crate) mod sync_standbys_not_waited_for;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &sync_commit_without_senders::SYNC_COMMIT_WITHOUT_SENDERS,
    &sync_standbys_not_waited_for::SYNC_STANDBYS_NOT_WAITED_FOR,
    &one_standby_holds_commits::ONE_STANDBY_HOLDS_COMMITS,
    &any_receiver_confirms_commits::ANY_RECEIVER_CONFIRMS_COMMITS,
    &dead_peer_never_noticed::DEAD_PEER_NEVER_NOTICED,
    &standby_replay_may_stall::STANDBY_REPLAY_MAY_STALL,
    &standby_takes_no_queries::STANDBY_TAKES_NO_QUERIES,
    &logical_decoding_impossible::LOGICAL_DECODING_IMPOSSIBLE,
    &failover_slots_not_synchronised::FAILOVER_SLOTS_NOT_SYNCHRONISED,
    &replica_delayed::REPLICA_DELAYED,
    &conninfo_without_tls::CONNINFO_WITHOUT_TLS,
    &conninfo_without_name::CONNINFO_WITHOUT_NAME,
    &logical_workers_capped::LOGICAL_WORKERS_CAPPED,
    &feedback_bloats_the_primary::FEEDBACK_BLOATS_THE_PRIMARY,
];
