//! The sections `[[server]]` of plimsoll.toml: running servers by name, where
//! each is and what is known of it. No password stands here: a command or the
//! client's own files bring it.

use std::path::{Path, PathBuf};

use plimsoll_conf::document::{Data, Fields, Node};
use plimsoll_live::read::host::prometheus::Prometheus;
use plimsoll_model::{Place, Problem, ProblemKind};

use super::every::Every;
use super::target::{self, Target};
use super::word::{LIST_MAX, required, words};
use super::{daemon, prometheus};
use crate::reporter::Daemon;

/// One server.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Server {
    /// What the command line calls it.
    pub(crate) name: String,
    /// Where it is: a URL, or `PostgreSQL`'s keywords.
    pub(crate) url: String,
    /// Program and arguments whose first line of output is the password.
    pub(crate) password_command: Option<Vec<String>>,
    /// `explain`: a URL of the server itself, with a role of its own, by which plans
    /// are shown; `None`: none are.
    pub(crate) explain: Option<String>,
    /// Who tells of its host; `None`: this machine, if it runs here.
    pub(crate) host: Option<Host>,
    /// `log`: the file that it logs into, on this machine.
    pub(crate) log: Option<PathBuf>,
    /// `pooler`: the URL of the console of the `PgBouncer` before it.
    pub(crate) pooler: Option<String>,
    /// `every`: how often each source of it is asked.
    pub(crate) every: Every,
    /// The file's place of it, for messages.
    pub(crate) place: String,
    /// What is known of it besides.
    pub(crate) target: Target,
}

/// Who tells of a server's host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// `via`: program and arguments that lead to a shell there.
    Via(Vec<String>),
    /// `rds`: the output of `aws rds describe-db-instances`.
    Rds {
        /// The file, from this folder.
        file: PathBuf,
        /// `rds_instance`: which of several.
        instance: Option<String>,
    },
    /// `prometheus`: the user's own.
    Prometheus(Box<Prometheus>),
    /// `daemon`: one of Plimsoll's, there.
    Daemon(Box<Daemon>),
}

impl Host {
    /// How often it is asked while its server is watched, in seconds, unless told
    /// otherwise; `None`: it is asked only when settings are priced.
    pub(crate) const fn every_seconds(&self) -> Option<u64> {
        match self {
            Self::Via(_) | Self::Rds { .. } => None,
            Self::Prometheus(_) => Some(15),
            Self::Daemon(_) => Some(2),
        }
    }
}

impl Server {
    /// This one, the files that it names taken from a folder.
    pub(crate) fn below(mut self, folder: &Path) -> Self {
        self.target = self.target.below(folder);
        self.log = self.log.take().map(|file| folder.join(file));
        match &mut self.host {
            Some(Host::Rds { file, .. }) => *file = folder.join(&file),
            Some(Host::Prometheus(it)) => {
                it.authorities = it.authorities.take().map(|file| folder.join(file));
            }
            Some(Host::Daemon(it)) => {
                it.authorities = it.authorities.take().map(|file| folder.join(file));
            }
            Some(Host::Via(_)) | None => {}
        }
        self
    }
}

/// Takes them out of the file's fields.
pub(super) fn taken<'n>(fields: &mut Fields<'n, '_>) -> &'n [Node] {
    fields.list("server", LIST_MAX).unwrap_or_default()
}

/// Their names, whatever else is wrong with them.
pub(super) fn names(nodes: &[Node]) -> Vec<&str> {
    let fields = nodes.iter().filter_map(|node| match &node.data {
        Data::Table(fields) => Some(fields),
        _ => None,
    });
    let names = fields.flatten().filter(|field| field.name == "name");
    let names = names.filter_map(|field| match &field.node.data {
        Data::Text(name) => Some(name.trim()),
        _ => None,
    });
    names.collect()
}

/// Reads them; a name stands for one server.
pub(super) fn read(nodes: &[Node], problems: &mut Vec<Problem>) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::new();
    for node in nodes {
        let Some(server) = one(node, problems) else {
            continue;
        };
        if let Some(first) = servers.iter().find(|it| it.name == server.name) {
            let message = format!("the name {} is {}'s already", server.name, first.place);
            problems.push(Problem {
                place: node.place.clone(),
                kind: ProblemKind::BadValue,
                parameter: None,
                message,
                fatal: true,
            });
        }
        servers.push(server);
    }
    servers
}

fn one(node: &Node, problems: &mut Vec<Problem>) -> Option<Server> {
    let mut fields = Fields::of(node, "[[server]]", problems)?;
    let name = required(&mut fields, "name", &node.place);
    let url = required(&mut fields, "url", &node.place);
    let password_command = words(&mut fields, "password_command");
    let explain = fields.text("explain").map(|(url, _)| url.to_owned());
    let host = host(
        &mut fields,
        name.as_deref().unwrap_or_default(),
        &node.place,
    );
    let log = fields.text("log").map(|(file, _)| PathBuf::from(file));
    let pooler = fields.text("pooler").map(|(url, _)| url.to_owned());
    let every = Every::taken(&mut fields);
    let target = target::read_fields(&mut fields);
    fields.finish();
    Some(Server {
        name: name?,
        url: url?,
        password_command,
        explain,
        host,
        log,
        pooler,
        every,
        place: node.place.to_string(),
        target,
    })
}

/// One of `via`, `rds`, `prometheus` and `daemon`.
fn host(fields: &mut Fields<'_, '_>, server: &str, place: &Place) -> Option<Host> {
    let via = words(fields, "via").map(Host::Via);
    let file = fields.text("rds").map(|(file, _)| PathBuf::from(file));
    let instance = fields.text("rds_instance").map(|(name, _)| name.to_owned());
    let prometheus = fields.take("prometheus");
    let daemon = fields.take("daemon");
    let is_lone = file.is_none() && instance.is_some();
    let rds = file.map(|file| Host::Rds { file, instance });
    if is_lone {
        let message = "`rds_instance` is one of a file's: it needs `rds = \"…\"`";
        fields.say(place, ProblemKind::BadValue, message.to_owned());
    }
    let told = [
        ("`via`", via.is_some()),
        ("`rds`", rds.is_some()),
        ("`prometheus`", prometheus.is_some()),
        ("`daemon`", daemon.is_some()),
    ];
    let names = told.iter().filter(|(_, is_told)| *is_told);
    let names: Vec<&str> = names.map(|(name, _)| *name).collect();
    if names.len() > 1 {
        let names = names.join(" and ");
        let message = format!("{names} each tell of its host: keep one");
        fields.say(place, ProblemKind::BadValue, message);
        return None;
    }
    let prometheus = prometheus.and_then(|node| prometheus::read(node, fields.problems));
    let daemon = daemon.and_then(|node| daemon::read(node, server, fields));
    via.or(rds)
        .or_else(|| Some(Host::Prometheus(Box::new(prometheus?))))
        .or_else(|| Some(Host::Daemon(Box::new(daemon?))))
}
