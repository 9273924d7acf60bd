//! Files whose clocks differ, and those that must not be tied.

#![allow(clippy::needless_raw_string_hashes)]

use expect_test::expect;

use super::put_together;
use crate::heard::Heard;
use crate::record::{Record, Speaker, When};
use crate::signal::{Death, Said, ServerSignal};
use crate::source::{Clock, Source, widen};
use crate::{Handed, Reading};

/// Some files put together: each with its span, its signals' times and its remarks.
fn together(sources: impl IntoIterator<Item = Source>) -> String {
    let mut sources: Vec<Source> = sources.into_iter().collect();
    put_together(&mut sources, None);
    let mut shown = Vec::new();
    for source in sources {
        let span = source.read.span;
        let span = span.map_or("no times".to_owned(), |(from, to)| {
            format!("{from} to {to}")
        });
        shown.push(format!("{}: {span}", source.read.file));
        for signal in source.signals {
            assert_eq!((signal.at, signal.until), (signal.line.at, signal.at));
            let at = signal.at.map_or("-".to_owned(), |at| at.to_string());
            shown.push(format!("  {at} line {}", signal.line.line));
        }
        shown.extend(source.read.remarks.iter().map(|it| format!("  ({it})")));
    }
    shown.join("\n")
}

fn file(name: &str, text: &str) -> Source {
    let mut reading = Reading::new(name, Handed::Kernel);
    reading.push(text.as_bytes());
    reading.end()
}

/// A server's log in which processes die, with a zone or without.
fn server(clock: Clock, deaths: &[(&str, u32)]) -> Source {
    let mut source = file("server.log", "");
    let (mut heard, when) = (Heard::default(), |at: &str| {
        Some(When::Utc(at.parse().unwrap()))
    });
    for (line, (at, pid)) in deaths.iter().enumerate() {
        let record = Record {
            when: when(at),
            ..Record::plain(Speaker::Postgresql, "server process".into())
        };
        let died = ServerSignal::ProcessDied {
            process: "server process".to_owned(),
            pid: *pid,
            death: Death::Signal(9),
            statement: None,
        };
        heard.push(Said::Server(died), &record, "server.log", line as u64 + 1);
    }
    source.signals = heard.signals;
    source.read.span = source
        .signals
        .iter()
        .filter_map(|it| it.at)
        .fold(None, widen);
    source.speakers = vec![Speaker::Postgresql];
    source.clock = clock;
    source
}

fn utc(deaths: &[(&str, u32)]) -> Source {
    server(Clock::Utc, deaths)
}

fn killed(seconds: &str, pid: u32, name: &str) -> String {
    format!("[{seconds}] Out of memory: Killed process {pid} ({name}) total-vm:9kB, anon-rss:9kB\n")
}

