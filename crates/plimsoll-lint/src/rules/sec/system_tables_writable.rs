//! Superusers may change the system's own tables.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `allow_system_table_mods = on`.
    ///
    /// ## Why it matters
    ///
    /// A mistake that PostgreSQL would refuse, such as a column dropped from `pg_class`, then
    /// goes through, and the cluster does not start again.
    ///
    /// ## Example
    ///
    /// `allow_system_table_mods = on`, for one repair.
    ///
    /// ## What to do instead
    ///
    /// Off; on for the one session that repairs, on a copy first.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options", `allow_system_table_mods`
    SYSTEM_TABLES_WRITABLE {
        postgresql: Some("PG-SEC-007"),
        mysql: None,
        name: "system-tables-writable",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "allow_system_table_mods";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    Found::warning("allow_system_table_mods is on: one slip of a superuser can end the cluster")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
