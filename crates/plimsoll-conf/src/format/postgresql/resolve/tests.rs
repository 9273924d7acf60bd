use std::path::PathBuf;
use std::sync::Arc;

use plimsoll_model::{Config, Engine, Origin, ProblemKind, Version};

use crate::{Entry, Files, Outcome, Request, read};

/// What stands where, in a test.
enum Stands {
    File(&'static [u8]),
    Folder(&'static [&'static str]),
    Other(Entry),
}

use Stands::{File, Folder, Other};

fn config_of(version: &str, arguments: &[&str], stands: Vec<(&str, Stands)>) -> Config {
    let mut files = Files::new();
    for (path, what) in stands {
        let entry = match what {
            File(bytes) => Entry::File(Arc::from(bytes)),
            Folder(names) => Entry::Folder(names.iter().map(PathBuf::from).collect()),
            Other(entry) => entry,
        };
        files.insert(path, entry);
    }
    let request = Request {
        engine: Engine::Postgresql,
        version: Version::parse(version),
        main: PathBuf::from("main.conf"),
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        instance: crate::Instance::default(),
    };
    // What is asked for and not there is missing.
    loop {
        match read(&request, &files) {
            Outcome::Config(config) => return *config,
            Outcome::Need(needs) => {
                assert!(!needs.is_empty());
                for need in needs {
                    assert!(files.get(&need.path).is_none(), "asked twice");
                    files.insert(need.path, Entry::Missing);
                }
            }
        }
    }
}

fn config(text: &'static str) -> Config {
    config_of("16", &[], vec![("main.conf", File(text.as_bytes()))])
}

/// `name=value`, sorted by name.
fn values(config: &Config) -> Vec<String> {
    let settings = config.settings.values();
    settings
        .map(|set| format!("{}={}", set.name, set.value))
        .collect()
}

/// `kind line`, with `!` in front where fatal, of all but shadowed values.
fn problems(config: &Config) -> Vec<String> {
    let problems = config.problems.iter();
    let told = problems.filter(|problem| problem.kind != ProblemKind::ShadowedValue);
    told.map(|problem| {
        let fatal = if problem.fatal { "!" } else { "" };
        format!("{fatal}{:?} {}", problem.kind, problem.place)
    })
    .collect()
}

/// Files and what the server has in force, or why it does not start.
fn check(text: &'static str, expected_values: &[&str], expected_problems: &[&str]) {
    let config = config(text);
    assert_eq!(values(&config), expected_values, "{text:?}");
    assert_eq!(problems(&config), expected_problems, "{text:?}");
}

#[test]
fn the_last_of_several_lines_counts_and_the_others_are_said() {
    let config = config("work_mem = 1MB\nwork_mem = 2MB\n\nwork_mem = 3MB\n");
    let set = &config.settings["work_mem"];
    assert_eq!((set.value.as_str(), set.display.as_str()), ("3072", "3MB"));
    let hidden: Vec<_> = set
        .shadowed
        .iter()
        .map(|s| (s.place.line, s.text.as_str()))
        .collect();
    assert_eq!(hidden, [(1, "1MB"), (2, "2MB")]);
    let kinds: Vec<_> = config.problems.iter().map(|p| (p.kind, p.fatal)).collect();
    assert_eq!(kinds, [(ProblemKind::ShadowedValue, false); 2]);
}

#[test]
fn a_bad_value_that_a_later_line_hides_is_not_looked_at() {
    check("work_mem = 4mb\nwork_mem = 4MB\n", &["work_mem=4096"], &[]);
    // Unless it is spelt otherwise: the server compares names as written.
    check(
        "Work_Mem = 4mb\nwork_mem = 4MB\n",
        &["work_mem=4096"],
        &["!WrongUnit main.conf:1"],
    );
    check(
        "sort_mem = 4mb\nwork_mem = 4MB\n",
        &["work_mem=4096"],
        &["!WrongUnit main.conf:1"],
    );
    check("sort_mem = 8MB\n", &["work_mem=8192"], &[]);
}

