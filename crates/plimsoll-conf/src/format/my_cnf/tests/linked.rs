//! Options that change others, go by several names, or stop the server only
//! together.

use plimsoll_model::{Engine, Version};

use super::{MARIADB, MYSQL, read, said};

#[test]
fn mysqls_name_resolving_is_off_for_the_word_alone() {
    let cases = [
        ("skip_name_resolve=0", "skip_name_resolve=ON ?AdjustedValue"),
        (
            "skip_name_resolve=false",
            "skip_name_resolve=ON ?AdjustedValue",
        ),
        ("skip_name_resolve=off", "skip_name_resolve=OFF"),
        ("skip_name_resolve", "skip_name_resolve=ON"),
    ];
    for (option, expected) in cases {
        assert_eq!(said(MYSQL, option), expected, "{option}");
    }
    assert_eq!(
        said(MARIADB, "skip_name_resolve=0"),
        "skip_name_resolve=OFF"
    );
}

#[test]
fn one_variable_under_two_names_shows_as_the_series_shows_it() {
    let cases = [
        (
            MARIADB,
            "slow_query_log=1",
            "log_slow_query=ON slow_query_log=ON",
        ),
        (
            MARIADB,
            "log_slow_query=1",
            "log_slow_query=ON slow_query_log=ON",
        ),
        (
            (Engine::Mariadb, Version::new(10, 6)),
            "slow_query_log=1",
            "slow_query_log=ON",
        ),
        (
            MARIADB,
            "transaction_isolation=SERIALIZABLE",
            "tx_isolation=SERIALIZABLE",
        ),
        (
            (Engine::Mariadb, Version::new(11, 8)),
            "transaction_isolation=SERIALIZABLE",
            "transaction_isolation=SERIALIZABLE tx_isolation=SERIALIZABLE",
        ),
        (
            (Engine::Mysql, Version::new(5, 7)),
            "slave_net_timeout=9",
            "slave_net_timeout=9",
        ),
        (
            MYSQL,
            "slave_net_timeout=9",
            "replica_net_timeout=9 slave_net_timeout=9",
        ),
    ];
    for (server, option, expected) in cases {
        assert_eq!(said(server, option), expected, "{option} on {server:?}");
    }
}

#[test]
fn options_change_others_from_where_they_stand() {
    let value = |server, text: &str, name: &str| {
        let config = read(server, &format!("[mysqld]\n{text}\n"));
        config.settings[name].value.clone()
    };
    let cases = [
        (MARIADB, "skip-ssl\nssl_ca=x", "ssl", "ON"),
        (MARIADB, "ssl_ca=x\nskip-ssl", "ssl", "OFF"),
        (
            MARIADB,
            "sql_mode=NO_DIR_IN_CREATE\nansi",
            "tx_isolation",
            "SERIALIZABLE",
        ),
        (
            MARIADB,
            "ansi\nsql_mode=NO_DIR_IN_CREATE",
            "sql_mode",
            "NO_DIR_IN_CREATE",
        ),
        (
            MARIADB,
            "log_slow_disabled_statements=call\nlog_slow_admin_statements=0",
            "log_slow_disabled_statements",
            "admin,call",
        ),
        (
            MARIADB,
            "log_slow_admin_statements=0\nlog_slow_disabled_statements=call",
            "log_slow_admin_statements",
            "ON",
        ),
        (
            MARIADB,
            "log_slow_filter=admin\nlog_queries_not_using_indexes=1",
            "log_slow_filter",
            "admin,not_using_index",
        ),
        (
            MARIADB,
            "expire_logs_days=2",
            "binlog_expire_logs_seconds",
            "172800",
        ),
        (
            MARIADB,
            "query_cache_size=1M\nquery_cache_type=OFF",
            "query_cache_type",
            "ON",
        ),
        (MARIADB, "query_cache_type=OFF", "query_cache_type", "OFF"),
        (MYSQL, "super_read_only=1\nread_only=0", "read_only", "ON"),
        (MYSQL, "port=77\nskip_networking", "port", "0"),
        (MYSQL, "flush_time=77\nflush=1", "flush_time", "0"),
    ];
    for (server, text, name, expected) in cases {
        assert_eq!(value(server, text, name), expected, "{text}");
    }
}

