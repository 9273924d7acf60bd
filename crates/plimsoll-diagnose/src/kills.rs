//! Whose kill it was, where the kernel tells of several servers' on one machine: a
//! server's own log says when its processes die. Knows no cause.

use jiff::{SignedDuration, Timestamp};

use crate::process::is_server;
use crate::record::Speaker;
use crate::signal::{Death, KernelSignal, OomKill, OomScope, Said, ServerSignal, Signal};
use crate::source::{Clock, Source};

/// How far apart a kernel's log and a server's may tell of the same death.
const APART: SignedDuration = SignedDuration::from_secs(60);

/// Within this a killed server says that it starts again, or that it found a crash.
const BACK: SignedDuration = SignedDuration::from_mins(10);

/// Takes out the kills of a server's processes that every server whose log was read
/// disowns: they are another server's, and no part of this story. What cannot be told
/// stays: a log that does not reach over the moment on both sides, one that tells of
/// no starts and deaths at all, a clock that was guessed.
pub(crate) fn drop_other_servers(sources: &mut [Source]) {
    let logs: Vec<Log> = sources.iter().filter_map(Log::of).collect();
    if logs.is_empty() || logs.iter().any(|log| log.span.is_none()) {
        return;
    }
    for source in sources.iter_mut().filter(|it| it.clock == Clock::Utc) {
        source.signals.retain(|signal| {
            let Said::Kernel(KernelSignal::OomKill(kill)) = &signal.said else {
                return true;
            };
            let at = signal.at.filter(|_| is_server(&kill.victim));
            at.is_none_or(|at| !logs.iter().all(|log| log.disowns(kill, at)))
        });
    }
}

/// Whether a kill is of a server's process, or in a group that has one.
pub(crate) fn is_of_server(kill: &OomKill) -> bool {
    let in_its_group = || {
        let mut tasks = kill.tasks.iter();
        matches!(kill.scope, OomScope::Cgroup(_)) && tasks.any(|it| is_server(&it.name))
    };
    is_server(&kill.victim) || in_its_group()
}

/// What a server's own log tells of its life.
struct Log {
    /// From when to when, where its clock is sure.
    span: Option<(Timestamp, Timestamp)>,
    /// Starts, deaths, crashes found: when each was told.
    lives: Vec<Timestamp>,
    /// Its processes that were killed.
    killed: Vec<u32>,
}

impl Log {
    fn of(source: &Source) -> Option<Self> {
        let is_servers = |it: &Speaker| matches!(it, Speaker::Postgresql | Speaker::Mysql);
        if !source.speakers.iter().any(is_servers) {
            return None;
        }
        let lives = source.signals.iter().filter(|signal| is_of_life(signal));
        let lives: Vec<Timestamp> = lives
            .flat_map(|signal| signal.at.into_iter().chain(signal.until))
            .collect();
        let killed = source.signals.iter().filter_map(|it| match it.said {
            Said::Server(ServerSignal::ProcessDied {
                pid,
                death: Death::Signal(9),
                ..
            }) => Some(pid),
            _ => None,
        });
        let is_sure = source.clock == Clock::Utc && !lives.is_empty();
        Some(Self {
            span: source.read.span.filter(|_| is_sure),
            killed: killed.collect(),
            lives,
        })
    }

    /// Whether it goes on over the kill as if nothing had been.
    fn disowns(&self, kill: &OomKill, at: Timestamp) -> bool {
        let covers = self.span.is_some_and(|(from, to)| {
            at.duration_since(from) > APART && to.duration_since(at) > BACK
        });
        let near = |life: &Timestamp| {
            let behind = life.duration_since(at);
            -APART <= behind && behind <= BACK
        };
        covers && !self.killed.contains(&kill.pid) && !self.lives.iter().any(near)
    }
}

fn is_of_life(signal: &Signal) -> bool {
    match &signal.said {
        Said::Server(said) => matches!(
            said,
            ServerSignal::Starting { .. }
                | ServerSignal::Ready
                | ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::CrashFound
        ),
        Said::Kernel(_)
        | Said::Orchestrator(_)
        | Said::Client(_)
        | Said::Operator(_)
        | Said::Event(_)
        | Said::Watch(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Handed, Question, Reading, diagnose};
    use plimsoll_model::Incident;

    fn asked(server: &str, kernel: &str) -> Incident {
        let read = |name: &str, handed, text: &str| {
            let mut reading = Reading::new(name, handed);
            reading.push(text.as_bytes());
            reading.end()
        };
        let sources = vec![
            read("server.log", Handed::Log, server),
            read("kernel.log", Handed::Kernel, kernel),
        ];
        diagnose(sources, &Question::default())
    }

    /// The one that fell was killed at 10:00:00 by nobody that is told.
    fn server(until: &str) -> String {
        [
            "2026-11-26 08:00:00.000 UTC [900] LOG:  starting PostgreSQL 16.4 on x86_64-pc-linux-gnu",
            "2026-11-26 08:00:00.100 UTC [900] LOG:  database system is ready to accept connections",
            "2026-11-26 10:00:00.000 UTC [900] LOG:  server process (PID 4711) was terminated by signal 9: Killed",
            "2026-11-26 10:00:00.000 UTC [900] LOG:  terminating any other active server processes",
            "2026-11-26 10:00:01.000 UTC [900] LOG:  database system is ready to accept connections",
            &format!("2026-11-26 {until}.000 UTC [900] LOG:  checkpoint starting: time\n"),
        ]
        .join("\n")
    }

    fn kernel(time: &str, pid: u32) -> String {
        format!(
            "2026-11-26T{time},000000+00:00 Memory cgroup out of memory: Killed process {pid} (postgres) total-vm:400000kB, anon-rss:200000kB, file-rss:1000kB, shmem-rss:2000kB, UID:105 pgtables:500kB oom_score_adj:0\n"
        )
    }

    fn is_of_memory(incident: &Incident) -> bool {
        incident
            .causes
            .iter()
            .any(|it| it.class.as_str().starts_with("memory"))
    }

    #[test]
    fn another_servers_kill_is_not_this_ones() {
        let incident = asked(&server("11:00:00"), &kernel("09:00:00", 333));
        assert!(!is_of_memory(&incident), "{:?}", incident.causes);
    }

    #[test]
    fn its_own_kill_is_by_pid_or_by_moment() {
        for (time, pid) in [("10:00:00", 333), ("10:09:59", 4711)] {
            let incident = asked(&server("11:00:00"), &kernel(time, pid));
            assert!(is_of_memory(&incident), "{time} {pid}");
        }
    }

    #[test]
    fn what_the_log_does_not_reach_over_stays() {
        // It may have been killed at its log's end.
        let incident = asked(&server("10:30:00"), &kernel("10:29:00", 333));
        assert!(is_of_memory(&incident));
    }

    #[test]
    fn an_older_kill_of_another_program_hides_nothing() {
        let java = "2026-11-26T04:00:00+00:00 db1 kernel: Memory cgroup out of memory: Killed process 7 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB\n";
        let names = |incident: &Incident| -> Vec<&str> {
            incident.causes.iter().map(|cause| cause.name).collect()
        };
        let fell = asked(&server("10:20:00"), java);
        assert!(names(&fell).contains(&"died-without-reason"), "{fell:?}");
        let stopped = "2026-11-26 10:00:00.000 UTC [900] LOG:  received fast shutdown request\n2026-11-26 10:00:01.000 UTC [900] LOG:  database system is shut down\n";
        let stopped = asked(stopped, java);
        assert_eq!(
            names(&stopped).first(),
            Some(&"stopped-on-request"),
            "{stopped:?}"
        );
    }
}
