//! The signals of all files as one story in order of time, and the questions
//! that causes and layers ask of it. Draws no conclusion.

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Event, Known, LogLine};

use crate::kills;
use crate::priced::Priced;
use crate::record::Speaker;
use crate::signal::{
    ClientSignal, KernelSignal, OomKill, OperatorSignal, OrchestratorSignal, Said, ServerSignal,
    Signal, ToldChange, WatchSignal,
};
use crate::source::{Source, widen};

/// How far back from the moment of an incident its reasons are looked for.
const BEFORE: SignedDuration = SignedDuration::from_hours(60 * 24);

/// How far back the hurt itself is: what went down before is another incident.
const HURT_BEFORE: SignedDuration = SignedDuration::from_hours(12);

/// How far behind it what belongs to it is looked for.
const AFTER: SignedDuration = SignedDuration::from_hours(2);

/// Everything that was heard.
#[derive(Debug)]
pub(crate) struct Story {
    /// In order of time; what has none stands where its file has it.
    signals: Vec<Signal>,
    /// The moment it is about, where there is one.
    pub(crate) moment: Option<Timestamp>,
    /// Whose logs were read, and from when to when.
    covered: Vec<(Speaker, Option<(Timestamp, Timestamp)>)>,
    /// The bill of the configuration in force, or why there is none: `configured` makes it of
    /// the rest.
    pub(crate) priced: Known<Priced>,
}

impl Story {
    /// Puts the files' signals in order. `at`: the moment asked about, else the
    /// first time that something hurt.
    pub(crate) fn new(sources: Vec<Source>, at: Option<Timestamp>) -> Self {
        let covered = sources.iter().flat_map(|source| {
            let span = source.read.span;
            source.speakers.iter().map(move |speaker| (*speaker, span))
        });
        let covered = covered.collect();
        let mut signals = in_order(sources);
        let moment = at.or_else(|| first_hurt(&signals));
        // What hurt none but another program may have nothing to do with what came later.
        let is_of_server = at.is_some() || signals.iter().any(|it| is_hurt_of_server(&it.said));
        if let Some(moment) = moment {
            signals.retain(|signal| {
                signal.at.is_none_or(|at| {
                    let apart = at.duration_since(moment);
                    let before = if hurts(&signal.said) {
                        HURT_BEFORE
                    } else {
                        BEFORE
                    };
                    -before <= apart && (apart <= AFTER || !is_of_server)
                })
            });
        }
        Self {
            signals,
            moment,
            covered,
            priced: Known::not_given(),
        }
    }

    /// All of it, in order.
    pub(crate) fn signals(&self) -> impl Iterator<Item = &Signal> {
        self.signals.iter()
    }

    /// What a server said, with its signal.
    pub(crate) fn server(&self) -> impl Iterator<Item = (&Signal, &ServerSignal)> {
        self.signals().filter_map(|signal| match &signal.said {
            Said::Server(said) => Some((signal, said)),
            _ => None,
        })
    }

    /// What the kernel said.
    pub(crate) fn kernel(&self) -> impl Iterator<Item = (&Signal, &KernelSignal)> {
        self.signals().filter_map(|signal| match &signal.said {
            Said::Kernel(said) => Some((signal, said)),
            _ => None,
        })
    }

    /// The signals of servers that say something.
    pub(crate) fn servers_said(&self, says: impl Fn(&ServerSignal) -> bool) -> Vec<&Signal> {
        let said = self.server().filter(|(_, said)| says(said));
        said.map(|(signal, _)| signal).collect()
    }

    /// The signals of the kernel that say something.
    pub(crate) fn kernel_said(&self, says: impl Fn(&KernelSignal) -> bool) -> Vec<&Signal> {
        let said = self.kernel().filter(|(_, said)| says(said));
        said.map(|(signal, _)| signal).collect()
    }

    /// The signals of orchestrators that say something.
    pub(crate) fn orchestrator_said(
        &self,
        says: impl Fn(&OrchestratorSignal) -> bool,
    ) -> Vec<&Signal> {
        let said = self.signals().filter(|signal| match &signal.said {
            Said::Orchestrator(said) => says(said),
            _ => false,
        });
        said.collect()
    }

    /// The signals of clients that say something.
    pub(crate) fn clients_said(&self, says: impl Fn(&ClientSignal) -> bool) -> Vec<&Signal> {
        let said = self.clients().filter(|(_, said)| says(said));
        said.map(|(signal, _)| signal).collect()
    }

    /// What people did.
    pub(crate) fn people_did(&self, did: impl Fn(&OperatorSignal) -> bool) -> Vec<&Signal> {
        let said = self.signals().filter(|signal| match &signal.said {
            Said::Operator(said) => did(said),
            _ => false,
        });
        said.collect()
    }

    /// What a watch saw.
    pub(crate) fn watch_saw(&self, saw: impl Fn(WatchSignal) -> bool) -> Vec<&Signal> {
        let said = self.signals().filter(|signal| match &signal.said {
            Said::Watch(said) => saw(*said),
            _ => false,
        });
        said.collect()
    }

