//! Every trap of the format by name, each as a server answered it (MariaDB
//! 10.11.19 and 11.8.9, MySQL 9.7.4), and what holds for any bytes at all.

use std::path::PathBuf;

use plimsoll_model::{Config, Engine, Origin, ProblemKind, Version};
use proptest::prelude::*;

use super::{Document, Kind, print_defaults};
use crate::edit::{Edit, apply};
use crate::{Entry, Files, Outcome, Request};

mod engine;
mod linked;

const MARIADB: (Engine, Version) = (Engine::Mariadb, Version::new(10, 11));
const MYSQL: (Engine, Version) = (Engine::Mysql, Version::new(9, 7));

/// Reads a my.cnf with other files beside it; what else is asked for is not
/// there.
fn read_with(
    (engine, version): (Engine, Version),
    text: &[u8],
    others: &[(&str, Entry)],
    arguments: &[&str],
) -> Config {
    let request = Request {
        engine,
        version: Some(version),
        main: PathBuf::from("my.cnf"),
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        instance: crate::Instance::default(),
    };
    let mut files = Files::new();
    files.insert("my.cnf", Entry::File(text.into()));
    for (path, entry) in others {
        files.insert(*path, entry.clone());
    }
    loop {
        match crate::read(&request, &files) {
            Outcome::Config(config) => return *config,
            Outcome::Need(needs) => {
                for need in needs {
                    files.insert(need.path, Entry::Missing);
                }
            }
        }
    }
}

fn read(server: (Engine, Version), text: &str) -> Config {
    read_with(server, text.as_bytes(), &[], &[])
}

/// One option in `[mysqld]`: `name=value` as it is in force, or the kind of the
/// problem behind a `!` for a fatal one and a `?` for any other.
fn said(server: (Engine, Version), option: &str) -> String {
    let config = read(server, &format!("[mysqld]\n{option}\n"));
    let values = config.settings.values();
    let mut said: Vec<String> = values
        .map(|setting| format!("{}={}", setting.name, setting.value))
        .collect();
    said.extend(config.problems.iter().map(|problem| {
        format!(
            "{}{:?}",
            if problem.fatal { '!' } else { '?' },
            problem.kind
        )
    }));
    said.join(" ")
}

fn file(text: &str) -> Entry {
    Entry::File(text.as_bytes().into())
}

#[test]
fn every_server_reads_its_own_groups_in_any_case() {
    let text = "[MySQLd]\nport=1\n[mysql]\nport=2\n[client]\nport=3\n[mysqldump]\nport=4\n";
    for server in [MARIADB, MYSQL] {
        assert_eq!(read(server, text).settings["port"].value, "1");
    }
    let cases = [
        ("server", "9", "9"),
        ("mariadb", "9", "1"),
        ("mariadbd", "9", "1"),
        ("mariadb-10.11", "9", "1"),
        ("mariadbd-10.11", "9", "1"),
        ("mysqld-10.11", "9", "1"),
        ("client-server", "9", "1"),
        ("galera", "9", "1"),
        ("mysqld-9.7", "1", "9"),
        ("mysqld-8.4", "1", "1"),
        ("mariadb-11.8", "1", "1"),
        (" mysqld", "1", "1"),
        ("mysqld ", "9", "9"),
    ];
    for (group, mariadb, mysql) in cases {
        let text = format!("[mysqld]\nport=1\n[{group}]\nport=9\n");
        assert_eq!(
            read(MARIADB, &text).settings["port"].value,
            mariadb,
            "{group}"
        );
        assert_eq!(read(MYSQL, &text).settings["port"].value, mysql, "{group}");
    }
}

#[test]
fn groups_that_only_look_like_the_servers_are_said() {
    let kinds = |server, group: &str| -> Vec<ProblemKind> {
        let config = read(server, &format!("[{group}]\nport=1\n"));
        config.problems.iter().map(|problem| problem.kind).collect()
    };
    for group in ["mariadb", "mysqld-8.0", " mysqld", "mysqlld"] {
        assert_eq!(kinds(MYSQL, group), [ProblemKind::IgnoredGroup], "{group}");
    }
    for group in [
        "mysql",
        "client",
        "mysqld_safe",
        "mysqldump",
        "mysqld",
        "anything",
    ] {
        assert_eq!(kinds(MYSQL, group), [], "{group}");
    }
}

