//! Which built-in values matter when they change, and why. The values
//! themselves stand in the catalogue, by series; they are not repeated here.

use plimsoll_model::Engine;

/// A parameter whose built-in value is worth a word when it changes.
#[derive(Debug)]
pub(super) struct Row {
    /// Its name in the new series.
    pub(super) name: &'static str,
    /// Whether the new value can refuse clients, change what is stored or
    /// answered, or fill a disk.
    pub(super) breaks: bool,
    /// Whether it is worth a word also where the old series has no such
    /// parameter: what it does is new, or was fixed at another value.
    pub(super) when_new: bool,
    /// What the new value does.
    pub(super) why: &'static str,
}

/// The rows of an engine.
pub(super) fn of(engine: Engine) -> impl Iterator<Item = &'static Row> {
    let rows = match engine {
        Engine::Postgresql => POSTGRESQL,
        Engine::Mysql => MYSQL,
        Engine::Mariadb => MARIADB,
    };
    rows.iter()
}

const fn quiet(name: &'static str, why: &'static str) -> Row {
    Row {
        name,
        breaks: false,
        when_new: false,
        why,
    }
}

const fn breaks(name: &'static str, why: &'static str) -> Row {
    Row {
        name,
        breaks: true,
        when_new: false,
        why,
    }
}

impl Row {
    const fn also_new(self) -> Self {
        Self {
            when_new: true,
            ..self
        }
    }
}

/// Release notes of 13 to 18.
const POSTGRESQL: &[Row] = &[
    breaks(
        "password_encryption",
        "passwords set from then on cannot be used by clients and poolers that know only md5",
    ),
    breaks(
        "ssl_min_protocol_version",
        "clients that know no TLS 1.2 are refused",
    ),
    quiet(
        "hash_mem_multiplier",
        "hash joins and hash aggregates may take this many times work_mem",
    )
    .also_new(),
    quiet(
        "checkpoint_completion_target",
        "a checkpoint's writes are spread over more of the time between two",
    ),
    quiet(
        "vacuum_cost_page_miss",
        "autovacuum reads faster before it pauses",
    ),
    quiet(
        "vacuum_buffer_usage_limit",
        "vacuum and ANALYZE work in a larger ring of shared buffers",
    )
    .also_new(),
    quiet(
        "autovacuum_vacuum_insert_threshold",
        "tables that are only inserted into are vacuumed too",
    )
    .also_new(),
    quiet(
        "autovacuum_vacuum_max_threshold",
        "very large tables are vacuumed sooner than their scale factor says",
    )
    .also_new(),
    quiet(
        "log_checkpoints",
        "every checkpoint writes a line to the log",
    ),
    quiet(
        "log_autovacuum_min_duration",
        "long runs of autovacuum write a line to the log",
    ),
    quiet(
        "recovery_prefetch",
        "a standby reads ahead what it is about to replay",
    )
    .also_new(),
    quiet(
        "io_method",
        "reads go through I/O workers, processes that are new on this server",
    )
    .also_new(),
    quiet(
        "effective_io_concurrency",
        "scans keep more reads going at once",
    ),
    quiet(
        "maintenance_io_concurrency",
        "vacuum and other maintenance keep more reads going at once",
    ),
];

/// "What Is New" and "Changes in MySQL" of 8.0, 8.4 and 9.7.
const MYSQL: &[Row] = &[
    breaks(
        "default_authentication_plugin",
        "new accounts cannot be used by clients that do not know caching_sha2_password",
    ),
    breaks(
        "mysql_native_password",
        "the plugin is no longer loaded: accounts that still use it cannot log in",
    )
    .also_new(),
    breaks(
        "explicit_defaults_for_timestamp",
        "new TIMESTAMP columns may be NULL and do not set themselves any more",
    ),
    breaks(
        "log_bin",
        "every change is written to the binary log too, which takes disk and, with sync_binlog, time",
    ),
    breaks(
        "gtid_mode",
        "a replica or source without GTIDs cannot follow, nor be followed",
    ),
    breaks(
        "enforce_gtid_consistency",
        "statements that cannot be logged under one GTID are refused",
    ),
    breaks("local_infile", "LOAD DATA LOCAL is refused"),
    quiet(
        "character_set_server",
        "new databases get another character set than the old ones, and joins between both convert",
    ),
    quiet(
        "collation_server",
        "new tables compare and sort text otherwise than the old ones",
    ),
    quiet(
        "innodb_autoinc_lock_mode",
        "numbers of AUTO_INCREMENT interleave, which statement-based replication does not bear",
    ),
    quiet(
        "innodb_flush_method",
        "with O_DIRECT data files pass the page cache by, and what it held must fit the buffer pool",
    ),
    quiet(
        "innodb_io_capacity",
        "background flushing may write this many pages a second, more than small storage can take",
    ),
    quiet(
        "innodb_log_buffer_size",
        "the redo log's buffer takes this much memory from the start",
    ),
    quiet(
        "innodb_change_buffering",
        "it says which changes to secondary indexes are put off until their pages are read",
    ),
    quiet(
        "innodb_adaptive_hash_index",
        "point reads of hot pages go through the B-tree",
    ),
    quiet(
        "innodb_flush_neighbors",
        "pages beside a dirty one are not written along, right for solid state alone",
    ),
    quiet("innodb_max_dirty_pages_pct_lwm", "flushing begins earlier"),
    quiet(
        "log_error_verbosity",
        "notes, failed logins among them, are no longer written to the error log",
    ),
    quiet(
        "log_slave_updates",
        "a replica writes what it applies to its own binary log",
    ),
    quiet(
        "master_retry_count",
        "a replica gives up on a source that does not answer after this many tries",
    ),
    quiet(
        "binlog_transaction_dependency_history_size",
        "a source keeps this many rows' hashes in memory to find what can be applied in parallel",
    ),
    quiet(
        "slave_parallel_workers",
        "a replica applies with several threads",
    ),
    quiet(
        "slave_preserve_commit_order",
        "a replica's threads commit in the source's order",
    ),
    quiet("table_open_cache", "more tables are kept open"),
    quiet(
        "temptable_max_mmap",
        "temporary tables go to InnoDB on disk sooner",
    ),
    quiet("explain_format", "EXPLAIN answers in another format"),
];

/// "Upgrading from … to …" of 10.11, 11.4 and 11.8.
const MARIADB: &[Row] = &[
    breaks(
        "explicit_defaults_for_timestamp",
        "new TIMESTAMP columns may be NULL and do not set themselves any more",
    ),
    breaks(
        "innodb_snapshot_isolation",
        "under REPEATABLE READ a statement that meets a row changed since its snapshot fails (error 1020) where it went on",
    ),
    quiet(
        "ssl",
        "the server offers TLS with a certificate it makes itself, and newer clients check it",
    ),
    quiet(
        "character_set_server",
        "new databases get another character set than the old ones, and joins between both convert",
    ),
    quiet(
        "collation_server",
        "new tables compare and sort text otherwise than the old ones",
    ),
    quiet(
        "innodb_undo_tablespaces",
        "undo logs move out of the system tablespace; after a clean shutdown the server rebuilds them at its start",
    ),
    quiet(
        "optimizer_disk_read_cost",
        "the optimizer counts costs in a new way: plans may change",
    )
    .also_new(),
    quiet(
        "optimizer_prune_level",
        "fewer orders of joins are looked at: plans of large joins may change",
    ),
    quiet(
        "max_tmp_session_space_usage",
        "a session whose temporary files grow beyond it gets an error",
    )
    .also_new(),
];
