//! `work_mem`, taken by many sessions at a time.

use plimsoll_model::Layer;

use super::billed;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{Change, Family, OPERATION, Scene};
use crate::story::Story;

/// Sessions at work that it takes to call them many.
const MANY: usize = 4;

cause! {
    /// ## What it is
    ///
    /// `work_mem` bounds one sort or hash of one session. Many sessions at work took it
    /// at the same time, some several times over, and together went over the limit.
    ///
    /// ## How it shows
    ///
    /// The kernel's table of tasks has several backends that each hold more than one that
    /// waits, and together most of the memory; no one of them holds the most.
    ///
    /// ## What speaks against it
    ///
    /// One backend that holds most of it: no parameter bounds what a single value takes.
    /// Shared memory or another program that holds most of it.
    ///
    /// ## What to do
    ///
    /// Lower `work_mem` to what the load line allows (`plimsoll bill`), and give a report
    /// that needs more its own with `SET LOCAL work_mem`. Where senders of logical
    /// replication held it: `logical_decoding_work_mem`, which each of them may take.
    WORK_MEM_TIMES_SESSIONS {
        name: "work-mem-times-sessions",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(Scene::is_postgresql)?;
    let changed = scene.changed(&OPERATION);
    let table = scene.table.as_ref();
    let many = table.is_some_and(|it| {
        it.busy >= MANY && it.is_share(it.busy_bytes, 0.4) && it.largest_bytes < it.busy_bytes / 2
    });
    let heavy = scene.statements().any(sorts_or_hashes);
    let killed = scene.is_killed() || !scene.deaths.is_empty();
    let billed = billed::blames(story, Family::Operation);
    if !killed || !many && changed.is_empty() && !heavy && !billed {
        return None;
    }
    let blamed = blamed(&scene, &changed);
    let first = blamed[0];
    let sessions = table.map_or(0, |it| it.busy);
    let message = if many {
        format!(
            "{sessions} sessions at work took {first}, some several times over, and together went over the memory limit: lower {first}, or give it to the few that need it"
        )
    } else {
        format!(
            "sessions took more memory after {first} was changed and went over the limit: lower it, or give it to the few that need it"
        )
    };
    let others = table.is_some_and(|it| it.is_share(it.others_bytes, 0.4));
    let one = table.is_some_and(|it| it.largest_bytes * 2 > it.server_bytes && it.busy < MANY);
    let weighed = Weighed::new(message)
        .blames(&blamed)
        .shown(Weight::Fair, scene.lines())
        .watched(story, &scene)
        .billed(story, Family::Operation, !changed.is_empty())
        .holds(Weight::Strong, many)
        .changed(Weight::Strong, &scene, &changed)
        .holds(Weight::Slight, heavy)
        .against(
            Weight::Strong,
            others,
            "other programs held much of the memory",
        )
        .against(Weight::Fair, one, "one process held most of it");
    Some(weighed)
}

/// What was changed before, the last first; else what the statements tell of.
fn blamed(scene: &Scene<'_>, changed: &[&Change<'_>]) -> Vec<&'static str> {
    let mut blamed: Vec<&str> = changed.iter().rev().map(|it| it.parameter).collect();
    let runs = |words: &[&str]| {
        scene.statements().any(|statement| {
            let statement = statement.to_ascii_lowercase();
            words.iter().all(|word| statement.contains(word))
        })
    };
    if runs(&["temp"]) {
        blamed.push("temp_buffers");
    }
    // A sender of changes decodes them (src/backend/replication/logical/reorderbuffer.c):
    // it sorts and hashes nothing.
    if runs(&["start_replication", " logical "]) {
        blamed.push("logical_decoding_work_mem");
    }
    blamed.push("work_mem");
    let mut seen = std::collections::BTreeSet::new();
    blamed.retain(|name| seen.insert(*name));
    blamed
}

/// A statement whose plan likely sorts or hashes.
fn sorts_or_hashes(statement: &str) -> bool {
    const WORDS: [&str; 5] = ["order by", "group by", "join", "distinct", "union"];
    let statement = statement.to_ascii_lowercase();
    WORDS.iter().any(|word| statement.contains(word))
}
