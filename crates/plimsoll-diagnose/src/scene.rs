//! What the kernel's account of a kill says of who held the memory, and what was
//! changed before: the facts all causes of memory are weighed on. Draws no
//! conclusion.

mod parameters;
mod table;

use crate::kills;
use crate::record::Speaker;
use crate::signal::{Death, OomKill, ServerSignal, Signal, Turn, WatchSignal};
use crate::story::Story;
use crate::written::{self, CHANGED_WITHIN};
pub(crate) use parameters::{CROWD, Family, OPERATION, POOL, UPKEEP, family, is_of_memory};
pub(crate) use table::Table;
use table::table;

/// What an idle server holds beside its pool: `MariaDB`, and MySQL 8 and 9 with
/// performance schema (truth/).
const IDLE_MARIADB_BYTES: u64 = 90 << 20;
const IDLE_MYSQL_BYTES: u64 = 350 << 20;

/// The pool that both have where nothing is set (manuals, all series).
pub(crate) const DEFAULT_POOL_BYTES: u64 = 128 << 20;

/// A parameter that was changed before the moment.
pub(crate) struct Change<'a> {
    pub(crate) signal: &'a Signal,
    pub(crate) parameter: &'static str,
    /// Whether it is known to have been in force.
    pub(crate) is_sure: bool,
}

/// The story, as far as memory goes.
pub(crate) struct Scene<'a> {
    /// Kills of the server's processes, in its group or on its machine.
    pub(crate) kills: Vec<(&'a Signal, &'a OomKill)>,
    /// Kills of somebody else's.
    pub(crate) of_others: Vec<&'a Signal>,
    /// Containers and units that ended for memory, as their states say.
    pub(crate) ended: Vec<&'a Signal>,
    /// Processes that died by SIGKILL, in the server's own words.
    pub(crate) deaths: Vec<(&'a Signal, Option<&'a str>)>,
    /// What of memory's parameters was changed before.
    pub(crate) changes: Vec<Change<'a>>,
    /// Files that were written before, nobody tells how.
    pub(crate) written: Vec<&'a Signal>,
    /// Who held what at the first kill.
    pub(crate) table: Option<Table<'a>>,
    /// The limit, by the kernel's words or the container's state.
    pub(crate) limit_bytes: Option<u64>,
    has_postgresql: bool,
    /// No session had been taken since the server began to start.
    pub(crate) is_starting: bool,
}

impl<'a> Scene<'a> {
    /// What a story says of memory; none where nothing was killed for it.
    pub(crate) fn of(story: &'a Story) -> Option<Self> {
        let (kills, others): (Vec<_>, Vec<_>) = story
            .oom_kills()
            .partition(|(_, kill)| kills::is_of_server(kill));
        let deaths: Vec<_> = story.server().filter_map(death).collect();
        let changes = changes(story);
        let ended = story.ended_for_memory();
        let nothing = kills.is_empty() && others.is_empty() && ended.is_empty();
        if nothing && deaths.is_empty() && changes.is_empty() {
            return None;
        }
        let first = kills.first().map(|(_, kill)| *kill);
        let first_end = ended.iter().copied().find(|signal| signal.at.is_some());
        let moment = kills.first().map(|(signal, _)| *signal).or(first_end);
        let table = first.and_then(table);
        let by_kernel = table.as_ref().map(|table| table.limit_bytes);
        Some(Self {
            changes,
            written: written::untold(story, CHANGED_WITHIN),
            limit_bytes: by_kernel.or_else(|| Some(story.told_limit()?.0)),
            table,
            ended,
            has_postgresql: story.was_read(Speaker::Postgresql) || answered_postgresql(story),
            is_starting: moment.is_some_and(|signal| is_starting(story, signal)),
            of_others: others.into_iter().map(|(signal, _)| signal).collect(),
            kills,
            deaths,
        })
    }

