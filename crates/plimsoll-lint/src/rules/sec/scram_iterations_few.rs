//! Passwords hashed with fewer rounds than the standard asks.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `scram_iterations` below 4096.
    ///
    /// ## Why it matters
    ///
    /// Each round is work for whoever tries passwords against stolen hashes. RFC 7677 asks
    /// for 4096 at least.
    ///
    /// ## Example
    ///
    /// `scram_iterations = 1`, to make logins without a pooler quicker.
    ///
    /// ## What to do instead
    ///
    /// 4096 or more, and a pooler.
    ///
    /// ## Sources
    ///
    /// - RFC 7677
    /// - PostgreSQL manual, section "Connections and Authentication / Authentication",
    ///   `scram_iterations`
    SCRAM_ITERATIONS_FEW {
        postgresql: Some("PG-SEC-005"),
        mysql: None,
        name: "scram-iterations-few",
        worst: Info,
        controls: ["SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "scram_iterations";
    let Some(rounds) = input.settings.count(name).filter(|rounds| *rounds < 4096) else {
        return Answer::QUIET;
    };
    Found::info(format!(
        "scram_iterations is {rounds}: stolen hashes are tried that much faster"
    ))
    .blames(input, &[name])
    .mended(input, Safety::Unsafe, &[(name, "4096")])
    .into()
}
