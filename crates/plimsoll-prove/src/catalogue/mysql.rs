//! `MySQL` and `MariaDB`: the running server's tables of variables, its
//! `--verbose --help`, and a probe of the names it takes without effect.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use plimsoll_conf::catalogue::parameters;
use plimsoll_lab::{Installed, Server, Session};
use plimsoll_model::Engine;

use super::help::{Help, HelpOption};
use super::{Reading, Row};

/// Values that the server works out from the machine, the build or its place.
const MACHINE_MADE: &[&str] = &[
    "back_log",
    "basedir",
    "build_id",
    "character_sets_dir",
    "datadir",
    "general_log_file",
    "have_openssl",
    "have_ssl",
    "have_symlink",
    "host_cache_size",
    "hostname",
    "innodb_buffer_pool_instances",
    "innodb_ft_aux_table",
    "innodb_io_capacity_max",
    "innodb_log_writer_threads",
    "innodb_open_files",
    "innodb_page_cleaners",
    "innodb_parallel_read_threads",
    "innodb_purge_threads",
    "innodb_read_io_threads",
    "innodb_version",
    "large_page_size",
    "lc_messages_dir",
    "license",
    "log_basename",
    "log_error",
    "lower_case_file_system",
    "open_files_limit",
    "pid_file",
    "plugin_dir",
    "pseudo_thread_id",
    "rand_seed1",
    "rand_seed2",
    "relay_log",
    "secure_file_priv",
    "server_uid",
    "server_uuid",
    "slow_query_log_file",
    "socket",
    "system_time_zone",
    "temptable_max_ram",
    "thread_cache_size",
    "thread_pool_size",
    "timestamp",
    "tmpdir",
    "version",
    "version_comment",
    "version_compile_machine",
    "version_compile_os",
    "version_compile_zlib",
    "version_malloc_library",
    "version_source_revision",
    "version_ssl_library",
    "version_with_update",
    "wsrep_node_name",
];

/// Values that hold although `--help` shows none.
const MADE_UP: &[&str] = &["./", "./#innodb_temp/", "(built-in)", "OFF", "ON"];

/// Options that would make the server do something else than answer.
const NEVER_PROBED: &[&str] = &[
    "bootstrap",
    "chroot",
    "daemonize",
    "help",
    "initialize",
    "initialize_insecure",
    "upgrade",
    "user",
    "validate_config",
    "verbose",
    "version",
];

/// Switches of MySQL's InnoDB that want a value, where `--help` says that they
/// can stand alone.
const WANTING_A_VALUE: &[&str] = &[
    "innodb_buffer_pool_dump_at_shutdown",
    "innodb_buffer_pool_dump_now",
    "innodb_buffer_pool_load_abort",
    "innodb_buffer_pool_load_at_startup",
    "innodb_buffer_pool_load_now",
    "innodb_dedicated_server",
    "innodb_log_checksums",
    "ndbinfo_show_hidden",
];

const SWITCH: [&str; 4] = ["OFF", "ON", "FORCE", "FORCE_PLUS_PERMANENT"];

const MARIADB: &str = "select lower(variable_name), variable_scope, variable_type, default_value, \
    numeric_min_value, numeric_max_value, numeric_block_size, enum_value_list, read_only, \
    command_line_argument from information_schema.system_variables";

const MYSQL: &str = "select m.variable_name, m.variable_scope, m.data_type, \
    if(i.variable_source = 'COMPILED', g.variable_value, null), m.min_value, m.max_value, \
    null, null, null, null from performance_schema.variables_metadata m \
    left join performance_schema.global_variables g using (variable_name) \
    left join performance_schema.variables_info i using (variable_name)";

