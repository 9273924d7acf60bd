//! A buffer meant for one query, given to every session.

use plimsoll_model::{Bytes, Confidence};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use plimsoll_bill::sessions_allowed;

rule! {
    /// ## What it finds
    ///
    /// `sort_buffer_size`, `join_buffer_size`, `read_buffer_size` or `read_rnd_buffer_size`
    /// set to 64 MB or more for all sessions, while a single such buffer in every session
    /// would come to more than the memory.
    ///
    /// ## Why it matters
    ///
    /// Each sort and each join without an index takes its own, and a query can have several.
    /// A join buffer and a read buffer are allocated whole, however few rows there are, which
    /// also makes every small query slower; a sort grows up to its size. The memory is taken
    /// from under the buffer pool when the load is highest. Where the memory is not known it
    /// is worth knowing only.
    ///
    /// ## Example
    ///
    /// `join_buffer_size = 512M` with `max_connections = 500` on 64 GB.
    ///
    /// ## What to do instead
    ///
    /// The built-in size, or at most a few megabytes, for all; and `SET SESSION` (in MySQL
    /// 8.0 and later the hint `SET_VAR`) in the report that needs more.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "How MySQL Uses Memory", `join_buffer_size`, `sort_buffer_size`
    /// - MariaDB manual, "MariaDB Memory Allocation"
    SESSION_BUFFERS_HUGE_FOR_ALL {
        postgresql: None,
        mysql: Some("MY-MEM-004"),
        name: "session-buffers-huge-for-all",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAMES: &[&str] = &[
        "sort_buffer_size",
        "join_buffer_size",
        "read_buffer_size",
        "read_rnd_buffer_size",
    ];
    const HUGE_BYTES: u64 = 64 << 20;
    let bytes = |name: &str| input.settings.bytes(name).filter(|_| input.is_set(name));
    let huge = |name: &&&str| bytes(name).is_some_and(|bytes| bytes >= HUGE_BYTES);
    let mut names: Vec<&str> = NAMES.iter().filter(huge).copied().collect();
    names.sort_by_key(|name| std::cmp::Reverse(bytes(name)));
    let (Some(largest), sessions) = (names.first(), sessions_allowed(input.settings)) else {
        return Answer::QUIET;
    };
    let one_each = bytes(largest).unwrap_or(0).saturating_mul(sessions);
    let message = format!(
        "{largest} is {} for every session: one in each of {sessions} sessions is {}",
        input.shown(largest),
        Bytes(one_each)
    );
    let found = match input.facts.ceiling_bytes().get() {
        Some(room) if one_each <= *room => return Answer::QUIET,
        Some(_) => Found::warning(message),
        None => Found::info(message),
    };
    found
        .sure(Confidence::Medium)
        .blames(input, &names)
        .weighs(input, "max_connections")
        .into()
}
