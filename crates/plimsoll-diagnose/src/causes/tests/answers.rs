//! What is answered to a few lines: the cause that has to stand first, and lines
//! that look alike, of which it must not be told as likely.

use plimsoll_model::{Cause, Layer};

use crate::{Handed, Question, Reading, diagnose};

/// A score that a reader would act on.
const LIKELY: f64 = 0.3;

pub(super) fn causes(logs: &[&str]) -> Vec<Cause> {
    let read = |log: &&str| {
        let is_event = log.starts_with("{\"schema\"");
        let handed = if is_event {
            Handed::Events
        } else {
            Handed::Log
        };
        let mut reading = Reading::new("file", handed);
        reading.push(log.as_bytes());
        reading.end()
    };
    let incident = diagnose(logs.iter().map(read).collect(), &Question::default());
    incident.causes
}

/// The cause stands first in some logs, and is not likely in others.
pub(super) fn assert_answers(name: &str, firing: &[&[&str]], quiet: &[&[&str]]) {
    for logs in firing {
        let causes = causes(logs);
        let first = causes.first().map(|cause| cause.name);
        assert_eq!(first, Some(name), "{logs:?}");
    }
    for logs in quiet {
        let causes = causes(logs);
        let told = causes.iter().find(|cause| cause.name == name);
        assert!(told.is_none_or(|it| it.score < LIKELY), "{logs:?}");
    }
}

const MYSQL_STARTS: &str =
    "2024-05-22T10:00:00.1Z 0 [Note] mysqld (mysqld 5.7.30) starting as process 78 ...\n";

#[test]
fn limits_of_the_kernel() {
    let exhausted = [
        MYSQL_STARTS,
        "2024-05-22T10:00:03.1Z 0 [ERROR] InnoDB: io_setup() failed with EAGAIN after 5 attempts.\n\
         2024-05-22T10:00:03.2Z 0 [ERROR] InnoDB: Cannot initialize AIO sub-system\n\
         2024-05-22T10:00:03.3Z 0 [ERROR] Aborting\n",
    ]
    .concat();
    let goes_on = [
        exhausted.as_str(),
        "2024-05-22T10:00:04.1Z 0 [Note] mysqld: ready for connections.\n",
    ]
    .concat();
    assert_answers("async-io-exhausted", &[&[&exhausted]], &[&[MYSQL_STARTS]]);
    let odds = |log: &str| causes(&[log]).first().map_or(0.0, |cause| cause.score);
    assert!(odds(&goes_on) < odds(&exhausted));

    let asked = |bytes: u64| {
        format!(
            "2024-05-22 10:00:00 UTC [1] FATAL:  could not map anonymous shared memory: Cannot allocate memory\n\
             2024-05-22 10:00:00 UTC [1] HINT:  To reduce the request size (currently {bytes} bytes), reduce PostgreSQL's shared memory usage, perhaps by reducing shared_buffers or max_connections.\n"
        )
    };
    let (whole, blocks) = (asked(148_897_792), asked(148_545_536));
    let bus = "2024-05-22 10:00:00 UTC [1] LOG:  startup process (PID 33) was terminated by signal 7: Bus error\n";
    assert_answers("huge-pages-missing", &[&[&whole], &[bus]], &[&[&blocks]]);
    assert_answers("start-refused-for-memory", &[&[&blocks]], &[&[&whole]]);
    // What the kernel set aside, and what was asked for before, tell the two apart.
    let short = "2024-05-22T09:59:00+00:00 db1 kernel: HugeTLB: allocating 6400 of page size 2.00 MiB failed.  Only allocated 3071 hugepages.\n";
    let waits = |parameter: &str| {
        format!(
            "2024-05-22 09:50:00 UTC [1] LOG:  parameter \"{parameter}\" cannot be changed without restarting the server\n{blocks}"
        )
    };
    let (huge, locks) = (waits("huge_pages"), waits("max_locks_per_transaction"));
    assert_answers(
        "huge-pages-missing",
        &[&[short, &blocks], &[&huge]],
        &[&[&locks], &[short]],
    );
    assert_answers("start-refused-for-memory", &[&[&locks]], &[&[&huge]]);
    let blamed = |log: &str| causes(&[log])[0].parameters.clone();
    assert_eq!(blamed(&locks)[0], "max_locks_per_transaction");
    assert_eq!(blamed(&blocks), ["shared_buffers"]);
    let code = bus.replace("signal 7: Bus error", "signal 11: Segmentation fault");
    assert_answers("server-crashed", &[&[&code]], &[]);
}

