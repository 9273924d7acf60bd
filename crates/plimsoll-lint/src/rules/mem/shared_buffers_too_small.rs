//! Buffers that are tiny beside the memory the server may have.

use plimsoll_model::{Bytes, Confidence};

use super::room::memory_of_buffers;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `shared_buffers` below a sixteenth of the memory that the server may have, where that
    /// is 4 GB or more and the buffers are less than 2 GB. Quiet where the load says that all
    /// its data fits.
    ///
    /// ## Why it matters
    ///
    /// The built-in 128 MB are meant to start anywhere. What does not fit goes out to the
    /// kernel's page cache and comes back through a system call and a copy; and dirty pages
    /// are written again and again, by sessions that wait for it, instead of once at a
    /// checkpoint.
    ///
    /// ## Example
    ///
    /// A server of 32 GB on which nobody ever changed the 128 MB.
    ///
    /// ## What to do instead
    ///
    /// A quarter of the memory, if the machine is the server's alone. It takes a restart.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory", `shared_buffers`
    SHARED_BUFFERS_TOO_SMALL {
        postgresql: Some("PG-MEM-005"),
        mysql: None,
        name: "shared-buffers-too-small",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// Under this a machine is small and shared with other things.
const MEMORY_MIN: u64 = 4 << 30;
/// Buffers that are enough for many a load on any machine.
const ENOUGH: u64 = 2 << 30;

fn look(input: &Input<'_>) -> Answer {
    let Some(memory) = memory_of_buffers(input).filter(|&memory| memory >= MEMORY_MIN) else {
        return Answer::QUIET;
    };
    let Some(buffers) = input.settings.bytes("shared_buffers") else {
        return Answer::QUIET;
    };
    let all_fits = input.load.data_bytes.is_some_and(|data| data <= buffers);
    if all_fits || buffers >= (memory / 16).min(ENOUGH) {
        return Answer::QUIET;
    }
    let message = format!(
        "shared_buffers are {} of {} that the server may have; a quarter is the usual beginning",
        Bytes(buffers),
        Bytes(memory)
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &["shared_buffers"])
        .against_memory(input)
        .into()
}
