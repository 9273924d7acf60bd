//! Modules that the new server must find too.

use plimsoll_model::Engine;

use super::upgrade::Upgrade;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: libraries or plugins that the file loads at start and that do not come
    /// with the server.
    ///
    /// ## Why it matters
    ///
    /// A module is built for one series. PostgreSQL does not start where a library of
    /// `shared_preload_libraries` is missing or was built for another version; MySQL and
    /// MariaDB do not start, or start without it, where a plugin does not load.
    ///
    /// ## Example
    ///
    /// `shared_preload_libraries = 'timescaledb'` from 15 to 17, with the package for 15
    /// alone.
    ///
    /// ## What to do instead
    ///
    /// Install each for the new version first, and see in its documentation from which of its
    /// versions it can be upgraded.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Shared Library Preloading", and `pg_upgrade`, on
    ///   extensions
    /// - MySQL manual, section "Installing and Uninstalling Plugins"
    UPGRADE_NEEDS_MODULES {
        postgresql: Some("PG-VER-016"),
        mysql: Some("MY-VER-016"),
        name: "upgrade-needs-modules",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// What PostgreSQL's own packages bring.
const OWN: [&str; 12] = [
    "auth_delay",
    "auto_explain",
    "basebackup_to_shell",
    "basic_archive",
    "passwordcheck",
    "pg_overexplain",
    "pg_prewarm",
    "pg_stat_statements",
    "pg_walinspect",
    "sepgsql",
    "test_decoding",
    "plpgsql",
];

fn look(input: &Input<'_>) -> Answer {
    if Upgrade::of(input).is_none() {
        return Answer::QUIET;
    }
    let names: &[&str] = match input.config.engine {
        Engine::Postgresql => &["shared_preload_libraries", "session_preload_libraries"],
        Engine::Mysql | Engine::Mariadb => &["plugin_load", "plugin_load_add", "early_plugin_load"],
    };
    let mut found = Vec::new();
    for name in names.iter().filter(|name| input.is_set(name)) {
        let modules = input.text(name).split([',', ';']);
        let modules = modules.map(|module| module.trim().trim_matches('"'));
        let others: Vec<&str> = modules
            .filter(|module| !module.is_empty())
            .filter(|module| !OWN.contains(&module.trim_start_matches("$libdir/")))
            .collect();
        if others.is_empty() {
            continue;
        }
        let message = format!(
            "{name} loads {}: the new server needs each of them built for it",
            others.join(", ")
        );
        let mut one = Found::info(message);
        one.location = input.place(name);
        found.push(one.weighs(input, name));
    }
    Answer::Found(found)
}
