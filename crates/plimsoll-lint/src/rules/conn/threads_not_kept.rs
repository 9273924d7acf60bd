//! `thread_cache_size` 0: a new thread for each connection.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `thread_cache_size = 0` with a thread for each connection.
    ///
    /// ## Why it matters
    ///
    /// A thread is made for every connection and thrown away after it. Applications that
    /// connect for each request pay for it each time, and its memory is given back and taken
    /// again by the allocator, which leaves holes.
    ///
    /// ## Example
    ///
    /// `thread_cache_size = 0`, to save memory.
    ///
    /// ## What to do instead
    ///
    /// Remove the line: built in is 8 and a hundredth of the connections (MySQL), 256
    /// (MariaDB).
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `thread_cache_size`
    /// - MariaDB manual, `thread_cache_size`
    THREADS_NOT_KEPT {
        postgresql: None,
        mysql: Some("MY-CONN-004"),
        name: "threads-not-kept",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "thread_cache_size";
    let own_thread = input.is_one_of("thread_handling", &["one-thread-per-connection"]);
    if !input.is_set(NAME) || input.settings.count(NAME) != Some(0) || !own_thread {
        return Answer::QUIET;
    }
    Found::info("every connection makes a new thread and throws it away")
        .blames(input, &[NAME])
        .into()
}
