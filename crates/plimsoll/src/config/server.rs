//! The sections `[[server]]` of plimsoll.toml: running servers by name, where
//! each is and what is known of it. No password stands here: a command or the
//! client's own files bring it.

use std::path::{Path, PathBuf};

use plimsoll_conf::document::{Data, Fields, Node};
use plimsoll_model::{Place, Problem, ProblemKind};

use super::target::{self, Target};
use super::word::{LIST_MAX, required};

/// One server.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Server {
    /// What the command line calls it.
    pub(crate) name: String,
    /// Where it is: a URL, or `PostgreSQL`'s keywords.
    pub(crate) url: String,
    /// Program and arguments whose first line of output is the password.
    pub(crate) password_command: Option<Vec<String>>,
    /// Who tells of its host; `None`: this machine, if it runs here.
    pub(crate) host: Option<Host>,
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
}

impl Server {
    /// This one, the files that it names taken from a folder.
    pub(crate) fn below(mut self, folder: &Path) -> Self {
        self.target = self.target.below(folder);
        if let Some(Host::Rds { file, .. }) = &mut self.host {
            *file = folder.join(&file);
        }
        self
    }
}

/// Takes them out of the file's fields.
pub(super) fn taken<'n>(fields: &mut Fields<'n, '_>) -> &'n [Node] {
    fields.list("server", LIST_MAX).unwrap_or_default()
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
    let host = host(&mut fields, &node.place);
    let target = target::read_fields(&mut fields);
    fields.finish();
    Some(Server {
        name: name?,
        url: url?,
        password_command,
        host,
        place: node.place.to_string(),
        target,
    })
}

/// One of `via` and `rds`.
fn host(fields: &mut Fields<'_, '_>, place: &Place) -> Option<Host> {
    let via = words(fields, "via");
    let file = fields.text("rds").map(|(file, _)| PathBuf::from(file));
    let instance = fields.text("rds_instance").map(|(name, _)| name.to_owned());
    match (via, file) {
        (Some(_), Some(_)) => {
            let message = "`via` and `rds` both tell of its host: keep one";
            fields.say(place, ProblemKind::BadValue, message.to_owned());
            None
        }
        (Some(via), None) => Some(Host::Via(via)),
        (None, Some(file)) => Some(Host::Rds { file, instance }),
        (None, None) if instance.is_some() => {
            let message = "`rds_instance` is one of a file's: it needs `rds = \"…\"`";
            fields.say(place, ProblemKind::BadValue, message.to_owned());
            None
        }
        (None, None) => None,
    }
}

/// A command as a list of words: no shell reads it.
fn words(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Vec<String>> {
    const NOUN: &str = "a list of texts, the program first";
    let node = fields.take(name)?;
    let Data::List(items) = &node.data else {
        fields.not_a(node, name, NOUN);
        return None;
    };
    let text = |item: &Node| match &item.data {
        Data::Text(text) => Some(text.clone()),
        Data::Null
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Real(_)
        | Data::List(_)
        | Data::Table(_) => None,
    };
    let words: Option<Vec<String>> = items.iter().map(text).collect();
    let words = words.filter(|words| !words.is_empty());
    if words.is_none() {
        fields.not_a(node, name, NOUN);
    }
    words
}