#[test]
fn names_and_values_come_with_or_without_equals_and_in_any_case() {
    check(
        "WORK_mem 4MB\nfsync=OFF\nwal_level\t=\t'Minimal'\nmax_wal_senders 0",
        &[
            "fsync=off",
            "max_wal_senders=0",
            "wal_level=minimal",
            "work_mem=4096",
        ],
        &[],
    );
}

#[test]
fn units_are_exact_in_case() {
    check("work_mem = 4mb", &[], &["!WrongUnit main.conf:1"]);
    check("work_mem = 4096KB", &[], &["!WrongUnit main.conf:1"]);
    check("work_mem = 4MiB", &[], &["!WrongUnit main.conf:1"]);
    check("max_connections = 100MB", &[], &["!WrongUnit main.conf:1"]);
    check(
        "shared_buffers = 16384",
        &["shared_buffers=16384"],
        &["MissingUnit main.conf:1"],
    );
}

#[test]
fn fractions_with_a_unit_and_blanks_need_quotes() {
    check("work_mem = 1.5MB", &[], &["!Syntax main.conf:1"]);
    check("work_mem = 0.25GB", &[], &["!Syntax main.conf:1"]);
    check("work_mem = 4 MB", &[], &["!Syntax main.conf:1"]);
    check("work_mem = '1.5MB'", &["work_mem=1536"], &[]);
    check("work_mem = '4 MB'", &["work_mem=4096"], &[]);
}

#[test]
fn whole_numbers_come_in_octal_and_hexadecimal() {
    check("max_connections = 0144", &["max_connections=100"], &[]);
    check("max_connections = 0x400", &["max_connections=1024"], &[]);
    check("max_connections = 1e3", &[], &["!Syntax main.conf:1"]);
    check("max_connections = '1e3'", &["max_connections=1000"], &[]);
    check("max_connections = 99.5", &["max_connections=100"], &[]);
    check("log_file_mode = 0640", &["log_file_mode=416"], &[]);
}

#[test]
fn strings_escape_a_quote_twice_over() {
    check(r"cluster_name = 'a''b' # x", &["cluster_name=a'b"], &[]);
    check(r"cluster_name = 'a\'b'", &["cluster_name=a'b"], &[]);
    check("cluster_name = 'a", &[], &["!Syntax main.conf:1"]);
}

#[test]
fn switches_and_words_come_as_the_server_takes_them() {
    check(
        "fsync = tr\nautovacuum = 0\njit = nO",
        &["autovacuum=off", "fsync=on", "jit=off"],
        &[],
    );
    check("fsync = o", &[], &["!BadValue main.conf:1"]);
    check("fsync = ''", &[], &["!BadValue main.conf:1"]);
    check(
        "log_min_messages = Debug",
        &["log_min_messages=debug2"],
        &[],
    );
    check("wal_compression = on", &["wal_compression=pglz"], &[]);
    check("wal_compression = brotli", &[], &["!BadValue main.conf:1"]);
}

#[test]
fn numbers_stay_in_their_range() {
    check("max_connections = 0", &[], &["!OutOfRange main.conf:1"]);
    check("random_page_cost = -1", &[], &["!OutOfRange main.conf:1"]);
    check("work_mem = 3TB", &[], &["!OutOfRange main.conf:1"]);
}

#[test]
fn special_values_stay_as_they_are() {
    check(
        "autovacuum_work_mem = -1\ntemp_file_limit = -1\nwal_buffers = -1",
        &[
            "autovacuum_work_mem=-1",
            "temp_file_limit=-1",
            "wal_buffers=-1",
        ],
        &[],
    );
    check(
        "wal_buffers = 1",
        &["wal_buffers=4"],
        &["AdjustedValue main.conf:1"],
    );
}

#[test]
fn unknown_names_are_fatal_unless_they_have_a_dot() {
    check("work_men = 4MB", &[], &["!UnknownParameter main.conf:1"]);
    check("My.Thing = 'x'", &["my.thing=x"], &[]);
    check("a.b.c = 'x'", &[], &["!Syntax main.conf:1"]);
    let said = &config("work_men = 4MB").problems[0].message;
    assert!(said.ends_with("did you mean work_mem?"), "{said}");
}

