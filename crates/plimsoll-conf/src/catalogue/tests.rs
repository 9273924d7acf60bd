//! The registry of parameters: its shape, and facts known from elsewhere.

use plimsoll_model::{Engine, Unit, Version};

use super::lookup::compare;
use super::{
    Argument, Context, Exactness, Kind, Parameter, Series, Span, did_you_mean, lookup, names,
    parameters, renamed, resolve,
};
use super::{Date, Releases};

fn every() -> impl Iterator<Item = &'static Parameter> {
    Engine::ALL.into_iter().flat_map(parameters)
}

fn every_span() -> impl Iterator<Item = (&'static Parameter, &'static Span)> {
    every().flat_map(|parameter| parameter.spans.iter().map(move |span| (parameter, span)))
}

#[test]
fn tables_are_sorted_and_names_unique() {
    for engine in Engine::ALL {
        for pair in parameters(engine).windows(2) {
            assert!(
                compare(pair[0].name, pair[1].name).is_lt(),
                "{engine}: {} before {}",
                pair[0].name,
                pair[1].name
            );
        }
    }
}

#[test]
fn every_parameter_is_found_by_its_name_in_any_case() {
    for parameter in every() {
        for name in [parameter.name.to_owned(), parameter.name.to_uppercase()] {
            let found = lookup(parameter.engine, &name).map(|found| found.name);
            assert_eq!(found, Some(parameter.name), "{}", parameter.engine);
        }
    }
    for name in ["", "zzz", "work_me", "work_memo", "-"] {
        assert!(lookup(Engine::Postgresql, name).is_none(), "{name}");
    }
}

#[test]
fn spans_follow_each_other_within_the_series() {
    for parameter in every() {
        let series = Series::all(parameter.engine).len();
        for span in parameter.spans {
            assert!(span.first <= span.last, "{}", parameter.name);
            assert!(usize::from(span.last) < series, "{}", parameter.name);
        }
        for pair in parameter.spans.windows(2) {
            assert!(pair[0].last < pair[1].first, "{}", parameter.name);
        }
    }
}