pub(super) fn read(server: &Installed) -> Result<Reading> {
    let help = help(server, &[])?.0;
    let instance = match server.engine {
        // The lab leaves the X plugin out; its variables are the server's own.
        Engine::Mysql => Server::new(server)
            .set("mysqlx", "ON")
            .set("mysqlx_socket", "mysqlx.sock")
            .start()?,
        Engine::Mariadb | Engine::Postgresql => Server::new(server).start()?,
    };
    let mut session = instance.session()?;
    let version = session.value("select version()")?;
    let version = version.split('-').next().unwrap_or_default().to_owned();
    let query = match server.engine {
        Engine::Mariadb => MARIADB,
        Engine::Mysql | Engine::Postgresql => MYSQL,
    };
    let spelled: BTreeMap<String, &String> = help
        .options
        .keys()
        .map(|name| (name.to_ascii_lowercase(), name))
        .collect();
    let mut rows = Vec::new();
    for fields in session.query(query)? {
        let mut row = variable(&fields, &help, &spelled);
        if server.engine == Engine::Mysql {
            fix(&mut session, &mut row);
        }
        rows.push(row);
    }
    let known: BTreeSet<String> = rows
        .iter()
        .map(|row| row.name.to_ascii_lowercase())
        .collect();
    for (name, option) in &help.options {
        if !known.contains(&name.to_ascii_lowercase()) {
            rows.push(start_option(name, option, help.values.get(name)));
        }
    }
    if server.engine == Engine::Mariadb {
        ignored(server, &help, &mut rows)?;
    }
    drop(session);
    instance.stop()?;
    for row in &mut rows {
        settle(server.engine, row);
    }
    Ok(Reading { version, rows })
}

/// Runs `--verbose --help` with more arguments: the text read, and what the
/// server said besides.
fn help(server: &Installed, more: &[String]) -> Result<(Help, String)> {
    let mut arguments = vec!["--no-defaults".to_owned()];
    arguments.extend(server.location_arguments());
    arguments.extend_from_slice(more);
    arguments.extend(["--verbose".to_owned(), "--help".to_owned()]);
    let program = match server.engine {
        Engine::Mariadb => "mariadbd",
        Engine::Mysql | Engine::Postgresql => "mysqld",
    };
    let answer = server.run(program, arguments)?;
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    Ok((Help::read(&String::from_utf8_lossy(&answer.stdout)), said))
}

fn variable(fields: &[Option<String>], help: &Help, spelled: &BTreeMap<String, &String>) -> Row {
    let field = |at: usize| fields.get(at).cloned().flatten();
    let shown = field(0).unwrap_or_default();
    let name = spelled.get(&shown).map_or(shown, |name| (*name).clone());
    let option = help.options.get(&name);
    let values: Vec<String> = field(7)
        .map(|list| list.split(',').map(str::to_owned).collect())
        .unwrap_or_default();
    let kind = kind(&field(2).unwrap_or_default(), &values);
    let argument = match (option, field(9).as_deref()) {
        (None, _) => "not-an-option",
        (Some(_), Some("REQUIRED")) => "required",
        (Some(_), Some("OPTIONAL" | "NONE")) => "optional",
        (Some(option), _) if option.argument.is_empty() || option.is_optional => "optional",
        (Some(_), _) => "required",
    };
    let numeric = matches!(kind, "integer" | "real");
    // A running MySQL shows what it made for itself (certificates), and what
    // has no value as an empty one.
    let has_none = help
        .values
        .get(&name)
        .is_some_and(|value| value == "(No default value)");
    let default = match name.as_str() {
        // The lab's server has no port.
        "port" => help.values.get(&name).cloned(),
        _ => field(3).filter(|value| !has_none || MADE_UP.contains(&value.as_str())),
    };
    Row {
        kind,
        context: context(&field(1).unwrap_or_default(), field(8).as_deref(), option),
        argument: Some(argument),
        default,
        min: field(4).filter(|_| numeric),
        max: field(5).filter(|_| numeric),
        block: field(6).filter(|block| numeric && block != "0" && block != "1"),
        values: if kind == "bool" || kind == "string" {
            Vec::new()
        } else {
            values
        },
        name,
        ..Row::default()
    }
}

fn kind(word: &str, values: &[String]) -> &'static str {
    match word.to_ascii_uppercase().as_str() {
        "BOOLEAN" => "bool",
        "ENUM" if values.is_empty() => "string",
        "ENUM" | "ENUMERATION" => "enum",
        "SET" => "set",
        "FLAGSET" => "flagset",
        "DOUBLE" | "NUMERIC" => "real",
        word if word.contains("INT") => "integer",
        _ => "string",
    }
}

fn context(scope: &str, read_only: Option<&str>, option: Option<&HelpOption>) -> &'static str {
    match (scope, read_only) {
        (_, Some("YES")) if option.is_some() => "static",
        (_, Some("YES")) => "internal",
        ("SESSION ONLY" | "SESSION_ONLY", _) => "session-only",
        ("SESSION", _) => "session",
        (_, _) => "global",
    }
}

