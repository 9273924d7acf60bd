//! A daemon's answer for the tests: a server that is well, one that is down, one that
//! was not tried, and one whose every word would steer a terminal if it could.

use std::collections::BTreeMap;

use plimsoll_model::{Metric, Reading};
use plimsoll_report::json::{
    BlockerStatus, Daemon, EventStatus, Figures, ForecastStatus, GapStatus, IncidentStatus,
    LoadLine, Series, ServerStatus, ServiceStatus, SourceStatus, Status, UnusualStatus,
};

use crate::top::input::{Answer, Detail};
use crate::top::state::State;

/// Clears the screen, rings, sets a title and turns the reading order.
pub(super) const HOSTILE: &str = "x\u{1b}[2J\u{1b}]0;t\u{7}\r\n\u{202e}\u{9b}31m";

const NOW: &str = "2026-11-26T10:00:00Z";

pub(super) fn status() -> Status {
    let daemon = Daemon {
        version: "1.2.3".to_owned(),
        started: "2026-11-26T09:00:00Z".to_owned(),
        troubles: Vec::new(),
    };
    let servers = vec![shop(), idle("crm"), down(), hostile()];
    Status::new(NOW.parse().unwrap(), daemon, servers)
}

pub(super) fn state() -> State {
    State::new("http://127.0.0.1:9477", status())
}

pub(super) fn answer(status: Status) -> Answer {
    Answer {
        status,
        detail: None,
    }
}

pub(super) fn idle(name: &str) -> ServerStatus {
    ServerStatus {
        name: name.to_owned(),
        engine: None,
        version: None,
        owner: None,
        reach: None,
        why: None,
        since: None,
        limit_bytes: None,
        held_bytes: None,
        sessions: None,
        load_line: LoadLine::default(),
        statement_seconds: None,
        transactions_per_second: None,
        blocked_sessions: None,
        unknown: BTreeMap::new(),
        troubles: Vec::new(),
        incident: None,
        sources: Vec::new(),
        services: Vec::new(),
        blockers: Vec::new(),
        unusual: Vec::new(),
        events: Vec::new(),
        gaps: Vec::new(),
    }
}

fn down() -> ServerStatus {
    ServerStatus {
        engine: Some("mariadb".to_owned()),
        version: Some("10.11.6-MariaDB".to_owned()),
        reach: Some("down".to_owned()),
        since: Some("2026-11-26T09:59:48Z".to_owned()),
        limit_bytes: Some(8 << 30),
        troubles: vec!["down: nothing listens there".to_owned()],
        services: vec![service("checkout", false)],
        incident: Some(IncidentStatus {
            id: "ledger-1".to_owned(),
            server: "ledger".to_owned(),
            time: "2026-11-26T09:59:48Z".to_owned(),
            cause: Some("buffer-pool-too-large".to_owned()),
            class: Some("memory_config".to_owned()),
            score: Some(0.93),
            parameters: vec!["innodb_buffer_pool_size".to_owned()],
            message: Some("lower innodb_buffer_pool_size".to_owned()),
            layer: Some("database".to_owned()),
            contact: Some("dba".to_owned()),
        }),
        ..idle("ledger")
    }
}

fn hostile() -> ServerStatus {
    let event = EventStatus {
        time: "2026-11-26T09:50:00Z".to_owned(),
        kind: HOSTILE.to_owned(),
        target: HOSTILE.to_owned(),
        message: HOSTILE.to_owned(),
        actor: Some(HOSTILE.to_owned()),
        reference: None,
    };
    ServerStatus {
        version: Some(HOSTILE.to_owned()),
        owner: Some(HOSTILE.to_owned()),
        reach: Some(HOSTILE.to_owned()),
        engine: Some(HOSTILE.to_owned()),
        troubles: vec![HOSTILE.to_owned()],
        services: vec![service(HOSTILE, true)],
        unknown: BTreeMap::from([("held_bytes".to_owned(), HOSTILE.to_owned())]),
        blockers: vec![blocker(HOSTILE)],
        events: vec![event],
        gaps: vec![gap(HOSTILE)],
        sources: vec![source(HOSTILE, 3)],
        ..idle(HOSTILE)
    }
}

fn shop() -> ServerStatus {
    let event = EventStatus {
        time: "2026-11-26T09:12:44Z".to_owned(),
        kind: "deploy".to_owned(),
        target: "checkout".to_owned(),
        message: "4.2".to_owned(),
        actor: None,
        reference: Some("a1b2".to_owned()),
    };
    let forecast = ForecastStatus {
        time: "2026-11-26T16:20:00Z".to_owned(),
        earliest: "2026-11-26T15:00:00Z".to_owned(),
        latest: None,
        grows: "memory_anon_bytes".to_owned(),
        bytes_per_hour: 130 << 20,
    };
    let load_line = LoadLine {
        bill_sessions: Some(62),
        learned_sessions: Some(58),
        learned_low_sessions: Some(49),
        learned_high_sessions: Some(71),
        learned_from: Some("2026-11-24T09:00:00Z".to_owned()),
        forecast: Some(forecast),
    };
    ServerStatus {
        engine: Some("postgresql".to_owned()),
        version: Some("16.4 (Debian 16.4-1)".to_owned()),
        owner: Some("payments".to_owned()),
        reach: Some("up".to_owned()),
        since: Some("2026-11-26T07:00:00Z".to_owned()),
        limit_bytes: Some(2 << 30),
        held_bytes: Some(1230 << 20),
        sessions: Some(31),
        load_line,
        statement_seconds: Some(0.0025),
        transactions_per_second: Some(1234.5),
        blocked_sessions: Some(2),
        sources: vec![source("host", 0), source("server", 1)],
        services: vec![service("checkout", false), service("cart", true)],
        blockers: vec![blocker("idle in transaction")],
        unusual: vec![unusual()],
        events: vec![event],
        gaps: vec![gap("statements")],
        ..idle("shop")
    }
}