#[test]
fn a_byte_order_mark_is_fatal() {
    check(
        "\u{feff}work_mem = 4MB",
        &[],
        &["!ByteOrderMark main.conf:1"],
    );
    check(
        "\u{feff}# comment\nwork_mem = 4MB",
        &["work_mem=4096"],
        &["!ByteOrderMark main.conf:1"],
    );
}

#[test]
fn line_ends_of_windows_no_last_line_feed_and_nothing_at_all_are_fine() {
    check(
        "work_mem = 4MB\r\nfsync = on\r\n",
        &["fsync=on", "work_mem=4096"],
        &[],
    );
    check("work_mem = 4MB", &["work_mem=4096"], &[]);
    check("", &[], &[]);
}

#[test]
fn what_the_server_only_shows_cannot_be_set() {
    check("block_size = 8192", &[], &["!NotSettableHere main.conf:1"]);
}

#[test]
fn includes_expand_in_place_relative_to_the_file_that_includes() {
    let config = config_of(
        "16",
        &[],
        vec![
            (
                "main.conf",
                File(b"work_mem = 1MB\ninclude 'sub/a.conf'\nport = 1\n"),
            ),
            (
                "sub/a.conf",
                File(b"work_mem = 2MB\nport = 2\ninclude_if_exists 'b.conf'\n"),
            ),
            ("sub/b.conf", File(b"fsync = off")),
        ],
    );
    assert_eq!(values(&config), ["fsync=off", "port=1", "work_mem=2048"]);
    assert_eq!(config.files, ["main.conf", "sub/a.conf", "sub/b.conf"]);
    assert!(matches!(&config.settings["work_mem"].origin,
        Origin::File(place) if place.file == "sub/a.conf" && place.line == 1));
}

#[test]
fn a_folder_is_read_in_the_order_of_bytes_without_hidden_and_other_files() {
    let names = &[
        "9-b.conf",
        "10-a.conf",
        ".hidden.conf",
        "x.conf~",
        "y.cnf",
        ".conf",
        "sub.conf",
    ];
    let config = config_of(
        "16",
        &[],
        vec![
            ("main.conf", File(b"include_dir = 'conf.d'\n")),
            ("conf.d", Folder(names)),
            ("conf.d/9-b.conf", File(b"work_mem = 9MB")),
            ("conf.d/10-a.conf", File(b"work_mem = 10MB")),
            ("conf.d/sub.conf", Folder(&[])),
        ],
    );
    assert_eq!(values(&config), ["work_mem=9216"]);
    assert_eq!(problems(&config), [""; 0]);
    assert_eq!(
        config.files,
        ["main.conf", "conf.d/10-a.conf", "conf.d/9-b.conf"]
    );
}

#[test]
fn an_include_that_is_not_there_is_fatal_unless_it_may_be_missing() {
    check("include 'gone.conf'", &[], &["!MissingInclude main.conf:1"]);
    check("include_dir 'gone'", &[], &["!MissingInclude main.conf:1"]);
    check("include_if_exists 'gone.conf'", &[], &[]);
    check("include_if_exists ' '", &[], &["!BadValue main.conf:1"]);
}

#[test]
fn includes_that_run_in_a_circle_are_fatal() {
    check("include 'main.conf'", &[], &["!IncludeLoop main.conf:1"]);
    check(
        "include_if_exists './main.conf'",
        &[],
        &["!IncludeLoop main.conf:1"],
    );
    let config = config_of(
        "16",
        &[],
        vec![
            ("main.conf", File(b"include 'a.conf'\ninclude 'a.conf'\n")),
            ("a.conf", File(b"include 'b.conf'\ninclude 'b.conf'\n")),
            ("b.conf", File(b"include 'a.conf'\ninclude 'a.conf'\n")),
        ],
    );
    assert_eq!(problems(&config), ["!IncludeLoop b.conf:1"]);
}

#[test]
fn a_line_read_again_and_again_is_said_once_and_does_not_hide_itself() {
    let hidden = |main: &'static [u8], a: &'static [u8]| {
        let stands = vec![("main.conf", File(main)), ("a.conf", File(a))];
        let config = config_of("16", &[], stands);
        let problems = config.problems.iter();
        let hidden = problems.filter(|problem| problem.kind == ProblemKind::ShadowedValue);
        hidden
            .map(|problem| problem.place.to_string())
            .collect::<Vec<_>>()
    };
    let looped = hidden(
        b"include 'a.conf'\n",
        b"port = 1\nport = 2\ninclude 'main.conf'\n",
    );
    assert_eq!(looped, ["a.conf:1"]);
    let twice = hidden(
        b"include 'a.conf'\nport = 2\ninclude 'a.conf'\n",
        b"port = 1\n",
    );
    assert_eq!(twice, ["main.conf:2"]);
}

