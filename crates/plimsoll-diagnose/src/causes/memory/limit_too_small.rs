//! Parameters modest for the work, the limit below the need.

use plimsoll_model::Layer;

use super::billed;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{CROWD, DEFAULT_POOL_BYTES, OPERATION, POOL, Scene, UPKEEP};
use crate::signal::OomScope;
use crate::story::Story;

/// Below this a server with its defaults does not carry ordinary work (truth/: an
/// idle MySQL 9.7 holds 485 MB, the others with 128 MB of buffers 150 to 250 MB).
const SMALL_BYTES: u64 = 512 << 20;

/// Below this a machine is small for a server that holds little: its system takes some
/// hundreds of megabytes.
const SMALL_HOST_BYTES: u64 = 2 << 30;

cause! {
    /// ## What it is
    ///
    /// Nothing asks for much, and yet it is more than the container, or the machine, has.
    ///
    /// ## How it shows
    ///
    /// A kill for a limit of a few hundred megabytes, or on a machine of a gigabyte, with
    /// buffers and sessions that are small in themselves, and nothing that was raised before.
    ///
    /// ## What speaks against it
    ///
    /// A parameter that was raised; sessions at work by the dozen; a limit of gigabytes.
    ///
    /// ## What to do
    ///
    /// Give it more memory: `plimsoll bill` says how much the configuration needs.
    LIMIT_TOO_SMALL {
        name: "limit-too-small",
        class: MemoryLimitOrHostTooSmall,
        layer: Some(Layer::Container),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story)?;
    let limit_bytes = scene.limit_bytes?;
    let is_small = limit_bytes <= SMALL_BYTES || is_small_host(story, &scene);
    if !is_small && !billed::blames_limit(story) {
        return None;
    }
    let Some((table, (signal, kill))) = scene.table.as_ref().zip(scene.kills.first()) else {
        return by_state(story, &scene, limit_bytes);
    };
    let all = [&OPERATION[..], &POOL, &UPKEEP, &CROWD].concat();
    let changed = !scene.changed(&all).is_empty();
    let buffers = table.is_share(table.shmem_bytes, 0.5);
    let work = table.busy >= 4 && table.is_share(table.busy_bytes, 0.4);
    let pool = super::pool_bytes(story)
        .is_some_and(|bytes| table.is_share(bytes, 0.6) && bytes > DEFAULT_POOL_BYTES);
    let others = table.is_share(table.others_bytes, 0.4);
    let grown = scene.has_grown(super::pool_bytes(story));
    let below_rest = !pool && scene.is_below_rest(super::pool_bytes(story));
    let weighed = Weighed::new(message(limit_bytes))
        .shown(Weight::Fair, [*signal])
        .billed_limit(story)
        .holds(Weight::Fair, is_small)
        .holds(Weight::Fair, !changed && !buffers && !work && !pool)
        .holds(Weight::Fair, below_rest)
        .against(
            Weight::Strong,
            changed,
            "a parameter of memory was changed before",
        )
        .against(
            Weight::Fair,
            buffers || pool,
            "buffers are most of the limit",
        )
        .against(Weight::Fair, work, "many sessions at work held the memory")
        .against(
            Weight::Fair,
            grown,
            "sessions' own memory is more than what an idle server holds",
        )
        .against(
            Weight::Strong,
            others,
            "other programs held much of the memory",
        );
    Some(match kill.scope {
        OomScope::Cgroup(_) | OomScope::Unsaid => weighed,
        OomScope::Host => weighed.mended_in(Layer::Kernel),
    })
}

/// Whether a machine is small, ran out of memory, and nobody on it held more than is
/// usual.
fn is_small_host(story: &Story, scene: &Scene<'_>) -> bool {
    let on_host = scene
        .kills
        .first()
        .is_some_and(|(_, kill)| kill.scope == OomScope::Host);
    let is_small = scene.limit_bytes.is_some_and(|it| it <= SMALL_HOST_BYTES);
    let is_quiet = if scene.is_postgresql() {
        scene.table.as_ref().is_some_and(|it| {
            !it.is_share(it.shmem_bytes, 0.4) && !it.is_share(it.busy_bytes, 0.25)
        })
    } else {
        scene.is_at_rest(super::pool_bytes(story))
    };
    on_host && is_small && is_quiet
}

fn message(limit_bytes: u64) -> String {
    format!(
        "the limit of {} MB is below what a server with modest parameters needs for this work: raise it",
        limit_bytes >> 20
    )
}

/// Where the container's state alone says that it was killed, and for which limit.
fn by_state(story: &Story, scene: &Scene<'_>, limit_bytes: u64) -> Option<Weighed> {
    let all = [&OPERATION[..], &POOL, &UPKEEP, &CROWD].concat();
    let changed = !scene.changed(&all).is_empty();
    let weighed = Weighed::new(message(limit_bytes))
        .shown(Weight::Fair, scene.lines())
        .billed_limit(story)
        .holds(Weight::Fair, limit_bytes <= SMALL_BYTES)
        .holds(Weight::Fair, !changed)
        .against(
            Weight::Strong,
            changed,
            "a parameter of memory was changed before",
        );
    scene.is_killed().then_some(weighed)
}
