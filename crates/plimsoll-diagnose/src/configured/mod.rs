//! The configuration in force as evidence: what its bill comes to at what was seen of
//! the moment, which of its values took it over the limit, and what would have held.
//! What things cost is the bill's to know; here is what it says of causes.

mod back;
mod draft;
mod drafted;
mod price;
#[cfg(test)]
mod tests;
mod then;
mod words;

use plimsoll_model::{Engine, Known};

use crate::priced::{Configured, Priced};
use crate::record::Speaker;
use crate::signal::{Said, ServerSignal};
use crate::source::Source;
use crate::story::Story;
pub(crate) use draft::draft;

/// The server as its own log names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// Its kind.
    pub engine: Option<Engine>,
    /// Its version, as it said at its last start (`16.4`).
    pub version: Option<String>,
}

/// Which server the files are of, as far as it says so itself.
pub fn server_told(sources: &[Source]) -> Server {
    let signals = sources.iter().flat_map(|source| &source.signals);
    let mut starts = signals.filter_map(|signal| match &signal.said {
        Said::Server(ServerSignal::Starting { version }) => version.as_deref(),
        _ => None,
    });
    let last = starts.next_back();
    let speaks = |speaker| sources.iter().any(|it| it.speakers.contains(&speaker));
    let engine = if last.is_some_and(|version| version.contains("MariaDB")) {
        Some(Engine::Mariadb)
    } else if speaks(Speaker::Mysql) {
        // Another fork would have said its name.
        last.map(|_| Engine::Mysql)
    } else {
        speaks(Speaker::Postgresql).then_some(Engine::Postgresql)
    };
    let number = |version: &str| {
        let number = version.split(' ').next_back().unwrap_or(version);
        number.split('-').next().unwrap_or(number).to_owned()
    };
    Server {
        engine,
        version: last.map(number),
    }
}

/// What the bill says of the moment, or why there is none.
pub(crate) fn look(story: &Story, configured: &[Configured]) -> Known<Priced> {
    match of_the_fallen(story, configured) {
        Ok(one) => match price::priced(story, one) {
            Ok(priced) => Known::Known(priced, "the bill".to_owned()),
            Err(why) => Known::Unknown(why),
        },
        Err(why) => Known::Unknown(why),
    }
}

/// The configuration of the server that fell.
fn of_the_fallen<'c>(
    story: &Story,
    configured: &'c [Configured],
) -> Result<&'c Configured, String> {
    if configured.is_empty() {
        return Err("no configuration was given: add --config".to_owned());
    }
    let postgresql = story.was_read(Speaker::Postgresql) || then::fell(story, "postgres");
    let mysql = story.was_read(Speaker::Mysql)
        || ["mysqld", "mariadbd"]
            .iter()
            .any(|name| then::fell(story, name));
    let of_it = configured.iter().filter(|it| match it.config.engine {
        Engine::Postgresql => postgresql || !mysql,
        Engine::Mysql | Engine::Mariadb => mysql || !postgresql,
    });
    let of_it: Vec<_> = of_it.collect();
    match of_it.as_slice() {
        [one] => Ok(one),
        [] => Err("the configuration given is another kind of server's than the logs".to_owned()),
        [_, ..] => Err(
            "several configurations were given that may be the fallen server's: give its own alone"
                .to_owned(),
        ),
    }
}
