//! Crashes that the server could still tell of (`sql/signal_handler.cc`,
//! storage/innobase/ut/ut0dbg.cc).

use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::ServerSignal;

/// Its wordings: a failed assertion stands in the log before the signal it ends in.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Assertion failure: " => ServerSignal::AssertionFailed),
    holds!("Assertion failure in file " => ServerSignal::AssertionFailed),
    holds!("Failing assertion: " => ServerSignal::AssertionFailed),
    holds!(" got signal ", crashed),
    holds!(" got exception 0x" => ServerSignal::Crashed { signal: 11 }),
];

/// `mysqld got signal 11 ;`, `mariadbd got signal 6 ;`, with or without a path.
fn crashed(record: &Record<'_>) -> Option<ServerSignal> {
    let (server, rest) = record.message.split_once(" got signal ")?;
    let is_server = server.ends_with("mysqld") || server.ends_with("mariadbd");
    let (signal, rest) = rest.split_once(' ')?;
    let signal = signal.parse().ok()?;
    (is_server && rest.starts_with(';')).then_some(ServerSignal::Crashed { signal })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_vague};
    use crate::signal::ServerSignal::{AssertionFailed, Crashed};

    #[test]
    fn crashes() {
        assert_heard(&[
            ("mysqld got signal 11 ;", Crashed { signal: 11 }),
            ("/usr/sbin/mariadbd got signal 6 ;", Crashed { signal: 6 }),
            (
                "InnoDB: Assertion failure in file /src/storage/innobase/btr/btr0pcur.cc line 535",
                AssertionFailed,
            ),
            (
                "InnoDB: Failing assertion: cursor->rel_pos == BTR_PCUR_ON",
                AssertionFailed,
            ),
            (
                "InnoDB: Assertion failure: trx0purge.cc:164:purge_sys->iter.trx_no <= x",
                AssertionFailed,
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_vague(&["worker got signal 11 ;", "mysqld got signal eleven ;"]);
    }
}
