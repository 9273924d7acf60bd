//! `temp_buffers` that the sessions together cannot have.

use plimsoll_bill::sessions_allowed;
use plimsoll_model::{Bytes, Confidence};

use super::room::room;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file that sets `temp_buffers` so high that all sessions together could hold more
    /// than what is left beside `shared_buffers`. A warning where the number of sessions was
    /// declared or seen, an info where only `max_connections` bounds it.
    ///
    /// ## Why it matters
    ///
    /// A session that works with temporary tables takes them as it needs them and gives none
    /// back until it ends: behind a pooler that is days. They come on top of `work_mem`.
    ///
    /// ## Example
    ///
    /// `temp_buffers = 256MB` and a pool of 100 sessions on a server of 16 GB: 25 GB.
    ///
    /// ## What to do instead
    ///
    /// The default of 8 MB, and more for the sessions that need it: `SET temp_buffers` before
    /// their first temporary table.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory", `temp_buffers`
    /// - `GetLocalBufferStorage` (localbuf.c)
    TEMP_BUFFERS_TOO_LARGE {
        postgresql: Some("PG-MEM-012"),
        mysql: None,
        name: "temp-buffers-too-large",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "temp_buffers";
    let each = input.settings.bytes(name).filter(|_| input.is_set(name));
    let (Some(each), Some(room)) = (each, room(input)) else {
        return Answer::QUIET;
    };
    let known = input.arrivals.map(|arrivals| arrivals.sessions);
    let sessions = known.unwrap_or_else(|| sessions_allowed(input.settings));
    let all = each.saturating_mul(sessions);
    if all <= room {
        return Answer::QUIET;
    }
    let message = format!(
        "{sessions} sessions may hold {} each in temporary buffers, {} together, until they end; \
         beside shared_buffers the server has {}",
        Bytes(each),
        Bytes(all),
        Bytes(room)
    );
    let found = match known {
        Some(_) => Found::warning(message).sure(Confidence::Medium),
        None => Found::info(message),
    };
    found.blames(input, &[name]).against_memory(input).into()
}
