//! `optimizer_prune_level` 0: planning takes longer than running.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `optimizer_prune_level = 0` with an `optimizer_search_depth` above 10.
    ///
    /// ## Why it matters
    ///
    /// The optimizer then tries every order of the tables of a join. With ten tables that is
    /// millions of orders, with fifteen the session seems to hang in the state "statistics",
    /// and no time limit ends it.
    ///
    /// ## Example
    ///
    /// `optimizer_prune_level = 0`, for one query whose plan was bad.
    ///
    /// ## What to do instead
    ///
    /// Leave it, and give that one query a hint.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Controlling Query Plan Evaluation"
    JOIN_ORDERS_ALL_TRIED {
        postgresql: None,
        mysql: Some("MY-PLAN-006"),
        name: "join-orders-all-tried",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const PRUNE: &str = "optimizer_prune_level";
    const DEPTH: &str = "optimizer_search_depth";
    let deep = input.settings.count(DEPTH).is_some_and(|depth| depth > 10);
    if input.settings.count(PRUNE) != Some(0) || !deep {
        return Answer::QUIET;
    }
    Found::info("every order of a join's tables is tried: planning a large join seems to hang")
        .blames(input, &[PRUNE, DEPTH])
        .into()
}
