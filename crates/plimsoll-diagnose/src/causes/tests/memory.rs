//! What is answered where memory, locks or threads ran out: whose they were, by what a
//! server, its kernel and its clients say together.

use plimsoll_model::Layer;

use super::answers::{assert_answers, causes};

#[test]
fn a_lock_table_that_was_full_does_not_keep_a_server_down() {
    let full = "2024-05-22 09:00:00 UTC [9] ERROR:  out of shared memory\n\
        2024-05-22 09:00:00 UTC [9] HINT:  You might need to increase max_locks_per_transaction.\n";
    let refused = "2024-05-22 10:00:00 UTC [1] FATAL:  could not map anonymous shared memory: Cannot allocate memory\n\
        2024-05-22 10:00:00 UTC [1] HINT:  To reduce the request size (currently 104213053440 bytes), reduce PostgreSQL's shared memory usage, perhaps by reducing shared_buffers or max_connections.\n";
    let both = [full, refused].concat();
    assert_answers("lock-table-full", &[&[full]], &[&[&both]]);
    assert_answers("start-refused-for-memory", &[&[&both]], &[&[full]]);
}

#[test]
fn the_value_that_was_changed_is_the_one_to_blame() {
    let kill = "[Wed May 22 10:00:01 2024] Memory cgroup out of memory: Killed process 71001 (postgres) total-vm:3604480kB, anon-rss:2038110kB, file-rss:2330kB, shmem-rss:0kB, UID:26 pgtables:4882kB oom_score_adj:0\n";
    let log = |parameter: &str, statement: &str| {
        format!(
            "2024-05-22 08:00:01 UTC [1] LOG:  parameter \"{parameter}\" changed to \"2GB\"\n\
             2024-05-22 10:00:01 UTC [1] LOG:  server process (PID 71001) was terminated by signal 9: Killed\n\
             2024-05-22 10:00:01 UTC [1] DETAIL:  Failed process was running: {statement}\n"
        )
    };
    let blamed = |parameter: &str, statement: &str| {
        let causes = causes(&[kill, &log(parameter, statement)]);
        let told = causes
            .iter()
            .find(|it| it.name == "work-mem-times-sessions");
        told.map_or_else(Vec::new, |it| it.parameters.clone())
    };
    let decodes = "START_REPLICATION SLOT \"cdc\" LOGICAL 1A/2B00F118 (\"proto_version\" '1')";
    for (parameter, statement, first) in [
        (
            "logical_decoding_work_mem",
            decodes,
            "logical_decoding_work_mem",
        ),
        (
            "hash_mem_multiplier",
            "select a from b join c using (d)",
            "hash_mem_multiplier",
        ),
        ("log_statement", "select a from b order by a", "work_mem"),
    ] {
        assert_eq!(blamed(parameter, statement)[0], first, "{parameter}");
    }
}

#[test]
fn a_pool_that_was_grown_while_the_server_ran() {
    let log = |to: u64| {
        format!(
            "2024-05-22T08:00:00.1Z 0 [Note] InnoDB: Initializing buffer pool, total size = 8G, instances = 8, chunk size = 128M\n\
             2024-05-22T08:30:00.1Z 0 [Note] InnoDB: Completed to resize buffer pool from 8589934592 to {to}.\n\
             2024-05-22T10:00:03.1Z 0 [Note] mysqld (mysqld 5.7.30) starting as process 78 ...\n\
             2024-05-22T10:00:04.1Z 0 [Note] InnoDB: Initializing buffer pool, total size = 8G, instances = 8, chunk size = 128M\n"
        )
    };
    let kill = "2024-05-22T10:00:00+00:00 db1 kernel: mysqld invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n\
        2024-05-22T10:00:00+00:00 db1 kernel: memory: usage 16777216kB, limit 16777216kB, failcnt 1\n\
        2024-05-22T10:00:00+00:00 db1 kernel: Memory cgroup out of memory: Killed process 77 (mysqld) total-vm:18000000kB, anon-rss:16600000kB, file-rss:0kB, shmem-rss:0kB, UID:27 pgtables:1kB oom_score_adj:0\n";
    let (grown, shrunk) = (log(15_032_385_536), log(4_294_967_296));
    assert_answers(
        "buffer-pool-too-large",
        &[&[kill, &grown]],
        &[&[kill, &shrunk]],
    );
}

#[test]
fn row_locks_that_fill_the_pool() {
    let warned = "2024-05-22T09:59:00.1Z 9 [Warning] InnoDB: Over 67 percent of the buffer pool is occupied by lock heaps or the adaptive hash index! Check that your transactions do not set too many row locks.\n";
    let ends = "2024-05-22T10:00:00.1Z 9 [ERROR] [FATAL] InnoDB: Over 95 percent of the buffer pool is occupied by lock heaps or the adaptive hash index! We intentionally generate a seg fault to print a stack trace on Linux!\n";
    let signal = "10:00:00 UTC - mysqld got signal 6 ;\n2024-05-22T10:00:01.1Z 9 [Note] [MY-1] mysqld got signal 6 ;\n";
    let client = "2024-05-22 10:00:00,000 ERROR app: (1206, 'The total number of locks exceeds the lock table size')\n";
    let (ended, crashed) = ([ends, signal].concat(), [warned, signal].concat());
    assert_answers(
        "lock-table-full",
        &[&[&ended], &[warned, client]],
        &[&[signal]],
    );
    assert_answers("server-crashed", &[&[signal], &[&crashed]], &[&[&ended]]);
}