    /// Events of some kinds in the time before the moment.
    pub(crate) fn events_before(
        &self,
        within: SignedDuration,
        is: impl Fn(&Event) -> bool,
    ) -> Vec<&Signal> {
        let told = self
            .events()
            .filter(|(signal, event)| self.is_before_moment(signal, within) && is(event));
        told.map(|(signal, _)| signal).collect()
    }

    /// Whether something was said within a time before the moment, or may have been.
    pub(crate) fn is_before_moment(&self, signal: &Signal, within: SignedDuration) -> bool {
        match (signal.at, self.moment) {
            (Some(at), Some(moment)) => at <= moment && moment.duration_since(at) <= within,
            _ => true,
        }
    }

    /// Whether somebody's log was read at all: what was not read says nothing.
    pub(crate) fn was_read(&self, speaker: Speaker) -> bool {
        self.covered.iter().any(|(it, _)| *it == speaker)
    }

    /// Whether the server that spoke is `MySQL` or `MariaDB`: their parameters have other
    /// names.
    pub(crate) fn is_of_mysql(&self) -> bool {
        self.was_read(Speaker::Mysql) && !self.was_read(Speaker::Postgresql)
    }

    /// Whether somebody's log goes over the moment: one file's does, for between two
    /// files anything may have been.
    pub(crate) fn covers_moment(&self, speaker: Speaker) -> bool {
        self.moment.is_some_and(|at| self.covers(speaker, at, at))
    }

    /// Whether the log of one of some speakers tells of the moment: it goes over it, or
    /// was read and there is no moment. It cannot be asked for again then.
    pub(crate) fn is_told_by(&self, speakers: &[Speaker]) -> bool {
        let tells = |speaker: &Speaker| match self.moment {
            Some(_) => self.covers_moment(*speaker),
            None => self.was_read(*speaker),
        };
        speakers.iter().any(tells)
    }

    /// From when to when somebody was heard, over all files.
    pub(crate) fn covered(&self, speaker: Speaker) -> Option<(Timestamp, Timestamp)> {
        let of = self.covered.iter().filter(|(it, _)| *it == speaker);
        of.filter_map(|(_, span)| *span)
            .fold(None, |all, (from, to)| widen(widen(all, from), to))
    }

    /// When the first of what was read begins.
    pub(crate) fn begins(&self) -> Option<Timestamp> {
        let spans = self.covered.iter().filter_map(|(_, span)| *span);
        spans.map(|(from, _)| from).min()
    }

    /// What was said behind the last thing that hurt, where one did.
    pub(crate) fn behind_the_fall(&self, says: impl Fn(&Said) -> bool) -> Vec<&Signal> {
        let fall = self.signals.iter().rposition(|signal| hurts(&signal.said));
        let behind = fall.map_or(&[][..], |at| &self.signals[at + 1..]);
        behind.iter().filter(|it| says(&it.said)).collect()
    }

    /// When the server first fell, by its own words or the kernel's.
    pub(crate) fn fall(&self) -> Option<Timestamp> {
        first_hurt(self.signals())
    }

    /// Whether one file of somebody's goes over a whole span of time.
    pub(crate) fn covers(&self, speaker: Speaker, from: Timestamp, to: Timestamp) -> bool {
        let of = self.covered.iter().filter(|(it, _)| *it == speaker);
        let mut spans = of.filter_map(|(_, span)| *span);
        spans.any(|(begin, end)| begin <= from && to <= end)
    }

    /// The kernel's kills for memory.
    pub(crate) fn oom_kills(&self) -> impl Iterator<Item = (&Signal, &OomKill)> {
        self.kernel().filter_map(|(signal, said)| match said {
            KernelSignal::OomKill(kill) => Some((signal, kill.as_ref())),
            _ => None,
        })
    }

    /// Those of the server's processes, or in its group.
    pub(crate) fn own_kills(&self) -> Vec<&Signal> {
        let own = self
            .oom_kills()
            .filter(|(_, kill)| kills::is_of_server(kill));
        own.map(|(signal, _)| signal).collect()
    }

    /// Whether the server was killed for memory, as the kernel or an orchestrator says.
    pub(crate) fn is_killed_for_memory(&self) -> bool {
        !self.own_kills().is_empty() || !self.ended_for_memory().is_empty()
    }

    /// Containers and units that ended for memory, as their states and counts say.
    pub(crate) fn ended_for_memory(&self) -> Vec<&Signal> {
        let ended = self.signals().filter(|signal| {
            matches!(
                signal.said,
                Said::Orchestrator(
                    OrchestratorSignal::OomKilled { .. }
                        | OrchestratorSignal::KilledForPressure { .. }
                ) | Said::Watch(WatchSignal::Killed)
            )
        });
        ended.collect()
    }

