//! `daemon` of a `[[server]]`: a daemon on its machine that tells of its host, by a URL
//! or a table with the login of a proxy before it. No secret stands here: a command
//! brings it.

use std::path::PathBuf;

use plimsoll_conf::document::{Data, Fields, Node};
use plimsoll_live::read::http::{NoUrl, Url};
use plimsoll_model::{Place, Problem, ProblemKind};

use super::prometheus::login;
use super::word::required;
use crate::reporter::Daemon;

/// Reads it; the server's own name is the one that it has there unless another is said.
pub(super) fn read(node: &Node, server: &str, fields: &mut Fields<'_, '_>) -> Option<Daemon> {
    match &node.data {
        Data::Text(text) => Some(Daemon {
            url: said(text, &node.place, fields)?,
            name: server.to_owned(),
            login: None,
            authorities: None,
        }),
        Data::Table(_) => table(node, server, fields.problems),
        Data::Null | Data::Bool(_) | Data::Int(_) | Data::Real(_) | Data::List(_) => {
            fields.not_a(node, "daemon", "a URL in quotes, or a table");
            None
        }
    }
}

fn table(node: &Node, server: &str, problems: &mut Vec<Problem>) -> Option<Daemon> {
    let mut fields = Fields::of(node, "daemon", problems)?;
    let url = required(&mut fields, "url", &node.place);
    let url = url.and_then(|text| said(&text, &node.place, &mut fields));
    let name = fields.text("name").map(|(name, _)| name.to_owned());
    let login = login(&mut fields, &node.place);
    let authorities = fields.text("ca_file").map(|(file, _)| PathBuf::from(file));
    fields.finish();
    Some(Daemon {
        url: url?,
        name: name.unwrap_or_else(|| server.to_owned()),
        login,
        authorities,
    })
}

/// The message does not repeat the text: it may hold a password.
fn said(text: &str, place: &Place, fields: &mut Fields<'_, '_>) -> Option<Url> {
    let url = url(text).map_err(|why| {
        let message = format!("the url of daemon cannot be used: {why}");
        fields.say(place, ProblemKind::BadValue, message);
    });
    url.ok()
}

fn url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|why| match why {
        NoUrl::None => "give one like http://127.0.0.1:9477".to_owned(),
        NoUrl::Login => {
            format!("{why}: give it as `user` and `password_command`, or as `token_command`")
        }
    })?;
    if text.contains('?') {
        return Err("it ends before the `?`: what is asked is Plimsoll's own".to_owned());
    }
    Ok(url)
}
