//! The folder for a new server is not empty.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{FileFault, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A new server was to be made in a folder that is not empty: a volume mounted right at the
    /// data directory, with the `lost+found` of its file system; a mount that hides the data; a
    /// first start that broke off half-way.
    ///
    /// ## How it shows
    ///
    /// `initdb: error: directory … exists but is not empty`, `It contains a lost+found
    /// directory`, `--initialize specified but the data directory has files in it`; an
    /// orchestrator starts it again and again.
    ///
    /// ## What speaks against it
    ///
    /// A server that ran on this data before: then look first whether the right volume is
    /// mounted.
    ///
    /// ## What to do
    ///
    /// Look what lies there before anything is removed: it may be your data. Use a folder below
    /// the mount point as the data directory (`PGDATA`, `data_directory`, `datadir`; `subPath`
    /// in Kubernetes).
    FOLDER_NOT_EMPTY {
        name: "folder-not-empty",
        class: FileMismatch,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::StartRefused(StartRefusal::File(FileFault::NotEmpty { .. }))
        )
    });
    if said.is_empty() {
        return None;
    }
    let named = if story.is_of_mysql() {
        "datadir"
    } else {
        "data_directory"
    };
    let message = "the folder for a new server is not empty: look what lies there, and use one below the mount point";
    let weighed = Weighed::new(message)
        .blames(&[named])
        .shown(Weight::Proof, said);
    Some(weighed)
}
