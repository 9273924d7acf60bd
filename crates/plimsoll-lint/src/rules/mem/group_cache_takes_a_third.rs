//! Group replication's message cache, a gigabyte that nobody counted.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_group_member;

rule! {
    /// ## What it finds
    ///
    /// A member of a replication group whose `group_replication_message_cache_size` is more
    /// than 30 % of the memory it may have.
    ///
    /// ## Why it matters
    ///
    /// The cache keeps the group's messages for members that were away for a while. It fills
    /// under any steady writing and does not shrink by itself, and its bookkeeping comes on
    /// top. The built-in size is 1 GB: in a container of 2 GB, where the buffer pool has been
    /// given the rest, the server is killed hours after it started.
    ///
    /// ## Example
    ///
    /// A group member with a limit of 2 GB and nothing said of the cache.
    ///
    /// ## What to do instead
    ///
    /// `group_replication_message_cache_size = 128M` (its least since 8.0.21) on small
    /// members, at the price that a member away for longer needs a full recovery; the same
    /// value on all members.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, the chapter on group replication's message cache
    GROUP_CACHE_TAKES_A_THIRD {
        postgresql: None,
        mysql: Some("MY-MEM-008"),
        name: "group-cache-takes-a-third",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "group_replication_message_cache_size";
    if !is_group_member(input) {
        return Answer::QUIET;
    }
    let Some(cache) = input.settings.bytes(NAME) else {
        return Answer::QUIET;
    };
    let ceiling = input.facts.ceiling_bytes();
    let Some(room) = ceiling.get().copied() else {
        return Answer::needs("memory");
    };
    if cache <= room / 10 * 3 {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "group replication's message cache fills up to {} of the {} this server may have",
        Bytes(cache),
        Bytes(room)
    ))
    .blames(input, &[NAME])
    .fact(
        "limit",
        Bytes(room).to_string(),
        ceiling.source().unwrap_or_default(),
    )
    .into()
}