#[test]
fn what_lies_outside_is_said_and_not_read() {
    let config = config_of(
        "16",
        &[],
        vec![
            (
                "main.conf",
                File(b"include '/etc/shadow'\nwork_mem = 1MB\n"),
            ),
            ("/etc/shadow", Other(Entry::Outside)),
        ],
    );
    assert_eq!(values(&config), ["work_mem=1024"]);
    assert_eq!(problems(&config), ["OutsideNotFollowed main.conf:1"]);
}

#[test]
fn what_cannot_be_read_is_fatal_where_it_must_be_there() {
    let denied = || Other(Entry::Unreadable("permission denied".to_owned()));
    let read = |text: &'static [u8]| {
        let config = config_of("16", &[], vec![("main.conf", File(text)), ("a", denied())]);
        problems(&config).join(" ")
    };
    assert_eq!(read(b"include a"), "!UnreadableFile main.conf:1");
    assert_eq!(read(b"include_if_exists a"), "UnreadableFile main.conf:1");
    assert_eq!(read(b"include_dir a"), "!UnreadableFile main.conf:1");
}

#[test]
fn auto_conf_goes_before_the_files_and_arguments_before_all() {
    let stands = || {
        vec![
            (
                "main.conf",
                File(b"work_mem = 1MB\nport = 1\nfsync = on\n".as_slice()),
            ),
            (
                "postgresql.auto.conf",
                File(b"work_mem = '2MB'\nport = 2\n"),
            ),
        ]
    };
    let config = config_of("16", &["--work-mem=3MB", "-p 3", "-F"], stands());
    assert_eq!(values(&config), ["fsync=off", "port=3", "work_mem=3072"]);
    let config = config_of("16", &[], stands());
    assert_eq!(values(&config), ["fsync=on", "port=2", "work_mem=2048"]);
    let set = &config.settings["work_mem"];
    assert!(matches!(&set.origin, Origin::Auto(place) if place.line == 1));
    assert_eq!(set.shadowed[0].place.to_string(), "main.conf:1");
}

#[test]
fn a_bad_value_in_a_file_is_fatal_even_where_an_argument_goes_before_it() {
    let config = config_of(
        "16",
        &["-c", "work_mem=3MB"],
        vec![("main.conf", File(b"work_mem = 3mb"))],
    );
    assert_eq!(problems(&config), ["!WrongUnit main.conf:1"]);
    let config = config_of(
        "16",
        &["-c", "work_mem=3mb"],
        vec![("main.conf", File(b""))],
    );
    assert_eq!(problems(&config), ["!WrongUnit command line:1"]);
}

#[test]
fn auto_conf_stands_in_the_data_directory() {
    let config = config_of(
        "16",
        &[],
        vec![
            (
                "main.conf",
                File(b"data_directory = '/var/lib/postgresql/16/main'\n"),
            ),
            ("postgresql.auto.conf", File(b"port = 1\n")),
            (
                "/var/lib/postgresql/16/main/postgresql.auto.conf",
                File(b"port = 2\n"),
            ),
        ],
    );
    assert_eq!(config.settings["port"].value, "2");
    let outside = config_of(
        "16",
        &[],
        vec![
            ("main.conf", File(b"data_directory = '/data'\n")),
            ("/data/postgresql.auto.conf", Other(Entry::Outside)),
        ],
    );
    assert_eq!(
        problems(&outside),
        ["OutsideNotFollowed /data/postgresql.auto.conf:1"]
    );
    let parameter = outside.problems[0].parameter.as_deref();
    assert_eq!(parameter, Some("data_directory"));
}

