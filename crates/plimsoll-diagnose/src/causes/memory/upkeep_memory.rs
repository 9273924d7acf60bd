//! `maintenance_work_mem`, taken by index builds and vacuum workers.

use plimsoll_model::Layer;

use super::billed;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{Family, Scene, UPKEEP};
use crate::signal::{Death, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Index builds, `VACUUM` and each autovacuum worker may take `maintenance_work_mem`
    /// (`autovacuum_work_mem`) for themselves, workers of a parallel build more.
    ///
    /// ## How it shows
    ///
    /// The process that was killed is an autovacuum worker, or ran `CREATE INDEX`,
    /// `REINDEX`, `VACUUM`, `ALTER TABLE`.
    ///
    /// ## What speaks against it
    ///
    /// Ordinary sessions that hold the most.
    ///
    /// ## What to do
    ///
    /// Lower `maintenance_work_mem`, set `autovacuum_work_mem` apart from it, and raise
    /// it by `SET` for the one build that needs it.
    UPKEEP_MEMORY {
        name: "upkeep-memory",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story)?;
    let changed = scene.changed(&UPKEEP);
    let workers = story.server().filter(|(_, said)| is_vacuum_worker(said));
    let workers: Vec<_> = workers.map(|(signal, _)| signal).collect();
    let builds = scene
        .deaths
        .iter()
        .filter(|(_, statement)| statement.is_some_and(is_upkeep));
    let builds: Vec<_> = builds.map(|(signal, _)| *signal).collect();
    let billed = billed::blames(story, Family::Upkeep);
    if changed.is_empty() && workers.is_empty() && builds.is_empty() && !billed {
        return None;
    }
    let by_kernel = scene.is_killed();
    if !by_kernel && scene.deaths.is_empty() {
        return None;
    }
    let others = scene
        .table
        .as_ref()
        .is_some_and(|it| it.is_share(it.others_bytes, 0.4));
    let vacuum = !workers.is_empty();
    let message = "upkeep (an index build, vacuum) took maintenance_work_mem and went over the memory limit: lower it, and set autovacuum_work_mem apart from it";
    let blamed: &[&str] = if vacuum {
        &["autovacuum_work_mem", "maintenance_work_mem"]
    } else {
        &["maintenance_work_mem"]
    };
    let weighed = Weighed::new(message)
        .blames(blamed)
        .shown(Weight::Fair, scene.kills.iter().map(|(signal, _)| *signal))
        .billed(story, Family::Upkeep, !changed.is_empty() || vacuum)
        .shown(Weight::Strong, workers.into_iter().chain(builds))
        .changed(Weight::Strong, &scene, &changed)
        .against(Weight::Strong, !by_kernel, "no kill by the kernel was seen")
        .against(
            Weight::Strong,
            others,
            "other programs held much of the memory",
        );
    Some(weighed)
}

fn is_vacuum_worker(said: &ServerSignal) -> bool {
    match said {
        ServerSignal::ProcessDied {
            process,
            death: Death::Signal(9),
            ..
        } => process.contains("autovacuum worker"),
        _ => false,
    }
}

fn is_upkeep(statement: &str) -> bool {
    const BEGINS: [&str; 6] = [
        "create index",
        "create unique index",
        "reindex",
        "vacuum",
        "alter table",
        "cluster",
    ];
    let statement = statement.trim_start().to_ascii_lowercase();
    BEGINS.iter().any(|words| statement.starts_with(words))
}
