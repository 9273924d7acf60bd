//! Logs of servers.

use crate::record::Speaker;
use expect_test::{Expect, expect};

use crate::Handed;
use crate::heard::Heard;
use crate::read::formats::databases::speaks;
use crate::read::formats::recognise;
use crate::signal::{Said, ServerSignal};

/// The entries of a log, as its format reads them.
fn assert_read(log: &str, expected: &Expect) {
    let format = recognise(log.as_bytes(), Handed::Log);
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match entries.last_mut() {
            Some(entry) if !format.begins(line.as_bytes()) => entry.extend(["\n", line]),
            _ => entries.push(line.to_owned()),
        }
    }
    let mut shown = format!("{}\n", format.name());
    for entry in &entries {
        let line = match format.parse(entry) {
            Some(it) => format!(
                "{} {:?} {:?} {:?} {:?} {:?}: {:?} {:?}\n",
                it.when
                    .map_or_else(|| "-".to_owned(), |when| when.taken().to_string()),
                it.speaker,
                it.level,
                it.pid,
                it.code,
                it.about,
                it.message,
                it.added
            ),
            None => format!("none: {entry:?}\n"),
        };
        shown.push_str(&line);
    }
    shown.extend(format.remark().map(|remark| format!("({remark})\n")));
    expected.assert_eq(&shown);
}

