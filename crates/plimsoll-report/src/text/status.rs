//! What the daemon sees, for people: a table of the servers, and below it what is
//! not well.

use std::fmt::Write as _;

use jiff::Timestamp;
use plimsoll_model::Bytes;

use super::wrapped;
use crate::Screen;
use crate::ago::ago;
use crate::clean::clean;
use crate::json::{ServerStatus, Status};

/// The widest a column may be: names and versions are strangers' words.
const CELL_MAX: usize = 32;

const HEAD: [&str; 9] = [
    "server",
    "engine",
    "reach",
    "memory",
    "sessions",
    "learned",
    "bill",
    "statement",
    "since",
];

/// Columns that hold numbers stand to the right.
const IS_NUMBER: [bool; 9] = [false, false, false, true, true, true, true, true, true];

/// The table of all servers, and below it what is not well.
pub fn status(status: &Status, screen: Screen) -> String {
    let at: Option<Timestamp> = status.time.parse().ok();
    let rows: Vec<[String; 9]> = status.servers.iter().map(|it| row(it, at)).collect();
    let widths: [usize; 9] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([HEAD[column].len()]).max().unwrap_or(0)
    });
    let mut out = String::new();
    line(&mut out, &HEAD.map(str::to_owned), &widths, |text| {
        screen.palette.strong(text)
    });
    for (server, row) in status.servers.iter().zip(&rows) {
        let is_well = server.troubles.is_empty();
        line(&mut out, row, &widths, |text| {
            if is_well {
                text.to_owned()
            } else {
                screen.palette.removed(text)
            }
        });
    }
    troubles(&mut out, status, screen);
    out
}

fn line(
    out: &mut String,
    cells: &[String; 9],
    widths: &[usize; 9],
    paint: impl Fn(&str) -> String,
) {
    let mut text = String::new();
    for (column, cell) in cells.iter().enumerate() {
        let gap = if column == 0 { "" } else { "  " };
        let width = widths[column];
        let _ = if IS_NUMBER[column] {
            write!(text, "{gap}{cell:>width$}")
        } else {
            write!(text, "{gap}{cell:width$}")
        };
    }
    let _ = writeln!(out, "{}", paint(text.trim_end()));
}

fn row(server: &ServerStatus, at: Option<Timestamp>) -> [String; 9] {
    let count = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let line = &server.load_line;
    [
        cell(&server.name),
        engine(server),
        reach(server),
        memory(server),
        count(server.sessions),
        count(line.learned_sessions),
        count(line.bill_sessions),
        server
            .statement_seconds
            .map_or_else(|| "-".to_owned(), short_seconds),
        since(server, at),
    ]
}

fn reach(server: &ServerStatus) -> String {
    let reach = server.reach.as_deref();
    reach.map_or_else(|| "not tried".to_owned(), |it| it.replace('_', " "))
}

fn cell(text: &str) -> String {
    clean(text).chars().take(CELL_MAX).collect()
}

/// The engine and the number that its version begins with.
fn engine(server: &ServerStatus) -> String {
    let version = server.version.as_deref().unwrap_or_default();
    let version = version.split([' ', '-']).next().unwrap_or_default();
    match &server.engine {
        Some(engine) => cell(format!("{engine} {version}").trim_end()),
        None => "-".to_owned(),
    }
}

fn memory(server: &ServerStatus) -> String {
    match (server.held_bytes, server.limit_bytes) {
        (Some(held), Some(limit)) if limit > 0 => {
            let share = held as f64 / limit as f64 * 100.0;
            format!("{} of {} ({share:.0} %)", Bytes(held), Bytes(limit))
        }
        (Some(held), _) => Bytes(held).to_string(),
        (None, Some(limit)) => format!("- of {}", Bytes(limit)),
        (None, None) => "-".to_owned(),
    }
}

