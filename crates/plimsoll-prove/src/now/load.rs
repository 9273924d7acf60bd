//! Loads that last as long as somebody looks at the server.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use plimsoll_lab::{Instance, LabError, Session};
use plimsoll_model::Engine;

use crate::truth::seed::Seed;
use crate::truth::{mysql, postgresql};

/// How long sessions may take until they have done what makes the load one.
const WARM_MAX: Duration = Duration::from_secs(90);

/// What sessions do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) name: &'static str,
    pub(super) sessions: u64,
    pub(super) does: Does,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Does {
    /// One point read, and then nothing.
    Wait,
    /// Point reads and updates of random rows, again and again.
    Points,
    /// Sorts of 150,000 rows: 20 MB each.
    Sorts,
}

pub(super) const LOADS: [Load; 4] = [
    Load {
        name: "idle after start",
        sessions: 0,
        does: Does::Wait,
    },
    Load {
        name: "40 waiting, one query each",
        sessions: 40,
        does: Does::Wait,
    },
    Load {
        name: "40 at point reads and updates",
        sessions: 40,
        does: Does::Points,
    },
    Load {
        name: "10 sorting 20 MB each",
        sessions: 10,
        does: Does::Sorts,
    },
];

impl Load {
    /// Looks while the sessions are at it, after each has done its part on average.
    ///
    /// # Errors
    /// When a session fails, or they take too long; what `look` says.
    pub(super) fn under<T>(self, server: &Instance, look: impl FnOnce() -> Result<T>) -> Result<T> {
        let rounds = match self.does {
            Does::Wait => {
                let _held = self.waiting(server)?;
                return look();
            }
            // More pages than the pools have, several times over.
            Does::Points => 500,
            Does::Sorts => 2,
        };
        let is_over = AtomicBool::new(false);
        let (tell, told) = channel();
        std::thread::scope(|scope| {
            for number in 0..self.sessions {
                let (tell, is_over) = (tell.clone(), &is_over);
                scope.spawn(move || self.session(server, number, is_over, &tell));
            }
            drop(tell);
            let seen = warm(&told, rounds * self.sessions).and_then(|()| look());
            is_over.store(true, Ordering::Relaxed);
            seen
        })
    }

    fn waiting(self, server: &Instance) -> Result<Vec<Session>> {
        let mut seed = Seed::new(1);
        let mut open = |_| {
            let mut session = server.session_in(database(server))?;
            session.query(&statement(server, self.does, &mut seed))?;
            Ok(session)
        };
        (0..self.sessions).map(&mut open).collect()
    }

    /// One session until the load is over; each round is told.
    fn session(
        self,
        server: &Instance,
        number: u64,
        is_over: &AtomicBool,
        tell: &Sender<Result<(), LabError>>,
    ) {
        let mut seed = Seed::new(number);
        let mut session = match server.session_in(database(server)) {
            Ok(session) => session,
            Err(error) => {
                let _nobody_listens = tell.send(Err(error));
                return;
            }
        };
        while !is_over.load(Ordering::Relaxed) {
            let sql = statement(server, self.does, &mut seed);
            let done = session.query(&sql).map(drop);
            let failed = done.is_err();
            let _nobody_listens = tell.send(done);
            if failed {
                return;
            }
        }
    }
}

/// Waits until so many rounds were done.
fn warm(told: &Receiver<Result<(), LabError>>, rounds: u64) -> Result<()> {
    let until = Instant::now() + WARM_MAX;
    for _ in 0..rounds {
        let left = until.saturating_duration_since(Instant::now());
        told.recv_timeout(left)
            .context("the load did not get going")??;
    }
    Ok(())
}

fn database(server: &Instance) -> &'static str {
    match server.installed().engine {
        Engine::Postgresql => postgresql::DATABASE,
        Engine::Mysql | Engine::Mariadb => mysql::DATABASE,
    }
}

fn statement(server: &Instance, does: Does, seed: &mut Seed) -> String {
    let is_postgresql = server.installed().engine == Engine::Postgresql;
    let (read_from, last) = if is_postgresql {
        ("big", postgresql::ROWS)
    } else {
        ("wide", mysql::WIDE_ROWS - 1)
    };
    let id = seed.number(last);
    match does {
        Does::Wait => format!("select * from {read_from} where id = {id}"),
        Does::Points => format!(
            "select * from {read_from} where id = {id}; update big set k = k + 1 where id = {id}"
        ),
        Does::Sorts if is_postgresql => "select count(*) from \
             (select t, u from big where id <= 150000 order by t, u offset 0) s"
            .to_owned(),
        Does::Sorts => {
            "select t, u from big where id < 150000 order by u, t limit 149990, 5".to_owned()
        }
    }
}