#[test]
fn a_date_style_keeps_what_it_leaves_unsaid_from_the_one_before() {
    // Lines that spell the name alike are one: only the last is looked at.
    check(
        "DATESTYLE = german\nDateStyle = ''",
        &["DateStyle=German, DMY"],
        &[],
    );
    check(
        "DATESTYLE = 'sql, ymd'\nDateStyle = iso",
        &["DateStyle=ISO, YMD"],
        &[],
    );
    check(
        "DATESTYLE = ymd\nDateStyle = german",
        &["DateStyle=German, DMY"],
        &[],
    );
    check(
        "DateStyle = german\nDateStyle = ''",
        &["DateStyle=ISO, MDY"],
        &[],
    );
}

#[test]
fn a_locale_whose_name_is_not_ascii_is_refused_since_16() {
    let read = |version: &str| {
        let stands = vec![("main.conf", File(b"lc_time = 'POSI\x80'"))];
        problems(&config_of(version, &[], stands)).join(" ")
    };
    assert_eq!(read("16"), "!BadValue main.conf:1");
    assert_eq!(read("15"), "");
}

#[test]
fn a_parameter_of_late_minors_is_fatal_only_where_the_minor_is_known_to_be_older() {
    let read = |version: &str| {
        let text = b"output_plugin_libraries = 'pgoutput'";
        let config = config_of(version, &[], vec![("main.conf", File(text))]);
        problems(&config).join(" ")
    };
    assert_eq!(read("13.23"), "!FutureParameter main.conf:1");
    assert_eq!(read("16.14"), "!FutureParameter main.conf:1");
    assert_eq!(read("16.15"), "");
    assert_eq!(read("16"), "FutureParameter main.conf:1");
    assert_eq!(read(""), "");
}

#[test]
fn parameters_come_and_go_with_versions() {
    let read = |version: &str, text: &'static str| {
        let config = config_of(version, &[], vec![("main.conf", File(text.as_bytes()))]);
        problems(&config).join(" ")
    };
    assert_eq!(
        read("16", "summarize_wal = on"),
        "!FutureParameter main.conf:1"
    );
    assert_eq!(read("17", "summarize_wal = on"), "");
    assert_eq!(
        read("16", "vacuum_cleanup_index_scale_factor = 1"),
        "!RemovedParameter main.conf:1"
    );
    assert_eq!(
        read("13", "wal_keep_segments = 1"),
        "!RenamedParameter main.conf:1"
    );
    assert_eq!(read("12", "wal_compression = lz4"), "!BadValue main.conf:1");
    // Not told: fatal only where every series refuses.
    assert_eq!(read("", "wal_compression = lz4"), "");
    assert_eq!(
        read("", "vacuum_cleanup_index_scale_factor = 1"),
        "RemovedParameter main.conf:1"
    );
    assert_eq!(read("", "work_mem = 4mb"), "!WrongUnit main.conf:1");
    assert_eq!(read("19", "work_mem = 4MB"), "NearestSeries main.conf:1");
}

#[test]
fn combinations_that_the_server_refuses_are_fatal_at_what_was_set() {
    check(
        "max_connections = 3",
        &["max_connections=3"],
        &["!BadValue main.conf:1"],
    );
    check(
        "\nwal_level = minimal",
        &["wal_level=minimal"],
        &["!BadValue main.conf:2"],
    );
    check(
        "wal_level = minimal\nmax_wal_senders = 0\narchive_mode = on",
        &["archive_mode=on", "max_wal_senders=0", "wal_level=minimal"],
        &["!BadValue main.conf:1"],
    );
    check(
        "min_wal_size = 31MB",
        &["min_wal_size=31"],
        &["!BadValue main.conf:1"],
    );
}

#[test]
fn a_server_gives_a_file_up_after_a_hundred_lines_it_cannot_read() {
    let text: &'static str = "? ?\n".repeat(300).leak();
    assert_eq!(problems(&config(text)).len(), 100);
}

#[test]
fn bytes_that_are_no_text_are_said_once() {
    let bytes: &'static [u8] = b"\x7fELF\x02\x01\x01\0\0\0\0\n\0\0\x01\n\xff\xfe\n";
    let config = config_of("16", &[], vec![("main.conf", File(bytes))]);
    assert_eq!(problems(&config), ["!NotText main.conf:1"]);
}
