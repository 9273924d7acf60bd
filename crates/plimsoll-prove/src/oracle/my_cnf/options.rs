//! Option files of real options by dice: many that hold, or a few of which some
//! do not (the server stops at the first).

use plimsoll_conf::catalogue::{Argument, Kind, Parameter, Series, Span, parameters};
use plimsoll_model::Engine;

use super::super::dice::Dice;

/// Options that make the server do something else than show its values, that
/// ask the machine for something, or whose value is another file.
const UNTOUCHED: &[&str] = &[
    "basedir",
    "bootstrap",
    "character_sets_dir",
    "chroot",
    "core_file",
    "daemonize",
    "datadir",
    "debug",
    "gdb",
    "help",
    "init_file",
    "initialize",
    "initialize_insecure",
    "install",
    "keyring_migration_destination",
    "keyring_migration_from_component",
    "keyring_migration_host",
    "keyring_migration_password",
    "keyring_migration_port",
    "keyring_migration_socket",
    "keyring_migration_source",
    "keyring_migration_to_component",
    "keyring_migration_user",
    "language",
    "lc_messages_dir",
    "log_error",
    "lower_case_table_names",
    "no_defaults",
    "plugin_dir",
    "plugin_load",
    "plugin_load_add",
    "early_plugin_load",
    "print_defaults",
    "remove",
    "secure_file_priv",
    "super_large_pages",
    "large_pages",
    "tmpdir",
    "slave_load_tmpdir",
    "replica_load_tmpdir",
    "user",
    "validate_config",
    "verbose",
    "version",
    "no_dd_upgrade",
    "upgrade",
    "wsrep_provider",
    "log_tc",
    "debug_gdb",
    "memlock",
    "standalone",
    "tc_heuristic_recover",
    "safe_mode",
    "skip_new",
    "max_session_mem_used",
    "des_key_file",
    "performance_schema_instrument",
    "log_basename",
    "socket",
    "mysqlx_socket",
    "pid_file",
    "admin_port",
    "getopt_prefix_matching",
    "defaults_file",
    "defaults_extra_file",
    "defaults_group_suffix",
    "console",
    "wsrep_sst_auth",
    "report_password",
    "shared_memory",
    // These hang on the TLS library.
    "ssl_cipher",
    "tls_ciphersuites",
    "tls_version",
    "admin_ssl_cipher",
    "admin_tls_ciphersuites",
    "admin_tls_version",
    // These are checked only by a server that really starts, or by other options.
    "innodb",
    "innodb_page_size",
    "session_track_system_variables",
    "redirect_url",
    "innodb_buffer_pool_size",
    "gtid_mode",
    "enforce_gtid_consistency",
    "ssl_fips_mode",
    "exit_info",
    "date_format",
    "time_format",
    "datetime_format",
    "authentication_policy",
    "debug_exit_info",
    "version_with_update",
    "caching_sha2_password_storage_format",
    // MySQL minds that it is not the name of the binary log.
    "relay_log",
];

/// Options of which most values stop the server, or keep it from asking others:
/// not for files that are to hold.
const FOR_WRONG_FILES: &[&str] = &[
    "ft_boolean_syntax",
    "ignore_builtin_innodb",
    "innodb_ft_aux_table",
    "server_id_bits",
];

/// Texts for options that want some: by what their names hold.
const FITTING_TEXTS: &[(&str, &[&str])] = &[
    ("character_set", &["utf8mb4"]),
    ("collation", &["utf8mb4_bin", "utf8mb4_general_ci"]),
    ("storage_engine", ENGINES),
    ("data_file_path", DATA_FILES),
    ("lc_", &["en_US", "de_DE"]),
    ("_table", &["db.t", "a%.b_"]),
    ("rewrite_db", &["a->b"]),
];

const ENGINES: &[&str] = &["InnoDB", "MyISAM", "memory", "Heap", "csv"];
const DATA_FILES: &[&str] = &[
    "a:12M",
    "a:1G;b:12288K:autoextend",
    "a:12m:autoextend:max:1G",
];

