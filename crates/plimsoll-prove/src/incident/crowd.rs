//! Sessions at once, and the everyday work that a log is full of before trouble.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Barrier, Mutex};

use anyhow::Result;
use plimsoll_lab::{Instance, Session, Sign};
use plimsoll_model::Engine;

use crate::truth::seed::Seed;

/// Opens so many sessions and then runs each one's statements at once; gives what
/// the ones that failed were told. Sessions that cannot be opened are told of too.
pub(crate) fn crowd(
    instance: &Instance,
    sessions: u64,
    work: impl Fn(u64) -> Vec<String> + Sync,
) -> Vec<String> {
    let barrier = Barrier::new(sessions as usize);
    let failures = Mutex::new(Vec::new());
    let at_work = AtomicU64::new(sessions);
    std::thread::scope(|scope| {
        // A backend whose parent is gone may wait for ever on what another held.
        scope.spawn(|| {
            while at_work.load(Ordering::Relaxed) > 0 {
                if is_dead(instance.pid()) {
                    instance.send_all(Sign::Kill);
                }
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
        });
        for number in 0..sessions {
            let (barrier, failures, work, at_work) = (&barrier, &failures, &work, &at_work);
            scope.spawn(move || {
                let session = instance.session();
                barrier.wait();
                let ended = session.and_then(|mut session| {
                    for sql in work(number) {
                        session.query(&sql)?;
                    }
                    Ok(())
                });
                if let (Err(error), Ok(mut failures)) = (ended, failures.lock()) {
                    failures.push(error.to_string());
                }
                at_work.fetch_sub(1, Ordering::Relaxed);
            });
        }
    });
    failures.into_inner().unwrap_or_default()
}

/// Ended, and waiting to be asked how (proc(5): the state after the name in parentheses).
fn is_dead(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map_or("Z", |(_, rest)| rest);
    state.starts_with('Z')
}

/// Sessions that stay open; those that were refused are told of.
pub(crate) fn idle(instance: &Instance, sessions: u64) -> (Vec<Session>, Vec<String>) {
    let mut open = Vec::new();
    let mut refused = Vec::new();
    for _ in 0..sessions {
        match instance.session() {
            Ok(session) => open.push(session),
            Err(error) => refused.push(error.to_string()),
        }
    }
    (open, refused)
}

/// Names of tables in the everyday work.
const TABLES: &[&str] = &[
    "orders",
    "customers",
    "invoices",
    "events",
    "shipments",
    "sessions",
];

/// Some everyday work: tables, rows, and the mistakes that applications make.
pub(crate) fn everyday(instance: &Instance, seed: &mut Seed) -> Result<()> {
    let table = seed.pick(TABLES);
    let mut session = instance.session()?;
    if instance.installed().engine != Engine::Postgresql {
        session.query("create database if not exists shop; use shop")?;
    }
    session.query(&format!(
        "create table {table} (id int primary key, customer int, note varchar(200))"
    ))?;
    for number in 0..seed.number(30) {
        session.query(&format!(
            "insert into {table} values ({number}, 7, 'left at the door')"
        ))?;
    }
    let mistakes = [
        format!("insert into {table} values (0, 8, 'again')"),
        format!("select total from {table}"),
        "select * from carts".to_owned(),
        format!("insert into {table} (customer) values (null)"),
    ];
    for _ in 0..seed.number(6) {
        let at = seed.number(mistakes.len() as u64) as usize - 1;
        // Refused, as it is meant to be.
        let _told = session.query(&mistakes[at]);
    }
    Ok(())
}
