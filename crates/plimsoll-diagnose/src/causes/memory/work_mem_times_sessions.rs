//! `work_mem`, taken by many sessions at a time.

use plimsoll_model::Layer;

use super::billed;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{Family, OPERATION, Scene};
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
    /// that needs more its own with `SET LOCAL work_mem`.
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
    let temporary = scene
        .statements()
        .any(|it| it.to_ascii_lowercase().contains("temp"))
        || changed
            .iter()
            .any(|change| change.parameter == "temp_buffers");
    let sessions = table.map_or(0, |it| it.busy);
    let message = if many {
        format!(
            "{sessions} sessions at work took work_mem, some several times over, and together went over the memory limit: lower work_mem, or give it to the few that need it"
        )
    } else {
        "sessions took more memory after work_mem was changed and went over the limit: lower it, or give it to the few that need it".to_owned()
    };
    let others = table.is_some_and(|it| it.is_share(it.others_bytes, 0.4));
    let one = table.is_some_and(|it| it.largest_bytes * 2 > it.server_bytes && it.busy < MANY);
    let weighed = Weighed::new(message)
        .blames(if temporary {
            &["temp_buffers", "work_mem"]
        } else {
            &["work_mem"]
        })
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

/// A statement whose plan likely sorts or hashes.
fn sorts_or_hashes(statement: &str) -> bool {
    const WORDS: [&str; 5] = ["order by", "group by", "join", "distinct", "union"];
    let statement = statement.to_ascii_lowercase();
    WORDS.iter().any(|word| statement.contains(word))
}
