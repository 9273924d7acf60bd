//! A log format that only the collector writes, without the collector.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_destination` asks for `csvlog` or `jsonlog` while `logging_collector` is off.
    ///
    /// ## Why it matters
    ///
    /// Only the collector writes these. Without it the server writes plain lines to standard
    /// error instead, and says so nowhere: what reads the CSV or JSON files finds none.
    ///
    /// ## Example
    ///
    /// `log_destination = 'jsonlog'` in a container, where `logging_collector` is off as
    /// built in.
    ///
    /// ## What to do instead
    ///
    /// `logging_collector = on` (a restart), or `log_destination = 'stderr'` and a reader for
    /// it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / Where to Log",
    ///   `log_destination`
    /// - seen on PostgreSQL 18.4: lines go to standard error
    LOG_FORMAT_WITHOUT_COLLECTOR {
        postgresql: Some("PG-LOG-001"),
        mysql: None,
        name: "log-format-without-collector",
        worst: Warning,
        controls: ["CIS PostgreSQL: Logging", "SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let formats = ["csvlog", "jsonlog"];
    let asked = input.list("log_destination").find(|word| {
        formats
            .iter()
            .any(|format| word.eq_ignore_ascii_case(format))
    });
    let Some(asked) = asked.filter(|_| input.settings.is_on("logging_collector") != Some(true))
    else {
        return Answer::QUIET;
    };
    let message = format!(
        "log_destination asks for {asked}, which only the logging collector writes, and that is off: \
         plain lines go to standard error instead"
    );
    Found::warning(message)
        .blames(input, &["logging_collector", "log_destination"])
        .into()
}
