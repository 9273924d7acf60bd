//! `innodb_force_recovery` above 0: a rescue that was never ended.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_force_recovery` above 0 in a configuration that is in use.
    ///
    /// ## Why it matters
    ///
    /// It makes InnoDB start although something is wrong, so that tables can be dumped. From
    /// 1 on, corrupt pages are passed over in silence; from 3 on, transactions of before the
    /// crash are not rolled back; from 4 on, InnoDB lets nothing be written, and these levels
    /// can damage data files for good. From 2 on no purge runs, so old row versions pile up.
    ///
    /// ## Example
    ///
    /// `innodb_force_recovery = 1`, left over from a bad night.
    ///
    /// ## What to do instead
    ///
    /// Dump what can be read, build the server anew from that or from a backup, and remove
    /// the line.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Forcing InnoDB Recovery"
    /// - MariaDB manual, "InnoDB Recovery Modes"
    FORCED_RECOVERY_LEFT_ON {
        postgresql: None,
        mysql: Some("MY-DUR-006"),
        name: "forced-recovery-left-on",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_force_recovery";
    let level = input.settings.count(NAME).unwrap_or(0);
    if level == 0 {
        return Answer::QUIET;
    }
    let costs = match level {
        1 => "corrupt pages are passed over in silence",
        2 => "corrupt pages are passed over and nothing is purged",
        3 => "what a crash interrupted is not rolled back and nothing is purged",
        _ => "InnoDB takes no writes and data files may be damaged for good",
    };
    Found::warning(format!(
        "InnoDB is forced to start at level {level}, a rescue and no way to run: {costs}"
    ))
    .blames(input, &[NAME])
    .mended(input, Safety::Unsafe, &[(NAME, "0")])
    .into()
}
