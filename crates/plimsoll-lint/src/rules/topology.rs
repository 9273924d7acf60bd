//! What the settings of MySQL and MariaDB tell of the servers around this one:
//! whether it is a replica, a source, a member of a cluster. Judges nothing.

use crate::Input;

/// Whether it writes a binary log: a value given is the files' name, and any is
/// one; the server shows ON for it.
pub(crate) fn writes_binlog(input: &Input<'_>) -> bool {
    match input.set("log_bin") {
        Some(setting) => setting.value == "ON",
        None => input.is_one_of("log_bin", &["ON"]),
    }
}

/// Whether the file says that clients do not write here: a replica, or a server
/// that waits for its orchestrator's word.
pub(crate) fn is_read_only(input: &Input<'_>) -> bool {
    let on = |name| input.settings.is_on(name) == Some(true);
    on("read_only") || on("super_read_only")
}

/// Whether it is a node of a Galera cluster.
pub(crate) fn is_galera_node(input: &Input<'_>) -> bool {
    input.settings.is_on("wsrep_on") == Some(true)
}

/// Whether it is set up as a member of a replication group.
pub(crate) fn is_group_member(input: &Input<'_>) -> bool {
    let name = input.settings.text("group_replication_group_name");
    name.is_some_and(|name| !name.is_empty())
}

/// Whether other servers hold what this one has committed, by its own file.
pub(crate) fn has_copies(input: &Input<'_>) -> bool {
    is_read_only(input) || is_galera_node(input) || is_group_member(input)
}
