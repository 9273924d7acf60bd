//! Who waits, and for whom.

use super::support::{Watch, is, value};
use plimsoll_lab::{Instance, Session};
use plimsoll_model::{Metric, Sample};
use std::thread::JoinHandle;

fn begun(instance: &Instance, statement: &str) -> (Session, u64) {
    let mut session = instance.session_in("shop").unwrap();
    session.query("START TRANSACTION").unwrap();
    session.query(statement).unwrap();
    let id = session.value("SELECT CONNECTION_ID()").unwrap();
    (session, id.parse().unwrap())
}

/// Waits elsewhere until it is answered, and ends the transaction.
fn waiting(mut session: Session, statement: &'static str) -> JoinHandle<bool> {
    std::thread::spawn(move || {
        let is_done = session.query(statement).is_ok();
        session.query("ROLLBACK").unwrap();
        is_done
    })
}

fn blocked(sample: &Sample, number: f64) -> bool {
    is(sample, Metric::BlockedSessions, number)
}

pub(super) fn two_deep(instance: &Instance) {
    let mut watch = Watch::begin(instance);
    let before = watch.until(|it| blocked(it, 0.0));
    let (mut root, id) = begun(instance, "UPDATE orders SET name = 'r' WHERE id = 1");
    let (middle, _) = begun(instance, "UPDATE orders SET name = 'm' WHERE id = 2");
    let middle = waiting(middle, "UPDATE orders SET name = 'm' WHERE id = 1");
    watch.until(|it| blocked(it, 1.0));
    let (last, _) = begun(instance, "SELECT 1");
    let last = waiting(last, "UPDATE orders SET name = 'l' WHERE id = 2");
    let sample =
        watch.until(|it| blocked(it, 2.0) && it.blockers.first().is_some_and(|it| it.blocked == 2));
    assert_eq!(sample.blockers.len(), 1, "{:?}", sample.blockers);
    let blocker = &sample.blockers[0];
    assert_eq!((blocker.session, blocker.user.as_str()), (id, "root"));
    assert_eq!(blocker.database.as_deref(), Some("shop"));
    assert_eq!(blocker.state, "Sleep");
    assert!(
        blocker
            .transaction_seconds
            .is_some_and(|it| (0.0..60.0).contains(&it))
    );
    root.query("ROLLBACK").unwrap();
    assert!(middle.join().unwrap() && last.join().unwrap());
    let after = watch.until(|it| blocked(it, 0.0));
    assert!(after.blockers.is_empty());
    let waits = |sample| value(sample, Metric::LockWaitsTotal, &[]).unwrap();
    assert_eq!(waits(&after) - waits(&before), 2.0);
    assert!(value(&after, Metric::LockWaitSecondsTotal, &[]) > Some(0.0));
    watch.leave();
}

/// Who has a table is told where the server counts locks of metadata; that somebody
/// waits, everywhere.
pub(super) fn of_a_table(instance: &Instance) {
    let mut watch = Watch::begin(instance);
    let (mut root, id) = begun(instance, "SELECT COUNT(*) FROM orders");
    let altering = instance.session_in("shop").unwrap();
    let altering = waiting(altering, "ALTER TABLE orders ADD COLUMN more INT");
    let sample = watch.until(|it| blocked(it, 1.0));
    if sample.blockers.is_empty() {
        assert!(
            sample.gaps.iter().any(|gap| gap.what == "blockers"),
            "{:?}",
            sample.gaps
        );
        let mut session = instance.session().unwrap();
        assert_eq!(session.value("SELECT @@performance_schema").unwrap(), "0");
    } else {
        assert_eq!(
            (sample.blockers[0].session, sample.blockers[0].blocked),
            (id, 1)
        );
    }
    root.query("COMMIT").unwrap();
    assert!(altering.join().unwrap());
    watch.leave();
}

pub(super) fn a_deadlock(instance: &Instance) {
    let mut watch = Watch::begin(instance);
    let before = watch.sample();
    let (mut one, _) = begun(instance, "UPDATE orders SET name = 'o' WHERE id = 1");
    let (other, _) = begun(instance, "UPDATE orders SET name = 'p' WHERE id = 2");
    let other = waiting(other, "UPDATE orders SET name = 'p' WHERE id = 1");
    watch.until(|it| blocked(it, 1.0));
    let is_done = one
        .query("UPDATE orders SET name = 'o' WHERE id = 2")
        .is_ok();
    one.query("ROLLBACK").unwrap();
    assert_ne!(is_done, other.join().unwrap());
    let after = watch.sample();
    let deadlocks = |sample| value(sample, Metric::DeadlocksTotal, &[]).unwrap();
    assert_eq!(deadlocks(&after) - deadlocks(&before), 1.0);
    watch.leave();
}
