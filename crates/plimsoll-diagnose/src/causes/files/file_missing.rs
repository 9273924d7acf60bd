//! A file that the server needs is not there.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{FileFault, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A volume that is not mounted, a tablespace that moved, a removed control or redo
    /// file.
    ///
    /// ## How it shows
    ///
    /// `could not open file … No such file or directory`, `Cannot open datafile`, a missing
    /// data directory.
    ///
    /// ## What speaks against it
    ///
    /// Rights, which are named.
    ///
    /// ## What to do
    ///
    /// Mount what should be mounted before anything else: an empty folder under a missing
    /// mount looks like lost data. Else restore.
    FILE_MISSING {
        name: "file-missing",
        class: FileMismatch,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::FileFault(FileFault::Missing { .. })
                | ServerSignal::StartRefused(StartRefusal::File(FileFault::Missing { .. }))
        )
    });
    if said.is_empty() {
        return None;
    }
    let message = "a file of the server is not there: look first whether its volume is mounted";
    let weighed = Weighed::new(message).shown(Weight::Proof, said);
    Some(weighed)
}
