//! What is answered where the server works and what it has to keep does not: certificates,
//! backups, slots, rows for old transactions, the folder it lies in.

use plimsoll_model::Layer;

use super::answers::{assert_answers, causes};

const READY: &str =
    "2024-05-22 08:00:00 UTC [1] LOG:  database system is ready to accept connections\n";

fn checkpoint(time: &str) -> String {
    format!(
        "2024-05-22 {time} UTC [7] LOG:  checkpoint complete: wrote 44 buffers (0.3%); 0 WAL file(s) added\n"
    )
}

fn parameters(logs: &[&str]) -> Vec<String> {
    let first = causes(logs).into_iter().next();
    first.map(|cause| cause.parameters).unwrap_or_default()
}

#[test]
fn certificates_and_keys() {
    let key = |level: &str| {
        format!(
            "2024-05-22 10:00:00 UTC [1] {level}:  could not load private key file \"server.key\": key values mismatch\n"
        )
    };
    let (start, reload) = (key("FATAL"), key("LOG"));
    let locked = start.replace("key values mismatch", "bad decrypt");
    assert_answers(
        "key-of-another-certificate",
        &[&[&start], &[READY, &reload]],
        &[&[&locked]],
    );
    assert_answers("parameter-refused", &[&[&locked]], &[&[&start]]);
    assert_eq!(parameters(&[&locked]), ["ssl_key_file"]);

    let refused = "2024-05-22 10:00:05 UTC [9] LOG:  could not accept SSL connection: certificate verify failed\n\
        2024-05-22 10:00:05 UTC [9] DETAIL:  Client certificate verification failed at depth 0: certificate has expired.\n";
    let cut = "2024-05-22 10:00:00 UTC [8] LOG:  terminating walsender process due to replication timeout\n";
    let layer = |logs: &[&str]| causes(logs).first().and_then(|cause| cause.layer);
    assert_eq!(layer(&[refused]), Some(Layer::Application));
    let of_standby = [cut, refused].concat();
    assert_eq!(layer(&[&of_standby]), Some(Layer::Operator));
    let client = "2024-05-22 10:00:05,000 ERROR psycopg connection to server at \"db\" (10.0.0.5), port 5432 failed: SSL error: sslv3 alert certificate expired\n";
    assert_eq!(layer(&[&of_standby, client]), Some(Layer::Application));
}

#[test]
fn who_holds_the_rows_that_vacuum_has_to_leave() {
    let vacuum = |hour: u8| {
        format!(
            "2024-05-22 {hour:02}:00:00 UTC [7] LOG:  automatic vacuum of table \"app.public.t\": index scans: 0\n\
             \ttuples: 0 removed, 10000 remain, 9731 are dead but not yet removable, oldest xmin: 731\n"
        )
    };
    let held = [vacuum(9), vacuum(10), vacuum(11)].concat();
    assert_answers(
        "vacuum-held-back",
        &[&[&held]],
        &[&[&checkpoint("09:00:00")]],
    );
    assert_eq!(
        parameters(&[&held]).first().map(String::as_str),
        Some("idle_in_transaction_session_timeout")
    );
    let prepared = |xid: u32| {
        format!(
            "2024-05-22 08:00:00 UTC [5] LOG:  recovering prepared transaction {xid} from shared memory\n{held}"
        )
    };
    assert_eq!(parameters(&[&prepared(731)]), ["max_prepared_transactions"]);
    assert_eq!(
        parameters(&[&prepared(900)]).first().map(String::as_str),
        Some("idle_in_transaction_session_timeout")
    );
    let feedback =
        "2024-05-22 07:00:00 UTC [1] LOG:  parameter \"hot_standby_feedback\" changed to \"on\"\n";
    assert_eq!(
        parameters(&[feedback, &held]).first().map(String::as_str),
        Some("hot_standby_feedback")
    );
    let near = "2024-05-22 10:00:00 UTC [9] WARNING:  database \"app\" must be vacuumed within 10184523 transactions\n";
    assert_eq!(
        parameters(&[near]),
        ["autovacuum", "autovacuum_freeze_max_age"]
    );
    let conflict =
        "2024-05-22 06:00:00 UTC [9] ERROR:  canceling statement due to conflict with recovery\n";
    let mended = [conflict, feedback].concat();
    assert_answers("queries-in-the-way", &[&[conflict]], &[&[&mended, &held]]);
}