#[test]
fn a_kill_that_only_a_state_tells() {
    let unit = "2024-05-22T10:00:00+00:00 db1 systemd[1]: postgresql.service: Failed with result 'oom-kill'.\n";
    let other =
        "2024-05-22T10:00:00+00:00 db1 systemd[1]: nginx.service: Failed with result 'oom-kill'.\n";
    let pod = |limit: &str| {
        format!(
            r#"{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"db-0"}},"spec":{{"containers":[{{"name":"postgres","resources":{{"limits":{{"memory":"{limit}"}}}}}}]}},"status":{{"containerStatuses":[{{"name":"postgres","restartCount":3,"lastState":{{"terminated":{{"reason":"OOMKilled","exitCode":137,"finishedAt":"2024-05-22T10:00:00Z"}}}}}}]}}}}"#
        )
    };
    let (small, large) = (pod("256Mi"), pod("8Gi"));
    assert_answers(
        "killed-for-memory",
        &[&[unit], &[&large]],
        &[&[other], &[&small]],
    );
    assert_answers("limit-too-small", &[&[&small]], &[&[&large], &[unit]]);
    // A neighbour's limit is not the one that was met.
    let exporter = r#"{"name":"logs","resources":{"limits":{"memory":"64Mi"}}},{"name":"postgres""#;
    let beside = large.replacen(r#"{"name":"postgres""#, exporter, 1);
    assert_answers("killed-for-memory", &[&[&beside]], &[]);
    let kernel = diagnose_layer(&[unit], Layer::Kernel);
    assert_eq!(kernel, "unknown", "somebody else tells of a kill");
}

#[test]
fn a_kill_by_a_daemon_that_watches_the_machine() {
    let oomd = "2024-05-22T10:00:00+00:00 db1 systemd-oomd[600]: Killed /system.slice/mysql.service due to memory pressure for /system.slice being 63.04% > 50.00% for > 20s with reclaim activity\n";
    let earlyoom = |process: &str, held: u64| {
        format!(
            "2024-05-22T10:00:00+00:00 db1 earlyoom[512]: mem avail: 900 of 15900 MiB ( 5.66%), swap free: 0 of 0 MiB ( 0.00%)\n\
             2024-05-22T10:00:00+00:00 db1 earlyoom[512]: sending SIGTERM to process 1410 uid 112 \"{process}\": badness 712, VmRSS {held} MiB\n"
        )
    };
    let (small, large) = (earlyoom("mysqld", 4120), earlyoom("mysqld", 11_000));
    let one_of_many = earlyoom("postgres", 4120);
    // Its signal is no request of a person's.
    let stops = "2024-05-22T10:00:00.410001Z 0 [System] [MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: 8.0.35).\n";
    assert_answers(
        "host-ran-short",
        &[&[oomd], &[&one_of_many], &[oomd, stops]],
        &[&[&small], &[&large]],
    );
    assert_answers(
        "neighbour-took-memory",
        &[&[&small], &[&small, stops]],
        &[&[oomd], &[&one_of_many], &[&large]],
    );
    assert_answers("killed-for-memory", &[&[&large]], &[&[oomd], &[&small]]);
    let told = &causes(&[&small])[0].message;
    assert!(
        told.contains("earlyoom killed mysqld, which held 4120 of the 15000 MB"),
        "{told}"
    );
}

pub(super) fn diagnose_layer(logs: &[&str], layer: Layer) -> String {
    let read = |log: &&str| {
        let mut reading = Reading::new("file", Handed::Kernel);
        reading.push(log.as_bytes());
        reading.end()
    };
    let incident = diagnose(logs.iter().map(read).collect(), &Question::default());
    let found = incident.layers.iter().find(|it| it.layer == layer);
    found.map_or_else(String::new, |it| format!("{:?}", it.verdict).to_lowercase())
}

#[test]
fn who_cannot_be_reached() {
    let store = "2024-05-22 10:00:10,123 INFO: Lock owner: pg-0; I am pg-0\n\
                 2024-05-22 10:00:20,123 ERROR: Error communicating with DCS\n\
                 2024-05-22 10:00:21,123 INFO: demoting self because DCS is not accessible and I was a leader\n";
    let restart = "2024-05-22 10:00:20,123 INFO: Lock owner: pg-0; I am pg-0\n\
                   2024-05-22 10:00:21,123 INFO: restart initiated\n";
    let stops = "2024-05-22 10:00:21.500 UTC [1] LOG:  received immediate shutdown request\n";
    assert_answers("nodes-cut-off", &[&[store], &[store, stops]], &[&[restart]]);
    assert_answers("stopped-on-request", &[&[stops]], &[&[store, stops]]);
    let client = "2024-05-22 10:05:00,123 ERROR [shop.db] could not connect to server: No route to host\n\
                  2024-05-22 10:05:09,123 ERROR [shop.db] could not connect to server: No route to host\n";
    let before = "2024-05-22 10:03:00.001 UTC [8802] LOG:  duration: 14.118 ms\n\
                  2024-05-22 10:04:00.001 UTC [8803] LOG:  duration: 14.118 ms\n";
    let works = "2024-05-22 10:03:00.001 UTC [8802] LOG:  duration: 14.118 ms\n\
                 2024-05-22 10:06:00.001 UTC [8803] LOG:  duration: 14.118 ms\n";
    assert_answers(
        "died-without-reason",
        &[&[before, client]],
        &[&[works, client]],
    );
    assert_answers("nodes-cut-off", &[&[works, client]], &[&[before, client]]);
    let down = |why: &str| {
        format!(
            "May 22 10:05:00 lb haproxy[812]: Server pg/db1 is DOWN, reason: {why}, check duration: 2001ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.\n"
        )
    };
    let (silent, refused) = (down("Layer4 timeout"), down("Layer4 connection problem"));
    assert_answers("nodes-cut-off", &[&[works, &silent]], &[&[works, &refused]]);
}

#[test]
fn sessions_senders_and_snapshots() {
    let told =
        "time=2024-05-22T10:00:00Z level=error msg=\"ERROR 1040 (HY000): Too many connections\"\n";
    let deploy = "{\"schema\": \"plimsoll.event/1\", \"time\": \"2024-05-22T09:55:00Z\", \"kind\": \"deploy\", \"target\": \"shop\", \"message\": \"shop 4.12: pool size 50\"}\n";
    assert_answers("sessions-exhausted", &[&[told]], &[]);
    assert_answers(
        "sessions-exhausted-after-deploy",
        &[&[told, deploy]],
        &[&[told]],
    );
    let role = "2024-05-22 10:00:00 UTC [1] FATAL:  too many connections for role \"app\"\n";
    let forks = "2024-05-22 10:00:01 UTC [1] LOG:  could not fork new process for connection: Cannot allocate memory\n";
    let both = [role, forks].concat();
    assert_answers("account-limit-reached", &[&[role]], &[&[&both]]);
    let senders = |allowed: u32| {
        format!(
            "2024-05-22 10:00:00 UTC [1] FATAL:  number of requested standby connections exceeds max_wal_senders (currently {allowed})\n"
        )
    };
    let (none, some) = (senders(0), senders(4));
    assert_answers("backup-not-possible", &[&[&none]], &[&[&some]]);
    assert_answers("too-few-senders", &[&[&some]], &[&[&none]]);
    let active =
        "2024-05-22 10:00:00 UTC [1] ERROR:  replication slot \"s\" is active for PID 431\n";
    let full = "2024-05-22 09:59:00 UTC [1] PANIC:  could not write to file \"pg_wal/xlogtemp.801\": No space left on device\n";
    let both = [full, active].concat();
    assert_answers("too-few-senders", &[&[active]], &[&[&both]]);
    let removed = "2024-05-22 10:00:00 UTC [1] ERROR:  requested WAL segment 00000004000000000000000B has already been removed\n";
    assert_answers("wal-gone-for-standby", &[&[removed]], &[&[&some]]);
    let held = "2024-05-22 10:00:00 UTC [1] WARNING:  oldest xmin is far in the past\n";
    assert_answers("vacuum-held-back", &[&[held]], &[&[removed]]);
    assert!(!causes(&[held])[0].parameters.is_empty());
}

#[test]
fn a_slot_that_its_reader_left_before_the_disk_was_full() {
    let slot = |time: &str, does: &str| {
        format!("2024-05-22 {time} UTC [8] LOG:  {does} logical replication slot \"s\"\n")
    };
    let left = slot("08:00:00", "released");
    let back = [left.as_str(), &slot("08:00:05", "acquired")].concat();
    let full = "2024-05-22 10:00:00 UTC [1] ERROR:  could not extend file \"base/1/2\": No space left on device\n\
                2024-05-22 10:00:01 UTC [1] PANIC:  could not write to file \"pg_wal/xlogtemp.1\": No space left on device\n";
    let with_its_server = [full, &slot("10:00:01", "released")].concat();
    let (left, back) = (
        [left.as_str(), full].concat(),
        [back.as_str(), full].concat(),
    );
    assert_answers("slot-holds-wal", &[&[&left]], &[]);
    assert_answers(
        "data-fills-disk",
        &[&[&back], &[&with_its_server], &[full]],
        &[&[&left]],
    );
}

#[test]
fn a_slot_whose_one_reader_was_cut_off_and_did_not_come_back() {
    let taken = |time: &str| {
        format!(
            "2024-05-22 {time} UTC [8] LOG:  starting logical decoding for slot \"s\"\n\
             2024-05-22 {time} UTC [8] DETAIL:  Streaming transactions committing after 0/1, reading WAL from 0/1.\n"
        )
    };
    let cut = "2024-05-22 08:00:00 UTC [8] LOG:  unexpected EOF on standby connection\n";
    let full = "2024-05-22 10:00:00 UTC [1] ERROR:  could not extend file \"base/1/2\": No space left on device\n\
                2024-05-22 10:00:01 UTC [1] PANIC:  could not write to file \"pg_wal/xlogtemp.1\": No space left on device\n";
    let begin = taken("07:00:00");
    let (soon, late) = (taken("08:01:00"), taken("10:30:00"));
    let gone = [begin.as_str(), cut, full, &late].concat();
    let back = [begin.as_str(), cut, &soon, full].concat();
    assert_answers("slot-holds-wal", &[&[&gone]], &[]);
    assert_answers("data-fills-disk", &[&[&back]], &[&[&gone]]);
}

#[test]
fn a_certificate_that_expired() {
    let client = "2026-03-01 00:00:10,123 ERROR app.db: connection to server at \"db\" (10.0.0.5), port 5432 failed: SSL error: certificate verify failed\n";
    let expired =
        "2026-03-01T00:00:10Z ERROR postgres: x509: certificate has expired or is not yet valid\n";
    let server = "2026-03-01 00:00:10.110 UTC [8] LOG:  could not accept SSL connection: sslv3 alert certificate expired\n";
    let of_client = "2026-03-01 00:00:10.110 UTC [8] LOG:  could not accept SSL connection: certificate verify failed\n\
                     2026-03-01 00:00:10.110 UTC [8] DETAIL:  Client certificate verification failed at depth 0: certificate has expired.\n";
    let mysql = "2026-03-01 00:00:10 ERROR 2026 (HY000): SSL connection error: error:0A000086:SSL routines::certificate verify failed\n";
    let scanner = "2026-03-01 00:00:10.110 UTC [8] LOG:  could not accept SSL connection: unsupported protocol\n";
    let other = "2026-03-01T00:00:10Z ERROR charge failed: x509: certificate has expired or is not yet valid\n";
    let fell = "2026-03-01 00:00:05.110 UTC [1] PANIC:  could not write to file \"pg_wal/xlogtemp.1\": No space left on device\n";
    let name = "certificate-not-valid";
    assert_answers(
        name,
        &[
            &[client],
            &[expired],
            &[server],
            &[of_client],
            &[mysql],
            &[server, client],
        ],
        &[&[scanner], &[other], &[client, fell]],
    );
    let layer = |log: &str| causes(&[log])[0].layer;
    assert_eq!(layer(server), Some(Layer::Operator));
    assert_eq!(layer(of_client), Some(Layer::Application));
    let score = |log: &str| causes(&[log])[0].score;
    assert!(score(client) < score(expired), "one gives no reason");
}

#[test]
fn a_kernels_log_of_another_day_is_no_proof_of_a_hand() {
    let server = "2024-05-22 10:00:00.000 UTC [1] LOG:  server process (PID 431) was terminated by signal 9: Killed\n\
        2024-05-22 10:00:00.000 UTC [1] LOG:  terminating any other active server processes\n";
    let kernel = |from: &str, to: &str| {
        [from, to]
            .map(|day| {
                format!("{day}T10:00:00,000000+00:00 e1000: eth0 NIC Link is Up 1000 Mbps\n")
            })
            .concat()
    };
    let of_that_day = kernel("2024-05-21", "2024-05-23");
    let of_the_week_before = kernel("2024-05-14", "2024-05-15");
    assert_answers(
        "killed-by-hand",
        &[&[server, &of_that_day]],
        &[&[server, &of_the_week_before]],
    );
}

#[test]
fn a_stop_behind_a_failed_health_check() {
    let server = "2024-05-22 10:00:15 UTC [1] LOG:  received smart shutdown request\n\
                  2024-05-22 10:00:26 UTC [28] LOG:  database system was not properly shut down; automatic recovery in progress\n";
    let checked = "2024-05-22T10:00:10.1Z container health_status: unhealthy 8d11 (image=postgres:16, name=db)\n";
    let killed =
        "2024-05-22T10:00:15.1Z container kill 8d11 (image=postgres:16, name=db, signal=15)\n";
    let both = [checked, killed].concat();
    let of_another = [&checked.replace("name=db", "name=web"), killed].concat();
    assert_answers("killed-by-probe", &[&[server, &both]], &[&[server, killed]]);
    assert_answers(
        "stopped-on-request",
        &[&[server, &of_another]],
        &[&[server, &both]],
    );
}

#[test]
fn what_a_start_recovers_from() {
    let refused = "2024-05-22 10:00:00 UTC [30] FATAL:  could not locate required checkpoint record\n\
                   2024-05-22 10:00:01 UTC [1] LOG:  shutting down due to startup process failure\n";
    let disk = "[Wed May 22 09:59:59 2024] I/O error, dev sdb, sector 8 op 0x1:(WRITE) flags 0x800\n\
                [Wed May 22 09:59:59 2024] EXT4-fs (sdb1): Remounting filesystem read-only\n";
    assert_answers("recovery-log-unusable", &[&[refused]], &[]);
    assert_answers("disk-failed", &[&[refused, disk]], &[&[refused]]);
}

#[test]
fn a_refused_start_behind_an_upgrade() {
    let upgrade =
        "2024-05-22 09:59:52 upgrade postgresql-14:amd64 14.10-1.pgdg120+1 14.11-1.pgdg120+1\n";
    let refused = "2024-05-22 10:00:00 UTC [8] FATAL:  could not access file \"timescaledb\": No such file or directory\n\
                   2024-05-22 10:00:00 UTC [8] LOG:  database system is shut down\n";
    assert_answers("library-missing", &[&[upgrade, refused]], &[]);
}

#[test]
fn a_server_that_crashes_at_each_start_behind_an_upgrade() {
    let packages = "2024-07-13 03:00:09 upgrade mysql-server-8.0:amd64 8.0.37-0ubuntu0.22.04.3 8.0.38-0ubuntu0.22.04.1\n\
                    2024-07-13 03:01:02 status installed mysql-server-8.0:amd64 8.0.38-0ubuntu0.22.04.1\n";
    let stop = "2024-07-13T03:00:12.1Z 0 [System] [MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: 8.0.37).\n\
                2024-07-13T03:01:02.5Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0.38) starting as process 41120\n";
    let crash = "2024-07-13T03:01:16Z UTC - mysqld got signal 11 ;\n\
                 Signal SIGSEGV (Address not mapped to object) at address 0x508\n";
    let crashes = [stop, crash].concat();
    assert_answers(
        "server-crashed",
        &[&[&crashes, packages], &[&crashes]],
        &[&[stop, packages]],
    );
    assert_answers(
        "stopped-on-request",
        &[],
        &[&[&crashes, packages], &[&crashes]],
    );
    assert_answers(
        "package-upgraded",
        &[&[stop, packages]],
        &[&[&crashes, packages]],
    );
}

#[test]
fn a_crash_in_the_code_that_was_compiled() {
    let died = "2024-05-22 10:00:00.400 UTC [9] LOG:  server process (PID 431) was terminated by signal 11: Segmentation fault\n";
    let fault = |code: &str| {
        format!(
            "2024-05-22T10:00:00+00:00 db1 kernel: postgres[431]: segfault at 8 ip 00007f1 sp 00007ff error 4 in {code}[7f1c2a400000+28000] likely on CPU 3\n"
        )
    };
    let named = |code: &str| causes(&[died, &fault(code)])[0].parameters.clone();
    assert_eq!(named("llvmjit.so"), ["jit"]);
    assert_eq!(named("libLLVM-14.so.1"), ["jit"]);
    assert!(named("postgres").is_empty());
}

#[test]
fn clients_that_were_refused_and_no_log_of_the_server() {
    let refused = "2024-05-22 10:00:01,110 ERROR pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on 'db' ([Errno 111] Connection refused)\")\n";
    let down = "May 22 10:00:00 lb haproxy[711]: Server mysql/db1 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: 0ms. 0 active and 0 backup servers left. 10 sessions active, 0 requeued, 0 remaining in queue.\n";
    assert_eq!(causes(&[refused])[0].name, "died-without-reason");
    assert_eq!(causes(&[down])[0].name, "died-without-reason");
    assert!(causes(&[refused, MYSQL_STARTS]).is_empty());
}

#[test]
fn a_backup_that_finds_no_sender() {
    let refused = "2024-05-22 01:00:00 UTC [9] backup@[unknown] FATAL:  number of requested standby connections exceeds max_wal_senders (currently 3)\n";
    let tool = "2024-05-22 01:00:00 INFO base backup starts\n\
                pg_basebackup: error: could not connect to server: FATAL:  number of requested standby connections exceeds max_wal_senders (currently 3)\n";
    assert_answers("backup-not-possible", &[&[refused, tool]], &[&[refused]]);
    assert_answers("too-few-senders", &[&[refused]], &[&[refused, tool]]);
}

#[test]
fn parameters_are_of_the_server_that_spoke() {
    let postgresql = "2024-05-22 10:00:00 UTC [3] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000020000001C000000AB has already been removed\n";
    let mysql = "2024-05-22T10:00:00.1Z 12 [ERROR] [MY-013114] [Repl] Replica I/O for channel '': Got fatal error 1236 from source when reading data from binary log: 'Cannot replicate because the source purged required binary logs.', Error_code: MY-013114\n";
    assert_eq!(causes(&[postgresql])[0].parameters[0], "wal_keep_size");
    assert_eq!(
        causes(&[mysql])[0].parameters,
        ["binlog_expire_logs_seconds"]
    );
}

#[test]
fn others_killed_at_limits_of_their_own() {
    let killed = "[Wed May 22 10:00:01 2024] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=a,mems_allowed=0,oom_memcg=/system.slice/docker-99ee.scope,task_memcg=/system.slice/docker-99ee.scope,task=node,pid=71001,uid=1000\n\
                  [Wed May 22 10:00:01 2024] Memory cgroup out of memory: Killed process 71001 (node) total-vm:3604480kB, anon-rss:2038110kB, file-rss:2330kB, shmem-rss:0kB, UID:1000 pgtables:4882kB oom_score_adj:0\n";
    let works = "2024-05-22 10:05:00 UTC [30] LOG:  checkpoint complete: wrote 44 buffers (0.3%); 0 WAL file(s) added, 0 removed, 0 recycled; write=4.4 s, sync=0.0 s, total=4.5 s\n";
    assert!(causes(&[killed, works]).is_empty());
}

/// A session that found no memory, and what its contexts were.
fn dump(contexts: &str) -> String {
    format!(
        "2024-05-22 10:00:00 UTC [9] ERROR:  out of memory\n\
         2024-05-22 10:00:00 UTC [9] DETAIL:  Failed on request of size 2048 in memory context \"x\".\n\
         TopMemoryContext: 204800 total in 9 blocks; 20112 free (40 chunks); 184688 used\n\
         {contexts}\
         Grand total: 6845317120 bytes in 851 blocks; 146344 free (46 chunks); 6845170776 used\n"
    )
}

#[test]
fn the_largest_context_says_what_took_the_memory() {
    let of = |name: &str, bytes: u64| {
        dump(&format!(
            "  {name}: {bytes} total in 7 blocks; 9 free (2 chunks); 1 used\n"
        ))
    };
    let kept = of("CachedPlanSource", 4 << 30);
    let partitions = dump(
        "  CacheMemoryContext: 524288 total in 7 blocks; 9 free (0 chunks); 1 used\n    \
         9900 more child contexts containing 4294967296 total in 39600 blocks; 9 free (0 chunks); 1 used\n",
    );
    let planned = of("MessageContext", 6 << 30);
    let foreign = of("PostGIS Prepared Geometry Context", 3 << 30);
    let small = of("CachedPlanSource", 1 << 20);
    let sorted = of("TupleSort main", 4 << 30);
    assert_answers(
        "kept-plans-took-memory",
        &[&[&kept], &[&partitions]],
        &[&[&planned], &[&small], &[&sorted]],
    );
    assert_answers("one-statement-took-memory", &[&[&planned]], &[&[&kept]]);
    assert_answers(
        "extension-took-memory",
        &[&[&foreign]],
        &[&[&planned], &[&sorted], &[&small]],
    );
}

#[test]
fn workers_that_were_killed_for_memory() {
    let kill = "[Wed May 22 10:00:01 2024] Memory cgroup out of memory: Killed process 71001 (postgres) total-vm:3604480kB, anon-rss:2038110kB, file-rss:2330kB, shmem-rss:0kB, UID:26 pgtables:4882kB oom_score_adj:0\n";
    let died = |process: &str| {
        format!(
            "2024-05-22 10:00:01 UTC [1] LOG:  {process} (PID 71001) was terminated by signal 9: Killed\n"
        )
    };
    let parallel = died("background worker \"parallel worker\"");
    let foreign = died("background worker \"TimescaleDB Background Worker\"");
    let session = died("server process");
    assert_answers(
        "parallel-workers-took-memory",
        &[&[kill, &parallel]],
        &[&[kill, &session], &[&parallel]],
    );
    let both = foreign.clone() + &session;
    assert_answers(
        "extension-took-memory",
        &[&[kill, &foreign]],
        &[&[kill, &parallel], &[&foreign], &[kill, &both]],
    );
}

#[test]
fn a_server_that_stood_still() {
    let statement = |took: &str, text: &str| {
        format!(
            "2024-05-22 10:12:02.142 UTC [44879] web@shop LOG:  duration: {took} ms  statement: {text}\n"
        )
    };
    let still =
        ["BEGIN", "SELECT 1", "SHOW transaction_read_only"].map(|it| statement("288460.911", it));
    let slow = ["COMMIT", "UPDATE seat SET held = 1", "SELECT 1 FROM seat"]
        .map(|it| statement("288460.911", it));
    let lost = "2024-05-22 10:12:02.464 UTC [44968] web@shop LOG:  could not send data to client: Broken pipe\n";
    let (still, slow) = (still.concat() + lost, slow.concat() + lost);
    let died = "2024-05-22 10:12:03.1 UTC [1] LOG:  server process (PID 431) was terminated by signal 11: Segmentation fault\n";
    let died = [still.as_str(), died].concat();
    assert_answers("stood-still", &[&[&still]], &[&[&slow], &[&died]]);
    assert_answers("logins-refused", &[], &[&[&still]]);
    let round = |took: u32| {
        format!(
            "2024-05-22T10:02:41.9Z 0 [Note] InnoDB: page_cleaner: 1000ms intended loop took {took}ms. The settings might not be optimal. (flushed=12 and evicted=0, during the time.)\n"
        )
    };
    let cut = "2024-05-22T10:02:30Z ERROR Dao: com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\n";
    let (still, slow) = (round(38_112), round(4410));
    assert_answers("stood-still", &[&[&still, cut]], &[&[&slow, cut]]);
}

#[test]
fn statements_of_a_standby_that_are_repeated() {
    let standby = "2024-05-22 10:00:10.110 UTC [501] bi@dwh ERROR:  canceling statement due to conflict with recovery\n\
         2024-05-22 10:00:10.110 UTC [501] bi@dwh DETAIL:  User query might have needed to see row versions that must be removed.\n\
         2024-05-22 10:05:10.110 UTC [31] LOG:  restartpoint complete: wrote 12 buffers (0.1%); 0 WAL file(s) added, 0 removed, 1 recycled\n";
    let again = "2024-05-22T10:00:10.2Z WARN report sales: conflict with recovery (40001), again in 60s (2/5)\n\
         2024-05-22T10:02:10.2Z INFO report sales done\n";
    let gave_up = "2024-05-22T10:00:10.2Z ERROR report sales: conflict with recovery (40001), giving up after 5 retries\n";
    assert_answers(
        "queries-in-the-way",
        &[&[standby], &[standby, gave_up]],
        &[&[standby, again]],
    );
    assert_answers(
        "sessions-ended-on-purpose",
        &[&[standby, again]],
        &[&[standby]],
    );
}
