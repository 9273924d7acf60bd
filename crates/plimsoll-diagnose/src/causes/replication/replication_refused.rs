//! A standby is not let in.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The account of replication, its password, its rule in `pg_hba.conf` or its rights are
    /// not as the standby uses them.
    ///
    /// ## How it shows
    ///
    /// The source refuses the login of the standby again and again.
    ///
    /// ## What speaks against it
    ///
    /// The refusal is an ordinary client's.
    ///
    /// ## What to do
    ///
    /// A rule `host replication …` in `pg_hba.conf`; the attribute REPLICATION or
    /// `REPLICATION SLAVE`; the password in `primary_conninfo`.
    REPLICATION_REFUSED {
        name: "replication-refused",
        class: ReplicationConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said =
        story.servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Refused)));
    if said.is_empty() {
        return None;
    }
    let message =
        "the source does not let the standby in: look at its rule, its rights and its password";
    let weighed = Weighed::new(message).shown(Weight::Strong, said);
    Some(weighed)
}