    /// The lines of the kills and of the deaths they were.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &'a Signal> {
        let kills = self.kills.iter().map(|(signal, _)| *signal);
        let ended = self.ended.iter().copied();
        kills
            .chain(ended)
            .chain(self.deaths.iter().map(|(signal, _)| *signal))
    }

    /// Whether the server was killed for memory, by whoever's words.
    pub(crate) fn is_killed(&self) -> bool {
        !self.kills.is_empty() || !self.ended.is_empty()
    }

    /// Whether it is about `PostgreSQL`, which has a process for each session.
    pub(crate) fn is_postgresql(&self) -> bool {
        let victim = self.kills.first().map(|(_, kill)| kill.victim.as_str());
        let is_named = |name: &str| name.contains("postgres") || name == "postmaster";
        let mut ended = self.ended.iter().map(|signal| signal.line.text.as_str());
        victim.map_or_else(|| self.has_postgresql || ended.any(is_named), is_named)
    }

    /// Whether the limit is less than what a MySQL or `MariaDB` holds with its pool
    /// full and nobody at work.
    pub(crate) fn is_below_rest(&self, pool_bytes: Option<u64>) -> bool {
        let resting = self.resting_bytes(pool_bytes);
        self.limit_bytes
            .zip(resting)
            .is_some_and(|(limit, resting)| limit < resting)
    }

    /// Whether a MySQL or `MariaDB` whose pool is told holds no more than what it does
    /// with that full and some sessions: none of them took much.
    pub(crate) fn is_at_rest(&self, pool_bytes: Option<u64>) -> bool {
        let is_known = pool_bytes.is_some() && self.resting_bytes(pool_bytes).is_some();
        is_known && self.table.is_some() && !self.has_grown(pool_bytes)
    }

    /// What a MySQL or `MariaDB` holds with its pool full and nobody at work.
    fn resting_bytes(&self, pool_bytes: Option<u64>) -> Option<u64> {
        let (_, kill) = self.kills.first().filter(|_| !self.is_postgresql())?;
        let idle = if kill.victim.contains("mariadb") {
            IDLE_MARIADB_BYTES
        } else {
            IDLE_MYSQL_BYTES
        };
        Some(pool_bytes.unwrap_or(DEFAULT_POOL_BYTES) + idle)
    }

    /// Whether a MySQL or `MariaDB` holds twice of what it does with its pool full
    /// and nobody at work.
    pub(crate) fn has_grown(&self, pool_bytes: Option<u64>) -> bool {
        let resting = self.resting_bytes(pool_bytes);
        self.table
            .as_ref()
            .zip(resting)
            .is_some_and(|(table, resting)| table.server_bytes >= 2 * resting)
    }

    /// What is taken at start and may be too large.
    pub(crate) fn blames_at_start(&self) -> &'static [&'static str] {
        if self.is_postgresql() {
            &["shared_buffers"]
        } else {
            &["innodb_buffer_pool_size"]
        }
    }

    /// The changes of some parameters.
    pub(crate) fn changed(&self, names: &[&str]) -> Vec<&Change<'a>> {
        let of = |change: &&Change<'a>| names.contains(&change.parameter);
        self.changes.iter().filter(of).collect()
    }

    /// The statements that were running, without literals.
    pub(crate) fn statements(&self) -> impl Iterator<Item = &'a str> {
        self.deaths.iter().filter_map(|(_, statement)| *statement)
    }
}

fn death<'a>(
    (signal, said): (&'a Signal, &'a ServerSignal),
) -> Option<(&'a Signal, Option<&'a str>)> {
    match said {
        ServerSignal::ProcessDied {
            death: Death::Signal(9),
            statement,
            ..
        } => Some((signal, statement.as_deref())),
        _ => None,
    }
}

/// Nothing was ready between the last start and the kill. Kernels tell whole
/// seconds: a start in the second of the kill came after it where the server had
/// been ready before.
fn is_starting(story: &Story, kill: &Signal) -> bool {
    let second = |signal: &Signal| signal.at.map(jiff::Timestamp::as_second);
    // What answered a moment ago was not starting, whatever log was read.
    let mut starting = answered(story, kill).then_some(false);
    for (signal, said) in story.server() {
        let (at, killed) = (second(signal), second(kill));
        match said {
            ServerSignal::Starting { .. } if at < killed && !answered_since(story, signal) => {
                starting = Some(true);
            }
            ServerSignal::Starting { .. } if at == killed => {
                starting = starting.or(Some(true));
            }
            ServerSignal::Ready if at < killed => starting = Some(false),
            _ => {}
        }
    }
    starting == Some(true)
}

/// Whether a watch saw a `PostgreSQL` answer.
fn answered_postgresql(story: &Story) -> bool {
    let is_it = |saw| {
        matches!(
            saw,
            WatchSignal::Answered {
                is_postgresql: true
            }
        )
    };
    !story.watch_saw(is_it).is_empty()
}

/// Whether a watch saw the server answer before a kill.
fn answered(story: &Story, kill: &Signal) -> bool {
    let answers = story.watch_saw(|saw| matches!(saw, WatchSignal::Answered { .. }));
    answers.iter().any(|it| it.at <= kill.at)
}

/// Whether it answered behind a signal.
fn answered_since(story: &Story, signal: &Signal) -> bool {
    let answers = story.watch_saw(|saw| matches!(saw, WatchSignal::Answered { .. }));
    answers.iter().any(|it| it.until >= signal.at)
}

/// Parameters of memory that were changed, by the server's own words or an event's.
fn changes(story: &Story) -> Vec<Change<'_>> {
    let all = || [&OPERATION[..], &POOL, &UPKEEP, &CROWD].concat();
    let named = |text: &str| all().into_iter().find(|name| is_named(text, name));
    let own = story.server().filter_map(|(signal, said)| match said {
        ServerSignal::ParameterChanged { parameter, .. } => Some(Change {
            signal,
            parameter: named(parameter)?,
            is_sure: true,
        }),
        ServerSignal::PoolSize {
            bytes,
            from: Some(from),
        } if bytes > from => Some(Change {
            signal,
            parameter: "innodb_buffer_pool_size",
            is_sure: true,
        }),
        _ => None,
    });
    // What was lowered asks for less than before.
    let raised = written::changes(story).filter(|told| told.change.turn != Turn::Lowered);
    let told = raised.filter_map(|told| {
        Some(Change {
            signal: told.signal,
            parameter: named(told.parameter)?,
            is_sure: told.is_sure,
        })
    });
    let near = |change: &Change<'_>| story.is_before_moment(change.signal, CHANGED_WITHIN);
    own.chain(told).filter(near).collect()
}

/// Whether a text names a parameter as a word of its own, dashes as underscores.
fn is_named(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let text = text.replace('-', "_").to_ascii_lowercase();
    text.split(|c| !is_part(c)).any(|word| word == name)
}
