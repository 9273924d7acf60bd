//! `/metrics`: what the daemon sees, and how it does itself, as the text that
//! Prometheus reads.

mod families;
mod own;
mod page;
#[cfg(test)]
mod tests;
mod watched;

use std::collections::BTreeSet;

use plimsoll_model::Watched;

pub use families::families;
pub use own::{Keeping, Own};
use page::Page;

/// What such a page says it is.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The page under Plimsoll's own names.
pub fn page(servers: &[Watched], own: &Own) -> String {
    let mut page = Page::default();
    own::own(&mut page, own);
    watched::watched(&mut page, servers);
    page.finish()
}

/// Every name that the page may show: what rules and dashboards may ask for.
pub fn names() -> BTreeSet<String> {
    let everything = Own {
        version: "",
        started: jiff::Timestamp::UNIX_EPOCH,
        resident_bytes: Some(0),
        cpu_seconds: Some(0.0),
        open_files: Some(0),
        connections: 0,
        panics: 0,
        reloads: std::collections::BTreeMap::new(),
        events: 0,
        history: Some(Keeping::default()),
        incidents: std::collections::BTreeMap::new(),
    };
    let mut page = Page::default();
    own::own(&mut page, &everything);
    let text = page.finish();
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let own = types.filter_map(|line| Some(line.split_once(' ')?.0.to_owned()));
    own.chain(watched::names()).collect()
}
