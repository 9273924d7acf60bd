//! Replication: standbys, slots, binary logs, clusters.

pub(crate) mod administrators_write_to_a_replica;
pub(crate) mod any_receiver_confirms_commits;
pub(crate) mod binlog_checksum_off;
pub(crate) mod binlog_filtered;
pub(crate) mod binlog_without_server_id;
pub(crate) mod binlogs_kept_forever;
pub(crate) mod commit_order_not_kept;
pub(crate) mod commits_wait_forever_for_a_replica;
pub(crate) mod conninfo_without_name;
pub(crate) mod conninfo_without_tls;
pub(crate) mod dead_peer_never_noticed;
pub(crate) mod failover_slots_not_synchronised;
pub(crate) mod feedback_bloats_the_primary;
pub(crate) mod filters_by_default_database;
pub(crate) mod galera_bootstraps_at_every_start;
pub(crate) mod galera_locks_auto_increment;
pub(crate) mod galera_without_provider;
pub(crate) mod galera_without_row_events;
pub(crate) mod gcache_too_small_for_a_restart;
pub(crate) mod group_bootstraps_at_every_start;
pub(crate) mod group_waits_forever_for_a_majority;
pub(crate) mod gtid_mode_without_consistency;
pub(crate) mod logical_decoding_impossible;
pub(crate) mod logical_workers_capped;
pub(crate) mod one_standby_holds_commits;
pub(crate) mod own_events_applied_again;
pub(crate) mod replica_applies_one_by_one;
pub(crate) mod replica_delayed;
pub(crate) mod replica_position_not_crash_safe;
pub(crate) mod replica_takes_writes;
pub(crate) mod replica_without_a_number;
pub(crate) mod replication_errors_skipped;
pub(crate) mod semi_sync_shows_what_may_be_lost;
pub(crate) mod standby_replay_may_stall;
pub(crate) mod standby_takes_no_queries;
pub(crate) mod state_transfer_blocks_the_donor;
pub(crate) mod statements_replicated;
pub(crate) mod sync_commit_without_senders;
pub(crate) mod sync_standbys_not_waited_for;
pub(crate) mod two_binlog_expiries;
pub(crate) mod updates_of_the_source_not_logged;
pub(crate) mod writes_cannot_be_logged;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &gtid_mode_without_consistency::GTID_MODE_WITHOUT_CONSISTENCY,
    &binlog_without_server_id::BINLOG_WITHOUT_SERVER_ID,
    &own_events_applied_again::OWN_EVENTS_APPLIED_AGAIN,
    &writes_cannot_be_logged::WRITES_CANNOT_BE_LOGGED,
    &statements_replicated::STATEMENTS_REPLICATED,
    &binlogs_kept_forever::BINLOGS_KEPT_FOREVER,
    &two_binlog_expiries::TWO_BINLOG_EXPIRIES,
    &replication_errors_skipped::REPLICATION_ERRORS_SKIPPED,
    &filters_by_default_database::FILTERS_BY_DEFAULT_DATABASE,
    &binlog_filtered::BINLOG_FILTERED,
    &replica_takes_writes::REPLICA_TAKES_WRITES,
    &commit_order_not_kept::COMMIT_ORDER_NOT_KEPT,
    &replica_applies_one_by_one::REPLICA_APPLIES_ONE_BY_ONE,
    &replica_position_not_crash_safe::REPLICA_POSITION_NOT_CRASH_SAFE,
    &commits_wait_forever_for_a_replica::COMMITS_WAIT_FOREVER_FOR_A_REPLICA,
    &semi_sync_shows_what_may_be_lost::SEMI_SYNC_SHOWS_WHAT_MAY_BE_LOST,
    &binlog_checksum_off::BINLOG_CHECKSUM_OFF,
    &galera_bootstraps_at_every_start::GALERA_BOOTSTRAPS_AT_EVERY_START,
    &galera_without_provider::GALERA_WITHOUT_PROVIDER,
    &galera_locks_auto_increment::GALERA_LOCKS_AUTO_INCREMENT,
    &group_bootstraps_at_every_start::GROUP_BOOTSTRAPS_AT_EVERY_START,
    &group_waits_forever_for_a_majority::GROUP_WAITS_FOREVER_FOR_A_MAJORITY,
    &updates_of_the_source_not_logged::UPDATES_OF_THE_SOURCE_NOT_LOGGED,
    &administrators_write_to_a_replica::ADMINISTRATORS_WRITE_TO_A_REPLICA,
    &replica_without_a_number::REPLICA_WITHOUT_A_NUMBER,
    &gcache_too_small_for_a_restart::GCACHE_TOO_SMALL_FOR_A_RESTART,
    &galera_without_row_events::GALERA_WITHOUT_ROW_EVENTS,
    &state_transfer_blocks_the_donor::STATE_TRANSFER_BLOCKS_THE_DONOR,
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
