//! The sections `[[server]]` of plimsoll.toml: running servers by name, where
//! each is and what is known of it. No password stands here: a command or the
//! client's own files bring it.

use plimsoll_conf::document::{Data, Fields, Node};
use plimsoll_model::{Problem, ProblemKind};

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
    /// The file's place of it, for messages.
    pub(crate) place: String,
    /// What is known of it besides.
    pub(crate) target: Target,
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
    let target = target::read_fields(&mut fields);
    fields.finish();
    Some(Server {
        name: name?,
        url: url?,
        password_command,
        place: node.place.to_string(),
        target,
    })
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