#[test]
fn defaults_are_values_of_their_kind() {
    let mut wrong = Vec::new();
    for (parameter, span) in every_span() {
        if span
            .default
            .is_some_and(|default| !fits(span.kind, default))
        {
            let series = Series::all(parameter.engine).nth(usize::from(span.first));
            let series = series.map_or_else(String::new, |series| series.to_string());
            wrong.push(format!(
                "{} {series} {}: {:?} is no {:?}",
                parameter.engine, parameter.name, span.default, span.kind
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fits(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::Bool => matches!(value, "on" | "off" | "ON" | "OFF"),
        Kind::Integer { min, max, .. } => value
            .parse::<i128>()
            .is_ok_and(|number| (min..=max).contains(&number)),
        Kind::Real { min, max } => value
            .parse::<f64>()
            .is_ok_and(|number| (min..=max).contains(&number)),
        Kind::Enum { values, .. } => values.contains(&value),
        Kind::Set { values } => {
            value.is_empty() || value.split(',').all(|word| values.contains(&word))
        }
        Kind::FlagSet { values } => value.split(',').all(|flag| {
            flag.split_once('=')
                .is_some_and(|(word, _)| values.contains(&word))
        }),
        Kind::Text => true,
    }
}

#[test]
fn names_that_point_elsewhere_point_at_parameters() {
    for parameter in every() {
        for target in [parameter.alias_of, parameter.became].into_iter().flatten() {
            assert!(
                lookup(parameter.engine, target).is_some(),
                "{}: {} points at {target}",
                parameter.engine,
                parameter.name
            );
        }
        for old in parameter.also {
            for series in Series::all(parameter.engine) {
                if old.first <= series.index() && series.index() <= old.last {
                    let found = resolve(series, old.name).map(|found| found.name);
                    assert_eq!(found, Some(parameter.name), "{} in {series}", old.name);
                }
            }
        }
    }
}

#[test]
fn words_are_never_missing() {
    for (parameter, span) in every_span() {
        let (Kind::Enum { values, .. } | Kind::Set { values } | Kind::FlagSet { values }) =
            span.kind
        else {
            continue;
        };
        assert!(
            !values.is_empty(),
            "{} {}",
            parameter.engine,
            parameter.name
        );
    }
}

#[test]
fn what_matters_to_people_is_told_in_a_line() {
    for engine in Engine::ALL {
        let told = parameters(engine)
            .iter()
            .filter_map(|parameter| parameter.about);
        let mut count = 0;
        for about in told {
            assert!(about.ends_with('.') && !about.contains('\n'), "{about}");
            count += 1;
        }
        assert!(count >= 100, "{engine}: only {count}");
    }
}

/// Defaults as the manuals of the releases state them; `-`: worked out by the
/// server.
const KNOWN_DEFAULTS: &str = "
    postgresql 12 work_mem 4096
    postgresql 18 shared_buffers 16384
    postgresql 14 hash_mem_multiplier 1
    postgresql 15 hash_mem_multiplier 2
    postgresql 17 effective_io_concurrency 1
    postgresql 18 effective_io_concurrency 16
    postgresql 13 checkpoint_completion_target 0.5
    postgresql 14 checkpoint_completion_target 0.9
    postgresql 18 TimeZone GMT
    postgresql 13 password_encryption md5
    postgresql 14 password_encryption scram-sha-256
    mysql 5.7 character_set_server latin1
    mysql 8.0 character_set_server utf8mb4
    mysql 8.0 innodb_log_buffer_size 16777216
    mysql 8.4 innodb_log_buffer_size 67108864
    mysql 8.0 innodb_adaptive_hash_index ON
    mysql 8.4 innodb_adaptive_hash_index OFF
    mysql 8.0 innodb_flush_method fsync
    mysql 8.4 innodb_flush_method O_DIRECT
    mysql 8.0 innodb_io_capacity 200
    mysql 8.4 innodb_io_capacity 10000
    mysql 8.0 temptable_max_ram 1073741824
    mysql 8.4 temptable_max_mmap 0
    mysql 5.7 log_bin OFF
    mysql 8.0 log_bin ON
    mysql 5.7 max_allowed_packet 4194304
    mysql 8.4 max_allowed_packet 67108864
    mysql 9.7 back_log -
    mariadb 10.6 innodb_flush_method O_DIRECT
    mariadb 10.11 optimizer_prune_level 2
    mariadb 10.6 optimizer_prune_level 1
    mariadb 11.4 innodb_undo_tablespaces 3
    mariadb 11.4 character_set_server latin1
    mariadb 11.8 character_set_server utf8mb4
    mariadb 11.4 innodb_snapshot_isolation OFF
    mariadb 11.8 innodb_snapshot_isolation ON
    mariadb 10.11 sort_buffer_size 2097152
";

#[test]
fn known_defaults_hold() {
    for line in KNOWN_DEFAULTS.lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let engine = Engine::parse(words[0]).expect(line);
        let series = Series::named(engine, words[1]).expect(line);
        let span = lookup(engine, words[2]).and_then(|parameter| parameter.at(series));
        assert_eq!(span.expect(line).default.unwrap_or("-"), words[3], "{line}");
    }
}

#[test]
fn parameters_come_and_go_with_the_series() {
    let cases = [
        (Engine::Postgresql, "wal_keep_segments", "12", "12"),
        (Engine::Postgresql, "wal_keep_size", "13", "18"),
        (Engine::Postgresql, "transaction_timeout", "17", "18"),
        (Engine::Postgresql, "old_snapshot_threshold", "12", "16"),
        (Engine::Mysql, "query_cache_size", "5.7", "5.7"),
        (Engine::Mysql, "innodb_log_file_size", "5.7", "8.4"),
        (Engine::Mysql, "innodb_redo_log_capacity", "8.0", "9.7"),
        (Engine::Mysql, "default_authentication_plugin", "5.7", "8.0"),
        (Engine::Mysql, "expire_logs_days", "5.7", "8.0"),
        (Engine::Mysql, "skip_grant_tables", "5.7", "9.7"),
        (Engine::Mariadb, "innodb_defragment", "10.6", "11.8"),
        (Engine::Mariadb, "max_tmp_total_space_usage", "11.8", "11.8"),
        (Engine::Mariadb, "redirect_url", "11.4", "11.8"),
    ];
    for (engine, name, since, until) in cases {
        let parameter = lookup(engine, name).expect(name);
        let ends =
            [parameter.since(), parameter.until()].map(|series| series.expect(name).to_string());
        assert_eq!(ends, [since, until], "{engine} {name}");
    }
}

#[test]
fn kinds_carry_what_the_server_checks() {
    let at = |engine, series, name: &str| {
        let series = Series::named(engine, series).expect(series);
        let parameter = lookup(engine, name).expect(name);
        parameter.at(series).expect(name)
    };
    let work_mem = at(Engine::Postgresql, "16", "work_mem");
    assert_eq!(work_mem.unit, Some(Unit::KB));
    assert_eq!(
        work_mem.kind,
        Kind::Integer {
            min: 64,
            max: 2_147_483_647,
            block: 1
        }
    );
    let Kind::Enum { values, synonyms } = at(Engine::Postgresql, "16", "wal_compression").kind
    else {
        panic!("wal_compression is an enum from 15 on");
    };
    assert!(values.contains(&"zstd"));
    assert!(synonyms.contains(&("on", "pglz")) && synonyms.contains(&("yes", "pglz")));
    assert_eq!(
        at(Engine::Postgresql, "14", "wal_compression").kind,
        Kind::Bool
    );

    let pool = at(Engine::Mysql, "8.0", "innodb_buffer_pool_size");
    assert_eq!(pool.unit, Some(Unit::B));
    assert_eq!(pool.context, Context::Global);
    let joins = at(Engine::Mysql, "9.7", "join_buffer_size");
    assert!(matches!(joins.kind, Kind::Integer { block: 128, .. }));
    assert_eq!(at(Engine::Mysql, "9.7", "ansi").argument, Argument::None);
    assert_eq!(
        at(Engine::Mysql, "9.7", "user").argument,
        Argument::Required
    );
    assert_eq!(
        at(Engine::Mysql, "8.4", "sql_log_bin").argument,
        Argument::NotAnOption
    );
    assert_eq!(at(Engine::Mysql, "9.7", "table_open_cache").unit, None);
    let gone = at(Engine::Mariadb, "11.8", "innodb_buffer_pool_instances");
    assert_eq!(gone.context, Context::Ignored);
    assert!(matches!(
        at(Engine::Mariadb, "10.11", "optimizer_switch").kind,
        Kind::FlagSet { .. }
    ));
}

#[test]
fn versions_find_their_series() {
    use Exactness::{Exact, Nearest};
    let cases = [
        (Engine::Postgresql, "16.4", "16", Exact),
        (Engine::Postgresql, "16", "16", Exact),
        (Engine::Postgresql, "11", "12", Nearest),
        (Engine::Postgresql, "9.6.24", "12", Nearest),
        (Engine::Postgresql, "19beta1", "18", Nearest),
        (Engine::Mysql, "8.0.36", "8.0", Exact),
        (Engine::Mysql, "8", "8.4", Nearest),
        (Engine::Mysql, "8.1.0", "8.0", Nearest),
        (Engine::Mysql, "8.3", "8.4", Nearest),
        (Engine::Mysql, "9.0", "9.7", Nearest),
        (Engine::Mysql, "5.5.x", "5.7", Nearest),
        (Engine::Mysql, "26.1", "9.7", Nearest),
        (
            Engine::Mariadb,
            "10.11.19-MariaDB-0+deb12u1",
            "10.11",
            Exact,
        ),
        (Engine::Mariadb, "10.4", "10.6", Nearest),
        (Engine::Mariadb, "12.0", "11.8", Nearest),
    ];
    for (engine, version, name, exactness) in cases {
        let version = Version::parse(version).expect(version);
        let (series, found) = Series::nearest(engine, &version);
        assert_eq!(
            (series.to_string().as_str(), found),
            (name, exactness),
            "{version}"
        );
    }
}

#[test]
fn slips_and_old_names_lead_to_the_parameter() {
    let pg = |name| Series::named(Engine::Postgresql, name).expect(name);
    assert_eq!(
        did_you_mean(pg("16"), "shared_bufers"),
        Some("shared_buffers")
    );
    assert_eq!(did_you_mean(pg("16"), "work-mem"), Some("work_mem"));
    assert_eq!(did_you_mean(pg("16"), "qqqq"), None);
    assert_eq!(
        resolve(pg("16"), "SORT_MEM").map(|found| found.name),
        Some("work_mem")
    );
    assert!(resolve(pg("12"), "wal_keep_size").is_none());
    let became = |series, name: &str| renamed(series, name).map(|found| found.name);
    assert_eq!(became(pg("16"), "wal_keep_segments"), Some("wal_keep_size"));
    assert_eq!(became(pg("12"), "wal_keep_segments"), None);
    assert_eq!(
        became(pg("18"), "checkpoint_segments"),
        Some("max_wal_size")
    );
    let mysql = |name| Series::named(Engine::Mysql, name).expect(name);
    assert_eq!(
        became(mysql("8.4"), "tx_isolation"),
        Some("transaction_isolation")
    );
    assert_eq!(became(mysql("9.7"), "key_buffer"), Some("key_buffer_size"));
    assert!(names(mysql("9.7")).any(|name| name == "container_aware"));
    assert!(!names(mysql("8.0")).any(|name| name == "container_aware"));
}

#[test]
fn what_is_embedded_is_what_the_file_says() {
    let text = include_str!("../../../../catalogue/releases.toml");
    assert_eq!(Releases::read(text).as_ref(), Ok(&Releases::embedded()));
    for engine in Engine::ALL {
        for series in Series::all(engine) {
            let release = Releases::embedded()
                .of(series)
                .cloned()
                .expect("every series");
            assert!(release.released < Releases::embedded().as_of);
            assert!(release.end_of_life.is_none_or(|end| end > release.released));
            assert!(
                release
                    .fixes
                    .windows(2)
                    .all(|pair| pair[0].version < pair[1].version)
            );
            assert!(
                release
                    .fixes
                    .iter()
                    .all(|fixes| fixes.version <= release.newest && !fixes.cves.is_empty())
            );
        }
    }
}

#[test]
fn a_release_says_how_far_behind_a_server_is() {
    let releases = Releases::embedded();
    let of = |engine, name| {
        let series = Series::named(engine, name).expect("a series");
        releases.of(series).expect("a release")
    };
    let behind = |engine, name, version| {
        of(engine, name).minors_behind(&Version::parse(version).expect("a version"))
    };
    assert_eq!(behind(Engine::Postgresql, "17", "17.12"), Some(0));
    assert_eq!(behind(Engine::Postgresql, "17", "17.10"), Some(2));
    // 18.5 was never released.
    assert_eq!(behind(Engine::Postgresql, "18", "18.4"), Some(2));
    assert_eq!(behind(Engine::Postgresql, "18", "18.6"), Some(1));
    assert_eq!(behind(Engine::Postgresql, "16", "16"), None);
    assert_eq!(behind(Engine::Postgresql, "16", "15.3"), None);
    assert_eq!(behind(Engine::Mysql, "8.0", "8.0.44"), Some(2));
    assert_eq!(behind(Engine::Mysql, "8.0", "8.4.1"), None);
    assert_eq!(behind(Engine::Mariadb, "10.11", "10.11"), None);
    let lacks = of(Engine::Postgresql, "16");
    let lacks: Vec<String> = lacks
        .fixes_after(&Version::new(16, 14))
        .map(|fixes| fixes.version.to_string())
        .collect();
    assert_eq!(lacks, ["16.15", "16.16"]);
    let day = |text| Date::parse(text).expect("a day");
    let ended = |name, on| of(Engine::Mysql, name).ended(day(on));
    assert_eq!(ended("8.0", "2026-04-30"), Some(false));
    assert_eq!(ended("8.0", "2026-05-01"), Some(true));
}

#[test]
fn a_copy_read_at_run_time_says_what_is_wrong_with_it() {
    let cases = [
        ("as_of = 3", "invalid type"),
        (
            "as_of = \"2026-13-01\"\nrelease = []",
            "`2026-13-01` is no day",
        ),
        (
            "as_of = \"2026-01-01\"\n[[release]]\nengine = \"mysql\"\nseries = \"8.0\"\nreleased = \"soon\"\nnewest = \"8.0.1\"",
            "mysql 8.0: `soon` is no day",
        ),
    ];
    for (text, why) in cases {
        let error = Releases::read(text).expect_err(text);
        assert!(error.contains(why), "{error}");
    }
}