#[test]
fn a_pid_ties_seconds_since_the_start() {
    let kernel = "[    0.000000] Linux version 6.1\n".to_owned()
        + &killed("7200.000000", 431, "postgres")
        + "[ 7260.000000] eth0: Link is down\n";
    let server = utc(&[("2024-05-22T10:00:00.5Z", 431)]);
    expect![[r#"
        dmesg: 2024-05-22T08:00:00.5Z to 2024-05-22T10:01:00.5Z
          2024-05-22T08:00:00.5Z line 1
          2024-05-22T10:00:00.5Z line 2
          2024-05-22T10:01:00.5Z line 3
          (its times are seconds since the start of the machine: put on the clock of the other files, by what they tell of the same moments)
        server.log: 2024-05-22T10:00:00.5Z to 2024-05-22T10:00:00.5Z
          2024-05-22T10:00:00.5Z line 1"#]].assert_eq(&together([file("dmesg", &kernel), server]));
}

#[test]
fn a_unit_ties_seconds_since_the_start() {
    let journal = "\
2024-05-22T12:00:00+0200 db1 systemd[1]: mysql.service: A process of this unit has been killed by the OOM killer.
2024-05-22T12:00:01+0200 db1 systemd[1]: mysql.service: Main process exited, code=killed, status=9/KILL
";
    let kernel = "\
[  100.000000] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/mysql.service,task=mysqld,pid=77,uid=1
[  100.100000] Out of memory: Killed process 77 (mysqld) total-vm:9kB, anon-rss:9kB
";
    expect![[r#"
        journal: 2024-05-22T10:00:00Z to 2024-05-22T10:00:01Z
          2024-05-22T10:00:00Z line 1
          2024-05-22T10:00:01Z line 2
        dmesg: 2024-05-22T09:59:59.9Z to 2024-05-22T10:00:00Z
          2024-05-22T10:00:00Z line 2
          (its times are seconds since the start of the machine: put on the clock of the other files, by what they tell of the same moments)"#]].assert_eq(&together([file("journal", journal), file("dmesg", kernel)]));
}

#[test]
fn nothing_ties_another_process_or_another_name_or_two_answers() {
    let is_untied = |kernel: &str, deaths: &[(&str, u32)]| {
        let told = together([utc(deaths), file("dmesg", kernel)]);
        assert!(told.contains("dmesg: no times"), "{told}");
        assert!(told.contains("journalctl -k"), "{told}");
    };
    let once = ("2024-05-22T10:00:00Z", 431);
    is_untied(&killed("7200.000000", 432, "postgres"), &[once]);
    is_untied(&killed("7200.000000", 431, "java"), &[once]);
    let before = ("2024-05-21T10:00:00Z", 431);
    is_untied(&killed("7200.000000", 431, "postgres"), &[before, once]);
    is_untied("[ 7200.000000] eth0: Link is down\n", &[]);
}

#[test]
fn a_second_process_decides_between_two_answers() {
    let server = utc(&[
        ("2024-05-21T10:00:00Z", 431),
        ("2024-05-22T10:00:00Z", 431),
        ("2024-05-22T10:30:00Z", 900),
    ]);
    let kernel = killed("7200.000000", 431, "postgres") + &killed("9000.000000", 900, "postgres");
    expect![[r#"
        server.log: 2024-05-21T10:00:00Z to 2024-05-22T10:30:00Z
          2024-05-21T10:00:00Z line 1
          2024-05-22T10:00:00Z line 2
          2024-05-22T10:30:00Z line 3
        dmesg: 2024-05-22T10:00:00Z to 2024-05-22T10:30:00Z
          2024-05-22T10:00:00Z line 1
          2024-05-22T10:30:00Z line 2
          (its times are seconds since the start of the machine: put on the clock of the other files, by what they tell of the same moments)"#]].assert_eq(&together([server, file("dmesg", &kernel)]));
}

#[test]
fn two_starts_in_one_file_are_tied_each_by_itself() {
    let server = utc(&[("2024-05-22T10:00:00Z", 431), ("2024-05-22T12:00:00Z", 77)]);
    let kernel = "[    0.000000] Linux version 6.1\n".to_owned()
        + &killed("3600.000000", 431, "postgres")
        + "[    0.000000] Linux version 6.1\n"
        + &killed("60.000000", 77, "postgres");
    expect![[r#"
        server.log: 2024-05-22T10:00:00Z to 2024-05-22T12:00:00Z
          2024-05-22T10:00:00Z line 1
          2024-05-22T12:00:00Z line 2
        console: 2024-05-22T09:00:00Z to 2024-05-22T12:00:00Z
          2024-05-22T09:00:00Z line 1
          2024-05-22T10:00:00Z line 2
          2024-05-22T11:59:00Z line 3
          2024-05-22T12:00:00Z line 4
          (its times are seconds since the start of the machine: put on the clock of the other files, by what they tell of the same moments)"#]].assert_eq(&together([server, file("console", &kernel)]));
}

#[test]
fn a_pid_tells_the_zone() {
    let kernel = "\
[Wed May 22 15:44:58 2024] Out of memory: Killed process 431 (postgres) total-vm:9kB
[Wed May 22 16:00:00 2024] eth0: Link is down
";
    let server = utc(&[("2024-05-22T10:00:00Z", 431)]);
    expect![[r#"
        server.log: 2024-05-22T10:00:00Z to 2024-05-22T10:00:00Z
          2024-05-22T10:00:00Z line 1
        dmesg: 2024-05-22T09:59:58Z to 2024-05-22T10:15:00Z
          2024-05-22T09:59:58Z line 1
          2024-05-22T10:15:00Z line 2
          (its times have no zone: taken for +05:45, by what other files tell of the same moments)"#]].assert_eq(&together([server, file("dmesg", kernel)]));
}

#[test]
fn stops_and_starts_tell_the_zone_where_two_of_them_agree() {
    let journal = "\
2024-05-22T12:00:00+0000 db1 systemd[1]: Stopping MariaDB 10.11.6 database server...
2024-05-22T12:30:00+0000 db1 systemd[1]: Stopping MariaDB 10.11.6 database server...
";
    let syslog = "\
May 22 14:00:00 db1 systemd[1]: Stopping MariaDB 10.11.6 database server...
May 22 14:30:01 db1 systemd[1]: Stopping MariaDB 10.11.6 database server...
";
    let told = together([file("journal", journal), file("syslog", syslog)]);
    assert!(told.contains("taken for +02:00"), "{told}");
    let first = |text: &str| text.lines().next().unwrap().to_owned() + "\n";
    let again = first(syslog)
        + &first(syslog)
            .replace(":00 db1", ":03 db1")
            .replace("MariaDB", "MySQL");
    for few in [first(syslog), again] {
        let told = together([file("journal", &first(journal)), file("syslog", &few)]);
        assert!(told.contains("taken for UTC"), "{told}");
    }
}

#[test]
fn no_zone_is_told_by_what_is_no_quarter_hour_or_too_far_or_said_twice() {
    let is_utc = |deaths: &[(&str, u32)], clock: &str| {
        let kernel = format!(
            "[Wed May 22 {clock} 2024] Out of memory: Killed process 431 (postgres) total-vm:9kB\n"
        );
        let told = together([utc(deaths), file("dmesg", &kernel)]);
        assert!(told.contains("taken for UTC"), "{told}");
        assert!(
            told.contains(&format!("2024-05-22T{clock}Z line 1")),
            "{told}"
        );
    };
    let once = ("2024-05-22T10:00:00Z", 431);
    is_utc(&[once], "11:07:00");
    is_utc(&[("2024-05-21T04:00:00Z", 431)], "10:00:00");
    is_utc(&[("2024-05-22T09:00:00Z", 431), once], "11:00:00");
}

#[test]
fn a_year_is_that_of_the_other_files() {
    let syslog = "\
Dec 31 23:00:00 db1 kernel: eth0: Link is down
Jan  1 11:00:00 db1 kernel: Out of memory: Killed process 431 (postgres) total-vm:9kB
";
    let server = utc(&[("2025-01-01T10:00:00Z", 431)]);
    expect![[r#"
        server.log: 2025-01-01T10:00:00Z to 2025-01-01T10:00:00Z
          2025-01-01T10:00:00Z line 1
        kern.log: 2024-12-31T22:00:00Z to 2025-01-01T10:00:00Z
          2024-12-31T22:00:00Z line 1
          2025-01-01T10:00:00Z line 2
          (its times have no zone: taken for +01:00, by what other files tell of the same moments)"#]].assert_eq(&together([server, file("kern.log", syslog)]));
    expect![[r#"
        kern.log: 2000-01-01T11:00:00Z to 2000-12-31T23:00:00Z
          2000-12-31T23:00:00Z line 1
          2000-01-01T11:00:00Z line 2
          (its times have no year: shown in the year 2000; --at tells the year)
          (its times have no zone: taken for UTC)"#]]
    .assert_eq(&together([file("kern.log", syslog)]));
}

#[test]
fn files_that_all_lack_a_zone_go_by_the_servers() {
    let kernel =
        "[Wed May 22 12:00:00 2024] Out of memory: Killed process 431 (postgres) total-vm:9kB\n";
    let since = killed("60.000000", 431, "postgres");
    let server = server(Clock::Zoneless, &[("2024-05-22T10:00:00Z", 431)]);
    expect![[r#"
        dmesg-T: 2024-05-22T10:00:00Z to 2024-05-22T10:00:00Z
          2024-05-22T10:00:00Z line 1
          (its times have no zone: taken for +02:00, by what other files tell of the same moments)
        dmesg: 2024-05-22T10:00:00Z to 2024-05-22T10:00:00Z
          2024-05-22T10:00:00Z line 1
          (its times are seconds since the start of the machine: put on the clock of the other files, by what they tell of the same moments)
        server.log: 2024-05-22T10:00:00Z to 2024-05-22T10:00:00Z
          2024-05-22T10:00:00Z line 1
          (its times have no zone: taken for UTC)"#]].assert_eq(&together([
        file("dmesg-T", kernel),
        file("dmesg", &since),
        server,
    ]));
}

#[test]
fn a_safe_script_ties_the_zone_of_a_kernels_log() {
    let kernel = |time: &str| {
        format!(
            "[Tue Jun 21 {time} 2022] Out of memory: Killed process 77 (mysqld) total-vm:9kB, anon-rss:9kB\n"
        )
    };
    let safe = "2022-06-20T18:18:55.201337Z mysqld_safe Number of processes running now: 0\n\
                2022-06-20T18:18:56.301900Z 0 [Note] /usr/sbin/mysqld (mysqld 5.7.36) starting as process 30122 ...\n";
    let shown = |time: &str| together([file("error.log", safe), file("dmesg", &kernel(time))]);
    let tied = shown("03:18:53");
    assert!(tied.contains("taken for +09:00"), "{tied}");
    // A quarter of a minute is not at once.
    let apart = shown("03:18:40");
    assert!(apart.contains("taken for UTC"), "{apart}");
}
