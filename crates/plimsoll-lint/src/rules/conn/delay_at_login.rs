//! A developer's delay at every login.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `pre_auth_delay` or `post_auth_delay` above 0.
    ///
    /// ## Why it matters
    ///
    /// Every new session sleeps that many seconds, so that a developer can attach a debugger.
    /// Logins that wait hold their slots; an application without a pool waits each time, and
    /// a health check that gives up earlier calls the server dead.
    ///
    /// ## Example
    ///
    /// `post_auth_delay = 5`, left over from a hunt.
    ///
    /// ## What to do instead
    ///
    /// 0, and `auth_delay.milliseconds` of the module `auth_delay` if the aim is to slow down
    /// guessing of passwords.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options"
    DELAY_AT_LOGIN {
        postgresql: Some("PG-CONN-007"),
        mysql: None,
        name: "delay-at-login",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let seconds = |name: &str| input.settings.count(name).unwrap_or(0);
    let names = ["pre_auth_delay", "post_auth_delay"].into_iter();
    let on: Vec<&str> = names.filter(|name| seconds(name) > 0).collect();
    if on.is_empty() {
        return Answer::QUIET;
    }
    let all: u64 = on.iter().map(|name| seconds(name)).sum();
    let message = format!(
        "every login sleeps for {all} s: {} is for debugging",
        on.join(" and ")
    );
    let off: Vec<(&str, &str)> = on.iter().map(|name| (*name, "0")).collect();
    Found::warning(message)
        .blames(input, &on)
        .mended(input, Safety::Unsafe, &off)
        .into()
}
