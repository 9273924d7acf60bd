//! A binary log that nothing purges fills the disk.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::writes_binlog;

rule! {
    /// ## What it finds
    ///
    /// A binary log without an end: `binlog_expire_logs_seconds` and `expire_logs_days` at 0,
    /// or `binlog_expire_logs_auto_purge = OFF`, and no limit of the total size (MariaDB 11.4
    /// and later, `max_binlog_total_size`).
    ///
    /// ## Why it matters
    ///
    /// Every change is kept until somebody purges. The disk fills at the rate of the writes;
    /// when it is full, MySQL waits for room at every commit and looks frozen, and in the end
    /// the data files cannot grow either. In MySQL 5.7 and MariaDB nothing is purged unless
    /// it is set; MySQL 8.0 and later keep 30 days.
    ///
    /// ## Example
    ///
    /// `log_bin = binlog` on MariaDB and no more.
    ///
    /// ## What to do instead
    ///
    /// `binlog_expire_logs_seconds` (`expire_logs_days` in MySQL 5.7) of at least the time
    /// between two full backups plus the longest time a replica may be away. Where a tool
    /// purges, suppress this finding and name it.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `binlog_expire_logs_seconds`, `expire_logs_days`; "How MySQL Handles a
    ///   Full Disk"
    /// - MariaDB manual, `expire_logs_days`, `max_binlog_total_size`
    BINLOGS_KEPT_FOREVER {
        postgresql: None,
        mysql: Some("MY-REPL-006"),
        name: "binlogs-kept-forever",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const SECONDS: &str = "binlog_expire_logs_seconds";
    const DAYS: &str = "expire_logs_days";
    const PURGE: &str = "binlog_expire_logs_auto_purge";
    if !writes_binlog(input)
        || !input.is_set("log_bin") && !input.is_set(SECONDS) && !input.is_set(PURGE)
    {
        return Answer::QUIET;
    }
    let ends = |name| input.settings.real(name).is_some_and(|time| time > 0.0);
    let bounded = input.settings.count("max_binlog_total_size").unwrap_or(0) > 0;
    let purged = input.settings.is_on(PURGE) != Some(false);
    if bounded || purged && (ends(SECONDS) || ends(DAYS)) {
        return Answer::QUIET;
    }
    let Some(name) = (if purged {
        input.named(&[SECONDS, DAYS])
    } else {
        Some(PURGE)
    }) else {
        return Answer::QUIET;
    };
    Found::warning("binary logs are never purged: they fill the disk at the rate of the writes")
        .blames(input, &[name])
        .weighs(input, "log_bin")
        .into()
}
