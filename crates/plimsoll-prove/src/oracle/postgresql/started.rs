//! Combinations of good values put to a server that is really started: it
//! refuses some of them only then.

use std::fmt::Write as _;

use plimsoll_lab::{LabError, Server};

use super::Oracle;
use super::case::Case;
use super::folder::Folder;
use super::question::plimsoll;
use crate::oracle::dice::Dice;
use crate::oracle::{Options, OracleError, Score};

/// Parameters, values, and the first major version that has them.
const CHOICES: &[(&str, &[&str], u16)] = &[
    ("archive_mode", &["off", "on", "always"], 12),
    ("autovacuum_max_workers", &["1", "3", "250000"], 12),
    ("huge_pages", &["try", "off"], 12),
    ("log_parser_stats", &["on", "off"], 12),
    ("log_statement_stats", &["on", "off"], 12),
    (
        "max_connections",
        &["1", "3", "4", "10", "100", "262143"],
        12,
    ),
    ("max_wal_senders", &["0", "1", "10"], 12),
    ("max_wal_size", &["2MB", "31MB", "32MB", "1GB"], 12),
    ("min_wal_size", &["2MB", "31MB", "32MB", "80MB"], 12),
    ("reserved_connections", &["0", "1", "97"], 16),
    ("shared_memory_type", &["mmap", "sysv"], 12),
    ("summarize_wal", &["on", "off"], 17),
    (
        "superuser_reserved_connections",
        &["0", "1", "3", "100"],
        12,
    ),
    ("sync_replication_slots", &["on", "off"], 17),
    (
        "wal_consistency_checking",
        &["all", "heap", "heap,btree", "nothing"],
        12,
    ),
    (
        "wal_level",
        &["minimal", "minimal", "replica", "logical"],
        12,
    ),
];

/// Compares whether one combination starts.
pub(super) fn compare(
    oracle: &Oracle,
    plan: Options,
    file: u64,
    score: &mut Score,
) -> Result<(), OracleError> {
    let mut dice = Dice::of(plan.seed, file);
    let major = oracle.series.version().major;
    let known: Vec<_> = CHOICES
        .iter()
        .filter(|(.., since)| *since <= major)
        .collect();
    let mut text = String::new();
    let mut server = Server::new(&oracle.server);
    for _ in 0..=dice.below(5) {
        let Some((name, values, _)) = dice.pick(&known) else {
            continue;
        };
        let value = dice.word(values);
        server = server.set(*name, value);
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name} = '{value}'");
    }
    let folder = Folder::new()?;
    let case = Case {
        files: vec![("postgresql.conf".to_owned(), text.into_bytes())],
        arguments: Vec::new(),
    };
    folder.lay(&case)?;
    let fatal = plimsoll(oracle, &folder.path(), &case).and_then(|config| {
        let mut problems = config.problems.into_iter();
        problems.find(|problem| problem.fatal)
    });
    let refused = match server.start() {
        Ok(_) => None,
        // A server that refuses says why; one that does not was killed, as
        // 250000 workers are where memory is short.
        Err(LabError::Ended { log, .. }) if !log.contains("FATAL") && !log.contains("PANIC") => {
            score.unanswered += 1;
            return Ok(());
        }
        Err(LabError::Ended { log, .. }) => Some(log),
        // A busy machine says nothing of the configuration.
        Err(LabError::TooSlow { .. }) => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    score.questions += 1;
    score.refused += u64::from(refused.is_some());
    let name = &oracle.server.name;
    let what = match (fatal, refused) {
        (None, Some(log)) if !log.contains("could not create shared memory segment") => {
            format!("file {file}: {name} does not start: {log}")
        }
        (Some(problem), None) => format!("file {file}: {name} starts, but {problem:?}"),
        (None | Some(_), Some(_)) | (None, None) => return Ok(()),
    };
    score
        .disagreements
        .push(format!("{what}\n{}", case.shown()));
    Ok(())
}
