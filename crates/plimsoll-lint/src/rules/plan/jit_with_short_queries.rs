//! JIT left on where the load is said to be short queries.

use plimsoll_model::{Confidence, Profile, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `jit` on while the load is said to be `oltp`.
    ///
    /// ## Why it matters
    ///
    /// A short query whose cost is overestimated, over many partitions for instance, is
    /// compiled for longer than it runs, in each of its workers.
    ///
    /// ## Example
    ///
    /// `--profile oltp` and a file that does not set `jit`.
    ///
    /// ## What to do instead
    ///
    /// `jit = off`, and on for the sessions that report (`SET jit = on`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, chapter "Just-in-Time Compilation (JIT)", "When to JIT?"
    JIT_WITH_SHORT_QUERIES {
        postgresql: Some("PG-PLAN-010"),
        mysql: None,
        name: "jit-with-short-queries",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let built = input.facts.jit.get() != Some(&false);
    let on = built && input.settings.is_on("jit") == Some(true);
    if !on || input.profile != Profile::Oltp {
        return Answer::QUIET;
    }
    let message = "jit is on and the load is short queries: an overestimated one is compiled for longer than it runs";
    Found::info(message)
        .sure(Confidence::Low)
        .blames(input, &["jit"])
        .mended(input, Safety::Unsafe, &[("jit", "off")])
        .into()
}
