//! What a server's log must not hold after a test: lines that say something went wrong.

use plimsoll_model::Engine;

/// The lines of a log that report an error and hold none of the `expected` words, in order.
///
/// What counts: PostgreSQL's ERROR, FATAL and PANIC (its manual, table "Message Severity
/// Levels"); MySQL's and MariaDB's `[ERROR]`; any line of a crash.
pub fn unexpected_lines<'a>(engine: Engine, log: &'a str, expected: &[&str]) -> Vec<&'a str> {
    let marks: &[&str] = match engine {
        Engine::Postgresql => &["ERROR:  ", "FATAL:  ", "PANIC:  ", "terminated by signal"],
        Engine::Mysql | Engine::Mariadb => &["[ERROR]", "got signal", "Assertion failure"],
    };
    log.lines()
        .filter(|line| marks.iter().any(|mark| line.contains(mark)))
        .filter(|line| !expected.iter().any(|word| line.contains(word)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_found_and_expected_ones_left_out() {
        let log = "2026-11-23 14:00:00 UTC [7] LOG:  ready\n\
                   2026-11-23 14:00:01 UTC [8] ERROR:  division by zero\n\
                   2026-11-23 14:00:02 UTC [8] FATAL:  sorry, too many clients already\n";
        let found = unexpected_lines(Engine::Postgresql, log, &["too many clients"]);
        assert_eq!(
            found,
            ["2026-11-23 14:00:01 UTC [8] ERROR:  division by zero"]
        );
        let log = "t 0 [Warning] x\nt 0 [ERROR] [MY-010119] Aborting\n";
        assert_eq!(unexpected_lines(Engine::Mysql, log, &[]).len(), 1);
    }
}
