//! Parameters of the server's role of the moment, which are no drift.

/// Other on a standby than on a primary, and after a failover other than
/// before: a change of role.
const OF_THE_ROLE: [&str; 24] = [
    "default_transaction_read_only",
    "gtid_binlog_pos",
    "gtid_binlog_state",
    "gtid_current_pos",
    "gtid_executed",
    "gtid_purged",
    "gtid_slave_pos",
    "in_hot_standby",
    "innodb_read_only",
    "primary_conninfo",
    "primary_slot_name",
    "read_only",
    "recovery_min_apply_delay",
    "recovery_target_timeline",
    "rpl_semi_sync_master_enabled",
    "rpl_semi_sync_replica_enabled",
    "rpl_semi_sync_slave_enabled",
    "rpl_semi_sync_source_enabled",
    "super_read_only",
    "synchronous_standby_names",
    "transaction_read_only",
    "wsrep_cluster_address",
    "wsrep_new_cluster",
    "wsrep_start_position",
];

/// Whether a parameter is of the server's role and not of its configuration.
pub fn is_of_the_role(parameter: &str) -> bool {
    OF_THE_ROLE.contains(&parameter)
}
