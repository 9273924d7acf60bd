//! Pages in order priced above pages at random.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `seq_page_cost` above `random_page_cost`.
    ///
    /// ## Why it matters
    ///
    /// Nothing reads pages in order more slowly than at random. Priced so, the planner
    /// prefers index scans that read a whole table in the order of an index to a plain scan
    /// of it.
    ///
    /// ## Example
    ///
    /// `random_page_cost = 0.5` beside a `seq_page_cost` that was left at 1.
    ///
    /// ## What to do instead
    ///
    /// Set both, `seq_page_cost` no higher: for data that is always in memory both at 0.1 or
    /// so, on solid state 1 and 1.1.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Planner Cost Constants",
    ///   `random_page_cost`
    SEQ_PAGE_DEARER_THAN_RANDOM {
        postgresql: Some("PG-PLAN-003"),
        mysql: None,
        name: "seq-page-dearer-than-random",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let cost = |name| input.settings.real(name);
    let (Some(seq), Some(random)) = (cost("seq_page_cost"), cost("random_page_cost")) else {
        return Answer::QUIET;
    };
    if seq <= random {
        return Answer::QUIET;
    }
    let message = format!(
        "seq_page_cost ({seq}) is above random_page_cost ({random}): \
         whole tables are read through their indexes"
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &["random_page_cost", "seq_page_cost"])
        .into()
}
