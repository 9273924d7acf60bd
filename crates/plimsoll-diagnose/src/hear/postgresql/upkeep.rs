//! Vacuum, transaction ids and checkpoints (src/backend/access/transam/varsup.c,
//! multixact.c, twophase.c, src/backend/commands/vacuum.c,
//! src/backend/access/heap/vacuumlazy.c, src/backend/postmaster/checkpointer.c).

use super::words::number;
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::ServerSignal;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // `… must be vacuumed within 9999999 transactions`, `… before 99 more MultiXactIds are used`.
    holds!(" must be vacuumed ", |it| {
        let is_own = it.message.starts_with("database ") && it.level >= Level::Warning;
        is_own.then_some(ServerSignal::WraparoundNear { stopped: false })
    }),
    // 12 to 16 `to avoid wraparound data loss`, 17 on with what is refused before it.
    begins!(
        "database is not accepting commands "
            => ServerSignal::WraparoundNear { stopped: true }
    ),
    // 14 on: the failsafe.
    begins!(
        "bypassing nonessential maintenance of table "
            => ServerSignal::WraparoundNear { stopped: false }
    ),
    // 12 to 15.
    begins!("oldest xmin is far in the past" => HELD),
    begins!("oldest multixact is far in the past" => HELD),
    // 16 on.
    begins!(
        "cutoff for removing and freezing tuples is far in the past"
            => HELD
    ),
    begins!(
        "cutoff for freezing multixacts is far in the past"
            => HELD
    ),
    // 12 to 16 without the epoch (twophase.c).
    begins!("recovering prepared transaction ", |it| {
        let is_own = it.message.ends_with(" from shared memory");
        let xid = number(&it.message, "prepared transaction ");
        is_own.then_some(ServerSignal::PreparedTransaction { xid })
    }),
    begins!("canceling autovacuum task" => ServerSignal::VacuumCancelled),
    begins!("automatic vacuum ", vacuumed),
    begins!("automatic aggressive vacuum ", vacuumed),
    begins!("automatic analyze of table " => ServerSignal::Worked),
    // 12 and 13 as a variable before `complete`.
    begins!("checkpoint complete: " => ServerSignal::Worked),
    begins!("restartpoint complete: " => ServerSignal::Worked),
    begins!(
        "checkpoints are occurring too frequently"
            => ServerSignal::RedoTooSmall { parameter: "max_wal_size" }
    ),
];

/// Held, and by whom is not told.
const HELD: ServerSignal = ServerSignal::VacuumHeld {
    rows: None,
    xmin: None,
};

/// `tuples: 5 removed, 100 remain, 731 are dead but not yet removable`, on a
/// further line. Rows of transactions that run are in every report: held is a
/// vacuum that leaves more than it takes.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a phrase's reader")]
fn vacuumed(record: &Record<'_>) -> Option<ServerSignal> {
    let lines = || record.message.lines().chain(record.added.lines());
    let rows = lines().find_map(|line| {
        let removed = number(line, "tuples: ")?;
        let left = number(line, " remain, ")?;
        (left > removed).then_some(left)
    });
    // To 14 behind the rows, from 15 on in a line of its own.
    let xmin = lines().find_map(|line| {
        number(line, "oldest xmin: ").or_else(|| number(line, "removable cutoff: "))
    });
    Some(match rows {
        Some(_) => ServerSignal::VacuumHeld { rows, xmin },
        None => ServerSignal::Worked,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{
        PreparedTransaction, RedoTooSmall, VacuumCancelled, VacuumHeld, Worked, WraparoundNear,
    };

    #[test]
    fn transaction_ids() {
        let near = |stopped| WraparoundNear { stopped };
        let held = || VacuumHeld {
            rows: None,
            xmin: None,
        };
        assert_heard(&[
            (
                "WARNING:  database \"app\" must be vacuumed within 10184523 transactions",
                near(false),
            ),
            (
                "WARNING:  database with OID 16384 must be vacuumed before 99 more MultiXactIds are used",
                near(false),
            ),
            (
                "ERROR:  database is not accepting commands to avoid wraparound data loss in database \"app\"",
                near(true),
            ),
            (
                "ERROR:  database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database \"app\"",
                near(true),
            ),
            (
                "WARNING:  bypassing nonessential maintenance of table \"app.public.t\" as a failsafe after 0 index scans",
                near(false),
            ),
            ("WARNING:  oldest xmin is far in the past", held()),
            (
                "WARNING:  cutoff for removing and freezing tuples is far in the past",
                held(),
            ),
        ]);
    }

    #[test]
    fn vacuum_and_checkpoints() {
        let rows = Some(9731);
        assert_heard(&[
            (
                "LOG:  automatic vacuum of table \"app.public.t\": index scans: 0
\tpages: 0 removed, 443 remain, 443 scanned (100.00% of total)
\ttuples: 0 removed, 10000 remain, 9731 are dead but not yet removable",
                VacuumHeld { rows, xmin: None },
            ),
            (
                "LOG:  automatic vacuum of table \"app.public.t\": index scans: 0
\ttuples: 0 removed, 10000 remain, 9731 are dead but not yet removable
\tremovable cutoff: 611020447, which was 3644427 XIDs old when operation ended",
                VacuumHeld {
                    rows,
                    xmin: Some(611_020_447),
                },
            ),
            (
                "LOG:  automatic vacuum of table \"app.public.t\": index scans: 0
\ttuples: 0 removed, 10000 remain, 9731 are dead but not yet removable, oldest xmin: 731",
                VacuumHeld {
                    rows,
                    xmin: Some(731),
                },
            ),
            (
                "LOG:  recovering prepared transaction 731 from shared memory",
                PreparedTransaction { xid: Some(731) },
            ),
            (
                "LOG:  recovering prepared transaction 731 of epoch 0 from shared memory",
                PreparedTransaction { xid: Some(731) },
            ),
            // 12 and 13.
            (
                "LOG:  automatic aggressive vacuum of table \"app.public.t\": index scans: 1
\ttuples: 500 removed, 10000 remain, 3 are dead but not yet removable, oldest xmin: 731",
                Worked,
            ),
            (
                "LOG:  checkpoint complete: wrote 44 buffers (0.3%); 0 WAL file(s) added, 0 removed, 1 recycled",
                Worked,
            ),
            (
                "LOG:  checkpoints are occurring too frequently (9 seconds apart)",
                RedoTooSmall {
                    parameter: "max_wal_size",
                },
            ),
            (
                "ERROR:  canceling autovacuum task\nCONTEXT:  automatic vacuum of table \"app.public.t\"",
                VacuumCancelled,
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "LOG:  checkpoint starting: time",
            "LOG:  recovering prepared transaction orders by hand",
            "ERROR:  the carpet must be vacuumed weekly",
        ]);
    }
}