#[test]
fn a_slot_that_lost_its_wal() {
    let lost = "2024-05-22 10:00:00 UTC [7] LOG:  invalidating obsolete replication slot \"s\"\n\
        2024-05-22 10:00:00 UTC [7] DETAIL:  The slot's restart_lsn 0/3000000 exceeds the limit by 16777216 bytes.\n";
    let asked = "2024-05-22 10:05:00 UTC [9] ERROR:  requested WAL segment 000000010000000000000003 has already been removed\n";
    let told = [lost, asked].concat();
    assert_answers("slot-holds-wal", &[&[lost]], &[&[&told]]);
    assert_answers("wal-gone-for-standby", &[&[&told]], &[&[lost]]);
    assert_eq!(
        parameters(&[&told]).first().map(String::as_str),
        Some("max_slot_wal_keep_size")
    );
    let full = "2024-05-22 10:00:00 UTC [7] PANIC:  could not write to file \"pg_wal/xlogtemp.431\": No space left on device\n\
        2024-05-22 10:00:01 UTC [1] LOG:  checkpointer process (PID 7) was terminated by signal 6: Aborted\n";
    let watched =
        "2024-05-22T09:50:00Z WARN check: replication slot cdc active=false retained=75 MB\n";
    assert_answers("slot-holds-wal", &[&[full, watched]], &[]);
    assert_answers("server-crashed", &[], &[&[full, watched], &[full]]);
}

#[test]
fn backups() {
    let lists = |state: &str| {
        format!(
            "2024-05-22 10:00:00,000 INFO 17 dump@localhost Query 9s \"Sending to client\" SELECT /*!40001 SQL_NO_CACHE */ * FROM `t`\n\
             2024-05-22 10:00:00,000 INFO 52 app@10.0.0.7 Query 9s \"{state}\" update t set a=1\n"
        )
    };
    let all = lists("Waiting for global read lock");
    let row = lists("updating");
    assert_answers("dump-locks-all", &[&[&all]], &[&[&row]]);

    let ends = "2024-05-22 10:00:00 UTC [5] FATAL:  WAL ends before end of online backup\n";
    let made = "2024-05-22T01:00:00+00:00 db1 nightly[7]: NOTICE:  WAL archiving is not enabled; you must ensure that all required WAL segments are copied through other means to complete the backup\n";
    assert_answers("backup-not-possible", &[&[made, ends]], &[&[ends]]);
    assert_answers("recovery-log-unusable", &[&[ends]], &[&[made, ends]]);
}

#[test]
fn folders_and_second_starts() {
    let mount = "2024-05-22T10:00:00.100Z initdb: error: directory \"/var/lib/postgresql/data\" exists but is not empty\n";
    let copy = mount.replace("initdb", "pg_basebackup");
    assert_answers("folder-not-empty", &[&[mount]], &[&[&copy]]);

    let refused =
        "2024-05-22 10:00:00 UTC [99] FATAL:  lock file \"postmaster.pid\" already exists\n";
    let works = [&checkpoint("09:50:00"), refused, &checkpoint("10:10:00")].concat();
    let down = [READY.replace("08:", "09:"), refused.to_owned()].concat();
    assert_answers("started-twice", &[&[&works]], &[&[refused], &[&down]]);
    assert_answers("address-in-use", &[&[refused], &[&down]], &[&[&works]]);
}

#[test]
fn a_stop_of_days_before_is_no_reason() {
    let stop = "2024-05-13  9:31:02 0 [Note] /usr/sbin/mariadbd (initiated by: unknown): Normal shutdown\n";
    let back = "2024-05-22 16:02:42 0 [Note] /usr/sbin/mariadbd: ready for connections.\n";
    let gone = "2024-05-22 16:02:43 5 [ERROR] Slave I/O: Got fatal error 1236 from master when reading data from binary log: 'Could not find GTID state requested by slave in any binlog files. Probably the slave state is too old and required binlog files have been purged.', Internal MariaDB error code: 1236\n";
    let moved = [stop, back, gone].concat();
    assert_answers("wal-gone-for-standby", &[&[&moved]], &[]);
    assert_answers("stopped-on-request", &[&[stop]], &[&[&moved]]);
}

