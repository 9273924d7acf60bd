//! Temporary files of a statement filled the disk.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{DiskFull, ServerSignal, Signal};
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
    /// (`PostgreSQL`), a maximum of `innodb_temp_data_file_path` (`MySQL`, `MariaDB`) or
    /// `max_tmp_session_space_usage` (`MariaDB` 11.5 on). What lies in tmpdir needs room there:
    /// not a small tmpfs.
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
    let (bounds, means) = bounds(story, &said);
    let message = format!(
        "temporary files of a statement filled the disk: end it, and {means} them with {}",
        bounds[0]
    );
    let weighed = Weighed::new(message)
        .blames(bounds)
        .shown(Weight::Proof, said);
    Some(weighed)
}

/// What bounds them, or only says where they lie: the global temporary tablespace of `InnoDB`
/// has a maximum of its own, those of sessions (8.0.13 on) have none, and what lies in tmpdir
/// none before `MariaDB` 11.5.
fn bounds(story: &Story, said: &[&Signal]) -> (&'static [&'static str], &'static str) {
    let named = |words: &str| said.iter().any(|it| it.line.text.contains(words));
    if !story.is_of_mysql() {
        (&["temp_file_limit", "work_mem"], "bound")
    } else if named("ibtmp") {
        (&["innodb_temp_data_file_path"], "bound")
    } else if named("#innodb_temp") {
        (
            &["innodb_temp_tablespaces_dir", "tmp_table_size"],
            "make room for",
        )
    } else {
        (
            &["tmpdir", "tmp_table_size", "max_heap_table_size"],
            "make room for",
        )
    }
}
