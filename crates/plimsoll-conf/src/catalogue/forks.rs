//! Parameters that other builds of `MySQL` add to its own. Names alone: their
//! ranges and defaults are not known here, so their values are not judged.
//!
//! The names are those of Percona Server's manual (5.7, 8.0, 8.4) and of its
//! cluster's, and Amazon's of Aurora; no such server was asked. Where a build
//! adds a family that `MySQL` has no member of, its beginning stands here.

/// A build of `MySQL` that adds parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Percona Server.
    Percona,
    /// Percona `XtraDB` Cluster, and `MySQL` with Galera: no other build reads
    /// their parameters, so that one of them tells the build.
    Cluster,
    /// Amazon Aurora.
    Aurora,
}

impl Build {
    /// Its name for a person.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Percona => "Percona Server",
            Self::Cluster => "Percona XtraDB Cluster",
            Self::Aurora => "Amazon Aurora",
        }
    }
}

/// The build that adds a parameter to `MySQL`'s own; `None`: none known here.
pub(crate) fn adding(name: &str) -> Option<Build> {
    let family = FAMILIES
        .iter()
        .find(|(beginning, _)| name.starts_with(beginning));
    match family {
        Some((_, build)) => Some(*build),
        None => PERCONA.binary_search(&name).ok().map(|_| Build::Percona),
    }
}

const FAMILIES: &[(&str, Build)] = &[
    ("wsrep_", Build::Cluster),
    ("pxc_", Build::Cluster),
    ("aurora_", Build::Aurora),
    ("audit_log_", Build::Percona),
    ("query_response_time_", Build::Percona),
    ("rocksdb_", Build::Percona),
    ("thread_pool_", Build::Percona),
    ("tokudb_", Build::Percona),
];

/// In the order of their letters.
const PERCONA: &[&str] = &[
    "binlog_ddl_skip_rewrite",
    "binlog_skip_flush_commands",
    "binlog_space_limit",
    "csv_mode",
    "encrypt_binlog",
    "encrypt_tmp_files",
    "enforce_storage_engine",
    "expand_fast_index_creation",
    "extra_max_connections",
    "extra_port",
    "innodb_background_scrub_data_check_interval",
    "innodb_background_scrub_data_compressed",
    "innodb_background_scrub_data_interval",
    "innodb_background_scrub_data_uncompressed",
    "innodb_cleaner_lsn_age_factor",
    "innodb_compressed_columns_threshold",
    "innodb_compressed_columns_zip_level",
    "innodb_corrupt_table_action",
    "innodb_default_encryption_key_id",
    "innodb_empty_free_list_algorithm",
    "innodb_encrypt_online_alter_logs",
    "innodb_encrypt_tables",
    "innodb_encryption_rotate_key_age",
    "innodb_encryption_rotation_iops",
    "innodb_encryption_threads",
    "innodb_ft_ignore_stopwords",
    "innodb_immediate_scrub_data_uncompressed",
    "innodb_kill_idle_transaction",
    "innodb_max_bitmap_file_size",
    "innodb_max_changed_pages",
    "innodb_parallel_dblwr_encrypt",
    "innodb_parallel_doublewrite_path",
    "innodb_print_lock_wait_timeout_info",
    "innodb_records_in_range",
    "innodb_sched_priority_master",
    "innodb_scrub_log",
    "innodb_scrub_log_speed",
    "innodb_show_locks_held",
    "innodb_show_verbose_locks",
    "innodb_sys_tablespace_encrypt",
    "innodb_temp_tablespace_encrypt",
    "innodb_track_changed_pages",
    "innodb_use_global_flush_log_at_trx_commit",
    "keyring_vault_config",
    "keyring_vault_timeout",
    "kill_idle_transaction",
    "log_slow_filter",
    "log_slow_rate_limit",
    "log_slow_rate_type",
    "log_slow_sp_statements",
    "log_slow_verbosity",
    "max_binlog_files",
    "max_slowlog_files",
    "max_slowlog_size",
    "proxy_protocol_networks",
    "secure_log_path",
    "slow_query_log_always_write_time",
    "slow_query_log_use_global_control",
    "tf_sequence_table_max_upper_bound",
    "thread_statistics",
    "userstat",
    "utility_user",
    "utility_user_dynamic_privileges",
    "utility_user_password",
    "utility_user_privileges",
    "utility_user_schema_access",
];

#[cfg(test)]
mod tests {
    use super::{Build, PERCONA, adding};

    #[test]
    fn the_table_is_in_order_and_answers() {
        assert!(PERCONA.is_sorted());
        assert_eq!(adding("userstat"), Some(Build::Percona));
        assert_eq!(adding("wsrep_provider"), Some(Build::Cluster));
        assert_eq!(adding("innodb_buffer_pool_size"), None);
        // A slip in MySQL's own log_slow_extra.
        assert_eq!(adding("log_slow_extr"), None);
    }
}