/// Options whose text only a server that really starts looks at: they get one
/// that fits, under the plain name, in wrong files too. What does not fit is held by tests, each case
/// of which was put to a starting server.
const READ_AT_START: [&str; 2] = ["storage_engine", "data_file_path"];

/// Texts for options that take any.
const TEXTS: &[&str] = &["x", "abc", "a b", "", "1", "on"];

/// One generated file of a series.
pub(crate) fn file(dice: &mut Dice, series: Series) -> String {
    let wild = dice.one_in(2);
    let options: Vec<(&Parameter, &Span)> = parameters(series.engine())
        .iter()
        .filter_map(|parameter| Some((parameter, parameter.at(series)?)))
        .filter(|(parameter, span)| is_usable(parameter, span))
        .filter(|(parameter, _)| wild || !FOR_WRONG_FILES.contains(&parameter.name))
        .collect();
    let mut text = String::from("[mysqld]\n");
    let count = if wild {
        4 + dice.below(24)
    } else {
        40 + dice.below(80)
    };
    for _ in 0..count {
        let Some((parameter, span)) = dice.pick(&options) else {
            break;
        };
        let wrong = wild && dice.one_in(14);
        text += &line(dice, parameter, span, wrong, series.engine());
        text.push('\n');
    }
    text
}

fn is_usable(parameter: &Parameter, span: &Span) -> bool {
    let option = match span.argument {
        Argument::None | Argument::Optional | Argument::Required => true,
        Argument::NotAnOption => false,
    };
    option && parameter.module.is_none() && !UNTOUCHED.contains(&parameter.name)
}

fn line(
    dice: &mut Dice,
    parameter: &Parameter,
    span: &Span,
    wrong: bool,
    engine: Engine,
) -> String {
    let read_at_start = |part: &&str| parameter.name.contains(*part);
    let read_at_start = matches!(span.kind, Kind::Text) && READ_AT_START.iter().any(read_at_start);
    let mut name = name(dice, parameter.name, wrong, engine);
    if read_at_start {
        // A prefix would make a text of it that does not fit.
        parameter.name.clone_into(&mut name);
    }
    if span.argument == Argument::None && !wrong {
        return name;
    }
    let bare_is_fine = span.argument != Argument::Required;
    if (bare_is_fine && dice.one_in(5)) || (wrong && dice.one_in(12)) {
        return name;
    }
    let value = if wrong && !read_at_start {
        wrong_value(dice, &span.kind)
    } else {
        fitting(dice, parameter.name, &span.kind)
    };
    let quote = dice.word(&["", "", "", "", "'", "\""]);
    let equals = dice.word(&["=", "=", " = "]);
    format!("{name}{equals}{quote}{value}{quote}")
}

fn name(dice: &mut Dice, name: &str, wrong: bool, engine: Engine) -> String {
    let mut written: String = name
        .chars()
        .map(|c| if c == '_' && dice.one_in(2) { '-' } else { c })
        .collect();
    if dice.one_in(12) {
        written = format!("loose-{written}");
    }
    let abbreviates = match engine {
        Engine::Mariadb => dice.one_in(30),
        Engine::Mysql | Engine::Postgresql => false,
    };
    if (abbreviates || (wrong && dice.one_in(6))) && written.is_ascii() {
        written.truncate(written.len() - dice.below(4).min(written.len() - 1));
    }
    if dice.one_in(60) || (wrong && dice.one_in(6)) {
        let prefix = dice.word(&[
            "skip",
            "disable",
            "enable",
            "loose_skip",
            "autoset",
            "maximum",
        ]);
        if wrong || !matches!(prefix, "autoset" | "maximum") {
            written = format!("{prefix}-{written}");
        }
    }
    if (wrong && dice.one_in(10)) || (dice.one_in(40) && engine == Engine::Mariadb) {
        written = written.to_ascii_uppercase();
    }
    if wrong && dice.one_in(12) {
        written.push('x');
    }
    written
}

