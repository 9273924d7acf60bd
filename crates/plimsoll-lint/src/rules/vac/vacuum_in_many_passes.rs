//! Memory for dead rows that makes vacuum go through the indexes many times.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Less than 16 MB for an autovacuum worker: `autovacuum_work_mem`, or where that is -1
    /// `maintenance_work_mem`.
    ///
    /// ## Why it matters
    ///
    /// Vacuum gathers dead rows until that memory is full, and then goes through every index
    /// of the table from end to end to take them out. Before 17 a dead row takes 6 bytes: 1
    /// MB holds 175 thousand of them. A table with ten million dead rows has its indexes read
    /// sixty times. From 17 on they take far less.
    ///
    /// ## Example
    ///
    /// `autovacuum_work_mem = 1MB`, to save memory: the worker runs for days.
    ///
    /// ## What to do instead
    ///
    /// 64 MB and more; it is taken only as far as it is needed from 17 on.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory", `autovacuum_work_mem`
    /// - PostgreSQL 17 release notes (memory of vacuum)
    VACUUM_IN_MANY_PASSES {
        postgresql: Some("PG-VAC-015"),
        mysql: None,
        name: "vacuum-in-many-passes",
        worst: Info,
        look: Look::Ask(look),
    }
}

const ENOUGH: u64 = 16 << 20;

fn look(input: &Input<'_>) -> Answer {
    let own = input.settings.bytes("autovacuum_work_mem");
    let name = if own.is_some() {
        "autovacuum_work_mem"
    } else {
        "maintenance_work_mem"
    };
    let Some(size) = input.settings.bytes(name).filter(|&size| size < ENOUGH) else {
        return Answer::QUIET;
    };
    let message = format!(
        "a vacuum goes through all indexes each time that its {} for dead rows are full",
        Bytes(size)
    );
    Found::info(message).blames(input, &[name]).into()
}
