//! Tables of the server that are full or too small: open files, locks, the redo log
//! (storage/innobase/log/log0chkp.cc, log0writer.cc, trx/trx0rec.cc,
//! share/errmsg-utf8.txt of either).

use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::{Level, Record};
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Too many open files", |it| {
        (it.level >= Level::Warning).then_some(ServerSignal::TooManyOpenFiles)
    }),
    // The warnings before it may end well.
    holds!("io_setup() failed with EAGAIN after ", |it| {
        (it.level >= Level::Error).then_some(ServerSignal::AsyncIoExhausted)
    }),
    holds!("The total number of locks exceeds the lock table size" => ServerSignal::LockTableFull {
        parameter: Some("innodb_buffer_pool_size")
    }),
    // buf/buf0lru.cc: at 95 of a hundred it ends itself by an assertion. 5.5 `over`.
    holds!("ver 67 percent of the buffer pool" => ServerSignal::LockHeap { is_full: false }),
    holds!("ver 95 percent of the buffer pool" => ServerSignal::LockHeap { is_full: true }),
    // MySQL 8.0.30 on names the parameter that its files hang on since.
    holds!("Consider increasing innodb_redo_log_capacity", |it| {
        Some(redo(it))
    }),
    holds!("Redo log is running out of free space", |it| Some(redo(it))),
    // 5.5 `ERROR: the age`.
    holds!("he age of the last checkpoint is ", |it| Some(redo(it))),
    // MariaDB 10.8 on (log/log0log.cc, log0recv.cc).
    holds!(
        "Crash recovery is broken due to insufficient innodb_log",
        |it| { Some(redo(it)) }
    ),
    holds!("than 10% of the total redo log size", |it| Some(redo(it))),
    holds!("than 10% of redo log size", |it| Some(redo(it))),
];

/// 5.7, 8.0 before 8.0.30 and `MariaDB` have the older parameter; what those words
/// became in later versions names the newer.
fn redo(record: &Record<'_>) -> ServerSignal {
    let newer = "innodb_redo_log_capacity";
    let parameter = if record.message.contains(newer) {
        newer
    } else {
        "innodb_log_file_size"
    };
    ServerSignal::RedoTooSmall { parameter }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard_as_warning};
    use crate::signal::ServerSignal::{
        AsyncIoExhausted, LockHeap, LockTableFull, RedoTooSmall, TooManyOpenFiles,
    };

    #[test]
    fn limits() {
        let redo = |parameter| RedoTooSmall { parameter };
        assert_heard(&[
            (
                "Can't open file: './a/t.frm' (Errcode: 24 - Too many open files)",
                TooManyOpenFiles,
            ),
            ("Error in accept: Too many open files", TooManyOpenFiles),
            (
                "InnoDB: io_setup() failed with EAGAIN after 5 attempts.",
                AsyncIoExhausted,
            ),
            (
                "The total number of locks exceeds the lock table size",
                LockTableFull {
                    parameter: Some("innodb_buffer_pool_size"),
                },
            ),
            (
                "InnoDB: Over 67 percent of the buffer pool is occupied by lock heaps or the adaptive hash index! Check that your transactions do not set too many row locks. innodb_buffer_pool_size=8M. Starting the InnoDB Monitor to print diagnostics.",
                LockHeap { is_full: false },
            ),
            (
                "buf_LRU_check_size_of_non_data_objects(): Over 95 percent of the buffer pool (curr_size=8 MB) is occupied by lock heaps or the adaptive hash index or BUF_BLOCK_MEMORY pages.",
                LockHeap { is_full: true },
            ),
            (
                "InnoDB: The age of the last checkpoint is 90593280, which exceeds the log capacity 90593280.",
                redo("innodb_log_file_size"),
            ),
            (
                "InnoDB: Crash recovery is broken due to insufficient innodb_log_file_size; last checkpoint LSN=1844674, current LSN=190592001.",
                redo("innodb_log_file_size"),
            ),
            (
                "InnoDB: The total blob data length (24000000) is greater than 10% of the total redo log size (100663296). Please increase total redo log size.",
                redo("innodb_log_file_size"),
            ),
            (
                "Redo log writer is waiting for a new redo log file. Consider increasing innodb_redo_log_capacity. The current log capacity is 8388608 bytes.",
                redo("innodb_redo_log_capacity"),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard_as_warning(
            "InnoDB: io_setup() failed with EAGAIN. Will make 5 attempts before giving up.",
        );
        assert_unheard_as_warning(
            "Could not increase number of max_open_files to more than 20000 (request: 32184)",
        );
    }
}