#[test]
fn values_that_stop_the_server_together() {
    let stops = |server, text: &str| {
        let config = read(server, &format!("[mysqld]\n{text}\n"));
        config.problems.iter().any(|problem| problem.fatal)
    };
    let older = (Engine::Mysql, Version::new(8, 4));
    let cases = [
        (MYSQL, "gtid_mode=ON\nenforce_gtid_consistency=WARN", true),
        (MYSQL, "enforce_gtid_consistency=OFF", true),
        (MYSQL, "gtid_mode=ON", false),
        (MYSQL, "replicate_same_server_id", false),
        (MYSQL, "replicate_same_server_id\ngtid_mode=OFF", true),
        (
            MYSQL,
            "replicate_same_server_id\ngtid_mode=OFF\nskip-log-bin",
            false,
        ),
        (older, "replicate_same_server_id", true),
        (MARIADB, "replicate_same_server_id\nlog_bin", false),
        (
            MARIADB,
            "replicate_same_server_id\nlog_bin\nlog_slave_updates",
            true,
        ),
        (
            MARIADB,
            "replicate_same_server_id\nlog_slave_updates",
            false,
        ),
        (MYSQL, "gtid_mode=OFF\nenforce_gtid_consistency=OFF", false),
        (older, "gtid_mode=ON", true),
        (older, "gtid_mode=ON_PERMISSIVE", false),
        (older, "gtid_mode=ON\nenforce_gtid_consistency=ON", false),
        (MARIADB, "innodb_buffer_pool_size=5M", true),
        (MARIADB, "innodb_buffer_pool_size=6M", false),
        (
            MARIADB,
            "innodb_page_size=64k\ninnodb_buffer_pool_size=20M",
            true,
        ),
        (
            MARIADB,
            "innodb_page_size=64k\ninnodb_buffer_pool_size=21M",
            false,
        ),
        (
            MARIADB,
            "innodb_page_size=4k\ninnodb_buffer_pool_size=2M",
            false,
        ),
        (
            MYSQL,
            "innodb_page_size=64k\ninnodb_buffer_pool_size=5M",
            false,
        ),
        (
            MARIADB,
            "ignore_builtin_innodb\ninnodb_old_blocks_pct=5",
            true,
        ),
        (
            MARIADB,
            "ignore_builtin_innodb\ninnodb_large_prefix=5",
            false,
        ),
        (MARIADB, "innodb-undo-log=1", false),
        (MARIADB, "autoset-loose-plugin_maturity=1", true),
    ];
    for (server, text, expected) in cases {
        assert_eq!(stops(server, text), expected, "{text} on {server:?}");
    }
}

#[test]
fn a_folder_to_pass_over_is_kept_once() {
    assert_eq!(
        said(
            MARIADB,
            "ignore_db_dirs=x\nignore_db_dirs=y\nignore_db_dirs=x"
        ),
        "ignore_db_dirs=x,y"
    );
}

#[test]
fn modes_and_sizes_that_other_options_bring_show_with_them() {
    const OLD: &str = "NO_PROGRESS_INFO,IGNORE_INDEX_ONLY_FOR_JOIN,COMPAT_5_1_CHECKSUM";
    let cases = [
        ("old\nold_mode=", "old_mode", OLD),
        ("old_mode=\nold", "old_mode", OLD),
        (
            "old_mode=NO_PROGRESS_INFO\nold=0",
            "old_mode",
            "NO_PROGRESS_INFO",
        ),
        (
            "wsrep_sync_wait=3\nwsrep_causal_reads=0",
            "wsrep_causal_reads",
            "ON",
        ),
        (
            "wsrep_sync_wait=2\nwsrep_causal_reads=0",
            "wsrep_causal_reads",
            "OFF",
        ),
        (
            "wsrep_sync_wait=2\nwsrep_causal_reads",
            "wsrep_sync_wait",
            "3",
        ),
        (
            "wsrep_causal_reads\nwsrep_sync_wait=2",
            "wsrep_causal_reads",
            "OFF",
        ),
        (
            "expire_logs_days=31.185",
            "binlog_expire_logs_seconds",
            "2694383",
        ),
        ("extra_port=5\nskip_networking", "extra_port", "0"),
        ("max_relay_log_size=1", "max_relay_log_size", "1073741824"),
        ("max_binlog_size=8K", "max_relay_log_size", "8192"),
        (
            "max_relay_log_size=0\nmax_binlog_size=8K",
            "max_relay_log_size",
            "8192",
        ),
    ];
    for (options, name, expected) in cases {
        let config = read(MARIADB, &format!("[mysqld]\n{options}\n"));
        assert_eq!(config.settings[name].value, expected, "{options}");
    }
    let later = (Engine::Mariadb, Version::new(11, 8));
    assert_eq!(said(later, "wsrep_sync_wait=1"), "wsrep_sync_wait=1");
}