#[test]
fn temporary_files_are_bounded_by_what_they_are_made_by() {
    let full = |file: &str| {
        format!(
            "2024-05-22T10:00:00.1Z 16 [ERROR] [MY-012820] [InnoDB] posix_fallocate(): Failed to preallocate data for file {file}, desired size 65536 bytes. Operating system error number 28. Check that the disk is not full\n"
        )
    };
    let tmpdir = "2024-05-22T10:00:00.1Z 17 [ERROR] [MY-013132] [Server] The table '/tmp/#sql13_a_3' is full!\n";
    let first = |log: &str| parameters(&[log]).into_iter().next();
    for (log, parameter) in [
        (full("./ibtmp1").as_str(), "innodb_temp_data_file_path"),
        (
            full("./#innodb_temp/temp_9.ibt").as_str(),
            "innodb_temp_tablespaces_dir",
        ),
        (tmpdir, "tmpdir"),
    ] {
        assert_eq!(first(log).as_deref(), Some(parameter), "{log}");
    }
}

#[test]
fn what_is_full_by_what_was_named_first() {
    let tables = |second: u32, file: &str| {
        format!(
            "2024-05-22T10:00:{second:02}.1Z 16 [ERROR] InnoDB: posix_fallocate(): Failed to preallocate data for file {file}, desired size 65536 bytes. Operating system error number 28. Check that the disk is not full\n"
        )
    };
    let logs = "2024-05-22T10:00:30.1Z 17 [ERROR] Disk is full writing './mysql-bin.010331' (Errcode: 28 - No space left on device). Waiting for someone to free space...\n";
    let before = [tables(1, "./ibtmp1").as_str(), logs].concat();
    let after = [logs, &tables(50, "./ibtmp1")].concat();
    assert_answers("temporary-files-fill-disk", &[&[&before]], &[]);
    assert_answers("binary-logs-fill-disk", &[&[logs]], &[&[&before]]);
    let told = causes(&[&after]);
    assert!(told.iter().any(|it| it.name == "binary-logs-fill-disk"));
}

#[test]
fn a_log_that_was_told_to_say_more() {
    let changed = |name: &str, to: &str| {
        format!("2024-05-21 10:00:00 UTC [9] LOG:  parameter \"{name}\" changed to \"{to}\"\n")
    };
    let full = "2024-05-22 10:00:00 UTC [1] ERROR:  could not extend file \"base/1/2\": No space left on device\n";
    let named = |name, to| parameters(&[&changed(name, to), full]).into_iter().next();
    for (name, to) in [
        ("log_statement", "all"),
        ("pgaudit.log", "read, write"),
        ("log_min_duration_statement", "0"),
    ] {
        assert_eq!(named(name, to).as_deref(), Some(name));
    }
    for (name, to) in [
        ("log_statement", "none"),
        ("log_min_duration_statement", "5s"),
        ("log_min_messages", "error"),
    ] {
        assert_eq!(named(name, to), None);
    }
}

#[test]
fn libraries_that_an_extension_lacks() {
    let lacks = "2024-05-22 10:00:00 UTC [1] ERROR:  could not access file \"$libdir/timescaledb-2.21.3\": No such file or directory\n";
    let again = lacks.repeat(4);
    assert_answers("library-missing", &[&[&again]], &[]);
    let odds = |log: &str| causes(&[log])[0].score;
    assert!(odds(lacks) < 0.6 && odds(&again) > 0.9);
    assert_answers(
        "parameter-refused",
        &[&[
            "2024-05-22 10:00:00 UTC [1] FATAL:  could not access file \"a, b\": No such file or directory\n",
        ]],
        &[&[&again]],
    );
}

#[test]
fn two_replicas_of_one_identity() {
    let taken = |second: u32| {
        let (minute, second) = (second / 60, second % 60);
        format!(
            "2024-05-22T10:{minute:02}:{second:02}.1Z 71 [Note] While initializing dump thread for slave with UUID <6d0b7f1e-3c55-11e9-a0d2-0cc47a8e11b4>, found a zombie dump thread with the same UUID. Master is killing the zombie dump thread(70).\n"
        )
    };
    let often: String = (0..6).map(|it| taken(it * 4)).collect();
    let seldom: String = (0..6).map(|it| taken(it * 60)).collect();
    assert_answers("replication-not-allowed", &[&[&often]], &[&[&seldom]]);
    assert_eq!(parameters(&[&often])[0], "server_uuid");
}

#[test]
fn a_lock_over_all_tables_that_statements_waited_for() {
    let slow = "# Query_time: 509.7  Lock_time: 509.6 Rows_sent: 0  Rows_examined: 1\n".repeat(4);
    let tool = "240312 01:47:59 Executing FLUSH TABLES WITH READ LOCK...\n240312 02:10:25 Executing UNLOCK TABLES\n";
    assert_answers("dump-locks-all", &[&[&slow, tool]], &[&[&slow], &[tool]]);
}