#[test]
fn postgresql_stderr() {
    assert_read(
        "2024-05-22 10:00:00.123 CEST [431] app@shop 53200 ERROR:  out of memory\n\
         2024-05-22 10:00:00.123 CEST [431] app@shop 53200 DETAIL:  Failed on request of size 8192\n\
         \tin memory context \"ExprContext\".\n\
         2024-05-22 10:00:00.123 CEST [431] app@shop 53200 STATEMENT:  select 'LOG:  x'\n\
         \tFROM t -- ERROR:  none\r\n\
         TopMemoryContext: 68720 total in 5 blocks; 17000 free (12 chunks); 51720 used\n\
         2024-05-22 10:00:01.000 CEST [1] LOG:  automatic vacuum of table \"a.b.c\": index scans: 1\n\
         \tpages: 0 removed, 1234 remain\n",
        &expect![[r#"
            PostgreSQL, stderr
            2024-05-22T08:00:00.123Z Postgresql Error Some(431) Some("53200") None: "out of memory" "DETAIL:  Failed on request of size 8192 in memory context \"ExprContext\".\nSTATEMENT:  select 'LOG:  x' FROM t -- ERROR:  none\nTopMemoryContext: 68720 total in 5 blocks; 17000 free (12 chunks); 51720 used"
            2024-05-22T08:00:01Z Postgresql Note Some(1) None None: "automatic vacuum of table \"a.b.c\": index scans: 1\npages: 0 removed, 1234 remain" ""
        "#]],
    );
}

#[test]
fn postgresql_stderr_translated() {
    assert_read(
        "2024-05-22 10:00:00 CEST [431] LOG:  Datenbanksystem ist bereit\n\
         2024-05-22 10:00:00 CEST [431] 53300 FATAL:  tut mir leid, schon zu viele Verbindungen\n\
         2024-05-22 10:00:00 CEST [431] 42P01 FEHLER:  Relation »t« existiert nicht\n\
         2024-05-22 10:00:00 CEST [431] 42P01 ANWEISUNG:  select * from t\n",
        &expect![[r#"
            PostgreSQL, stderr
            2024-05-22T08:00:00Z Postgresql Note Some(431) None None: "Datenbanksystem ist bereit" ""
            2024-05-22T08:00:00Z Postgresql Fatal Some(431) Some("53300") None: "tut mir leid, schon zu viele Verbindungen" ""
            2024-05-22T08:00:00Z Postgresql Error Some(431) Some("42P01") None: "Relation »t« existiert nicht" "STATEMENT:  select * from t"
            (its messages are translated (lc_messages): the most telling ones are understood, of others only what has an SQLSTATE in the prefix (%e))
        "#]],
    );
}

#[test]
fn postgresql_csv() {
    assert_read(
        "2024-05-22 10:00:00.123 UTC,,,431,,664dc2a8.1af,1,,2024-05-22 09:59:00 UTC,,0,LOG,00000,\"listening on Unix socket \"\"/run/x\"\"\",,,,,,,,,\"\"\n\
         2024-05-22 10:00:01.123 UTC,\"app\",\"shop\",432,\"10.0.0.1:4321\",664dc2a8.1b0,2,\"SELECT\",2024-05-22 09:59:00 UTC,3/4,0,ERROR,53200,\"out of memory\",\"Failed on request of size 8192.\",,,,\"a\n\
         b\",\"select 'a, \"\"b\"\"',\n\
         2024-05-22, 1\",,,\"psql\",\"client backend\",,0\n",
        &expect![[r#"
            PostgreSQL, csvlog
            2024-05-22T10:00:00.123Z Postgresql Note Some(431) Some("00000") None: "listening on Unix socket \"/run/x\"" ""
            2024-05-22T10:00:01.123Z Postgresql Error Some(432) Some("53200") None: "out of memory" "DETAIL:  Failed on request of size 8192.\nCONTEXT:  a b\nSTATEMENT:  select 'a, \"b\"', 2024-05-22, 1"
        "#]],
    );
}

#[test]
fn postgresql_json() {
    assert_read(
        "{\"timestamp\":\"2024-05-22 10:00:00.123 UTC\",\"user\":\"app\",\"pid\":431,\"session_id\":\"664dc2a8.1af\",\"line_num\":1,\"error_severity\":\"FATAL\",\"state_code\":\"53300\",\"message\":\"sorry, too many clients already\",\"detail\":\"a\\nb\",\"statement\":\"select \\\"a\\\"\",\"backend_type\":\"client backend\",\"query_id\":0}\n\
         {\"timestamp\":\"2024-05-22 10:00:00.1\n",
        &expect![[r#"
            PostgreSQL, jsonlog
            2024-05-22T10:00:00.123Z Postgresql Fatal Some(431) Some("53300") None: "sorry, too many clients already" "DETAIL:  a b\nSTATEMENT:  select \"a\""
            none: "{\"timestamp\":\"2024-05-22 10:00:00.1"
        "#]],
    );
}

#[test]
fn cloudnative_pg() {
    assert_read(
        "{\"level\":\"info\",\"ts\":\"2024-05-22T10:00:00.5Z\",\"msg\":\"Starting workers\",\"logging_pod\":\"shop-1\",\"controller\":\"instance-cluster\"}\n\
         {\"level\":\"info\",\"ts\":\"2024-05-22T10:00:01.5Z\",\"logger\":\"postgres\",\"msg\":\"record\",\"logging_pod\":\"shop-1\",\"record\":{\"log_time\":\"2024-05-22 10:00:01.123 UTC\",\"process_id\":\"431\",\"error_severity\":\"LOG\",\"sql_state_code\":\"00000\",\"message\":\"server process (PID 7) was terminated by signal 9: Killed\",\"detail\":\"Failed process was running: select 1\",\"backend_type\":\"postmaster\"}}\n\
         {\"level\":\"info\",\"ts\":\"2024-05-22T10:00:02.5Z\",\"logger\":\"postgres\",\"msg\":\"2024-05-22 10:00:02.000 UTC [31] FATAL:  data directory lock file is invalid\",\"pipe\":\"stderr\",\"logging_pod\":\"shop-1\"}\n\
         {\"level\":\"error\",\"ts\":\"2024-05-22T10:00:03.5Z\",\"msg\":\"Error while waiting\",\"error\":\"exit status 1\",\"logging_pod\":\"shop-1\"}\n",
        &expect![[r#"
            CloudNativePG
            2024-05-22T10:00:00.5Z DatabaseOperator Note None None Some("shop-1"): "Starting workers" ""
            2024-05-22T10:00:01.123Z Postgresql Note Some(431) Some("00000") Some("shop-1"): "server process (PID 7) was terminated by signal 9: Killed" "DETAIL:  Failed process was running: select 1"
            2024-05-22T10:00:02Z Postgresql Fatal Some(31) None Some("shop-1"): "data directory lock file is invalid" ""
            2024-05-22T10:00:03.5Z DatabaseOperator Error None None Some("shop-1"): "Error while waiting" "exit status 1"
        "#]],
    );
}

#[test]
fn mysql_error() {
    assert_read(
        "2024-05-22 10:00:00+00:00 [Note] [Entrypoint]: Entrypoint script for MySQL Server started.\n\
         2024-05-22T10:00:00.123456Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.4.0) starting as process 431\n\
         2024-05-22T10:00:01.123456Z 1 [ERROR] [MY-012681] [InnoDB] mmap(137363456 bytes) failed; errno 12\n\
         2024-05-22T10:00:02Z UTC - mysqld got signal 11 ;\n\
         Most likely, you have hit a bug, but this error can also be caused by malfunctioning hardware.\n\
         Query (7f1b2c): select 'secret'\n",
        &expect![[r#"
            MySQL, error log
            2024-05-22T10:00:00Z Mysql Note None None None: "[Entrypoint]: Entrypoint script for MySQL Server started." ""
            2024-05-22T10:00:00.123456Z Mysql Note None Some("MY-010116") Some("Server"): "/usr/sbin/mysqld (mysqld 8.4.0) starting as process 431" ""
            2024-05-22T10:00:01.123456Z Mysql Error None Some("MY-012681") Some("InnoDB"): "mmap(137363456 bytes) failed; errno 12" ""
            2024-05-22T10:00:02Z Mysql Note None None None: "mysqld got signal 11 ;" "Most likely, you have hit a bug, but this error can also be caused by malfunctioning hardware.\nQuery (7f1b2c): select 'secret'"
        "#]],
    );
}

#[test]
fn mysql_error_of_5_7() {
    assert_read(
        "2024-05-22T10:00:00.123456Z mysqld_safe Starting mysqld daemon with databases from /var/lib/mysql\n\
         2024-05-22T12:00:01.123456+02:00 0 [ERROR] Aborting\n\
         2024-05-22 10:00:01 0x7f1b2c  InnoDB: Assertion failure in thread 139 in file a.cc line 5\n\
         10:00:02 UTC - mysqld got signal 6 ;\n\
         stack_bottom = 7f1 thread_stack 0x40000\n",
        &expect![[r#"
            MySQL, error log
            2024-05-22T10:00:00.123456Z Mysql Note None None None: "mysqld_safe Starting mysqld daemon with databases from /var/lib/mysql" ""
            2024-05-22T10:00:01.123456Z Mysql Error None None None: "Aborting" ""
            2024-05-22T10:00:01Z Mysql Note None None None: "InnoDB: Assertion failure in thread 139 in file a.cc line 5" ""
            - Mysql Note None None None: "mysqld got signal 6 ;" "stack_bottom = 7f1 thread_stack 0x40000"
        "#]],
    );
}

#[test]
fn mysql_json() {
    assert_read(
        "{ \"prio\" : 1, \"err_code\" : 10119, \"subsystem\" : \"Server\", \"msg\" : \"Aborting\", \"time\" : \"2024-05-22T10:00:00.123456Z\", \"ts\" : 1716372000123, \"thread\" : 0, \"err_symbol\" : \"ER_ABORTING\", \"SQL_state\" : \"HY000\", \"label\" : \"Error\" }\n",
        &expect![[r#"
            MySQL, JSON error log
            2024-05-22T10:00:00.123456Z Mysql Error None Some("MY-010119") Some("Server"): "Aborting" ""
        "#]],
    );
}

#[test]
fn mariadb_error() {
    assert_read(
        "240522 10:00:00 mysqld_safe Starting mariadbd daemon with databases from /var/lib/mysql\n\
         2024-05-22  9:00:00 0 [Note] Starting MariaDB 10.11.6-MariaDB source revision x as process 431\n\
         2024-05-22  9:00:01 0 [ERROR] InnoDB: Cannot allocate memory for the buffer pool\n\
         240522  9:00:02 [ERROR] /usr/sbin/mariadbd got signal 11 ;\n\
         Sorry, we probably made a mistake, and this is a bug.\n\
         \n\
         Server version: 10.11.6-MariaDB\n",
        &expect![[r#"
            MariaDB, error log
            2024-05-22T10:00:00Z Mysql Note None None None: "mysqld_safe Starting mariadbd daemon with databases from /var/lib/mysql" ""
            2024-05-22T09:00:00Z Mysql Note None None None: "Starting MariaDB 10.11.6-MariaDB source revision x as process 431" ""
            2024-05-22T09:00:01Z Mysql Error None None None: "InnoDB: Cannot allocate memory for the buffer pool" ""
            2024-05-22T09:00:02Z Mysql Error None None None: "/usr/sbin/mariadbd got signal 11 ;" "Sorry, we probably made a mistake, and this is a bug.\n\nServer version: 10.11.6-MariaDB"
        "#]],
    );
}

#[test]
fn other_logs_and_garbage_are_no_database() {
    let logs = [
        "2024-05-22T10:00:00Z [ERROR] could not reach the database\n",
        "2024-05-22 10:00:00,123 INFO  com.example.App - started\n",
        "{\"level\":\"info\",\"ts\":1716372000.1,\"msg\":\"started\"}\n",
        "a,b,c\n1,2,3\n",
        "\u{0}\u{1}\u{2}\n\n\n",
        "",
    ];
    for log in logs {
        let speaker = recognise(log.as_bytes(), Handed::Log).speaker();
        assert!(
            matches!(speaker, None | Some(Speaker::Application)),
            "{log}"
        );
    }
}

/// Every field of every format that may hold a secret, with one.
const WITH_SECRETS: [&str; 7] = [
    "2024-05-22 10:00:00 UTC [431] hunter2@hunter2 ERROR:  invalid input syntax for type integer: \"hunter2\"\n\
     2024-05-22 10:00:00 UTC [431] hunter2@hunter2 DETAIL:  Key (a)=(hunter2) password=hunter2\n\
     2024-05-22 10:00:00 UTC [431] hunter2@hunter2 STATEMENT:  select 'hunter2'\n",
    "2024-05-22 10:00:00 UTC,\"hunter2\",\"hunter2\",431,\"hunter2\",664dc2a8.1af,1,\"hunter2\",2024-05-22 10:00:00 UTC,,0,LOG,00000,\"statement: alter user a password 'hunter2'\",\"hunter2\",\"hunter2\",\"hunter2\",1,\"hunter2\",\"select 'hunter2'\",1,\"hunter2\",\"hunter2\",\"\",,0\n",
    "{\"timestamp\":\"2024-05-22 10:00:00 UTC\",\"user\":\"hunter2\",\"dbname\":\"hunter2\",\"pid\":431,\"error_severity\":\"LOG\",\"message\":\"connection failed: host=a password=hunter2\",\"detail\":\"hunter2\",\"statement\":\"hunter2\",\"application_name\":\"hunter2\"}\n",
    "{\"level\":\"error\",\"ts\":\"2024-05-22T10:00:00Z\",\"msg\":\"cannot reach postgresql://a:hunter2@b/c\",\"error\":\"hunter2\",\"logging_pod\":\"shop-1\"}\n",
    "2024-05-22T10:00:00.1Z 5 [ERROR] [MY-010584] [Repl] Error 'Duplicate entry 'hunter2' for key 'a'' on query. Query: 'insert into a values (\"hunter2\")'\n\
     Query (7f1): select 'hunter2'\n",
    "{ \"prio\" : 1, \"err_code\" : 10119, \"subsystem\" : \"Server\", \"msg\" : \"unknown variable 'report_password=hunter2'\", \"time\" : \"2024-05-22T10:00:00Z\" }\n",
    "2024-05-22 10:00:00 0 [Warning] Set wsrep_sst_auth=root:hunter2\n",
];

#[test]
fn no_format_brings_a_secret_into_what_is_kept() {
    for log in WITH_SECRETS {
        let format = recognise(log.as_bytes(), Handed::Log);
        assert_ne!(format.name(), "unknown", "{log}");
        let entry = if format.begins(b"") {
            log.trim_end()
        } else {
            log
        };
        let record = format.parse(entry).expect("an entry");
        let said = Said::Server(ServerSignal::Worked);
        let mut heard = Heard::default();
        heard.push(said, &record, "server.log", 1);
        let kept = format!("{heard:?}");
        assert!(
            log.contains("hunter2") && !kept.contains("hunter2"),
            "{kept}"
        );
    }
}

#[test]
fn a_database_in_what_carries_it_is_told_as_in_its_own_file() {
    let mut told = 0;
    for log in WITH_SECRETS {
        let alone = recognise(log.as_bytes(), Handed::Log);
        let Some(speaker) = alone.speaker() else {
            continue;
        };
        let carried = speaks(log.as_bytes(), speaker).map(|format| format.name());
        assert_eq!(carried, Some(alone.name()), "{log}");
        told += 1;
    }
    assert_eq!(told, 6);
}

#[test]
fn a_client_that_quotes_the_server_is_no_server() {
    let log = "2024-05-22 10:31:07,552 ERROR shop.pool: connection failed: FATAL:  the database system is in recovery mode\n";
    let mut reading = crate::Reading::new("app.log", crate::Handed::Log);
    reading.push(log.repeat(5).as_bytes());
    assert_eq!(reading.end().read.format, Some("application"));
}
