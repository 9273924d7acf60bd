//! Per-session buffers of MySQL and `MariaDB`, taken by many sessions.

use plimsoll_model::Layer;

use super::one_statement_took_memory;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{CROWD, Family, OPERATION, POOL, Scene};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `sort_buffer_size`, `join_buffer_size`, `tmp_table_size`, `max_heap_table_size` and
    /// their like are taken by each session, some several times in one statement. Many
    /// sessions at work went over the limit together.
    ///
    /// ## How it shows
    ///
    /// The kernel kills the server for its limit while the buffer pool is well below it.
    ///
    /// ## What speaks against it
    ///
    /// A pool of most of the limit; another program that held much of it.
    ///
    /// ## What to do
    ///
    /// Lower the buffer that was raised; set large ones for the session that needs them.
    SESSION_BUFFERS_TIMES_SESSIONS {
        name: "session-buffers-times-sessions",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(|scene| !scene.is_postgresql())?;
    let table = scene.table.as_ref()?;
    let changed = scene.changed(&[&OPERATION[..], &CROWD].concat());
    let pool = super::pool(story);
    let small = pool.is_some_and(|(_, bytes)| !table.is_share(bytes, 0.6));
    let large = pool.is_some_and(|(_, bytes)| table.is_share(bytes, 0.7));
    let server = table.is_share(table.server_bytes, 0.6);
    let grown = scene.has_grown(super::pool_bytes(story));
    let blamed: Vec<&str> = if changed.is_empty() {
        vec!["tmp_table_size", "join_buffer_size", "sort_buffer_size"]
    } else {
        changed.iter().map(|change| change.parameter).collect()
    };
    let message = "sessions' own buffers (sorts, joins, temporary tables) together went over the memory limit: lower what was raised, or the number of sessions";
    let pool_changed = !scene.changed(&POOL).is_empty();
    let weighed = Weighed::new(message)
        .blames(&blamed)
        .shown(Weight::Fair, scene.lines())
        .watched(story, &scene)
        .billed(story, Family::Operation, !changed.is_empty())
        .shown(
            Weight::Fair,
            pool.filter(|_| small && server).map(|(signal, _)| signal),
        )
        .holds(Weight::Fair, grown)
        .changed(Weight::Strong, &scene, &changed)
        .against(
            Weight::Strong,
            large,
            "the buffer pool is most of the limit",
        )
        .against(
            Weight::Strong,
            changed.is_empty() && !one_statement_took_memory::told(story).is_empty(),
            "a client ran a statement that may take much by itself, and no buffer is known to have been raised",
        )
        .against(
            Weight::Fair,
            pool_changed,
            "the size of a pool was changed before",
        )
        .against(
            Weight::Strong,
            table.is_share(table.others_bytes, 0.4),
            "other programs held much of the memory",
        )
        .against(
            Weight::Fair,
            scene.is_starting,
            "it had not taken a session yet",
        );
    Some(weighed)
}
