//! Temporary files of a statement filled the disk.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::DiskFull;
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A sort, a hash or a temporary table that does not fit in memory spills to disk
    /// without bound, unless one is set.
    ///
    /// ## How it shows
    ///
    /// Writing below `pgsql_tmp`, to the temporary tablespace or to tmpdir fails for want of
    /// space.
    ///
    /// ## What speaks against it
    ///
    /// WAL, binary logs or tables that are named instead.
    ///
    /// ## What to do
    ///
    /// End the statement: its files go with it. Bound them with `temp_file_limit`
    /// (`PostgreSQL`) or a maximum of `innodb_temp_data_file_path`.
    TEMPORARY_FILES_FILL_DISK {
        name: "temporary-files-fill-disk",
        class: DiskFullOther,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said =
        story.servers_said(|said| matches!(said, ServerSignal::DiskFull(DiskFull::Temporary)));
    if said.is_empty() {
        return None;
    }
    let bound = if story.is_of_mysql() {
        "innodb_temp_data_file_path"
    } else {
        "temp_file_limit"
    };
    let message = format!(
        "temporary files of a statement filled the disk: end it, and bound them with {bound}"
    );
    let weighed = Weighed::new(message)
        .blames(&[bound])
        .shown(Weight::Proof, said);
    Some(weighed)
}