fn service(name: &str, is_up: bool) -> ServiceStatus {
    ServiceStatus {
        service: name.to_owned(),
        is_up: Some(is_up),
        probe_seconds: Some(0.031),
        requests_per_second: Some(45.0),
        errors_per_second: None,
    }
}

fn source(name: &str, missed: u64) -> SourceStatus {
    SourceStatus {
        source: name.to_owned(),
        every_seconds: 10.0,
        last: Some(NOW.to_owned()),
        took_seconds: Some(0.0015),
        taken: 1200,
        missed,
        why: (missed > 0).then(|| "no answer within 5 s".to_owned()),
    }
}

fn blocker(state: &str) -> BlockerStatus {
    BlockerStatus {
        session: 4711,
        user: "app".to_owned(),
        database: Some("shop".to_owned()),
        state: state.to_owned(),
        transaction_seconds: Some(93.0),
        blocked: 2,
    }
}

fn unusual() -> UnusualStatus {
    UnusualStatus {
        what: "statement latency".to_owned(),
        now: 0.0025,
        usual: 0.0004,
        usual_low: 0.0003,
        usual_high: 0.0006,
        unit: "seconds".to_owned(),
        since: "2026-11-26T09:55:00Z".to_owned(),
    }
}

fn gap(what: &str) -> GapStatus {
    GapStatus {
        what: what.to_owned(),
        why: "pg_stat_statements may not be read".to_owned(),
        grant: Some("GRANT pg_read_all_stats TO plimsoll".to_owned()),
    }
}

/// What is asked of one server.
pub(super) fn detail() -> Detail {
    let moment = |second: i64| jiff::Timestamp::from_second(1_795_686_300 + second).unwrap();
    let points = |figure: fn(i64) -> f64| {
        let points = (0..900).map(|second| (moment(second), figure(second)));
        points.collect::<Vec<_>>()
    };
    let held = points(|second| ((900 + second / 3) << 20) as f64);
    let sessions = points(|second| (20 + second % 300 / 30) as f64);
    let mut watched = watched();
    watched.name = "shop".to_owned();
    Detail {
        figures: Figures::of(&watched),
        held: Series::of(
            "shop",
            Metric::MemoryHeldBytes,
            Some(1.0),
            &[(Vec::new(), held)],
        ),
        sessions: Series::of(
            "shop",
            Metric::Sessions,
            Some(10.0),
            &[(vec!["idle".to_owned()], sessions)],
        ),
    }
}

fn watched() -> plimsoll_model::Watched {
    let mib = |count: u64| (count << 20) as f64;
    let unknown = || plimsoll_model::Known::Unknown("not seen".to_owned());
    plimsoll_model::Watched {
        name: String::new(),
        engine: None,
        version_text: None,
        at: NOW.parse().unwrap(),
        reach: None,
        reach_since: None,
        sources: Vec::new(),
        latest: vec![
            Reading::plain(Metric::MemoryAnonBytes, mib(500)),
            Reading::plain(Metric::MemoryShmemBytes, mib(700)),
            Reading::plain(Metric::MemoryKernelBytes, mib(30)),
            Reading::plain(Metric::MemoryFileBytes, mib(300)),
            Reading::of(Metric::Sessions, "active", 3.0),
            Reading::of(Metric::Sessions, "idle", 28.0),
            Reading::of(Metric::Sessions, "other", 0.0),
            Reading::plain(Metric::SessionsMax, 97.0),
            Reading::plain(Metric::LongestTransactionSeconds, 93.0),
            Reading::of(Metric::TransactionsTotal, "commit", 9e6),
            Reading::plain(Metric::CpuSecondsTotal, 900.0),
            Reading::plain(Metric::WalBytesTotal, 9e9),
            Reading {
                metric: Metric::ReplicaStreams,
                labels: vec!["db2".to_owned(), "streaming".to_owned()],
                value: 1.0,
            },
            Reading::of(Metric::ReplicaLagBytes, "db2", mib(1)),
            Reading::of(Metric::SlotActive, "db2", 0.0),
            Reading::of(Metric::SlotKeptBytes, "db2", mib(64)),
        ],
        rates: vec![
            Reading::of(Metric::TransactionsTotal, "commit", 1234.5),
            Reading::plain(Metric::CpuSecondsTotal, 0.83),
            Reading::plain(Metric::WalBytesTotal, mib(2)),
        ],
        statement_seconds: None,
        line: plimsoll_model::WaterLine {
            limit_bytes: unknown(),
            held_bytes: unknown(),
            sessions: unknown(),
            learned: plimsoll_model::Known::Unknown("not seen".to_owned()),
            bill_sessions: unknown(),
            forecast: plimsoll_model::Known::Unknown("not seen".to_owned()),
        },
        learned_from: None,
        unusual: Vec::new(),
        blockers: Vec::new(),
        events: Vec::new(),
        gaps: Vec::new(),
    }
}
