//! Where on this machine to look: what is said by flags, by the servers that run,
//! by their configurations, and by where distributions put things.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use plimsoll_conf::Instance;
use plimsoll_live::read::collect::{Content, Gathered, Piece, Server, Window, family};
use plimsoll_model::{BundleGap, BundleKind, Config, Engine};
use plimsoll_report::json;

use crate::cli::{CollectHost, Source};
use crate::past::Subject;
use crate::read::{configs, entry_now};

/// Where distributions put the main files of `PostgreSQL`: folders, and how deep
/// below them the file is.
const POSTGRESQL_FOLDERS: [(&str, usize); 3] = [
    ("/etc/postgresql", 2),
    ("/var/lib/pgsql", 2),
    ("/var/lib/postgres", 1),
];

/// The main file, in whichever folder.
const POSTGRESQL_CONF: &str = "postgresql.conf";

/// Where `MySQL` and `MariaDB` look.
const MY_CNF: [&str; 2] = ["/etc/my.cnf", "/etc/mysql/my.cnf"];

/// Where distributions have servers log.
const LOGS: [(&str, Family); 4] = [
    ("/var/log/postgresql", Family::Postgresql),
    ("/var/log/mysql/error.log", Family::MyCnf),
    ("/var/log/mysqld.log", Family::MyCnf),
    ("/var/log/mariadb/mariadb.log", Family::MyCnf),
];

/// Whose files are of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Postgresql,
    MyCnf,
}

impl Family {
    const fn of(engine: Engine) -> Self {
        match engine {
            Engine::Postgresql => Self::Postgresql,
            Engine::Mysql | Engine::Mariadb => Self::MyCnf,
        }
    }
}

/// Logs and configurations to be read.
#[derive(Default)]
struct Places {
    logs: Vec<PathBuf>,
    mains: Vec<(PathBuf, Engine)>,
    data: Vec<PathBuf>,
}

/// The servers that are asked about: all, or those of the folders that are named.
pub(crate) fn wanted(servers: Vec<Server>, flags: &CollectHost) -> Vec<Server> {
    if !is_narrowed(flags) {
        return servers;
    }
    let named: Vec<PathBuf> = flags.data_directory.iter().map(|it| resolved(it)).collect();
    let is_named = |server: &Server| {
        let data = server.data_directory.as_ref();
        data.is_some_and(|it| named.contains(&resolved(Path::new(it))))
    };
    servers.into_iter().filter(is_named).collect()
}

/// Their logs and their configurations, what was written into these, and what was
/// looked for in vain.
pub(crate) fn files(servers: &[Server], flags: &CollectHost, (since, until): Window) -> Gathered {
    let mut places = Places::default();
    places.logs.extend(flags.log.iter().cloned());
    for server in servers {
        places.server(server);
    }
    for folder in &flags.data_directory {
        places.folder(folder);
    }
    if !is_narrowed(flags) {
        places.usual(flags.engine);
    }
    let mut gathered = Gathered::default();
    let mains = std::mem::take(&mut places.mains);
    let mut read = BTreeSet::new();
    for (main, engine) in mains {
        if read.insert(resolved(&main)) {
            places.configured(&main, engine, until, &mut gathered);
        }
    }
    let mut seen = BTreeSet::new();
    for place in &places.logs {
        let mut found = family(BundleKind::Log, place, since);
        // Two ways lead to one log: its folder, and who writes it.
        found
            .pieces
            .retain(|piece| seen.insert(resolved(Path::new(&piece.from))));
        gathered.extend(found);
    }
    gathered
}

fn is_narrowed(flags: &CollectHost) -> bool {
    !flags.log.is_empty() || !flags.data_directory.is_empty()
}

fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

impl Places {
    /// What a server that runs was told and has open.
    fn server(&mut self, server: &Server) {
        self.logs.extend(server.logs.iter().map(PathBuf::from));
        self.logs
            .extend(server.current_logs().into_iter().map(PathBuf::from));
        let data = server.data_directory.as_ref().map(PathBuf::from);
        let named = ["--config-file", "--config_file", "--defaults-file"];
        let main = named.iter().find_map(|it| server.argument(it));
        let main = main.or_else(|| {
            let mut settings = server
                .arguments
                .iter()
                .filter_map(|it| it.strip_prefix("config_file="));
            settings.next_back()
        });
        match (main, &data) {
            (Some(main), _) => self.mains.push((PathBuf::from(main), server.engine)),
            (None, Some(data)) if server.engine == Engine::Postgresql => {
                self.mains.push((data.join(POSTGRESQL_CONF), server.engine));
            }
            (None, _) => self.my_cnf(Some(server.engine)),
        }
        self.data.extend(data);
    }

    /// What is in a data directory whose server may have fallen.
    fn folder(&mut self, folder: &Path) {
        let main = folder.join(POSTGRESQL_CONF);
        if main.exists() {
            self.mains.push((main, Engine::Postgresql));
        } else if !folder.join("PG_VERSION").exists() {
            self.my_cnf(None);
        }
        for name in ["log", "pg_log"].map(|name| folder.join(name)) {
            if name.is_dir() {
                self.logs.push(name);
            }
        }
        self.logs.extend(below(folder, 0, is_error_log));
        self.data.push(folder.to_owned());
    }

