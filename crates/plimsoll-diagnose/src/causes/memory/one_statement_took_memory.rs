//! One session took what no parameter limits.

use plimsoll_model::Layer;

use super::context::{Holds, large};
use super::workers;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{OPERATION, Scene};
use crate::story::Story;

/// The share of the server's own memory that one process has to hold.
const SHARE: u64 = 2;

const MESSAGE: &str = "one statement took most of the memory, and what it builds no parameter limits: mend the statement, bound its time";

cause! {
    /// ## What it is
    ///
    /// One statement built a value or a structure that no parameter bounds: `array_agg`,
    /// `string_agg`, `json_agg` over millions of rows, a list of a hundred thousand
    /// literals, a result held in memory by an extension or a function.
    ///
    /// ## How it shows
    ///
    /// The kernel's table has one backend that holds most of the memory, the others are
    /// small; its statement, where it is told, aggregates into one value. Or a dump of
    /// contexts at `out of memory` has what a statement reads, plans or builds as the
    /// largest (`MessageContext`, `ExprContext`, `AggContext`, …).
    ///
    /// ## What speaks against it
    ///
    /// Several backends that hold as much; a parameter that was raised before.
    ///
    /// ## What to do
    ///
    /// Mend the statement (aggregate in parts, stream instead of collecting), and bound
    /// the harm: a lower `work_mem` does not help, a limit per role of `temp_file_limit`
    /// does not either; a time-out of statements does.
    ONE_STATEMENT_TOOK_MEMORY {
        name: "one-statement-took-memory",
        class: MemoryQueryOrExtension,
        layer: Some(Layer::Application),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let contexts = large(story, Holds::Statement);
    if !contexts.is_empty() {
        return Some(Weighed::new(MESSAGE).shown(Weight::Proof, contexts));
    }
    let scene = Scene::of(story).filter(Scene::is_postgresql)?;
    let table = scene.table.as_ref()?;
    let one = table.largest_bytes * SHARE >= table.server_bytes
        && table.is_share(table.largest_bytes, 0.3);
    if !one {
        return None;
    }
    let alone = table.busy <= 2;
    let builds = scene.statements().any(builds_one_value);
    let changed = scene.changed(&OPERATION);
    let sorts = !builds && scene.statements().next().is_some();
    let weighed = Weighed::new(MESSAGE)
        .shown(Weight::Fair, scene.lines())
        .watched(story, &scene)
        .unbilled(story)
        .holds(Weight::Fair, one)
        .holds(Weight::Slight, alone)
        .holds(Weight::Strong, builds)
        .against(
            Weight::Strong,
            !workers::background(story).is_empty(),
            "a background worker was killed, and no session",
        )
        .against(
            Weight::Slight,
            sorts,
            "its statement is not known to build one value",
        )
        .against(
            Weight::Strong,
            !changed.is_empty(),
            "what a session may take was changed before",
        );
    Some(weighed)
}

/// A statement that collects many rows into one value, or holds a very long list.
fn builds_one_value(statement: &str) -> bool {
    const WORDS: [&str; 9] = [
        "array_agg(",
        "string_agg(",
        "json_agg(",
        "jsonb_agg(",
        "json_object_agg(",
        "jsonb_object_agg(",
        "xmlagg(",
        "repeat(",
        "group_concat(",
    ];
    let statement = statement.to_ascii_lowercase();
    WORDS.iter().any(|word| statement.contains(word))
}
