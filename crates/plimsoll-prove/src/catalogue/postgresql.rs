//! `PostgreSQL`: `pg_settings` of a running server, what it hides there, and the
//! words its enums take besides those it shows (by asking `postgres -C`).

use anyhow::Result;
use plimsoll_lab::{Installed, Instance, Server};

use super::{Reading, Row};

/// Extensions of contrib whose parameters belong to the catalogue.
const PRELOADED: &str = "auto_explain,pg_stat_statements,pg_prewarm,auth_delay";

/// Words tried on every enum.
const WORDS: &[&str] = &[
    "true",
    "false",
    "yes",
    "no",
    "1",
    "0",
    "on",
    "off",
    "debug",
    "info",
    "fatal",
    "panic",
    "archive",
    "hot_standby",
    "minimal",
    "md5",
    "none",
];

/// Words of libraries that not every build has: parameter, the word they come
/// after, the words.
const OF_OTHER_BUILDS: &[(&str, &str, &[&str])] = &[
    ("wal_compression", "pglz", &["lz4", "zstd"]),
    ("default_toast_compression", "pglz", &["lz4"]),
    ("io_method", "worker", &["io_uring"]),
];

/// Built-in values that come from the machine or the build.
const MACHINE_MADE: &[&str] = &["krb_server_keyfile", "timezone_abbreviations"];

/// What every supported release has and `pg_settings` does not show
/// (`GUC_NO_SHOW_ALL` in the server's table of parameters).
const HIDDEN: &[&str] = &[
    "default_with_oids",
    "is_superuser",
    "role",
    "seed",
    "session_authorization",
    "ssl_renegotiation_limit",
];

const QUERY: &str = "select name, vartype, unit, context, boot_val, min_val, max_val, \
    array_to_string(enumvals, ',') from pg_settings";

pub(super) fn read(server: &Installed) -> Result<Reading> {
    let instance = Server::new(server)
        .set("shared_preload_libraries", PRELOADED)
        .start()?;
    let mut session = instance.session()?;
    // A procedural language brings its parameters when it is loaded.
    session.query("load 'plpgsql'")?;
    let version = session.value("show server_version")?;
    let version = version.split(' ').next().unwrap_or_default().to_owned();
    let mut rows = Vec::new();
    for fields in session.query(QUERY)? {
        let mut row = row(&fields);
        if row.kind == "enum" && row.module.is_none() && row.context != "internal" {
            row.synonyms = synonyms(server, &instance, &row)?;
        }
        add_words(&mut row);
        rows.push(row);
    }
    for name in HIDDEN {
        if rows.iter().all(|row| row.name != *name) {
            rows.push(hidden(name));
        }
    }
    drop(session);
    instance.stop()?;
    Ok(Reading { version, rows })
}

fn row(fields: &[Option<String>]) -> Row {
    let field = |at: usize| fields.get(at).cloned().flatten();
    let name = field(0).unwrap_or_default();
    let kind = match field(1).as_deref() {
        Some("bool") => "bool",
        Some("integer") => "integer",
        Some("real") => "real",
        Some("enum") => "enum",
        _ => "string",
    };
    let default = match name.as_str() {
        // 100 kB is only where the server starts from: it takes 2 MB as soon
        // as the system's limit of the stack allows.
        "max_stack_depth" => Some("2048".to_owned()),
        name if MACHINE_MADE.contains(&name) => None,
        _ => field(4),
    };
    Row {
        module: name.split_once('.').map(|(module, _)| module.to_owned()),
        name,
        kind,
        unit: field(2),
        context: context(&field(3).unwrap_or_default()),
        default,
        min: field(5),
        max: field(6),
        values: field(7).map_or_else(Vec::new, |list| {
            list.split(',').map(str::to_owned).collect()
        }),
        ..Row::default()
    }
}

fn context(word: &str) -> &'static str {
    match word {
        "postmaster" => "postmaster",
        "sighup" => "sighup",
        "superuser-backend" => "superuser-backend",
        "backend" => "backend",
        "superuser" => "superuser",
        "user" => "user",
        _ => "internal",
    }
}

/// Words that this server takes and shows as another.
fn synonyms(server: &Installed, instance: &Instance, row: &Row) -> Result<Vec<(String, String)>> {
    let data = instance.data_folder().display().to_string();
    let mut found = Vec::new();
    let own = row.values.iter().map(String::as_str);
    for word in WORDS.iter().copied().chain(own) {
        let setting = format!("{}={word}", row.name);
        let answer = server.run("postgres", ["-D", &data, "-C", &row.name, "-c", &setting])?;
        let shown = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
        if answer.status.success() && shown != word && !found.iter().any(|(from, _)| from == word) {
            found.push((word.to_owned(), shown));
        }
    }
    Ok(found)
}

fn add_words(row: &mut Row) {
    for (name, after, words) in OF_OTHER_BUILDS {
        let Some(at) = row.values.iter().position(|word| word == after) else {
            continue;
        };
        if row.name == *name {
            let missing = words
                .iter()
                .filter(|word| !row.values.iter().any(|own| own == *word));
            let missing: Vec<String> = missing.map(|word| (*word).to_owned()).collect();
            let next = at + 1;
            row.values.splice(next..next, missing);
        }
    }
}

fn hidden(name: &str) -> Row {
    let text = |text: &str| Some(text.to_owned());
    let row = Row {
        name: name.to_owned(),
        kind: "string",
        context: "user",
        ..Row::default()
    };
    match name {
        "default_with_oids" => Row {
            kind: "bool",
            default: text("off"),
            ..row
        },
        "is_superuser" => Row {
            kind: "bool",
            context: "internal",
            ..row
        },
        "role" => Row {
            default: text("none"),
            ..row
        },
        "seed" => Row {
            kind: "real",
            default: text("0"),
            min: text("-1"),
            max: text("1"),
            ..row
        },
        "ssl_renegotiation_limit" => Row {
            kind: "integer",
            unit: text("kB"),
            default: text("0"),
            min: text("0"),
            max: text("0"),
            ..row
        },
        _ => row,
    }
}
