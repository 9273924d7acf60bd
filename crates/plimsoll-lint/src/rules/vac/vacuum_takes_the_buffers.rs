//! VACUUM that may go through all of the shared buffers.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vacuum_buffer_usage_limit = 0` (16 and later).
    ///
    /// ## Why it matters
    ///
    /// VACUUM and ANALYZE then use no ring of their own: the vacuum of one large table pushes
    /// what the queries need out of `shared_buffers`. It is faster, and the hours after it
    /// are slower.
    ///
    /// ## Example
    ///
    /// 0, meant as "nothing".
    ///
    /// ## What to do instead
    ///
    /// 2 MB, the default from 17 on, up to some hundred for fast vacuums; 0 by hand, `VACUUM
    /// (BUFFER_USAGE_LIMIT 0)`, in a window.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory",
    ///   `vacuum_buffer_usage_limit`
    VACUUM_TAKES_THE_BUFFERS {
        postgresql: Some("PG-VAC-014"),
        mysql: None,
        name: "vacuum-takes-the-buffers",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "vacuum_buffer_usage_limit";
    if input.settings.int(name) != Some(0) {
        return Answer::QUIET;
    }
    let message = "vacuum may push everything else out of shared_buffers: 0 is no limit";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "2MB")])
        .into()
}
