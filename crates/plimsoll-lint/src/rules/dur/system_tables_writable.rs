//! `allow_system_table_mods`=on: one statement may break the catalogs.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `allow_system_table_mods = on` for the whole server.
    ///
    /// ## Why it matters
    ///
    /// Superusers may then change the structure of system tables. The manual says that
    /// careless use can cause data loss or catalog corruption that cannot be mended, and that
    /// it is not for general use.
    ///
    /// ## Example
    ///
    /// Left over from an extension's installation guide.
    ///
    /// ## What to do instead
    ///
    /// `off`; in one session only, if it has to be.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options", `allow_system_table_mods`
    SYSTEM_TABLES_WRITABLE {
        postgresql: Some("PG-DUR-008"),
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
    let message =
        "superusers may change system tables: one statement can break the database beyond repair";
    Found::warning(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
