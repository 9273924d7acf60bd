//! `innodb_flush_method` nosync: no file is ever flushed.

use plimsoll_model::{Confidence, Engine, Safety, Severity, Version};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_flush_method = nosync` or `littlesync`.
    ///
    /// ## Why it matters
    ///
    /// With `nosync` InnoDB asks the kernel neither at a commit nor at a checkpoint to bring
    /// redo log and data files to disk, whatever `innodb_flush_log_at_trx_commit` says. After
    /// a crash of the machine pages, log and checkpoint on disk do not fit each other:
    /// commits are lost and tables are corrupt. `littlesync` still flushes the log and leaves
    /// out some flushes of data files. Both are there for the makers' own tests.
    ///
    /// ## Example
    ///
    /// `innodb_flush_method = nosync`, copied from a benchmark.
    ///
    /// ## What to do instead
    ///
    /// `innodb_flush_method = O_DIRECT`, the built-in value of MySQL 8.4 and MariaDB 10.6 and
    /// later. MariaDB 11.4 and later only map the parameter to others and call it deprecated;
    /// what these two words still do there was not tried, so they are a warning.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_flush_method` (unsupported, at the user's own risk)
    /// - InnoDB's sources: flushing the log at a commit and at a checkpoint asks for nosync
    ///   first
    NOTHING_FLUSHED {
        postgresql: None,
        mysql: Some("MY-DUR-007"),
        name: "nothing-flushed",
        worst: Critical,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_flush_method";
    if !input.is_one_of(NAME, &["nosync", "littlesync"]) {
        return Answer::QUIET;
    }
    let never = input.is_one_of(NAME, &["nosync"]) && acts_as_written(input);
    let (worst, message) = if never {
        (
            Severity::Critical,
            "InnoDB never flushes a file: a crash of the machine loses commits and corrupts tables",
        )
    } else {
        (
            Severity::Warning,
            "InnoDB does not flush all of its files: a crash of the machine can corrupt tables",
        )
    };
    Found::new(loss(input, worst), Confidence::High, message)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "O_DIRECT")])
        .into()
}

/// `MariaDB` 11 maps the parameter to newer ones.
fn acts_as_written(input: &Input<'_>) -> bool {
    match input.config.engine {
        Engine::Mysql => true,
        Engine::Mariadb => input
            .version()
            .is_some_and(|version| version < Version::new(11, 0)),
        Engine::Postgresql => false,
    }
}
