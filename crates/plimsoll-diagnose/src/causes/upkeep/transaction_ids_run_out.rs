//! Transaction ids run out.

use plimsoll_model::Layer;

use super::horizon;
use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Freezing did not keep up, most often because something held it back: the server
    /// warns, then refuses to write.
    ///
    /// ## How it shows
    ///
    /// `must be vacuumed within … transactions`, `is not accepting commands to avoid
    /// wraparound`.
    ///
    /// ## What speaks against it
    ///
    /// Nothing: the server says it itself.
    ///
    /// ## What to do
    ///
    /// End what holds the horizon, then `VACUUM` the databases it names; no single-user
    /// mode is needed from 14 on.
    TRANSACTION_IDS_RUN_OUT {
        name: "transaction-ids-run-out",
        class: AutovacuumBlocked,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::WraparoundNear { .. }));
    if said.is_empty() {
        return None;
    }
    let held = story.servers_said(|said| matches!(said, ServerSignal::VacuumHeld { .. }));
    let holder = horizon::holder(story);
    let is_held = !held.is_empty() || !holder.told.is_empty();
    let message = if is_held {
        format!(
            "transaction ids run out: end {}, and vacuum the databases it names",
            holder.what
        )
    } else {
        "transaction ids run out: vacuum the databases it names, and see why autovacuum did not (switched off, for a table too; something old that holds it back)".to_owned()
    };
    let blamed: &[&str] = if is_held {
        holder.parameters
    } else {
        &["autovacuum", "autovacuum_freeze_max_age"]
    };
    let weighed = Weighed::new(message)
        .blames(blamed)
        .shown(Weight::Proof, said)
        .shown(Weight::Slight, holder.told);
    Some(weighed)
}
