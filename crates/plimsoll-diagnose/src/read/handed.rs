//! What the caller says that a file is.

/// What a file was handed in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// `--log`: of a database, a web server, an application; told apart by content.
    Log,
    /// `--kernel`: dmesg, kern.log, the journal.
    Kernel,
    /// `--events`: JSON lines of `plimsoll.event/1`.
    Events,
    /// The same, noticed by a watch: what is not among them may have happened all the same.
    Noticed,
}