fn fitting(dice: &mut Dice, name: &str, kind: &Kind) -> String {
    let texts = FITTING_TEXTS.iter().find(|(part, _)| name.contains(part));
    match (kind, texts) {
        (Kind::Text, Some((_, texts))) => dice.word(texts).to_owned(),
        _ => value(dice, kind),
    }
}

fn value(dice: &mut Dice, kind: &Kind) -> String {
    match kind {
        Kind::Bool => dice
            .word(&["ON", "OFF", "1", "0", "true", "False", "oN"])
            .to_owned(),
        Kind::Integer { min, max, .. } => whole(dice, *min, *max),
        Kind::Real { min, max } => {
            let top = if *max == 0.0 { 100.0 } else { *max };
            let at = dice.below(1000) as f64 / 1000.0;
            format!("{:.3}", min + (top.min(1e4) - min) * at)
        }
        Kind::Enum { values, .. } => word_of(dice, values),
        Kind::Set { values } => {
            let some: Vec<String> = (0..=dice.below(3)).map(|_| word_of(dice, values)).collect();
            let numeric = some
                .iter()
                .any(|word| word.bytes().all(|b| b.is_ascii_digit()));
            if numeric {
                some[0].clone()
            } else {
                some.join(",")
            }
        }
        Kind::FlagSet { values } => flag(dice, values),
        Kind::Text => dice.word(TEXTS).to_owned(),
    }
}

/// A number in range, most of them small, with a suffix where it has one.
fn whole(dice: &mut Dice, min: i128, max: i128) -> String {
    let top = if max == 0 { i128::from(u32::MAX) } else { max };
    let room = u128::try_from(top - min).unwrap_or(0);
    let bits = 128 - room.leading_zeros();
    let reach = dice.below(bits as usize + 1) as u32;
    let step = u128::from(dice.next()) & (1u128 << reach.min(63)).wrapping_sub(1);
    let number = match dice.below(12) {
        0 => min,
        1 => top,
        _ => min + i128::try_from(step.min(room)).unwrap_or(0),
    };
    for (shift, letter) in [(30, "G"), (20, "m"), (10, "K")] {
        if number > 0 && dice.one_in(2) && number >> shift > 0 {
            return format!("{}{letter}", number >> shift);
        }
    }
    number.to_string()
}

fn word_of(dice: &mut Dice, words: &[&str]) -> String {
    let word = dice.word(words);
    match dice.below(8) {
        0 => word.to_ascii_lowercase(),
        1 => words
            .iter()
            .position(|other| *other == word)
            .unwrap_or(0)
            .to_string(),
        2 if word.is_ascii() => word[..word.len() - dice.below(3).min(word.len() - 1)].to_owned(),
        _ => word.to_owned(),
    }
}

fn flag(dice: &mut Dice, words: &[&str]) -> String {
    let state = dice.word(&["on", "off", "default", "ON"]);
    let flag = format!("{}={state}", dice.word(words));
    if dice.one_in(5) {
        format!("{flag},default")
    } else {
        flag
    }
}

fn wrong_value(dice: &mut Dice, kind: &Kind) -> String {
    let any = [
        "",
        "-1",
        "1.5G",
        "64MB",
        "abc",
        "99999999999999999999",
        "16E",
        "17E",
        " 5",
        "+7",
        "0x10",
        "2",
        "maybe",
        "-5M",
        "1e3",
        "5s",
        ".5",
        "1 M",
        "K",
        "on,off",
        "18446744073709551615",
        "0",
    ];
    match kind {
        Kind::Integer { min, max, .. } if dice.one_in(2) => {
            let near = [
                max.saturating_add(1),
                min - 1,
                max / 2 + 1,
                min + 1,
                0,
                7777,
            ];
            dice.pick(&near).copied().unwrap_or(0).to_string()
        }
        Kind::Enum { values, .. } if dice.one_in(3) => values.len().to_string(),
        Kind::FlagSet { values } if dice.one_in(2) => {
            format!("{},{}", flag(dice, values), flag(dice, values))
        }
        Kind::Set { values } if dice.one_in(3) => format!("{},", word_of(dice, values)),
        _ => dice.word(&any).to_owned(),
    }
}
