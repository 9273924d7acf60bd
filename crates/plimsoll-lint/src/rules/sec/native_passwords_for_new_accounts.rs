//! New accounts with the old password hash; refused where it is gone.

use plimsoll_model::{Confidence, Engine, Severity, Version};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `mysql_native_password` as `default_authentication_plugin` or first in
    /// `authentication_policy` (MySQL 8.0 and later).
    ///
    /// ## Why it matters
    ///
    /// The hash is an unsalted double SHA-1: equal passwords have equal hashes, and whoever
    /// reads the table can log in with enough time or a table of hashes. MySQL 8.4 has it
    /// switched off, 9.0 removed it: MySQL 9.7.4 refuses to start with it in
    /// `authentication_policy`, and there it is critical.
    ///
    /// ## Example
    ///
    /// `default_authentication_plugin = mysql_native_password`, for an old driver.
    ///
    /// ## What to do instead
    ///
    /// `caching_sha2_password`, built in since 8.0, and a newer driver; an old account can
    /// keep its own plugin meanwhile.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Native Pluggable Authentication", `authentication_policy`
    /// - Seen on starting MySQL 9.7.4 (MY-013797)
    NATIVE_PASSWORDS_FOR_NEW_ACCOUNTS {
        postgresql: None,
        mysql: Some("MY-SEC-004"),
        name: "native-passwords-for-new-accounts",
        worst: Critical,
        controls: ["CIS MySQL: Authentication", "SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const OLD: &str = "mysql_native_password";
    const NAMES: &[&str] = &["authentication_policy", "default_authentication_plugin"];
    let first_is_old = |name: &&str| {
        let text = input.settings.text(name).unwrap_or_default();
        let first = text.split(',').next().unwrap_or_default().trim();
        first == OLD || first.ends_with(&format!(":{OLD}"))
    };
    let set = NAMES.iter().copied().filter(|name| input.is_set(name));
    let Some(name) = set.into_iter().find(first_is_old) else {
        return Answer::QUIET;
    };
    let version = input.version();
    match input.config.engine {
        Engine::Mysql => {}
        Engine::Mariadb | Engine::Postgresql => return Answer::QUIET,
    }
    let gone = version.is_some_and(|version| version >= Version::new(9, 7));
    let old_series = version.is_some_and(|version| version < Version::new(8, 0));
    let found = if gone && name == "authentication_policy" {
        let message = "this server no longer has mysql_native_password and refuses to start";
        Found::new(Severity::Critical, Confidence::High, message)
    } else if old_series {
        return Answer::QUIET;
    } else {
        Found::info("new accounts get the old password hash, which newer series no longer have")
    };
    found.blames(input, &[name]).into()
}