#[test]
fn threads_that_a_client_did_not_get() {
    let client = |errno: &str| {
        format!(
            "2024-05-22 10:00:00,000 ERROR app: (1135, \"Can't create a new thread (errno {errno}); if you are not out of available memory, you can consult the manual\")\n"
        )
    };
    let (limit, memory) = (client("11"), client("12"));
    let group = "2024-05-22T10:00:00+00:00 db1 kernel: cgroup: fork rejected by pids controller in /docker/4c\n";
    assert_answers(
        "process-limit-reached",
        &[&[&limit, group]],
        &[&[&memory], &[group]],
    );
    assert_answers("memory-overcommit-refused", &[&[&memory]], &[&[&limit]]);
    let unit = group.replace("/docker/4c", "/system.slice/mariadb.service");
    let layer = |group: &str| causes(&[&limit, group])[0].layer;
    assert_eq!(layer(group), Some(Layer::Container));
    assert_eq!(layer(&unit), Some(Layer::Kernel));
}

/// A kernel's account of a kill on a machine, or in a group, of some kilobytes.
fn killed(victim: &str, limit_kb: u64, held_kb: u64, is_host: bool) -> String {
    let line = |text: &str| format!("2024-05-22T10:00:00+00:00 db1 kernel: {text}\n");
    let pages = held_kb / 4;
    let limit = if is_host {
        line(&format!("{} pages RAM", limit_kb / 4))
    } else {
        line(&format!(
            "memory: usage {limit_kb}kB, limit {limit_kb}kB, failcnt 1"
        ))
    };
    let whose = if is_host {
        "Out of memory"
    } else {
        "Memory cgroup out of memory"
    };
    [
        line(&format!("{victim} invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0")),
        limit,
        line("[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name"),
        line(&format!("[     77]    27    77   999999   {pages}     4096        0             0 {victim}")),
        line(&format!("{whose}: Killed process 77 ({victim}) total-vm:9999999kB, anon-rss:{held_kb}kB, file-rss:0kB, shmem-rss:0kB, UID:27 pgtables:1kB oom_score_adj:0")),
    ]
    .concat()
}

#[test]
fn a_small_machine_on_which_nobody_held_much() {
    let pool = "2024-05-22T08:00:00.1Z 0 [Note] InnoDB: Initializing buffer pool, total size = 256.000MiB, chunk size = 4.000MiB\n";
    let at_rest = killed("mariadbd", 1_048_576, 550_000, true);
    let grown = killed("mariadbd", 1_048_576, 850_000, true);
    let large = killed("mariadbd", 16_777_216, 550_000, true);
    assert_answers(
        "limit-too-small",
        &[&[pool, &at_rest]],
        &[&[pool, &grown], &[pool, &large], &[&at_rest]],
    );
    let quiet = killed("postgres", 1_048_576, 150_000, true);
    let grown = killed("postgres", 1_048_576, 700_000, true);
    assert_answers("limit-too-small", &[&[&quiet]], &[&[&grown]]);
}

#[test]
fn a_limit_below_what_a_start_takes_at_least() {
    let start = "2024-05-22T09:59:50.1Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.4.3) starting as process 1\n";
    let small = killed("mysqld", 393_216, 380_000, false);
    let large = killed("mysqld", 2_097_152, 2_090_000, false);
    assert_answers("limit-too-small", &[&[start, &small]], &[&[start, &large]]);
    assert_answers("killed-while-starting", &[&[start, &large]], &[]);
}

#[test]
fn one_statement_that_its_client_wrote_of() {
    let pool = "2024-05-22T08:00:00.1Z 0 [Note] InnoDB: Initializing buffer pool, total size = 4.000GiB, chunk size = 128.000MiB\n";
    let full = "2024-05-22T08:00:00.1Z 0 [Note] InnoDB: Initializing buffer pool, total size = 14.000GiB, chunk size = 128.000MiB\n";
    let kill = killed("mysqld", 16_777_216, 16_000_000, false);
    let client = |time: &str, statement: &str| {
        format!("2024-05-22 {time},000 DEBUG export: {statement} FROM events WHERE tenant = 7\n")
    };
    let collects = client("09:50:00", "SELECT JSON_ARRAYAGG(body)");
    let of_before = client("03:50:00", "SELECT JSON_ARRAYAGG(body)");
    let plain = client("09:50:00", "SELECT body");
    let (one, many) = (
        "one-statement-took-memory",
        "session-buffers-times-sessions",
    );
    assert_answers(
        one,
        &[&[pool, &kill, &collects]],
        &[&[pool, &kill, &plain], &[full, &kill, &collects]],
    );
    assert_answers(
        many,
        &[&[pool, &kill, &plain], &[pool, &kill, &of_before]],
        &[&[pool, &kill, &collects]],
    );
}