#[test]
fn the_last_value_wins_across_groups_and_files() {
    let text = "[mysqld]\nport=1\n!includedir conf.d\n[server]\nport=4\n";
    let folder = Entry::Folder(
        ["b.cnf", "a.cnf", "10.cnf", "x.ini", "y.CNF", "z.conf"]
            .map(PathBuf::from)
            .into(),
    );
    let others = [
        ("conf.d", folder),
        ("conf.d/a.cnf", file("[mysqld]\nport=2\nback_log=60\n")),
        ("conf.d/b.cnf", file("[mysqld]\nport=3\n")),
        ("conf.d/10.cnf", file("[mysqld]\nback_log=70\n")),
    ];
    let config = read_with(MARIADB, text.as_bytes(), &others, &[]);
    let port = &config.settings["port"];
    assert_eq!(port.value, "4");
    let hidden: Vec<&str> = port.shadowed.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(hidden, ["1", "2", "3"]);
    assert_eq!(
        config.settings["back_log"].value, "60",
        "byte order: 10 before a"
    );
    assert_eq!(
        config.files,
        ["my.cnf", "conf.d/10.cnf", "conf.d/a.cnf", "conf.d/b.cnf"]
    );
    let argued = read_with(MARIADB, text.as_bytes(), &others, &["--port=5"]);
    assert_eq!(argued.settings["port"].value, "5");
    assert_eq!(
        argued.settings["port"].origin,
        Origin::Argument("--port=5".to_owned())
    );
}

#[test]
fn after_an_include_the_group_goes_on() {
    let text = b"[mysqld]\n!include a.cnf\nport=2\n";
    let others = [("a.cnf", file("[client]\nport=1\n"))];
    let config = read_with(MARIADB, text, &others, &[]);
    assert_eq!(config.settings["port"].value, "2");
}

#[test]
fn includes_are_passed_over_or_stop_as_the_servers_do() {
    let cases = [
        ("!include none.cnf", false, ProblemKind::MissingInclude),
        ("!includedir none", true, ProblemKind::MissingInclude),
        ("!include", true, ProblemKind::Syntax),
        ("!includedir  ", true, ProblemKind::Syntax),
        ("!include my.cnf", false, ProblemKind::IncludeLoop),
    ];
    for (line, fatal, kind) in cases {
        let config = read(MARIADB, &format!("[mysqld]\n{line}\nport=1\n"));
        let found: Vec<_> = config
            .problems
            .iter()
            .map(|one| (one.kind, one.fatal))
            .collect();
        assert_eq!(found, [(kind, fatal)], "{line}");
        assert_eq!(config.settings.contains_key("port"), !fatal, "{line}");
    }
    assert_eq!(read(MARIADB, "[mysqld]\n!bogus x\nport=1\n").problems, []);
}

#[test]
fn what_stops_an_included_file_does_not_stop_the_server() {
    let text = b"[mysqld]\n!include a.cnf\nport=2\n";
    let others = [("a.cnf", file("port=1\n[mysqld]\nport=9\n"))];
    let config = read_with(MYSQL, text, &others, &[]);
    assert_eq!(config.settings["port"].value, "2");
    assert!(config.problems.iter().all(|problem| !problem.fatal));
    assert_eq!(config.problems[0].place.file, "a.cnf");
}

#[test]
fn an_include_on_the_last_line_without_newline_loses_its_last_letter_on_mariadb() {
    let others = [
        ("x.cnf", file("[mysqld]\nport=1\n")),
        ("x.cn", file("[mysqld]\nport=2\n")),
    ];
    let text = b"[mysqld]\n!include x.cnf";
    assert_eq!(
        read_with(MARIADB, text, &others, &[]).settings["port"].value,
        "2"
    );
    assert_eq!(
        read_with(MYSQL, text, &others, &[]).settings["port"].value,
        "1"
    );
}

