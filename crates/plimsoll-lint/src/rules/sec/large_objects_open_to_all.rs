//! Large objects without owners' rights.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `lo_compat_privileges = on`.
    ///
    /// ## Why it matters
    ///
    /// Privileges of large objects are not checked: every user of the database reads, changes
    /// and removes all of them.
    ///
    /// ## Example
    ///
    /// `lo_compat_privileges = on`, for an application from before 9.0.
    ///
    /// ## What to do instead
    ///
    /// Off, with `GRANT … ON LARGE OBJECT` for who needs them.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Version and Platform Compatibility",
    ///   `lo_compat_privileges`
    LARGE_OBJECTS_OPEN_TO_ALL {
        postgresql: Some("PG-SEC-007"),
        mysql: None,
        name: "large-objects-open-to-all",
        worst: Warning,
        controls: ["SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "lo_compat_privileges";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    Found::warning("lo_compat_privileges is on: every user may read and remove every large object")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
