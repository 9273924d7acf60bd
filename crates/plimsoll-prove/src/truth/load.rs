//! Puts a load on a server: one thread and one session each, all at once.

use super::case::Case;
use super::seed::Seed;
use plimsoll_lab::{Instance, LabError, Session};
use std::sync::{Barrier, Mutex};
use std::time::{Duration, Instant};

/// What came of a load.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Rounds finished, by all sessions together.
    pub(crate) rounds: u64,
    /// Sessions that finished none.
    pub(crate) idle_sessions: u64,
    /// The first error of a session, if one failed.
    pub(crate) error: Option<String>,
    /// From the common start until the last session was through.
    pub(crate) wall_seconds: f64,
}

/// Opens all sessions, starts them together and keeps them connected until the slowest is done.
/// A session begins rounds for the case's time and finishes the one it is in.
pub(crate) fn run(server: &Instance, database: &str, case: &Case, last_id: u64) -> Done {
    let sessions = case.sessions as usize;
    let barrier = Barrier::new(sessions + 1);
    let done = Mutex::new(Done::default());
    let wall_seconds = std::thread::scope(|scope| {
        for number in 0..case.sessions {
            let (barrier, done) = (&barrier, &done);
            scope.spawn(move || {
                let mut client = Client::open(server, database, case, number, last_id);
                barrier.wait();
                let outcome = client.work();
                barrier.wait();
                if let Ok(mut done) = done.lock() {
                    done.add(outcome);
                }
            });
        }
        barrier.wait();
        let start = Instant::now();
        barrier.wait();
        start.elapsed().as_secs_f64()
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.wall_seconds = wall_seconds;
    done
}

impl Done {
    fn add(&mut self, (rounds, error): (u64, Option<String>)) {
        self.rounds += rounds;
        self.idle_sessions += u64::from(rounds == 0);
        self.error = self.error.take().or(error);
    }
}

struct Client<'a> {
    session: Result<Session, LabError>,
    case: &'a Case,
    seed: Seed,
    last_id: u64,
}

impl<'a> Client<'a> {
    fn open(server: &Instance, database: &str, case: &'a Case, number: u64, last_id: u64) -> Self {
        let session = server.session_in(database).and_then(|mut session| {
            for sql in &case.work.setup {
                session.query(sql)?;
            }
            Ok(session)
        });
        let seed = Seed::new(number);
        Self {
            session,
            case,
            seed,
            last_id,
        }
    }

    fn work(&mut self) -> (u64, Option<String>) {
        let session = match &mut self.session {
            Ok(session) => session,
            Err(error) => return (0, Some(error.to_string())),
        };
        let until = Instant::now() + Duration::from_secs_f64(self.case.seconds);
        let mut rounds = 0;
        while Instant::now() < until {
            for sql in &self.case.work.round {
                let id = self.seed.number(self.last_id).to_string();
                if let Err(error) = session.query(&sql.replace("{id}", &id)) {
                    return (rounds, Some(error.to_string()));
                }
            }
            rounds += 1;
        }
        (rounds, None)
    }
}
