//! The redo log, or the WAL between two checkpoints, is too small for the work.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Writes fill the log faster than checkpoints empty it: the server checkpoints all the
    /// time, stalls, or refuses large rows.
    ///
    /// ## How it shows
    ///
    /// `checkpoints are occurring too frequently`, `The age of the last checkpoint is …`, a
    /// row of more than a tenth of the redo log.
    ///
    /// ## What speaks against it
    ///
    /// One burst at a bulk load.
    ///
    /// ## What to do
    ///
    /// `max_wal_size` or `innodb_redo_log_capacity` (`innodb_log_file_size`) for half an
    /// hour to an hour of writing.
    REDO_TOO_SMALL {
        name: "redo-too-small",
        class: RedoConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut named = None;
    let said = story.server().filter(|(_, said)| match said {
        ServerSignal::RedoTooSmall { parameter } => {
            named = named.or(Some(*parameter));
            true
        }
        _ => false,
    });
    let said: Vec<_> = said.map(|(signal, _)| signal).collect();
    let often = said.iter().map(|signal| signal.times).sum::<u64>() >= 3;
    if said.is_empty() {
        return None;
    }
    let fell = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::StopRequested { .. }
                | ServerSignal::DiskFull(_)
                | ServerSignal::NoSlotsLeft(_)
        )
    });
    let message = "the log of changes is too small for what is written: raise it to half an hour of writing or more";
    let weighed = Weighed::new(message)
        .blames(&[named.unwrap_or("max_wal_size")])
        .shown(Weight::Strong, said)
        .holds(Weight::Fair, often)
        .against(
            Weight::Strong,
            !fell.is_empty(),
            "something graver happened",
        );
    Some(weighed)
}
