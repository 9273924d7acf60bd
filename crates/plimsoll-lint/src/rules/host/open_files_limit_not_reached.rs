//! `open_files_limit` above what the process may have.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An `open_files_limit` above the process' limit of open files, or a `table_open_cache`
    /// for which that limit leaves no room.
    ///
    /// ## Why it matters
    ///
    /// A server that does not start as root cannot raise its limit: it takes what there is,
    /// cuts the table cache to fit, and says so in the error log alone. Tables are then
    /// opened and closed all the time, which shows as waits on "Opening tables".
    ///
    /// ## Example
    ///
    /// `open_files_limit = 1000000` under `LimitNOFILE=10000`.
    ///
    /// ## What to do instead
    ///
    /// `LimitNOFILE` of the unit or `--ulimit nofile` of the container, of 10, the
    /// connections and twice the table cache at least.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `open_files_limit`, `table_open_cache`
    /// - Seen on MySQL 9.7.4 (MY-010140, MY-010142) and MariaDB 11.8
    OPEN_FILES_LIMIT_NOT_REACHED {
        postgresql: None,
        mysql: Some("MY-HOST-020"),
        name: "open-files-limit-not-reached",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const LIMIT: &str = "open_files_limit";
    const CACHE: &str = "table_open_cache";
    let Some(files) = input.facts.nofile.get().copied() else {
        return Answer::QUIET;
    };
    let set = |name| input.settings.count(name).filter(|_| input.is_set(name));
    let connections = input.settings.count("max_connections").unwrap_or(0);
    let needed = |tables: u64| tables.saturating_mul(2).saturating_add(connections + 10);
    let name = if set(CACHE).is_some_and(|tables| needed(tables) > files) {
        CACHE
    } else if set(LIMIT).is_some_and(|limit| limit > files) {
        LIMIT
    } else {
        return Answer::QUIET;
    };
    Found::info(format!(
        "{name} asks for more than the {files} files this process may open: the server takes less"
    ))
    .blames(input, &[name])
    .fact(
        "nofile",
        files.to_string(),
        input.facts.nofile.source().unwrap_or_default(),
    )
    .into()
}