#[test]
fn files_that_are_not_read_are_said() {
    let cases = [
        (Entry::Outside, ProblemKind::OutsideNotFollowed),
        (Entry::WorldWritable, ProblemKind::IgnoredFile),
        (Entry::TooLarge(1 << 40), ProblemKind::FileTooLarge),
        (
            Entry::Unreadable("permission denied".to_owned()),
            ProblemKind::UnreadableFile,
        ),
    ];
    for (entry, kind) in cases {
        let config = read_with(
            MARIADB,
            b"[mysqld]\n!include a.cnf\n",
            &[("a.cnf", entry)],
            &[],
        );
        let found: Vec<_> = config
            .problems
            .iter()
            .map(|one| (one.kind, one.fatal))
            .collect();
        assert_eq!(found, [(kind, false)]);
    }
}

#[test]
fn an_option_before_any_group_stops_the_server() {
    for text in ["port=1\n[mysqld]\n", "[mysqld\nport=1\n"] {
        let config = read(MYSQL, text);
        assert_eq!(config.problems[0].kind, ProblemKind::Syntax);
        assert!(config.problems[0].fatal, "{text}");
    }
    let config = read(MYSQL, "\u{feff}[mysqld]\nport=1\n");
    assert_eq!(config.problems[0].kind, ProblemKind::ByteOrderMark);
    assert!(config.problems[0].fatal);
}

#[test]
fn a_hash_begins_a_comment_inside_a_value_unless_quoted() {
    let cases = [
        ("sort_buffer_size=256K#x", "sort_buffer_size=262144"),
        ("init_connect=a#b", "init_connect=a"),
        ("init_connect='a#b' # c", "init_connect=a#b"),
        ("init_connect=\"a\\\"#b\"#c", "init_connect=a\"#b"),
        ("init_connect=it's # x", "init_connect=it's # x"),
        ("init_connect=a;b", "init_connect=a;b"),
        (";init_connect=a", ""),
    ];
    for (option, expected) in cases {
        assert_eq!(said(MARIADB, option), expected, "{option}");
        assert_eq!(said(MYSQL, option), expected, "{option}");
    }
}

