//! One session took what no parameter limits.

use jiff::SignedDuration;
use plimsoll_model::Layer;

use super::context::{Holds, large};
use super::workers;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{CROWD, OPERATION, POOL, Scene, Table};
use crate::signal::{ClientSignal, Signal};
use crate::story::Story;

/// The share of the server's own memory that one process has to hold.
const SHARE: u64 = 2;

/// How long before it took the memory a statement may have begun.
const RUNNING_WITHIN: SignedDuration = SignedDuration::from_mins(30);

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
    /// largest (`MessageContext`, `ExprContext`, `AggContext`, …). Of MySQL and `MariaDB`,
    /// which are one process, only a client's own log tells: a statement in it shortly before
    /// that aggregates into one value or is itself some megabytes long.
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
    let scene = Scene::of(story)?;
    let table = scene.table.as_ref()?;
    if !scene.is_postgresql() {
        return of_threads(story, &scene, table);
    }
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
        .shown(Weight::Fair, told(story))
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

/// MySQL and `MariaDB` are one process: its table does not tell which session it was, and
/// their logs no statement. What a client wrote of its own does.
fn of_threads(story: &Story, scene: &Scene<'_>, table: &Table<'_>) -> Option<Weighed> {
    let told = told(story);
    if told.is_empty() || !scene.is_killed() {
        return None;
    }
    let pool = super::pool_bytes(story).is_some_and(|bytes| table.is_share(bytes, 0.7));
    let changed = !scene
        .changed(&[&OPERATION[..], &POOL, &CROWD].concat())
        .is_empty();
    let weighed = Weighed::new(MESSAGE)
        .shown(Weight::Fair, scene.lines())
        .shown(Weight::Strong, told)
        .watched(story, scene)
        .unbilled(story)
        .holds(Weight::Fair, scene.has_grown(super::pool_bytes(story)))
        .against(Weight::Strong, pool, "the buffer pool is most of the limit")
        .against(
            Weight::Strong,
            changed,
            "a parameter of memory was changed before",
        )
        .against(
            Weight::Strong,
            table.is_share(table.others_bytes, 0.4),
            "other programs held much of the memory",
        );
    Some(weighed)
}

/// What clients wrote of large statements shortly before.
pub(super) fn told(story: &Story) -> Vec<&Signal> {
    let said = story.clients_said(|said| *said == ClientSignal::LargeStatement);
    let near = said.into_iter();
    near.filter(|signal| story.is_before_moment(signal, RUNNING_WITHIN))
        .collect()
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