#[test]
fn a_part_of_the_server_that_knows_a_beginning_takes_it_before_later_parts() {
    let cases = [
        ("server_i=5", "server_id=5 ?DeprecatedParameter"),
        ("thread_c=3", "thread_cache_size=3 ?DeprecatedParameter"),
        ("skip_b=on", "!AmbiguousParameter"),
        (
            "thread_pool_sta=17",
            "thread_pool_stall_limit=17 ?DeprecatedParameter",
        ),
        (
            "innodb_cmp",
            "innodb_cmp_per_index_enabled=ON ?DeprecatedParameter",
        ),
        ("date=2", "!AmbiguousParameter"),
    ];
    for (option, expected) in cases {
        assert_eq!(said(MARIADB, option), expected, "{option}");
    }
}

#[test]
fn a_plugin_that_mysql_needs_not_goes_with_its_wrong_loose_option() {
    let cases = [
        ("ngram=FORC", "!BadValue"),
        ("loose-ngram=FORC", "?BadValue"),
        ("loose-mysqlx_port=.5", "?WrongUnit"),
        (
            "loose-ngram=FORC\nngram",
            "ngram=ON ?BadValue !NotSettableHere",
        ),
        (
            "mysqlx_port=1\nloose-mysqlx=O\nmysqlx_connect_timeout=2",
            "mysqlx_connect_timeout=2 mysqlx_port=1 !NotSettableHere ?BadValue",
        ),
        (
            "loose-mysqlx_port=1\nloose-mysqlx=O",
            "mysqlx_port=1 ?BadValue",
        ),
        ("loose-innodb_force_recovery=.5", "!WrongUnit"),
        ("loose-myisam_data_pointer_size=x", "!WrongUnit"),
        ("loose-max_connections=x", "!WrongUnit"),
    ];
    for (option, expected) in cases {
        assert_eq!(said(MYSQL, option), expected, "{option}");
    }
}

#[test]
fn a_maximum_caps_what_sessions_may_set() {
    let cases = [
        (
            "maximum-sort_buffer_size=100K",
            "?NotSettableHere",
            "sort_buffer_size=102400 ?NotSettableHere",
        ),
        (
            "maximum-join_buffer_size=1M",
            "?NotSettableHere",
            "?NotSettableHere",
        ),
        ("maximum-sort_buffer_size=abc", "!WrongUnit", "!WrongUnit"),
        (
            "maximum-long_query_time=5",
            "!NotSettableHere",
            "!NotSettableHere",
        ),
        (
            "maximum-sql_mode=ANSI",
            "?NotSettableHere",
            "!NotSettableHere",
        ),
        (
            "maximum-innodb_lock_wait_timeout=5",
            "innodb_lock_wait_timeout=5",
            "innodb_lock_wait_timeout=5",
        ),
        (
            "maximum-innodb_strict_mode=0",
            "innodb_strict_mode=OFF",
            "innodb_strict_mode=OFF",
        ),
    ];
    for (option, by_mariadb, by_mysql) in cases {
        assert_eq!(said(MARIADB, option), by_mariadb, "{option}");
        assert_eq!(said(MYSQL, option), by_mysql, "{option}");
    }
    let own_list = [
        ("maximum-autocommit=0", "autocommit=OFF"),
        ("maximum-lc_messages=de_DE", "lc_messages=de_DE"),
        ("maximum-log_bin=x", "log_bin=ON"),
    ];
    for (option, expected) in own_list {
        assert_eq!(said(MARIADB, option), expected, "{option}");
        assert_eq!(said(MYSQL, option), expected, "{option}");
    }
    let of_mysqls_server = [
        "innodb_native_foreign_keys",
        "performance_schema_consumer_statements_digest",
        "sha256_password_proxy_users",
        "skip_slave_start",
        "validate_user_plugins",
    ];
    for name in of_mysqls_server {
        let said = said(MYSQL, &format!("maximum-{name}=1"));
        assert_eq!(said, "!NotSettableHere", "{name}");
    }
    let later = "[mysqld]\nmaximum-join_buffer_size=1M\njoin_buffer_size=2M\n";
    assert_eq!(
        read(MYSQL, later).settings["join_buffer_size"].value,
        "2097152"
    );
    let earlier = "[mysqld]\njoin_buffer_size=2M\nmaximum-join_buffer_size=1M\n";
    assert_eq!(
        read(MYSQL, earlier).settings["join_buffer_size"].value,
        "1048576"
    );
}

#[test]
fn a_mariadb_that_recovers_passes_over_what_it_does_not_know() {
    assert!(said(MARIADB, "nosuch=1\nwsrep_recover").ends_with("?UnknownParameter"));
    assert!(said(MARIADB, "nosuch=1\nwsrep_recover=0").ends_with("!UnknownParameter"));
}

