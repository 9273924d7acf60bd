//! The table `prometheus` of a `[[server]]`: where the user's own Prometheus is, and
//! the labels of the server's machine and container in it. No secret stands here: a
//! command brings it.

use std::path::PathBuf;

use plimsoll_conf::document::{Data, Fields, Node};
use plimsoll_live::read::host::prometheus::{Base, Labels, Login, Prometheus};
use plimsoll_model::{Place, Problem, ProblemKind};

use super::word::{required, words};

/// Reads the table.
pub(super) fn read(node: &Node, problems: &mut Vec<Problem>) -> Option<Prometheus> {
    let mut fields = Fields::of(node, "prometheus", problems)?;
    let base = base(&mut fields, &node.place);
    let machine = labels(&mut fields, "labels").unwrap_or_default();
    let container = labels(&mut fields, "container");
    let login = login(&mut fields, &node.place);
    let authorities = fields.text("ca_file").map(|(file, _)| PathBuf::from(file));
    fields.finish();
    Some(Prometheus {
        base: base?,
        node: machine,
        container,
        login,
        authorities,
    })
}

/// The message does not repeat the text: it may hold a password.
fn base(fields: &mut Fields<'_, '_>, place: &Place) -> Option<Base> {
    let url = required(fields, "url", place)?;
    Base::parse(&url)
        .map_err(|why| {
            let message = format!("the url of prometheus cannot be used: {why}");
            fields.say(place, ProblemKind::BadValue, message);
        })
        .ok()
}

fn labels(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Labels> {
    const NOUN: &str = "a table of labels and their values";
    let node = fields.take(name)?;
    let Data::Table(table) = &node.data else {
        fields.not_a(node, name, NOUN);
        return None;
    };
    if table.is_empty() {
        let message = format!("`{name}` names no label: leave it out, or name one");
        fields.say(&node.place, ProblemKind::BadValue, message);
    }
    let mut labels = Labels::default();
    for field in table {
        let Data::Text(value) = &field.node.data else {
            fields.not_a(&field.node, &field.name, "a text in quotes");
            continue;
        };
        if let Err(why) = labels.add(&field.name, value) {
            let message = format!("the label `{}` cannot be asked for: {why}", field.name);
            fields.say(&field.place, ProblemKind::BadValue, message);
        }
    }
    Some(labels)
}

/// A token, or a user with a password.
pub(super) fn login(fields: &mut Fields<'_, '_>, place: &Place) -> Option<Login> {
    let token = words(fields, "token_command");
    let password = words(fields, "password_command");
    let user = fields.text("user");
    if let Some((_, place)) = user.filter(|(user, _)| user.contains(':')) {
        let message = "`user` has a colon: HTTP ends the user's name there";
        fields.say(place, ProblemKind::BadValue, message.to_owned());
    }
    match (token, user, password) {
        (Some(command), None, None) => Some(Login::Token { command }),
        (None, Some((user, _)), Some(command)) => Some(Login::Password {
            user: user.to_owned(),
            command,
        }),
        (None, None, None) => None,
        (Some(_), _, _) => {
            let message = "`token_command` is a login of its own: it goes with no `user` and no `password_command`";
            fields.say(place, ProblemKind::BadValue, message.to_owned());
            None
        }
        (None, _, _) => {
            let message = "`user` and `password_command` are one login: give both";
            fields.say(place, ProblemKind::BadValue, message.to_owned());
            None
        }
    }
}
