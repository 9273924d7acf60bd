//! A large memory for this server and a buffer pool of 128 MB.

use plimsoll_model::{Bytes, Confidence};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_buffer_pool_size` that nobody set, on a server whose memory is known to be 4
    /// GB or more.
    ///
    /// ## Why it matters
    ///
    /// The pool is where InnoDB keeps the pages it works on. The built-in 128 MB fit a
    /// laptop: what does not fit is read from disk again and again, and dirty pages are
    /// pushed out early, however much memory lies idle. It is likely and not sure, since a
    /// server whose data is small needs no more.
    ///
    /// ## Example
    ///
    /// A container limited to 16 GB with a file that sets only `max_connections`.
    ///
    /// ## What to do instead
    ///
    /// Half to three quarters of the memory that this server has for itself; `plimsoll bill`
    /// shows what is left for sessions. A server whose data is small: set 128M in the file,
    /// so that the next reader sees it is meant.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_buffer_pool_size` and "Configuring InnoDB Buffer Pool Size"
    /// - MariaDB manual, "InnoDB Buffer Pool"
    BUFFER_POOL_LEFT_AT_DEFAULT {
        postgresql: None,
        mysql: Some("MY-MEM-002"),
        name: "buffer-pool-left-at-default",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_buffer_pool_size";
    const ROOM_MIN_BYTES: u64 = 4 << 30;
    let dedicated = input.settings.is_on("innodb_dedicated_server") == Some(true);
    if input.is_set(NAME) || dedicated || input.config.settings.is_empty() {
        return Answer::QUIET;
    }
    let ceiling = input.facts.ceiling_bytes();
    let (Some(room), Some(pool)) = (ceiling.get(), input.settings.bytes(NAME)) else {
        return Answer::QUIET;
    };
    if *room < ROOM_MIN_BYTES {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "the buffer pool is left at the built-in {} and the server may have {}",
        Bytes(pool),
        Bytes(*room)
    ))
    .sure(Confidence::Medium)
    .blames(input, &[NAME])
    .fact(
        "limit",
        Bytes(*room).to_string(),
        ceiling.source().unwrap_or_default(),
    )
    .into()
}