/// `MySQL` does not say which variables are fixed at start: each is set to what
/// it is.
fn fix(session: &mut Session, row: &mut Row) {
    let name = &row.name;
    let Err(refusal) = session.query(&format!("set global {name} = @@global.{name}")) else {
        return;
    };
    let said = refusal.to_string();
    if said.contains("is a SESSION variable") {
        row.context = "session-only";
    } else if said.contains("read only") && row.context != "session-only" {
        row.context = match row.argument {
            Some("not-an-option") => "internal",
            _ => "static",
        };
    }
}

fn start_option(name: &str, option: &HelpOption, value: Option<&String>) -> Row {
    let argument = match option.argument.is_empty() {
        true if value.is_none() => "none",
        true => "optional",
        false if option.is_optional => "optional",
        false => "required",
    };
    let row = Row {
        name: name.to_owned(),
        context: "option",
        argument: Some(argument),
        default: value.cloned(),
        ..Row::default()
    };
    let is_switch = option.about.contains("Enable or disable") && option.about.contains("plugin");
    match option.argument.as_str() {
        _ if is_switch => Row {
            kind: "enum",
            values: SWITCH.map(str::to_owned).to_vec(),
            ..row
        },
        "" => Row {
            kind: "bool",
            ..row
        },
        "#" => Row {
            kind: "integer",
            ..row
        },
        _ => Row {
            kind: "string",
            ..row
        },
    }
}

/// `MariaDB` takes names of old releases and of `MySQL` with a warning: every
/// name of both catalogues that it does not list is tried, in one start.
fn ignored(server: &Installed, help: &Help, rows: &mut Vec<Row>) -> Result<()> {
    let names: BTreeSet<&str> = [Engine::Mysql, Engine::Mariadb]
        .into_iter()
        .flat_map(parameters)
        .filter(|parameter| parameter.module.is_none())
        .map(|parameter| parameter.name)
        // The beginning of a listed name is taken for that, or for ambiguous.
        .filter(|name| help.options.keys().all(|listed| !listed.starts_with(*name)))
        .filter(|name| !NEVER_PROBED.contains(name))
        .collect();
    let arguments: Vec<String> = names
        .iter()
        .map(|name| format!("--loose-{name}=1"))
        .collect();
    let said = self::help(server, &arguments)?.1;
    for name in names {
        let quoted = format!("'{name}'");
        let warned = |words: &str| {
            said.lines().any(|line| {
                let line = line.replace('-', "_");
                line.contains(&quoted) && line.contains(words)
            })
        };
        if !warned("was removed") && !warned("compatible option") {
            continue;
        }
        rows.retain(|row| row.name != name);
        rows.push(Row {
            name: name.to_owned(),
            kind: "string",
            context: "ignored",
            argument: Some("optional"),
            ..Row::default()
        });
    }
    Ok(())
}

/// The last word on what both engines say in their own way.
fn settle(engine: Engine, row: &mut Row) {
    if row.name.starts_with("ndb") {
        row.module = Some("ndbcluster".to_owned());
    }
    if engine == Engine::Mysql && WANTING_A_VALUE.contains(&row.name.as_str()) {
        row.argument = Some("required");
    }
    if engine == Engine::Mysql && row.name == "innodb_ft_aux_table" {
        row.argument = Some("none");
    }
    if row.name == "log_bin" {
        // SHOW says ON or OFF; the option takes the name of the files.
        row.kind = "string";
        row.argument = Some("optional");
    }
    let default = row.default.take().filter(|value| {
        !MACHINE_MADE.contains(&row.name.as_str())
            && value != "(No default value)"
            && !value.starts_with('/')
    });
    row.default = match row.kind {
        "bool" => default.and_then(|value| match value.as_str() {
            "TRUE" | "ON" | "1" => Some("ON".to_owned()),
            "FALSE" | "OFF" | "0" => Some("OFF".to_owned()),
            _ => None,
        }),
        "integer" => default.filter(|value| value.parse::<i128>().is_ok()),
        "real" => default.map(|value| {
            if value.contains('.') {
                value.trim_end_matches('0').trim_end_matches('.').to_owned()
            } else {
                value
            }
        }),
        _ => default,
    };
    // Where the server's own table has no range, it shows an empty one.
    if row.min == row.max && row.default != row.max {
        row.min = None;
        row.max = None;
    }
    // MySQL's table shows the bits of a fraction, and negative numbers as
    // unsigned.
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<i128>().ok());
    let is_mysql_real = row.kind == "real" && engine == Engine::Mysql;
    if is_mysql_real || number(&row.min) > number(&row.max) {
        row.min = None;
        row.max = None;
    }
}
