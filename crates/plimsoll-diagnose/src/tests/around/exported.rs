use expect_test::expect;

use super::heard;

#[test]
fn azures_table_is_read_by_its_message() {
    let text = r#"TimeGenerated,Category,Message,errorLevel_s
2026-03-03T06:00:10.110Z,PostgreSQLLogs,"2026-03-03 06:00:10 UTC-65e1.2a-LOG:  released logical replication slot ""sub_dw""",LOG
2026-03-03T07:00:10.110Z,PostgreSQLLogs,"2026-03-03 07:00:10 UTC-65e1.31-ERROR:  could not extend file ""base/16400/24610"": No space left on device",ERROR
"#;
    expect![[r#"
        PostgreSQL, stderr
        ! its lines stand in a column of a table (CSV)
        2 03-03 06:00:10 Server(SlotReleased { slot: "sub_dw" })
        3 03-03 07:00:10 Server(DiskFull(Data))
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn a_text_of_many_lines_is_one_entry_and_those_behind_it_keep_their_numbers() {
    let text = "insertId,labels,textPayload,timestamp
a1,\"{\"\"zone\"\": \"\"b\"\",
 \"\"id\"\": 1}\",\"2026-03-03 06:00:10.120 UTC [8]: [1-1] db=a,user=b LOG:  server process (PID 431) was terminated by signal 9: Killed\",2026-03-03T06:00:10.120Z
a2,,\"2026-03-03 06:00:10.130 UTC [9]: [1-1] db=a,user=b STATEMENT:  select 1,
\t2
\",2026-03-03T06:00:10.130Z
a3,,\"2026-03-03 06:00:11.120 UTC [8]: [2-1] db=a,user=b FATAL:  sorry, too many clients already\",2026-03-03T06:00:11.120Z
";
    expect![[r#"
        PostgreSQL, stderr
        ! its lines stand in a column of a table (CSV)
        3 03-03 06:00:10 Server(ProcessDied { process: "server process", pid: 431, death: Signal(9), statement: None })
        7 03-03 06:00:11 Server(NoSlotsLeft(All))
    "#]].assert_eq(&heard(text));
}

#[test]
fn a_search_of_mysqls_and_one_of_an_applications() {
    let text = "@timestamp,@message,@logStream\r
2026-03-03 06:00:10.120,\"2026-03-03T06:00:10.120000Z 0 [ERROR] [MY-012592] [InnoDB] Operating system error number 28 in a file operation.\",db-1\r
2026-03-03 06:00:10.140,\"2026-03-03T06:00:10.140000Z 9 [Warning] [MY-010055] [Server] IP address could not be resolved\",db-1\r
";
    expect![[r#"
        MySQL, error log
        ! its lines stand in a column of a table (CSV)
        2 03-03 06:00:10 Server(Severe { what: "Operating system error number" })
    "#]]
    .assert_eq(&heard(text));
    let text = "@timestamp,@message
2026-03-03 06:00:10.120,\"2026-03-03 06:00:10,120 ERROR app.db: request failed, twice
psycopg2.OperationalError: server closed the connection unexpectedly
\"
";
    expect![[r"
        application
        ! its lines stand in a column of a table (CSV)
        3 03-03 06:00:10 Client(Cut)
    "]]
    .assert_eq(&heard(text));
}
