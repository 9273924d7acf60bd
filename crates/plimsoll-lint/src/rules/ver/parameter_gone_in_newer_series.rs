//! Parameters that this server reads and the newest one does not.

use plimsoll_model::Place;

use plimsoll_conf::catalogue::{self, Series};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter set here that this server's version knows and the newest series does not.
    ///
    /// ## Why it matters
    ///
    /// Nothing today. The file will not start the newest server; what is taken out now, where
    /// it has no effect any more, is one thing less on the day.
    ///
    /// ## Example
    ///
    /// `old_snapshot_threshold` on PostgreSQL 16; `innodb_log_file_size` on MySQL 8.4.
    ///
    /// ## What to do instead
    ///
    /// For each see `plimsoll explain`; with `--server-version` of the server you want next,
    /// `check` says what else changes.
    ///
    /// ## Sources
    ///
    /// - The catalogue's series
    PARAMETER_GONE_IN_NEWER_SERIES {
        postgresql: Some("PG-VER-013"),
        mysql: Some("MY-VER-013"),
        name: "parameter-gone-in-newer-series",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let newest = Series::newest(input.config.engine);
    if input.version().is_none() || input.series() == newest {
        return Answer::QUIET;
    }
    let names = input.config.settings.keys().map(String::as_str);
    let gone: Vec<&str> = names
        .filter(|name| catalogue::resolve(input.series(), name).is_some())
        .filter(|name| catalogue::resolve(newest, name).is_none())
        .collect();
    if gone.is_empty() {
        return Answer::QUIET;
    }
    let list: Vec<String> = gone
        .iter()
        .map(|name| match catalogue::renamed(newest, name) {
            Some(now) => format!("{name} (there {})", now.name),
            None => (*name).to_owned(),
        })
        .collect();
    let message = format!("{newest} does not know any more: {}", list.join(", "));
    let place: Option<Place> = gone.iter().find_map(|name| input.place(name));
    let mut found = Found::info(message).blames(input, &gone);
    found.location = place;
    found.into()
}
