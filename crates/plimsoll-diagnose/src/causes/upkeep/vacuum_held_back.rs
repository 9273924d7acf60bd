//! Vacuum cannot remove what it has to.

use plimsoll_model::Layer;

use super::horizon;
use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// An old transaction, a prepared transaction, a slot or a standby's feedback holds the
    /// horizon: dead rows stay, tables grow, statements slow down.
    ///
    /// ## How it shows
    ///
    /// `dead row versions cannot be removed yet`, `oldest xmin is far in the past`,
    /// autovacuum cancelled again and again; reports of vacuum that leave more than they
    /// remove, one after another with the same `oldest xmin` or `removable cutoff`.
    ///
    /// ## What speaks against it
    ///
    /// A single cancelled run.
    ///
    /// ## What to do
    ///
    /// End what holds it: `pg_stat_activity` by `backend_xmin`, `pg_prepared_xacts`,
    /// `pg_replication_slots`; `idle_in_transaction_session_timeout`.
    VACUUM_HELD_BACK {
        name: "vacuum-held-back",
        class: AutovacuumBlocked,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let held = story.servers_said(|said| matches!(said, ServerSignal::VacuumHeld { .. }));
    let cancelled = story.servers_said(|said| matches!(said, ServerSignal::VacuumCancelled));
    let again = cancelled.iter().map(|signal| signal.times).sum::<u64>() >= 3;
    if held.is_empty() && !again {
        return None;
    }
    let near = story.servers_said(|said| matches!(said, ServerSignal::WraparoundNear { .. }));
    let holder = horizon::holder(story);
    let message = format!(
        "something old keeps vacuum from removing dead rows: end {}",
        holder.what
    );
    let weighed = Weighed::new(message)
        .blames(holder.parameters)
        .shown(Weight::Strong, held)
        .shown(Weight::Fair, holder.told)
        .shown(Weight::Fair, cancelled)
        .holds(Weight::Fair, horizon::stands_still(story))
        .holds(Weight::Fair, again)
        .against(
            Weight::Strong,
            !near.is_empty(),
            "transaction ids run out already, which is more than rows that stay",
        );
    Some(weighed)
}