    /// The limit of the container that ended, by its state; the smallest of all where
    /// none of them ended: a neighbour's may be smaller.
    pub(crate) fn told_limit(&self) -> Option<(u64, &Signal)> {
        let orchestrators = || {
            self.signals().filter_map(|signal| match &signal.said {
                Said::Orchestrator(said) => Some((signal, said)),
                _ => None,
            })
        };
        let ended: Vec<&str> = orchestrators()
            .filter_map(|(_, said)| match said {
                OrchestratorSignal::OomKilled { unit } | OrchestratorSignal::Ended { unit, .. } => {
                    Some(unit.as_str())
                }
                _ => None,
            })
            .collect();
        let limits = orchestrators().filter_map(|(signal, said)| match said {
            OrchestratorSignal::MemoryLimit { unit, bytes } => Some((unit, *bytes, signal)),
            _ => None,
        });
        let limits: Vec<_> = limits.collect();
        let of_ended = limits.iter().filter(|it| ended.contains(&it.0.as_str()));
        let least = of_ended.min_by_key(|it| it.1);
        let least = least.or_else(|| limits.iter().min_by_key(|it| it.1));
        least.map(|(_, bytes, signal)| (*bytes, *signal))
    }

    /// Whether the kernel counted no kill for memory around the moment.
    pub(crate) fn is_none_killed(&self) -> bool {
        !self.is_killed_for_memory()
            && !self
                .watch_saw(|saw| saw == WatchSignal::NoneKilled)
                .is_empty()
    }

    /// What clients said.
    pub(crate) fn clients(&self) -> impl Iterator<Item = (&Signal, &ClientSignal)> {
        self.signals().filter_map(|signal| match &signal.said {
            Said::Client(said) => Some((signal, said)),
            _ => None,
        })
    }

    /// What was told as an event.
    pub(crate) fn events(&self) -> impl Iterator<Item = (&Signal, &Event)> {
        self.signals().filter_map(|signal| match &signal.said {
            Said::Event(told) => Some((signal, &told.event)),
            _ => None,
        })
    }

    /// What events' words say was changed, with their signals.
    pub(crate) fn changes_told(&self) -> impl Iterator<Item = (&Signal, &Event, &ToldChange)> {
        let told = self.signals().filter_map(|signal| match &signal.said {
            Said::Event(told) => Some((signal, told)),
            _ => None,
        });
        told.flat_map(|(signal, told)| {
            let changes = told.changes.iter();
            changes.map(move |change| (signal, &told.event, change))
        })
    }
}

/// The files' signals in order of time. What has no time keeps its place in its file,
/// behind the one before it.
fn in_order(sources: Vec<Source>) -> Vec<Signal> {
    let keyed = sources.into_iter().flat_map(|source| {
        let mut last = None;
        source.signals.into_iter().map(move |signal| {
            last = signal.at.or(last);
            (last, signal)
        })
    });
    let mut keyed: Vec<(Option<Timestamp>, Signal)> = keyed.collect();
    keyed.sort_by_key(|(at, _)| *at);
    keyed.into_iter().map(|(_, signal)| signal).collect()
}

/// The first time that something hurt: the server, else another process of its machine,
/// for what the kernel did to others may have been long before and another story.
pub(crate) fn first_hurt<'a>(signals: impl IntoIterator<Item = &'a Signal>) -> Option<Timestamp> {
    let hurt = signals.into_iter().filter(|signal| hurts(&signal.said));
    let timed = hurt.filter_map(|signal| signal.at.map(|at| (is_hurt_of_server(&signal.said), at)));
    let first = timed.min_by_key(|(is_servers, at)| (!is_servers, *at));
    first.map(|(_, at)| at)
}

/// Whether it is a hurt, and not of another process that the kernel killed.
fn is_hurt_of_server(said: &Said) -> bool {
    match said {
        Said::Kernel(KernelSignal::OomKill(kill)) => kills::is_of_server(kill),
        said => hurts(said),
    }
}

/// Whether a signal is the hurt itself: a server or a session that went away, a
/// start refused, a write that failed.
fn hurts(said: &Said) -> bool {
    match said {
        Said::Server(said) => matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::CrashFound
                | ServerSignal::StartRefused(_)
                | ServerSignal::AllocationFailed { .. }
                | ServerSignal::NoSlotsLeft(_)
                | ServerSignal::DiskFull(_)
        ),
        Said::Kernel(said) => matches!(said, KernelSignal::OomKill(_)),
        Said::Orchestrator(said) => matches!(
            said,
            OrchestratorSignal::OomKilled { .. } | OrchestratorSignal::KilledForPressure { .. }
        ),
        _ => false,
    }
}

/// The lines of some signals, for evidence.
pub(crate) fn lines<'a>(signals: impl IntoIterator<Item = &'a Signal>) -> Vec<LogLine> {
    let lines = signals.into_iter().map(|signal| {
        let mut line = signal.line.clone();
        if signal.times > 1 {
            line.text = format!("{} ({} times)", line.text, signal.times);
        }
        line
    });
    lines.collect()
}
