use expect_test::expect;

use super::heard;

#[test]
fn daemons_that_kill_for_the_machine() {
    let text = "\
May 22 09:00:00 db1 earlyoom[512]: mem avail:  9210 of 15900 MiB (57.92%), swap free: 2047 of 2047 MiB (100.00%)
May 22 10:00:00 db1 earlyoom[512]: mem avail:  1210 of 15900 MiB ( 7.61%), swap free:  110 of 2047 MiB ( 5.40%)
May 22 10:00:00 db1 earlyoom[512]: low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%
May 22 10:00:00 db1 earlyoom[512]: sending SIGTERM to process 1410 uid 112 \"mysqld\": badness 712, VmRSS 4120 MiB
May 22 10:00:01 db1 earlyoom[512]: sending SIGTERM to process 1411 uid 1000 \"chrome\": badness 712, VmRSS 120 MiB
May 22 11:00:00 db1 earlyoom[512]: sending SIGKILL to process 431 uid 26 \"postgres\": oom_score 801, oom_score_adj 0, VmRSS 512 MiB, cmdline \"postgres: a\"
May 22 12:00:00 db1 systemd-oomd[600]: Killed /system.slice/mysql.service due to memory pressure for /system.slice being 63.04% > 50.00% for > 20s with reclaim activity
May 22 13:00:00 db1 systemd-oomd[600]: Killed /system.slice/system-postgresql.slice/postgresql@16-main.service due to memory used (15728640000) / total (16777216000) and swap used (1887436800) / total (2097152000) being more than 90.00%
May 22 13:00:00 db1 systemd-oomd[600]: Killed /user.slice/user-1000.slice/app.scope due to memory pressure for /user.slice being 63.04% > 50.00% for > 20s with reclaim activity
";
    expect![[r#"
        syslog
        4 05-22 10:00:00 Orchestrator(KilledForPressure { by: "earlyoom", unit: "mysqld", held_bytes: Some(4320133120), taken_bytes: Some(15403581440) })
        6 05-22 11:00:00 Orchestrator(KilledForPressure { by: "earlyoom", unit: "postgres", held_bytes: Some(536870912), taken_bytes: None })
        7 05-22 12:00:00 Orchestrator(KilledForPressure { by: "systemd-oomd", unit: "mysql.service", held_bytes: None, taken_bytes: None })
        8 05-22 13:00:00 Orchestrator(KilledForPressure { by: "systemd-oomd", unit: "postgresql@16-main.service", held_bytes: None, taken_bytes: Some(15728640000) })
    "#]].assert_eq(&heard(text));
}
