//! Log lines that cannot be put in order or told apart.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_line_prefix` without a time (`%m`, `%t`, `%n`) or without the process (`%p`,
    /// `%c`) while plain lines are written.
    ///
    /// ## Why it matters
    ///
    /// After an incident the log is all there is. Without a time it cannot be laid beside
    /// anything else; without the process, the lines of sessions that ran at once cannot be
    /// told apart, nor "server process (PID …) was terminated by signal 9" matched with what
    /// that process did.
    ///
    /// ## Example
    ///
    /// `log_line_prefix = ''`, or `'%u@%d '`.
    ///
    /// ## What to do instead
    ///
    /// At least the built-in `'%m [%p] '`; `'%m [%p] %q%u@%d/%a '` to know who. CSV and JSON
    /// logs have all of it anyway, syslog adds its own.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_line_prefix`
    LOG_LINES_WITHOUT_TIME_OR_PROCESS {
        postgresql: Some("PG-LOG-002"),
        mysql: None,
        name: "log-lines-without-time-or-process",
        worst: Info,
        controls: ["CIS PostgreSQL: Logging", "SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_line_prefix";
    let plain = input
        .list("log_destination")
        .any(|word| word.eq_ignore_ascii_case("stderr"));
    if !plain || !input.is_set(name) {
        return Answer::QUIET;
    }
    let written = escapes(input.text(name));
    let has = |any: &[char]| written.iter().any(|letter| any.contains(letter));
    let lacks = match (has(&['m', 't', 'n']), has(&['p', 'c'])) {
        (true, true) => return Answer::QUIET,
        (false, true) => "no time (%m)",
        (true, false) => "no process (%p)",
        (false, false) => "neither time (%m) nor process (%p)",
    };
    let message = format!("log lines carry {lacks}: after an incident they cannot be put together");
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "%m [%p] %q%u@%d/%a ")])
        .into()
}

/// The letters behind `%`, also behind a width (`%-10p`).
fn escapes(prefix: &str) -> Vec<char> {
    let mut letters = Vec::new();
    let mut rest = prefix.chars();
    while let Some(letter) = rest.next() {
        if letter == '%' {
            letters.extend(rest.find(|next| !(next.is_ascii_digit() || *next == '-')));
        }
    }
    letters
}
