//! Galera's cache: what a node may miss before it is copied anew.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_galera_node;

rule! {
    /// ## What it finds
    ///
    /// A Galera node whose `gcache.size` in `wsrep_provider_options` is not set (128 MB) or
    /// below 512 MB.
    ///
    /// ## Why it matters
    ///
    /// A node that was away gets what it missed from another's cache, as long as the cache
    /// still has it. At 10 MB of writes a second 128 MB are 13 seconds: a restart takes
    /// longer, and the whole data is copied, which loads the donor and takes hours.
    ///
    /// ## Example
    ///
    /// `wsrep_on = ON` and nothing of the provider's options.
    ///
    /// ## What to do instead
    ///
    /// `gcache.size` of an hour of writes. It is a file that is mapped: page cache, which the
    /// kernel can take back; `gcache.mem_size` is not.
    ///
    /// ## Sources
    ///
    /// - Galera manual, "Galera Parameters", gcache.size
    GCACHE_TOO_SMALL_FOR_A_RESTART {
        postgresql: None,
        mysql: Some("MY-REPL-026"),
        name: "gcache-too-small-for-a-restart",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "wsrep_provider_options";
    const SMALL_BYTES: u64 = 512 << 20;
    if !is_galera_node(input) {
        return Answer::QUIET;
    }
    let options = input.settings.text(NAME).unwrap_or_default();
    let size = options.split(';').find_map(|option| {
        let (name, value) = option.split_once('=')?;
        (name.trim() == "gcache.size").then(|| value.trim())
    });
    let bytes = size.map_or(Some(128 << 20), |size| {
        Bytes::parse(size).map(|size| size.0)
    });
    if bytes.is_none_or(|bytes| bytes >= SMALL_BYTES) {
        return Answer::QUIET;
    }
    Found::info(format!(
        "a node that misses more than {} of writes is copied anew",
        Bytes(bytes.unwrap_or_default())
    ))
    .blames(input, &[NAME])
    .into()
}