    /// Where distributions put things.
    fn usual(&mut self, engine: Option<Engine>) {
        let wanted = engine.map(Family::of);
        let is_wanted = |family| wanted.is_none_or(|wanted| wanted == family);
        for (folder, depth) in POSTGRESQL_FOLDERS {
            if is_wanted(Family::Postgresql) {
                let mains = below(Path::new(folder), depth, |name| name == POSTGRESQL_CONF);
                self.mains
                    .extend(mains.into_iter().map(|main| (main, Engine::Postgresql)));
            }
        }
        if is_wanted(Family::MyCnf) {
            self.my_cnf(engine);
        }
        let logs = LOGS.iter().filter(|(_, family)| is_wanted(*family));
        let logs = logs.map(|(place, _)| PathBuf::from(place));
        // One that may not be seen is said to be so where it is read.
        self.logs
            .extend(logs.filter(|place| !matches!(place.try_exists(), Ok(false))));
    }

    fn my_cnf(&mut self, engine: Option<Engine>) {
        let mains = MY_CNF
            .map(PathBuf::from)
            .into_iter()
            .filter(|main| main.exists());
        let engine = engine.unwrap_or(Engine::Mysql);
        self.mains.extend(mains.map(|main| (main, engine)));
    }

    /// A configuration's files, and the logs that it names.
    fn configured(
        &mut self,
        main: &Path,
        engine: Engine,
        until: Timestamp,
        gathered: &mut Gathered,
    ) {
        let source = Source {
            engine: Some(engine),
            server_version: None,
            set: Vec::new(),
            follow_outside: true,
        };
        for read in configs(main, &source) {
            let (_, config) = match read {
                Ok(read) => read,
                Err(failure) => {
                    gathered.gaps.push(BundleGap {
                        what: main.display().to_string(),
                        why: failure.to_string(),
                    });
                    continue;
                }
            };
            gathered
                .pieces
                .extend(config.files.iter().map(|file| config_piece(file)));
            past(&config, until, gathered);
            let logs = named_logs(&config, main, &self.data);
            self.logs
                .extend(logs.into_iter().filter(|log| log.exists()));
        }
    }
}

/// What was written into its files, as events.
fn past(config: &Config, until: Timestamp, gathered: &mut Gathered) {
    let now = |path: &Path| entry_now(config.engine, path);
    let Some(subject) = Subject::of(config, Instance::default(), &now) else {
        return;
    };
    let past = subject.past(until);
    let main = config.files.first().map_or("", String::as_str);
    let from = format!("the history of {main}");
    if let Some(why) = past.gap {
        gathered.gaps.push(BundleGap {
            what: from.clone(),
            why,
        });
    }
    if past.events.is_empty() {
        return;
    }
    let lines = past.events.iter().map(|event| json::event(event) + "\n");
    let name = Path::new(main).file_name().unwrap_or_default();
    gathered.pieces.push(Piece {
        kind: BundleKind::Events,
        name: format!("history-of-{}.jsonl", name.to_string_lossy()),
        from,
        content: Content::Objects(lines.collect()),
        remarks: Vec::new(),
    });
}

fn config_piece(file: &str) -> Piece {
    let path = PathBuf::from(file);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Piece {
        kind: BundleKind::Config,
        name: name.into_owned(),
        from: file.to_owned(),
        content: Content::File(path),
        remarks: Vec::new(),
    }
}

/// The logs that a configuration names; a relative name is in the data directory.
fn named_logs(config: &Config, main: &Path, data: &[PathBuf]) -> Vec<PathBuf> {
    let value = |name: &str| {
        let setting = config.settings.get(name)?;
        Some(setting.value.as_str()).filter(|value| !value.is_empty())
    };
    let (directory, log) = match config.engine {
        Engine::Postgresql => ("data_directory", value("log_directory").or(Some("log"))),
        Engine::Mysql | Engine::Mariadb => ("datadir", value("log_error")),
    };
    let own = main.parent().map(Path::to_owned);
    let folders: Vec<PathBuf> = match value(directory) {
        Some(named) => vec![PathBuf::from(named)],
        None => data.iter().cloned().chain(own).collect(),
    };
    let logs = log.into_iter().flat_map(|log| {
        // The server puts .err behind a name that has no end (log_error).
        let names = [log.to_owned(), format!("{log}.err")];
        let of = |folder: &PathBuf| names.clone().map(|name| folder.join(name));
        folders.iter().flat_map(of).collect::<Vec<_>>()
    });
    let beside = folders
        .iter()
        .filter(|_| config.engine != Engine::Postgresql);
    let beside = beside.flat_map(|folder| below(folder, 0, is_error_log));
    logs.chain(beside).collect()
}

/// Files in a folder and so many below it, by their names; in order.
fn below(folder: &Path, depth: usize, is: fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let found = paths.into_iter().flat_map(|path| {
        if depth > 0 && path.is_dir() {
            return below(&path, depth - 1, is);
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let is_it = name.is_some_and(is) && path.is_file();
        is_it.then_some(path).into_iter().collect()
    });
    found.collect()
}

/// What `MySQL` and `MariaDB` call their log by themselves (`log_error`).
fn is_error_log(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "err")
}
