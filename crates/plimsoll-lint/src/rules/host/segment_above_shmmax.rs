//! A System V segment larger than the kernel gives.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `shared_memory_type = sysv` with `shared_buffers` above `kernel.shmmax`.
    ///
    /// ## Why it matters
    ///
    /// The whole segment is then one of System V, and the kernel refuses one above
    /// `kernel.shmmax`: the server does not start.
    ///
    /// ## Example
    ///
    /// `shared_memory_type = sysv` on a host that an old guide gave `kernel.shmmax =
    /// 33554432`.
    ///
    /// ## What to do instead
    ///
    /// The built-in `mmap`, or a larger `kernel.shmmax` and `kernel.shmall`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Shared Memory and Semaphores"
    SEGMENT_ABOVE_SHMMAX {
        postgresql: Some("PG-HOST-014"),
        mysql: None,
        name: "segment-above-shmmax",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.text("shared_memory_type") != "sysv" {
        return Answer::QUIET;
    }
    let Some(most) = input.sysctl("kernel.shmmax") else {
        return Answer::needs("sysctl.kernel.shmmax");
    };
    let Some(buffers) = input
        .settings
        .bytes("shared_buffers")
        .filter(|size| *size > most)
    else {
        return Answer::QUIET;
    };
    let message = format!(
        "shared_buffers ({}) does not fit a System V segment of at most {}: the server does not start",
        Bytes(buffers),
        Bytes(most)
    );
    Found::warning(message)
        .blames(input, &["shared_memory_type", "shared_buffers"])
        .fact("kernel.shmmax", Bytes(most).to_string(), "sysctl")
        .into()
}
