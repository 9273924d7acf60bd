//! What the kernel, syslog and the journal write.

use expect_test::expect;

use super::entries;
use crate::{Handed, Reading};

#[test]
fn dmesg_in_its_forms() {
    expect![[r#"
        kernel
        Kernel Note boot+0ms - -| Linux version 5.15.0
        Kernel Note boot+31906755ms - -| perl invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0
        Kernel Note boot+31906755ms - -| Memory cgroup stats for /db:\n               anon 2131357696\n               file 8192
        Kernel Note boot+31906756ms - -| [  pid  ]   uid  tgid total_vm
        Kernel Note boot+31906756ms 25883 -| [  25883]     0 25883    53173
        Kernel Note boot+31906756ms - -| eth0: Link is down
    "#]].assert_eq(&entries(
        "\
[    0.000000] Linux version 5.15.0
[31906.755580] perl invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0
[31906.755978] Memory cgroup stats for /db:
               anon 2131357696
               file 8192
[31906.756098] [  pid  ]   uid  tgid total_vm
[31906.756100][ T25883] [  25883]     0 25883    53173
[31906.756100] [    C1] eth0: Link is down
",
    ));
    expect![[r#"
        kernel
        Kernel Note Zoneless(2024-05-22T10:00:00Z) - -| [drm] Initialized
        Kernel Note Zoneless(2024-05-22T10:00:01Z) - -| Out of memory: Killed process 431 (postgres) total-vm:1kB
        Kernel Note Zoneless(2024-05-02T10:00:01Z) - -| eth0: Link is down
    "#]].assert_eq(&entries(
        "\
[Wed May 22 10:00:00 2024] [drm] Initialized
[Wed May 22 10:00:01 2024] Out of memory: Killed process 431 (postgres) total-vm:1kB
[Wed May  2 10:00:01 2024] eth0: Link is down
",
    ));
    expect![[r#"
        kernel
        Kernel Note Utc(2026-11-26T06:54:42.756107Z) - -| oom-kill:constraint=CONSTRAINT_MEMCG
        Kernel Note Utc(2026-11-26T04:54:42.756135Z) - -| Memory cgroup out of memory: Killed process 25883 (perl)
    "#]].assert_eq(&entries(
        "\
2026-11-26T06:54:42,756107+00:00 oom-kill:constraint=CONSTRAINT_MEMCG
2026-11-26T06:54:42,756135+02:00 Memory cgroup out of memory: Killed process 25883 (perl)
",
    ));
    expect![[r#"
        kernel
        Kernel Note boot+31906756ms - -| oom-kill:constraint=CONSTRAINT_MEMCG
        Kernel Error boot+31906756ms - -| Memory cgroup out of memory: Killed process 25883 (perl)
        Kernel Error boot+31906756ms - -| again
    "#]]
    .assert_eq(&entries(
        "\
kern  :info  : [31906.756107] oom-kill:constraint=CONSTRAINT_MEMCG
kern  :err   : [31906.756135] Memory cgroup out of memory: Killed process 25883 (perl)
<3>[31906.756135] again
",
    ));
    expect![[r#"
        kernel
        Kernel Note - - -| oom-kill:constraint=CONSTRAINT_MEMCG
        Kernel Note - - -| Memory cgroup out of memory: Killed process 25883 (perl)
    "#]]
    .assert_eq(&entries(
        "\
[May22 10:00] oom-kill:constraint=CONSTRAINT_MEMCG
[  +0.000028] Memory cgroup out of memory: Killed process 25883 (perl)
",
    ));
}

#[test]
fn what_is_handed_in_as_the_kernels_needs_no_stamps() {
    let mut reading = Reading::new("dmesg-t", Handed::Kernel);
    reading.push(b"eth0: Link is down\nOut of memory: Killed process 1 (a) total-vm:1kB\n");
    let source = reading.end();
    assert_eq!(source.read.format, Some("kernel, without times"));
    assert_eq!(source.signals.len(), 2);
}

#[test]
fn apache_has_the_stamp_of_dmesg_and_is_none() {
    let log = "[Wed May 22 10:00:00.123456 2024] [core:error] [pid 123] AH00001: x\n\
               [Wed May 22 10:00:01 2024] [error] [client 10.0.0.1] y\n";
    assert!(entries(log).starts_with("web"), "{}", entries(log));
}

#[test]
fn syslog_in_its_forms() {
    expect![[r#"
        syslog
        Kernel Note Yearless(2000-05-22T10:00:00Z) - -| eth0: Link is down
        Kernel Note Yearless(2000-05-22T10:00:00Z) - -| Memory cgroup stats for /db: \nanon 1\nfile 2
        Systemd Note Yearless(2000-05-02T10:00:01Z) 1 -| postgresql@16-main.service: Main process exited, code=killed, status=9/KILL
        People Note Yearless(2000-05-22T10:00:02Z) - sudo|    alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/true
        Postgresql Note Yearless(2000-05-22T10:00:03Z) 431 postgres| server process (PID 433) was terminated by signal 9: Killed + DETAIL:  Failed process was running: select 1 from x
        Mysql Error Yearless(2000-05-22T10:00:03Z) 77 mysqld| [ERROR] [MY-010116] [Server] Fatal
        Application Note Yearless(2000-05-22T10:00:04Z) 12 /usr/sbin/cron| (root) CMD (true)
        Application Note Yearless(2000-05-22T10:00:05Z) 12 mysqld_exporter| level=info
    "#]].assert_eq(&entries("\
May 22 10:00:00 db1 kernel: [12345.678901] eth0: Link is down
May 22 10:00:00 db1 kernel: Memory cgroup stats for /db: #012anon 1#012file 2
May  2 10:00:01 db1 systemd[1]: postgresql@16-main.service: Main process exited, code=killed, status=9/KILL
May 22 10:00:02 db1 sudo:    alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/true
May 22 10:00:03 db1 postgres[431]: [3-1] 2024-05-22 10:00:03 UTC [431] LOG:  server process (PID 433) was terminated by signal 9: Killed
May 22 10:00:03 db1 postgres[431]: [3-2] 2024-05-22 10:00:03 UTC [431] DETAIL:  Failed process was running: select 1#012#011from x
May 22 10:00:03 db1 mysqld[77]: [ERROR] [MY-010116] [Server] Fatal
May 22 10:00:04 db1 /usr/sbin/cron[12]: (root) CMD (true)
May 22 10:00:05 db1 mysqld_exporter[12]: level=info
"));
    expect![[r#"
        syslog
        DatabaseOperator Note Utc(2024-05-22T08:00:00.123456Z) 5 patroni| INFO: no action
        Kubernetes Note Utc(2024-05-22T08:00:00.123456Z) 5 containerd| time=x
        Kernel Note Utc(2024-05-22T08:00:00.123456Z) - -| x
    "#]]
    .assert_eq(&entries(
        "\
2024-05-22T10:00:00.123456+02:00 db1 patroni[5]: INFO: no action
2024-05-22T10:00:00.123456+02:00 db1 containerd[5]: time=x
2024-05-22T10:00:00.123456+02:00 db1 kernel: x
",
    ));
    expect![[r#"
        syslog
        People Fatal Utc(2003-10-11T22:14:15.003Z) - su| \'su root\' failed for lonvick
        Postgresql Note Utc(2003-10-11T22:14:15.003Z) 431 postgres| ready
        Application Note Utc(2003-10-11T22:14:15.003Z) - evntslog| 
    "#]]
    .assert_eq(&entries(
        "\
<34>1 2003-10-11T22:14:15.003Z db1 su - ID47 - 'su root' failed for lonvick
<11>1 2003-10-11T22:14:15.003Z db1 postgres 431 - [x@1 a=\"b ]\\] c\"][y@1] LOG:  ready
<165>1 2003-10-11T22:14:15.003Z db1 evntslog - ID47 -
",
    ));
}

#[test]
fn journalctl_in_its_forms() {
    expect![[r#"
        journal, text
        Systemd Note Yearless(2000-05-22T10:00:00Z) 1 -| Starting MariaDB 10.11.6 database server...
        Kernel Note Yearless(2000-05-22T10:00:01Z) - -| Memory cgroup stats for /db:\nanon 1\nfile 2
        Packages Note Yearless(2000-05-22T10:00:02.123456Z) 9 unattended-upgrade| x
    "#]]
    .assert_eq(&entries(
        "\
-- Journal begins at Wed 2024-05-22 09:00:00 CEST. --
May 22 10:00:00 db1 systemd[1]: Starting MariaDB 10.11.6 database server...
-- Boot 0123456789abcdef --
May 22 10:00:01 db1 kernel: Memory cgroup stats for /db:
                            anon 1
                            file 2
May 22 10:00:02.123456 db1 unattended-upgrade[9]: x
",
    ));
    expect![[r#"
        syslog
        Pooler Note Utc(2024-05-22T08:00:00Z) 5 pgbouncer| x
        Proxy Note Utc(2024-05-22T08:00:00Z) 5 haproxy| x
        Kubernetes Note Utc(2024-05-22T10:00:00.123456Z) 5 kubelet| x
    "#]]
    .assert_eq(&entries(
        "\
2024-05-22T10:00:00+0200 db1 pgbouncer[5]: x
Wed 2024-05-22 10:00:00 CEST db1 haproxy[5]: x
1716372000.123456 db1 kubelet[5]: x
",
    ));
}

#[test]
fn the_journal_as_json() {
    expect![[r#"
        journal, JSON
        Kernel Error Utc(2024-05-22T10:00:00.123456Z) - -| Out of memory: Killed process 431 (postgres)
        Systemd Warning Utc(2024-05-22T10:00:01Z) 1 mysql.service| mysql.service: Failed with result \'oom-kill\'.
        Postgresql Note Utc(2024-05-22T10:00:01Z) 431 postgresql.service| server process (PID 433) was terminated by signal 9: Killed + DETAIL:  Failed process was running: select 1
        Postgresql Note Utc(2024-05-22T10:00:01Z) 9 postgres-1| �hi
    "#]].assert_eq(&entries(r#"{"__REALTIME_TIMESTAMP":"1716372000123456","_TRANSPORT":"kernel","SYSLOG_IDENTIFIER":"kernel","PRIORITY":"3","MESSAGE":"Out of memory: Killed process 431 (postgres)"}
{"__REALTIME_TIMESTAMP":"1716372001000000","_PID":"1","_SYSTEMD_UNIT":"init.scope","UNIT":"mysql.service","SYSLOG_IDENTIFIER":"systemd","PRIORITY":"4","MESSAGE":"mysql.service: Failed with result 'oom-kill'."}
{"__REALTIME_TIMESTAMP":"1716372001000000","_PID":"431","_SYSTEMD_UNIT":"postgresql.service","SYSLOG_IDENTIFIER":"postgres","PRIORITY":"6","MESSAGE":"2024-05-22 10:00:03 UTC [431] LOG:  server process (PID 433) was terminated by signal 9: Killed"}
{"__REALTIME_TIMESTAMP":"1716372001000000","_PID":"431","_SYSTEMD_UNIT":"postgresql.service","SYSLOG_IDENTIFIER":"postgres","PRIORITY":"6","MESSAGE":"2024-05-22 10:00:03 UTC [431] DETAIL:  Failed process was running: select 1"}
{"__REALTIME_TIMESTAMP":"1716372001000000","_PID":"9","CONTAINER_NAME":"postgres-1","SYSLOG_IDENTIFIER":"0f1e2d3c","MESSAGE":[76,79,71,58,32,32,255,104,105]}
{"__REALTIME_TIMESTAMP":"1716372001000000","_PID":"9","SYSLOG_IDENTIFIER":"app","MESSAGE":null}
"#));
}

#[test]
fn a_programs_own_log_is_no_syslog() {
    let logs = [
        "2024-05-22T10:00:00Z INFO app: started\n2024-05-22T10:00:01Z WARN app: slow\n",
        "1716372000 a b: c\n",
        "May is a month: of the year\n",
        "{\"level\":\"info\"}\n",
        "[12] no stamp\n[x] y\n[\n",
    ];
    for log in logs {
        let name = entries(log);
        let name = name.lines().next().unwrap_or_default();
        assert!(
            ["unknown", "application", "application, JSON"].contains(&name),
            "{name}: {log}"
        );
    }
}
