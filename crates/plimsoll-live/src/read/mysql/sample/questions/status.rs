//! The server's own counters, and what stands beside them.

use super::ask::{Ask, PAIR, always};
use crate::read::Question;
use crate::read::mysql::questions::{mariadb, mysql};

/// Counters and what stands beside them.
pub(super) const STATUS: &str = "status";

const NAMES_MAX: usize = 100;

/// By name, each is looked up; the whole of the table takes the server twice as long.
pub(super) static MYSQL: &[Ask] = &[
    always(Question {
        rows_max: NAMES_MAX,
        ..mysql(
            STATUS,
            PAIR,
            "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value
           FROM performance_schema.global_status
          WHERE VARIABLE_NAME IN ('Aborted_clients', 'Aborted_connects', 'Com_commit', 'Com_rollback',
                'Connection_errors_max_connections', 'Created_tmp_disk_tables', 'Created_tmp_files',
                'Created_tmp_tables', 'Innodb_buffer_pool_pages_data', 'Innodb_buffer_pool_pages_dirty',
                'Innodb_buffer_pool_pages_free', 'Innodb_buffer_pool_pages_misc',
                'Innodb_buffer_pool_read_requests', 'Innodb_buffer_pool_reads', 'Innodb_os_log_written',
                'Innodb_redo_log_checkpoint_lsn', 'Innodb_redo_log_current_lsn', 'Innodb_row_lock_time',
                'Innodb_row_lock_waits', 'Questions', 'Slow_queries', 'Threads_connected',
                'Threads_running', 'wsrep_cluster_size', 'wsrep_flow_control_paused_ns',
                'wsrep_local_recv_queue', 'wsrep_local_state_comment', 'wsrep_provider_name', 'wsrep_ready')
          UNION ALL SELECT 'max_connections', @@GLOBAL.max_connections",
        )
    }),
];

pub(super) static MARIADB: &[Ask] = &[
    always(Question {
        rows_max: NAMES_MAX,
        ..mariadb(
            STATUS,
            PAIR,
            "SELECT LOWER(VARIABLE_NAME) AS name, VARIABLE_VALUE AS value
           FROM information_schema.GLOBAL_STATUS
          WHERE VARIABLE_NAME IN ('ABORTED_CLIENTS', 'ABORTED_CONNECTS', 'COM_COMMIT', 'COM_ROLLBACK',
                'CONNECTION_ERRORS_MAX_CONNECTIONS', 'CREATED_TMP_DISK_TABLES', 'CREATED_TMP_FILES',
                'CREATED_TMP_TABLES', 'INNODB_BUFFER_POOL_PAGES_DATA', 'INNODB_BUFFER_POOL_PAGES_DIRTY',
                'INNODB_BUFFER_POOL_PAGES_FREE', 'INNODB_BUFFER_POOL_PAGES_MISC',
                'INNODB_BUFFER_POOL_READ_REQUESTS', 'INNODB_BUFFER_POOL_READS', 'INNODB_CHECKPOINT_AGE',
                'INNODB_CHECKPOINT_MAX_AGE', 'INNODB_DEADLOCKS', 'INNODB_HISTORY_LIST_LENGTH',
                'INNODB_OS_LOG_WRITTEN', 'INNODB_ROW_LOCK_TIME', 'INNODB_ROW_LOCK_WAITS', 'QUESTIONS',
                'SLOW_QUERIES', 'THREADS_CONNECTED', 'THREADS_RUNNING', 'WSREP_CLUSTER_SIZE',
                'WSREP_FLOW_CONTROL_PAUSED_NS', 'WSREP_LOCAL_RECV_QUEUE', 'WSREP_LOCAL_STATE_COMMENT',
                'WSREP_PROVIDER_NAME', 'WSREP_READY')
          UNION ALL SELECT 'max_connections', @@GLOBAL.max_connections",
        )
    }),
];
