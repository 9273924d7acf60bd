//! What was written into the files of a configuration before now, as events: the
//! commits that changed them where they lie in a git work tree, else the time at which
//! each was written. Both versions are read as the server would read them. What it means
//! for a fall is not known here.

mod commits;
mod deploys;
mod place;
mod subject;
mod version;
mod words;
mod written;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use plimsoll_diagnose::CHANGED_WITHIN;
use plimsoll_model::Event;
use tokio::runtime::Builder;
use tokio::time::timeout;

use crate::failure::Failure;
pub(crate) use deploys::deploys;
pub(crate) use subject::Subject;

/// How long behind it, since a file of then may have been mended.
const BEHIND: SignedDuration = SignedDuration::from_hours(2);

/// How long git may take for all that it is asked.
const TIME_MAX: Duration = Duration::from_mins(1);

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// In order of time.
    pub(crate) events: Vec<Event>,
    /// What could not be told, and what to do about it.
    pub(crate) gap: Option<String>,
}

impl Subject<'_> {
    /// What was written before a moment, and shortly behind it.
    pub(crate) fn past(&self, moment: Timestamp) -> Past {
        let window = (
            moment.checked_sub(CHANGED_WITHIN).unwrap_or(Timestamp::MIN),
            moment.checked_add(BEHIND).unwrap_or(Timestamp::MAX),
        );
        let told = run(commits::told(self, window)).unwrap_or_else(|failure| commits::Told {
            gap: Some(failure.to_string()),
            ..commits::Told::default()
        });
        let mut events = written::told(self, &told.tracked, window);
        events.extend(told.events);
        events.sort_by_key(|event| event.at);
        Past {
            events,
            gap: told.gap,
        }
    }
}

/// Runs questions to git, within a time for all of them.
fn run<T>(questions: impl Future<Output = Result<T, String>>) -> Result<T, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new(format_args!("commands cannot be run: {error}; try again"))
    })?;
    // A timer needs the runtime that it is made in.
    let told = runtime.block_on(async { timeout(TIME_MAX, questions).await });
    told.unwrap_or_else(|_| {
        let seconds = TIME_MAX.as_secs();
        Err(format!("git took more than {seconds} s and was stopped"))
    })
    .map_err(Failure::new)
}
