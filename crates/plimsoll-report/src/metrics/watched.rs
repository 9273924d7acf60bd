//! What is seen of the servers, under Plimsoll's own names.

use jiff::Timestamp;
use plimsoll_model::FamilyKind::{Counter, Gauge};
use plimsoll_model::{FamilyKind, Known, Metric, MetricKind, Reading, Watched};

use super::page::Page;

/// A metric of a server that is no reading: its name, its kind, its help and its
/// points, labels besides the server's.
type Column = (
    &'static str,
    FamilyKind,
    &'static str,
    fn(&Watched) -> Vec<Figure>,
);

/// A label, if it has one, and a figure.
type Figure = (Option<(&'static str, String)>, f64);

pub(super) fn watched(page: &mut Page, servers: &[Watched]) {
    info(page, servers);
    for (name, kind, help, points) in COLUMNS {
        page.begin(name, help, *kind);
        for server in servers {
            for (label, value) in points(server) {
                let label = label.iter().map(|(name, value)| (*name, value.as_str()));
                page.point(
                    std::iter::once(("server", server.name.as_str())).chain(label),
                    value,
                );
            }
        }
    }
    readings(page, servers);
}

fn info(page: &mut Page, servers: &[Watched]) {
    page.begin(
        "plimsoll_server_info",
        "1, with the server's engine and version.",
        Gauge,
    );
    for server in servers {
        let engine = server.engine.map_or("", |engine| engine.as_str());
        let version = server.version_text.as_deref().unwrap_or("");
        let name = server.name.as_str();
        page.point(
            [("server", name), ("engine", engine), ("version", version)],
            1.0,
        );
    }
}

const COLUMNS: &[Column] = &[
    (
        "plimsoll_up",
        Gauge,
        "1 where the server answers.",
        |server| {
            let is_up = server.reach.as_ref().map(|reach| reach.why().is_none());
            plain(is_up.map(|is_up| f64::from(u8::from(is_up))))
        },
    ),
    (
        "plimsoll_reach",
        Gauge,
        "1 for the state that the server is found in.",
        |server| {
            let reach = server.reach.iter();
            reach
                .map(|reach| (Some(("state", reach.as_str().to_owned())), 1.0))
                .collect()
        },
    ),
    (
        "plimsoll_reach_since_timestamp_seconds",
        Gauge,
        "Since when it is in that state.",
        |server| plain(server.reach_since.map(seconds)),
    ),
    (
        "plimsoll_limit_bytes",
        Gauge,
        "The memory that the server may have, seen or given.",
        |server| whole(&server.line.limit_bytes),
    ),
    (
        "plimsoll_bill_line_sessions",
        Gauge,
        "Sessions at which it goes under, by the bill of its configuration.",
        |server| whole(&server.line.bill_sessions),
    ),
    (
        "plimsoll_learned_line_sessions",
        Gauge,
        "Sessions at which it goes under, learned from what its sessions take.",
        |server| {
            let learned = server.line.learned.get().into_iter();
            let cases = learned.flat_map(|line| {
                [
                    ("low", line.sessions_low),
                    ("likely", line.sessions),
                    ("high", line.sessions_high),
                ]
            });
            cases
                .map(|(case, count)| (Some(("case", case.to_owned())), count as f64))
                .collect()
        },
    ),
    (
        "plimsoll_forecast_timestamp_seconds",
        Gauge,
        "When it goes under if what grows goes on.",
        |server| {
            let forecast = server.line.forecast.get().into_iter();
            let cases = forecast.flat_map(|it| {
                [
                    ("earliest", Some(it.earliest)),
                    ("likely", Some(it.at)),
                    ("latest", it.latest),
                ]
            });
            let cases = cases
                .filter_map(|(case, at)| Some((Some(("case", case.to_owned())), seconds(at?))));
            cases.collect()
        },
    ),
    (
        "plimsoll_gaps",
        Gauge,
        "What could not be had of the server.",
        |server| plain(Some(server.gaps.len() as f64)),
    ),
    (
        "plimsoll_samples_taken_total",
        Counter,
        "Samples taken, by their source.",
        |server| by_source(server, |it| Some(it.taken as f64)),
    ),
    (
        "plimsoll_samples_missed_total",
        Counter,
        "Samples that were due and not taken.",
        |server| by_source(server, |it| Some(it.missed as f64)),
    ),
    (
        "plimsoll_sample_seconds",
        Gauge,
        "How long the newest sample took.",
        |server| by_source(server, |it| it.took_seconds),
    ),
    (
        "plimsoll_sample_timestamp_seconds",
        Gauge,
        "When the newest sample was taken.",
        |server| by_source(server, |it| it.last.map(seconds)),
    ),
];

fn plain(value: Option<f64>) -> Vec<Figure> {
    value.map(|value| (None, value)).into_iter().collect()
}

fn whole(fact: &Known<u64>) -> Vec<Figure> {
    plain(fact.get().map(|it| *it as f64))
}

fn seconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1000.0
}

fn by_source(
    server: &Watched,
    figure: fn(&plimsoll_model::SourceState) -> Option<f64>,
) -> Vec<Figure> {
    let sources = server.sources.iter();
    let figures = sources.filter_map(|it| {
        let label = ("source", it.source.as_str().to_owned());
        Some((Some(label), figure(it)?))
    });
    figures.collect()
}

/// The newest readings, a metric's together as the format wants them.
fn readings(page: &mut Page, servers: &[Watched]) {
    let all = servers.iter().flat_map(|server| {
        let readings = server.latest.iter();
        readings.map(|reading| (server.name.as_str(), reading))
    });
    let mut all: Vec<(&str, &Reading)> = all.collect();
    // Stable: servers and labels stay in the order they came in.
    all.sort_by_key(|(_, reading)| reading.metric);
    for readings in all.chunk_by(|(_, one), (_, other)| one.metric == other.metric) {
        let Some((_, first)) = readings.first() else {
            continue;
        };
        let metric = first.metric;
        page.begin(&name(metric), metric.help(), kind(metric));
        for (server, reading) in readings {
            let labels = metric.labels().iter().copied();
            let labels = labels.zip(reading.labels.iter().map(String::as_str));
            page.point(
                std::iter::once(("server", *server)).chain(labels),
                reading.value,
            );
        }
    }
}

fn name(metric: Metric) -> String {
    format!("plimsoll_{}", metric.name())
}

fn kind(metric: Metric) -> FamilyKind {
    match metric.kind() {
        MetricKind::Gauge => Gauge,
        MetricKind::Counter => Counter,
    }
}

/// Every name that may be shown of a server.
pub(super) fn names() -> impl Iterator<Item = String> {
    let columns = COLUMNS.iter().map(|(name, ..)| (*name).to_owned());
    let readings = Metric::ALL.iter().map(|metric| name(*metric));
    std::iter::once("plimsoll_server_info".to_owned())
        .chain(columns)
        .chain(readings)
}