#[test]
fn escapes_count_inside_and_outside_quotes() {
    let cases = [
        (r"a\sb\tc\\d", "a b\tc\\d"),
        (r"C:\new\bin", "C:\new\u{8}in"),
        (r"a\qf\", r"a\qf\"),
        (r#""a" "b""#, r#"a" "b"#),
        (r#"'ab""#, r#"'ab""#),
        (r#"""#, r#"""#),
        ("''", ""),
    ];
    for (written, read) in cases {
        assert_eq!(
            said(MARIADB, &format!("init_connect={written}")),
            format!("init_connect={read}"),
            "{written}"
        );
    }
}

#[test]
fn dashes_are_underscores_and_only_mariadb_forgets_case() {
    for server in [MARIADB, MYSQL] {
        assert_eq!(
            said(server, "Sort-Buffer_size=1M").starts_with('!'),
            server == MYSQL
        );
        assert_eq!(
            said(server, "sort-buffer-size = 1M"),
            "sort_buffer_size=1048576"
        );
    }
    assert_eq!(
        said(MARIADB, "SORT_BUFFER_SIZE=1M"),
        "sort_buffer_size=1048576"
    );
    assert_eq!(said(MARIADB, "LOOSE-nosuch=1"), "?UnknownParameter");
    assert_eq!(said(MYSQL, "LOOSE-nosuch=1"), "!UnknownParameter");
}

#[test]
fn prefixes_change_names_and_values() {
    let cases = [
        ("loose-nosuch=1", "?UnknownParameter", "?UnknownParameter"),
        ("nosuch=1", "!UnknownParameter", "!UnknownParameter"),
        ("loose-port=77", "port=77", "port=77"),
        ("skip-slow-query-log", "OFF", "OFF"),
        ("skip-slow-query-log=0", "ON", "ON"),
        ("disable-slow-query-log", "OFF", "OFF"),
        ("enable-slow-query-log", "ON", "ON"),
        ("enable-slow-query-log=0", "OFF", "OFF"),
        ("skip-loose-slow-query-log", "ON", "ON"),
        (
            "loose-skip-nosuch",
            "?UnknownParameter",
            "?UnknownParameter",
        ),
        (
            "maximum-sort-buffer-size=2M",
            "?NotSettableHere",
            "?NotSettableHere",
        ),
        (
            "maximum-max-connections=2",
            "!NotSettableHere",
            "!NotSettableHere",
        ),
        ("maximum-sort-buffer-size", "!BadValue", "!BadValue"),
        ("maximum-autocommit=0", "OFF", "OFF"),
        ("maximum-memlock=16384", "ON", "?BadValue"),
        ("memlock=0x", "OFF", "?BadValue"),
        ("memlock=2", "?BadValue", "?BadValue"),
        (
            "maximum-log-warnings=5",
            "log_warnings=5",
            "!RenamedParameter",
        ),
        (
            "maximum-log-warnings",
            "log_warnings=3",
            "!RenamedParameter",
        ),
        (
            "maximum-log-warnings=-1",
            "!OutOfRange",
            "!RenamedParameter",
        ),
        ("maximum-version=1", "version=1", "!NotSettableHere"),
        (
            "tc-heuristic-recover=1",
            "tc_heuristic_recover=COMMIT",
            "tc_heuristic_recover=COMMIT",
        ),
        ("tc-heuristic-recover=3", "!BadValue", "!BadValue"),
        (
            "maximum-performance-schema-consumer-events-waits-current=1",
            "ON",
            "!NotSettableHere",
        ),
        (
            "maximum-sha256-password-proxy-users=1",
            "!UnknownParameter",
            "!NotSettableHere",
        ),
        ("autoset-back-log", "", "!UnknownParameter"),
        ("autoset-console=abc", "?BadValue", "!UnknownParameter"),
        ("autoset-port", "!NotSettableHere", "!UnknownParameter"),
        ("skip-ansi", "!BadValue", "!BadValue"),
        ("ansi=1", "!BadValue", "!BadValue"),
        ("skip-port", "port=3306", "port=3306"),
        ("enable-port", "port=1", "port=1"),
        ("--port=1", "!UnknownParameter", "!UnknownParameter"),
    ];
    for (option, mariadb, mysql) in cases {
        for (server, expected) in [(MARIADB, mariadb), (MYSQL, mysql)] {
            let said = said(server, option);
            let said = match expected {
                "ON" | "OFF" => said
                    .rsplit_once('=')
                    .map_or("", |(_, value)| value)
                    .to_owned(),
                _ => said,
            };
            assert_eq!(said, expected, "{option} on {server:?}");
        }
    }
    let newer = (Engine::Mariadb, Version::new(11, 8));
    let by_plugin = said(newer, "maximum-mhnsw-ef-search=1");
    assert_eq!(by_plugin, "mhnsw_ef_search=1");
}

#[test]
fn skip_log_bin_is_off_and_a_name_is_on() {
    for server in [MARIADB, MYSQL] {
        assert_eq!(said(server, "skip-log-bin"), "log_bin=OFF");
        assert_eq!(said(server, "log-bin=binlog"), "log_bin=ON");
        assert_eq!(said(server, "log-bin"), "log_bin=ON");
    }
}

#[test]
fn only_mariadb_takes_unambiguous_beginnings_of_names() {
    assert_eq!(
        said(MARIADB, "sort-buffer-siz=2M"),
        "sort_buffer_size=2097152 ?DeprecatedParameter"
    );
    assert_eq!(said(MYSQL, "sort-buffer-siz=2M"), "!UnknownParameter");
    assert_eq!(
        said(MARIADB, "innodb-buffer-pool-siz=1G"),
        "!AmbiguousParameter"
    );
    // Early options are parsed first: max_connect_errors is no rival yet.
    assert!(said(MARIADB, "max-connect=50").starts_with("max_connections=50"));
}

#[test]
fn sizes_take_one_suffix_letter_and_ignore_what_follows() {
    let cases = [
        (
            "sort_buffer_size=64MB",
            "sort_buffer_size=67108864",
            "sort_buffer_size=67108864",
        ),
        (
            "sort_buffer_size=2k",
            "sort_buffer_size=2048",
            "sort_buffer_size=32768 ?AdjustedValue",
        ),
        ("sort_buffer_size=1.5G", "!WrongUnit", "!WrongUnit"),
        ("sort_buffer_size=1 M", "!WrongUnit", "!WrongUnit"),
        ("sort_buffer_size=0x100000", "!WrongUnit", "!WrongUnit"),
        (
            "sort_buffer_size=+2M",
            "sort_buffer_size=2097152",
            "sort_buffer_size=2097152",
        ),
        (
            "sort_buffer_size=-1",
            "!OutOfRange",
            "sort_buffer_size=32768 ?AdjustedValue",
        ),
        (
            "sort_buffer_size=",
            "sort_buffer_size=1024 ?AdjustedValue",
            "!BadValue",
        ),
        ("sort_buffer_size", "!BadValue", "!BadValue"),
        (
            "sort_buffer_size=16E",
            "sort_buffer_size=1024 ?AdjustedValue",
            "!OutOfRange",
        ),
        (
            "sort_buffer_size=17E",
            "sort_buffer_size=1152921504606846976",
            "!OutOfRange",
        ),
        (
            "sort_buffer_size=18446744073709551616",
            "!OutOfRange",
            "!OutOfRange",
        ),
        (
            "sort_buffer_size 2M",
            "!UnknownParameter",
            "!UnknownParameter",
        ),
    ];
    for (option, mariadb, mysql) in cases {
        assert_eq!(said(MARIADB, option), mariadb, "{option}");
        assert_eq!(said(MYSQL, option), mysql, "{option}");
    }
}

#[test]
fn numbers_are_fitted_into_their_limits_and_blocks() {
    let cases = [
        (
            "max_heap_table_size=1000001",
            "max_heap_table_size=999424 ?AdjustedValue",
        ),
        (
            "key_buffer_size=10000001",
            "key_buffer_size=9998336 ?AdjustedValue",
        ),
        ("port=99999", "port=65535 ?AdjustedValue"),
        (
            "innodb_io_capacity=0",
            "innodb_io_capacity=100 ?AdjustedValue",
        ),
        (
            "max_allowed_packet=1500",
            "max_allowed_packet=1024 ?AdjustedValue",
        ),
    ];
    for (option, expected) in cases {
        assert_eq!(said(MARIADB, option), expected, "{option}");
        assert_eq!(said(MYSQL, option), expected, "{option}");
    }
}

#[test]
fn what_the_server_changes_by_itself_is_shown_changed() {
    let cases = [
        (
            MYSQL,
            "innodb_buffer_pool_size=200M",
            "innodb_buffer_pool_size=268435456 ?AdjustedValue",
        ),
        (
            MYSQL,
            "innodb_buffer_pool_size=100M",
            "innodb_buffer_pool_size=104857600",
        ),
        (
            MARIADB,
            "innodb_buffer_pool_size=200M",
            "innodb_buffer_pool_size=209715200",
        ),
        (MYSQL, "back_log=0", "back_log=151"),
        (MARIADB, "back_log=0", "back_log=80"),
        (MYSQL, "server_id_bits=0", "server_id_bits=0 !OutOfRange"),
        (MYSQL, "server_id_bits=7", "server_id_bits=7"),
        (MYSQL, "port=0", "port=3306"),
        (
            MYSQL,
            "myisam_recover_options=",
            "myisam_recover_options=OFF",
        ),
    ];
    for (server, option, expected) in cases {
        assert_eq!(said(server, option), expected, "{option} on {server:?}");
    }
    let old = (Engine::Mysql, Version::new(8, 0));
    assert_eq!(
        said(old, "innodb_buffer_pool_size=1536M"),
        "innodb_buffer_pool_size=2147483648 ?AdjustedValue"
    );
}

#[test]
fn an_option_that_innodb_does_not_take_stops_the_server() {
    assert_eq!(said(MARIADB, "innodb_buffer_pool_size=1.5G"), "!WrongUnit");
    assert_eq!(said(MARIADB, "innodb_buffer_pool_size=-1"), "!OutOfRange");
    assert_eq!(said(MARIADB, "innodb_flush_method=bogus"), "!BadValue");
    assert_eq!(said(MYSQL, "innodb_flush_method=bogus"), "!BadValue");
}

#[test]
fn switches_words_sets_and_flags_read_as_the_servers_read_them() {
    let cases = [
        ("slow_query_log=oN", "=ON"),
        ("slow_query_log=2", "=OFF ?BadValue"),
        ("slow_query_log=", "=OFF ?BadValue"),
        ("slow_query_log", "=ON"),
        ("binlog_format=mix", "=MIXED"),
        ("binlog_format=2", "=ROW"),
        ("binlog_format=7", "!BadValue"),
        ("log_output=file,table", "=FILE,TABLE"),
        ("log_output=0", "="),
        ("sql_mode=STRICT,ANSI_QUOTES", "!BadValue"),
        ("sql_mode=ansi_quotes,", "!BadValue"),
        ("sql_mode=", "="),
        ("optimizer_switch=bogus=on", "!BadValue"),
        ("optimizer_switch=mrr=on,mrr=off", "!BadValue"),
        ("long_query_time=.5", "=0.500000"),
        ("long_query_time=-1", "=0.000000 ?AdjustedValue"),
        ("long_query_time=2s", "!BadValue"),
    ];
    for (option, expected) in cases {
        for server in [MARIADB, MYSQL] {
            let said = said(server, option);
            assert!(said.ends_with(expected), "{option} on {server:?}: {said}");
        }
    }
}

#[test]
fn sql_mode_ansi_brings_what_it_stands_for() {
    assert_eq!(
        said(MARIADB, "sql_mode=ansi"),
        "sql_mode=REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ANSI"
    );
    assert_eq!(
        said(MYSQL, "sql_mode=ansi"),
        "sql_mode=REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ONLY_FULL_GROUP_BY,ANSI"
    );
}

#[test]
fn flags_add_up_over_lines() {
    let config = read(
        MARIADB,
        "[mysqld]\noptimizer_switch=mrr=on\noptimizer_switch=index_merge=off\n",
    );
    let value = &config.settings["optimizer_switch"].value;
    assert!(
        value.contains("mrr=on") && value.contains("index_merge=off"),
        "{value}"
    );
    assert_eq!(config.problems, []);
}

#[test]
fn a_collation_of_another_character_set_stops_the_server() {
    let text = "[mysqld]\ncharacter_set_server=utf8mb4\ncollation_server=latin1_swedish_ci\n";
    assert!(read(MARIADB, text).problems[0].fatal);
    let text = "[mysqld]\ncharacter_set_server=utf8mb4\ncollation_server=utf8mb4_general_ci\n";
    assert_eq!(read(MARIADB, text).problems, []);
    assert_eq!(
        said(MYSQL, "character_set_server=nosuch"),
        "character_set_server=nosuch !BadValue"
    );
}

#[test]
fn options_of_other_series_are_named_with_theirs() {
    assert_eq!(said(MYSQL, "query_cache_size=1M"), "!RemovedParameter");
    assert_eq!(
        said(MARIADB, "query_cache_size=1M"),
        "query_cache_size=1048576 query_cache_type=ON"
    );
    let request = Request {
        engine: Engine::Mysql,
        version: None,
        main: PathBuf::from("my.cnf"),
        arguments: Vec::new(),
        instance: crate::Instance::default(),
    };
    let mut files = Files::new();
    files.insert("my.cnf", file("[mysqld]\nquery_cache_size=1M\n"));
    files.insert("mysqld-auto.cnf", Entry::Missing);
    let Outcome::Config(config) = crate::read(&request, &files) else {
        panic!("everything is there");
    };
    assert_eq!(config.settings["query_cache_size"].value, "1048576");
    assert!(config.problems.iter().all(|problem| !problem.fatal));
}

#[test]
fn composite_values_stay_whole() {
    assert_eq!(
        said(
            MARIADB,
            "wsrep_provider_options=\"gcache.size=1G; gcs.fc_limit=16\""
        ),
        "wsrep_provider_options=gcache.size=1G; gcs.fc_limit=16"
    );
}

#[test]
fn what_set_persist_left_beats_the_command_line() {
    let one = r#"{"Version": 1, "mysql_server": {"max_connections": {"Value": "300", "Metadata": {}},
        "mysql_server_static_options": {"back_log": {"Value": "91", "Metadata": {}}}}}"#;
    let two = r#"{"Version": 2, "mysql_dynamic_variables": {"max_connections": {"Value": "300", "Metadata": {}}},
        "mysql_static_variables": {"back_log": {"Value": "91", "Metadata": {}}}}"#;
    for json in [one, two] {
        let others = [("mysqld-auto.cnf", file(json))];
        let text = b"[mysqld]\nmax_connections=100\n";
        let config = read_with(MYSQL, text, &others, &["--max-connections=200"]);
        assert_eq!(config.settings["max_connections"].value, "300");
        assert_eq!(config.settings["back_log"].value, "91");
        assert!(matches!(
            config.settings["back_log"].origin,
            Origin::Auto(_)
        ));
        let config = read_with(MARIADB, text, &others, &[]);
        assert_eq!(config.settings["max_connections"].value, "100");
    }
    let others = [("mysqld-auto.cnf", file("{"))];
    assert!(read_with(MYSQL, b"", &others, &[]).problems[0].fatal);
}

#[test]
fn persisted_settings_are_looked_for_in_the_data_directory() {
    let others = [
        (
            "/srv/mysql/mysqld-auto.cnf",
            file(r#"{"mysql_dynamic_variables": {"port": {"Value": "5"}}}"#),
        ),
        ("mysqld-auto.cnf", Entry::Missing),
    ];
    let config = read_with(MYSQL, b"[mysqld]\ndatadir=/srv/mysql\n", &others, &[]);
    assert_eq!(config.settings["port"].value, "5");
}

#[test]
fn a_copied_tree_carries_the_folders_that_absolute_paths_mean() {
    let request = Request {
        engine: Engine::Mariadb,
        version: Some(Version::new(10, 11)),
        main: PathBuf::from("host/etc/mysql/my.cnf"),
        arguments: Vec::new(),
        instance: crate::Instance::default(),
    };
    let mut files = Files::new();
    files.insert(
        "host/etc/mysql/my.cnf",
        file("[mysqld]\n!include /etc/mysql/a.cnf\n"),
    );
    let Outcome::Need(needs) = crate::read(&request, &files) else {
        panic!("an include is lacking");
    };
    assert_eq!(needs[0].path, PathBuf::from("host/etc/mysql/a.cnf"));
}

#[test]
fn an_edit_of_a_value_touches_its_span_alone() {
    let text = "[mysqld]\r\n  sort_buffer_size = '2M' # two\r\n\u{a0}";
    let document = super::document(text.as_bytes(), Engine::Mysql, None);
    let value = document.lines().iter().find_map(|line| match line.kind {
        Kind::Option { value, .. } => value,
        _ => None,
    });
    let edit = Edit {
        span: value.expect("the option has a value"),
        bytes: b"1M".to_vec(),
    };
    let edited = apply(text.as_bytes(), &[edit]);
    assert_eq!(edited, text.replace("'2M'", "1M").as_bytes());
}

/// Bytes that look like an option file often enough to reach its corners.
fn option_file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"[mysqld]\n".to_vec()),
        Just(b"port".to_vec()),
        Just(b"sort_buffer_size".to_vec()),
        Just(b"optimizer_switch=mrr=on,".to_vec()),
        Just(b"loose-skip-".to_vec()),
        Just(b"!includedir conf.d\n".to_vec()),
        Just(b" = ".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"'\"\\#;\xa0\x00\xff".to_vec()),
        Just(vec![b'x'; 4093]),
        proptest::collection::vec(any::<u8>(), 0..12),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_print_back_and_never_panic(bytes in option_file()) {
        for (engine, version) in [MARIADB, MYSQL] {
            let document: Document = super::document(&bytes, engine, Some(version));
            prop_assert_eq!(document.print(), bytes.clone());
            read_with((engine, version), &bytes, &[], &[]);
        }
    }

    #[test]
    fn any_option_gets_an_answer(name in "\\PC{0,20}", value in "\\PC{0,20}") {
        let text = format!("[mysqld]\n{name}={value}\n");
        for server in [MARIADB, MYSQL] {
            read(server, &text);
        }
    }
}

#[test]
fn print_defaults_prints_what_the_servers_tool_prints() {
    let request = Request {
        engine: Engine::Mariadb,
        version: Some(Version::new(10, 11)),
        main: PathBuf::from("my.cnf"),
        arguments: Vec::new(),
        instance: crate::Instance::default(),
    };
    let mut files = Files::new();
    files.insert(
        "my.cnf",
        file("[mysqld]\na b = 5\nc d\n-x\n--y=1\nk=\"\"\n"),
    );
    let printed = print_defaults(&request, &files).expect("nothing is lacking");
    let words: Vec<String> = ["--a b=5", "--c d", "---x", "----y=1", "--k="]
        .map(str::to_owned)
        .into();
    assert_eq!(printed, (words, false));
}
