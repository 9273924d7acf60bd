//! Transaction ids run out.

use plimsoll_model::Layer;

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
    let message =
        "transaction ids run out: end what holds vacuum back, and vacuum the databases it names";
    let weighed = Weighed::new(message).shown(Weight::Proof, said);
    Some(weighed)
}