#[test]
fn log_warnings_of_mariadb_is_a_number_and_then_read_by_atoi() {
    let cases = [
        ("5K", "log_warnings=5"),
        ("99999999999", "log_warnings=1215752191"),
        ("-1", "!OutOfRange"),
        ("abc", "!WrongUnit"),
        (".5", "!WrongUnit"),
        ("", "log_warnings=0"),
    ];
    for (value, expected) in cases {
        let said = said(MARIADB, &format!("log_warnings={value}"));
        assert!(said.starts_with(expected), "{value}: {said}");
    }
}

#[test]
fn a_wrong_value_with_loose_leaves_mariadb_with_none() {
    let cases = [
        (
            "sort_buffer_size=4M\nloose-sort_buffer_size=5x",
            "sort_buffer_size",
            "0",
        ),
        ("loose-innodb_io_capacity=abc", "innodb_io_capacity", "0"),
        ("loose-long_query_time=5s", "long_query_time", "0.000000"),
        (
            "loose-log_warnings=-1",
            "log_warnings",
            "18446744073709551615",
        ),
        (
            "loose-log_slow_filter=x\nlog_queries_not_using_indexes",
            "log_slow_filter",
            "not_using_index",
        ),
        (
            "binlog_format=ROW\nloose-binlog_format=x",
            "binlog_format",
            "ROW",
        ),
        (
            "ignore_db_dirs=a\nignore_db_dirs=\nignore_db_dirs=b",
            "ignore_db_dirs",
            "b",
        ),
        (
            "maximum-performance_schema_consumer_statements_digest=0",
            "performance_schema_consumer_statements_digest",
            "OFF",
        ),
    ];
    for (options, name, expected) in cases {
        let config = read(MARIADB, &format!("[mysqld]\n{options}\n"));
        assert_eq!(config.settings[name].value, expected, "{options}");
        assert!(
            config.problems.iter().all(|problem| !problem.fatal),
            "{options}"
        );
    }
}

#[test]
fn a_switch_in_front_of_a_text_is_its_name_alone_or_a_one() {
    let cases = [
        (MYSQL, "innodb_ft_aux_table", "innodb_ft_aux_table="),
        (MYSQL, "enable-innodb_ft_aux_table", "!BadValue"),
        (
            MYSQL,
            "enable-replicate_do_table",
            "replicate_do_table=1 !BadValue",
        ),
        (
            MARIADB,
            "skip-replicate_do_table=0",
            "replicate_do_table=1 !BadValue",
        ),
    ];
    for (server, option, expected) in cases {
        assert_eq!(said(server, option), expected, "{option} on {server:?}");
    }
}

#[test]
fn switches_of_innodbs_tables_outlive_an_innodb_that_is_ignored_on_11_8() {
    let later = (Engine::Mariadb, Version::new(11, 8));
    for (server, stops) in [(MARIADB, true), (later, false)] {
        let said = said(server, "ignore_builtin_innodb\ninnodb_cmpmem");
        assert_eq!(said.contains('!'), stops, "{server:?}: {said}");
    }
    assert!(said(later, "ignore_builtin_innodb\ninnodb_io_capacity=200").contains('!'));
}

#[test]
fn mariadb_chooses_no_value_of_a_switch_without_argument() {
    let cases = [
        ("autoset-silent_startup='abc'", "?BadValue"),
        ("autoset-old_style_user_limits", "old_style_user_limits=ON"),
        (
            "autoset-skip-old_style_user_limits",
            "old_style_user_limits=OFF",
        ),
        ("autoset-slow_query_log='abc'", "!BadValue"),
        ("autoset-skip-port", "!BadValue"),
        ("autoset-enable-log_error", "!BadValue"),
        ("loose-autoset-port=7", "!BadValue"),
    ];
    for (option, expected) in cases {
        assert_eq!(said(MARIADB, option), expected, "{option}");
    }
}

#[test]
fn switches_without_argument_are_others_on_mysql() {
    let said = |server, name: &str| said(server, &format!("{name}=1\n{name}=abc"));
    for name in ["allow_suspicious_udfs", "innodb_api_enable_mdl"] {
        assert!(said(MYSQL, name).starts_with(&format!("{name}=ON")));
    }
    assert!(said(MARIADB, "allow_suspicious_udfs").starts_with("allow_suspicious_udfs=OFF"));
    assert!(said(MYSQL, "skip_slave_start").starts_with("skip_replica_start=OFF"));
    assert!(said(MARIADB, "skip_slave_start").starts_with("skip_slave_start=ON"));
}