fn since(server: &ServerStatus, at: Option<Timestamp>) -> String {
    let since: Option<Timestamp> = server.since.as_deref().and_then(|it| it.parse().ok());
    let seconds = since
        .zip(at)
        .map(|(since, at)| at.as_second() - since.as_second());
    seconds.map_or_else(|| "-".to_owned(), ago)
}

fn short_seconds(seconds: f64) -> String {
    if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.1} s")
    }
}

/// What took it down, and how it is found since.
fn fell(server: &ServerStatus) -> Option<String> {
    let incident = server.incident.as_ref()?;
    let now = match server.reach.as_deref() {
        Some("up") => "up again".to_owned(),
        _ => reach(server),
    };
    let (time, line) = (&incident.time, incident.line());
    Some(format!("{now}, fell at {time}: {line}"))
}

fn troubles(out: &mut String, status: &Status, screen: Screen) {
    let servers = status.servers.iter().flat_map(|server| {
        let troubles = server.troubles.iter().cloned().chain(fell(server));
        troubles.map(|trouble| format!("{}: {trouble}", server.name))
    });
    let daemon = status
        .daemon
        .troubles
        .iter()
        .map(|it| format!("the daemon: {it}"));
    let all: Vec<String> = servers.chain(daemon).collect();
    if !all.is_empty() {
        out.push('\n');
    }
    for trouble in all {
        out.push_str(&wrapped(
            &clean(&trouble),
            "  ",
            screen.width.saturating_sub(2),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::{fell, status};
    use crate::json::{Daemon, IncidentStatus, ServerStatus, Status};
    use crate::{Palette, Screen, sample};

    fn seen() -> Status {
        let daemon = Daemon {
            version: "1.2.3".to_owned(),
            started: "2026-11-26T09:00:00Z".to_owned(),
            troubles: vec!["the history is not written: no space".to_owned()],
        };
        let mut hostile = sample::unreached();
        hostile.name = "b\u{1b}[31m".to_owned();
        let servers = vec![
            ServerStatus::of(&sample::watched(), Some("dba"), Vec::new()),
            ServerStatus::of(&hostile, None, vec!["it is down".to_owned()]),
        ];
        Status::new(sample::watched().at, daemon, servers)
    }

    #[test]
    fn servers_stand_in_a_table_and_troubles_below() {
        let screen = Screen {
            palette: Palette::Plain,
            width: 100,
        };
        expect_test::expect![[r"
            server       engine           reach                  memory  sessions  learned  bill  statement  since
            shop         postgresql 16.4  up     1.20 GB of 2 GB (60 %)        31       58    62     2.5 ms    3 h
            b\u{1b}[31m  -                down                        -         -        -     -          -    3 h

              b\u{1b}[31m: it is down
              the daemon: the history is not written: no space
        "]].assert_eq(&status(&seen(), screen));
    }

    #[test]
    fn a_server_that_fell_is_told_as_it_is_found_since() {
        let incident = IncidentStatus {
            id: "shop-1".to_owned(),
            server: "shop".to_owned(),
            time: "2026-11-26T09:00:00Z".to_owned(),
            cause: None,
            class: None,
            score: None,
            parameters: Vec::new(),
            message: None,
            layer: None,
            contact: None,
        };
        let mut server = ServerStatus::of(&sample::watched(), None, Vec::new());
        server.incident = Some(incident);
        let told = |reach: Option<&str>| {
            let reach = reach.map(str::to_owned);
            let told = fell(&ServerStatus {
                reach,
                ..server.clone()
            })
            .unwrap();
            told.split_once(" fell").unwrap().0.to_owned()
        };
        assert_eq!(told(Some("up")), "up again,");
        assert_eq!(told(Some("down")), "down,");
        assert_eq!(told(Some("login_refused")), "login refused,");
        assert_eq!(told(None), "not tried,");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let seen = seen();
        assert_eq!(Status::read(&seen.written()), Ok(seen.clone()));
        let other = seen.written().replace("status/1", "status/2");
        assert!(Status::read(&other).is_err());
        expect_test::expect_file!["status.json"].assert_eq(&seen.written());
    }
}
