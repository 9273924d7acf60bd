//! More than a gigabyte for an autovacuum that cannot use it.

use plimsoll_model::{Bytes, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_work_mem` above 1 GB on a version before 17.
    ///
    /// ## Why it matters
    ///
    /// Up to 16, VACUUM keeps the dead rows in one array that can be 1 GB at most: whatever
    /// stands above it changes nothing. Who raised it, because large tables took several
    /// passes over their indexes, has not got what they wanted.
    ///
    /// ## Example
    ///
    /// `autovacuum_work_mem = 4GB` on 15.
    ///
    /// ## What to do instead
    ///
    /// `1GB`. Fewer dead rows at a time mend the several passes: a lower
    /// `autovacuum_vacuum_scale_factor` for that table. From 17 on the memory is used, and
    /// needed far less.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual of 16, section "Resource Consumption / Memory",
    ///   `autovacuum_work_mem`
    /// - PostgreSQL 17 release notes (new structure for dead rows)
    AUTOVACUUM_MEMORY_UNUSED {
        postgresql: Some("PG-MEM-011"),
        mysql: None,
        name: "autovacuum-work-mem-without-effect",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let size = input.settings.bytes("autovacuum_work_mem").unwrap_or(0);
    if size <= 1 << 30 {
        return Answer::QUIET;
    }
    let Some(version) = input.version() else {
        return Answer::needs("version");
    };
    if version.major >= 17 {
        return Answer::QUIET;
    }
    let message = format!(
        "autovacuum_work_mem is {}; before PostgreSQL 17 vacuum uses 1 GB of it at most",
        Bytes(size)
    );
    Found::info(message)
        .blames(input, &["autovacuum_work_mem"])
        .mended(input, Safety::Safe, &[("autovacuum_work_mem", "1GB")])
        .into()
}
