//! The other half: which values come to be in force, and what stops the
//! server.

use plimsoll_conf::catalogue::{self, Kind, Series};
use plimsoll_conf::{Outcome, Request};
use plimsoll_lab::Installed;
use plimsoll_model::{Config, Engine, Setting, Value};

use super::super::answer::ask;
use super::super::dice::Dice;
use super::super::{Options, OracleError, Score};
use super::folder::Folder;
use super::options;
use super::server;

/// Values that the server works out from more than the files: the machine, its
/// limits, other values that it chose itself.
const OF_THE_MACHINE: &[&str] = &[
    "back_log",
    "max_connections",
    "open_files_limit",
    "table_cache",
    "table_open_cache",
    "table_definition_cache",
    "thread_cache_size",
    "host_cache_size",
    "innodb_open_files",
    "table_open_cache_instances",
    "thread_stack",
];

/// Refusals that hang on this machine's memory.
const OF_MEMORY: [&str; 2] = ["Could not allocate memory", "bytes but can only access"];

/// Values that `--help` does not show as SHOW VARIABLES does, or that the
/// server writes anew from what was given.
const SHOWN_OTHERWISE: &[&str] = &[
    "innodb_buffer_pool_size",
    "log_bin",
    "slave_skip_errors",
    "replica_skip_errors",
    "slave_transaction_retry_errors",
    "optimizer_trace",
    "wsrep_mode",
    "relay_log_info_file",
    "innodb_monitor_reset",
    "innodb_monitor_reset_all",
    "innodb_monitor_enable",
    "innodb_monitor_disable",
    "innodb_ft_server_stopword_table",
    "innodb_ft_user_stopword_table",
    "innodb_ft_aux_table",
    "feedback_url",
    "innodb_buffer_pool_filename",
    "innodb_tmpdir",
    "log_error_services",
    "log_error_suppression_list",
    "protocol_compression_algorithms",
    "enforce_gtid_consistency",
    "innodb_log_writer_threads",
    "innodb_log_group_home_dir",
];

/// Generates one file of options and compares what both have in force.
pub(crate) fn compare(
    server: &Installed,
    folder: &Folder,
    plan: Options,
    file: u64,
    score: &mut Score,
) -> Result<(), OracleError> {
    let mut dice = Dice::of(plan.seed ^ 0xE0FF, file);
    let (series, _) = Series::nearest(server.engine, &server.series);
    let text = options::file(&mut dice, series);
    folder.write(text.as_bytes(), &[])?;
    let theirs = server::ask(server, folder)?;
    let Some(ours) = ours(server, folder) else {
        return Err(OracleError("a reading without an end".to_owned()));
    };
    if theirs.killed || OF_MEMORY.iter().any(|word| theirs.said.contains(word)) {
        score.unanswered += 1;
        return Ok(());
    }
    score.refused += u64::from(theirs.refused);
    for difference in differences(&ours, &theirs, score) {
        score.disagreements.push(format!(
            "{} seed {} file {file}: {difference}\n{text}",
            server.name, plan.seed
        ));
    }
    Ok(())
}

fn ours(server: &Installed, folder: &Folder) -> Option<Config> {
    let request = Request {
        engine: server.engine,
        version: Some(server.series),
        main: folder.main(),
        arguments: Vec::new(),
        instance: plimsoll_conf::Instance::default(),
    };
    ask(|files| match plimsoll_conf::read(&request, files) {
        Outcome::Need(needs) => Err(needs),
        Outcome::Config(config) => Ok(*config),
    })
}

fn differences(ours: &Config, theirs: &server::Answer, score: &mut Score) -> Vec<String> {
    score.questions += 1;
    let fatal: Vec<&str> = ours
        .problems
        .iter()
        .filter(|problem| problem.fatal)
        .map(|problem| problem.message.as_str())
        .collect();
    if theirs.refused == fatal.is_empty() {
        return vec![format!(
            "the server {}, Plimsoll says {fatal:?}\n{}",
            if theirs.refused { "refuses" } else { "starts" },
            theirs.said
        )];
    }
    if theirs.refused {
        return Vec::new();
    }
    let (series, _) = Series::nearest(ours.engine, &ours.series);
    let mut found = Vec::new();
    for setting in ours.settings.values() {
        let Some(value) = theirs.values.get(&setting.name) else {
            continue;
        };
        let name = setting.name.as_str();
        if OF_THE_MACHINE.contains(&name)
            || SHOWN_OTHERWISE.contains(&name)
            || is_activation(setting)
            || is_measured(setting)
            || is_left_to_the_start(setting, value, series)
            || (name.starts_with("mysqlx_") && value == "(No default value)")
        {
            continue;
        }
        score.questions += 1;
        if !same(setting, value) {
            found.push(format!(
                "{} is {value:?} for the server, {:?} for Plimsoll ({:?})",
                setting.name, setting.value, setting.origin
            ));
        }
    }
    found
}

/// Whether a plugin is turned on or off: `--help` shows what is built in.
fn is_activation(setting: &Setting) -> bool {
    let words = ["ON", "OFF", "FORCE", "FORCE_PLUS_PERMANENT"];
    let own = catalogue::lookup(Engine::Mariadb, &setting.name)
        .or_else(|| catalogue::lookup(Engine::Mysql, &setting.name))
        .and_then(|parameter| parameter.spans.last());
    own.is_some_and(|span| matches!(span.kind, Kind::Enum { values, .. } if values == words || values.contains(&words[3])))
}

/// Whether a text stands as it is built in, which `--help` shows without a value
/// and only a server that starts fills in: `enable-innodb-undo-directory` of MySQL
/// leaves `./` (seen on a started 9.7.4).
fn is_left_to_the_start(setting: &Setting, shown: &str, series: Series) -> bool {
    let built_in = catalogue::lookup(series.engine(), &setting.name)
        .and_then(|parameter| parameter.at(series)?.default);
    shown == "(No default value)" && built_in == Some(setting.value.as_str())
}

/// Whether the performance schema is told to size a table itself.
fn is_measured(setting: &Setting) -> bool {
    setting.name.starts_with("performance_schema") && setting.value == "-1"
}

/// Whether an empty text leaves the path to the server.
fn is_path(name: &str) -> bool {
    name == "log_bin_index"
        || name.ends_with("_file")
        || name.ends_with("_dir")
        || name.starts_with("relay_log")
        || name.starts_with("mysqlx_ssl")
}

/// Whether the server's way of showing a value means ours.
fn same(setting: &Setting, shown: &str) -> bool {
    let text = setting.value.trim();
    match &setting.typed {
        Value::Bool(on) => {
            let words: [&str; 3] = if *on {
                ["TRUE", "ON", "1"]
            } else {
                ["FALSE", "OFF", "0"]
            };
            words.contains(&shown)
        }
        Value::Real(number) => shown
            .parse::<f64>()
            .is_ok_and(|theirs| (theirs - number).abs() <= 1e-5 * number.abs().max(1e-3)),
        Value::Int(_) | Value::Enum(_) => shown == text,
        // `--help` cuts a long list of flags short.
        Value::Text(_) if text.contains("=on") || text.contains("=off") => shown
            .split(',')
            .all(|flag| text.split(',').any(|own| own == flag)),
        // Without a name the server makes one up.
        Value::Text(_) if text.is_empty() && is_path(&setting.name) => true,
        Value::Text(_) => shown == text || (text.is_empty() && shown == "(No default value)"),
    }
}
