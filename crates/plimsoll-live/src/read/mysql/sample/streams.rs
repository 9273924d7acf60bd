//! Readings of what has a row each: channels, replicas, databases.

use plimsoll_model::{Answer, Metric, Reading, Row};

use crate::read::one_line::one_line;

/// Databases that are told by name.
const DATABASES_MAX: usize = 100;
/// What the others are summed under.
const OTHERS: &str = "(others)";

/// A replica's channels; a server without any is none.
pub(super) fn channels(answer: &Answer) -> Vec<Reading> {
    let is_replica = f64::from(u8::from(!answer.rows.is_empty()));
    let mut readings = vec![Reading::plain(Metric::IsReplica, is_replica)];
    for row in answer.rows() {
        let channel = one_line(row.text("channel").unwrap_or_default());
        for (part, column) in [("receive", "receives"), ("apply", "applies")] {
            // One that tries to connect receives nothing.
            let runs = row.is_on(column).unwrap_or(false);
            readings.push(Reading {
                metric: Metric::ReplicationRunning,
                labels: vec![channel.clone(), part.to_owned()],
                value: f64::from(u8::from(runs)),
            });
        }
        let seconds = row.number("lag_seconds");
        let of = |metric, value| Reading::of(metric, channel.clone(), value);
        readings.extend(seconds.map(|it| of(Metric::ReplayLagSeconds, it.max(0.0))));
        readings.extend(lag_bytes(&row).map(|it| of(Metric::ReplayLagBytes, it)));
    }
    readings
}

/// Received and not applied. Within a file of the source its own positions tell; over
/// several the relay logs from where they are read on, which are kept no longer than
/// they are needed (`relay_log_purge`).
fn lag_bytes(row: &Row<'_>) -> Option<f64> {
    let is_same = row.text("received_file")? == row.text("applied_file")?;
    let (whole, part) = if is_same {
        ("received_position", "applied_position")
    } else {
        ("relay_bytes", "relay_position")
    };
    Some((row.number(whole)? - row.number(part)?).max(0.0))
}

/// Those that read from this server.
pub(super) fn replicas(answer: &Answer) -> Vec<Reading> {
    let stream = |row: Row<'_>| {
        let text = |column| one_line(row.text(column).unwrap_or_default());
        Reading {
            metric: Metric::ReplicaStreams,
            labels: vec![text("replica"), text("stream")],
            value: 1.0,
        }
    };
    answer.rows().map(stream).collect()
}

/// The largest by name, as they come; the rest in one.
pub(super) fn databases(answer: &Answer) -> Vec<Reading> {
    let sized = answer.rows().filter_map(|row| {
        let name = decoded(row.text("database")?);
        Some((name, row.number("bytes")?))
    });
    let mut sized: Vec<(String, f64)> = sized.collect();
    let rest = sized.split_off(sized.len().min(DATABASES_MAX));
    if !rest.is_empty() {
        let bytes = rest.iter().map(|(_, bytes)| bytes).sum();
        sized.push((OTHERS.to_owned(), bytes));
    }
    let reading = |(name, bytes)| Reading::of(Metric::DataBytes, name, bytes);
    sized.into_iter().map(reading).collect()
}

/// The name of a folder as that of its database: what is no letter or digit stands there
/// as `@` and four hexadecimal digits (`MySQL` manual, "Mapping of Identifiers to File
/// Names").
fn decoded(folder: &str) -> String {
    let mut parts = folder.split('@');
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..4)
            .and_then(|it| u32::from_str_radix(it, 16).ok());
        if let Some(character) = code.and_then(char::from_u32) {
            name.push(character);
            name.push_str(part.get(4..).unwrap_or_default());
        } else {
            name.push('@');
            name.push_str(part);
        }
    }
    one_line(&name)
}

#[cfg(test)]
mod tests {
    use super::{channels, databases, decoded};
    use plimsoll_model::{Answer, Metric};

    fn answer(columns: &[&str], rows: &[&[&str]]) -> Answer {
        let texts = |row: &[&str]| row.iter().map(|it| Some((*it).to_owned())).collect();
        Answer {
            columns: columns.iter().map(|it| (*it).to_owned()).collect(),
            rows: rows.iter().map(|row| texts(row)).collect(),
            is_cut: false,
        }
    }

    #[test]
    fn a_replica_is_behind_by_positions_or_by_relay_logs() {
        let columns = [
            "channel",
            "receives",
            "applies",
            "received_file",
            "received_position",
            "applied_file",
            "applied_position",
            "relay_bytes",
            "relay_position",
        ];
        let same: &[&str] = &[
            "a", "Yes", "No", "bin.2", "900", "bin.2", "400", "5000", "10",
        ];
        let over: &[&str] = &[
            "b",
            "Connecting",
            "Yes",
            "bin.3",
            "4",
            "bin.2",
            "900",
            "5000",
            "1000",
        ];
        let told = channels(&answer(&columns, &[same, over]));
        let of = |metric, label: &str| {
            let mut of = told.iter().filter(|it| it.metric == metric);
            of.find(|it| it.labels.first().is_some_and(|it| it == label))
                .map(|it| it.value)
        };
        assert_eq!(of(Metric::ReplayLagBytes, "a"), Some(500.0));
        assert_eq!(of(Metric::ReplayLagBytes, "b"), Some(4000.0));
        // Receives, as the first of the two.
        assert_eq!(of(Metric::ReplicationRunning, "a"), Some(1.0));
        assert_eq!(of(Metric::ReplicationRunning, "b"), Some(0.0));
        assert_eq!(of(Metric::ReplayLagSeconds, "a"), None);
    }

    #[test]
    fn more_databases_than_are_told_are_one() {
        let names: Vec<String> = (0..102).map(|number| format!("d{number}")).collect();
        let rows: Vec<[&str; 2]> = names.iter().map(|name| [name.as_str(), "8"]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 2]>::as_slice).collect();
        let told = databases(&answer(&["database", "bytes"], &rows));
        assert_eq!(told.len(), 101);
        assert_eq!(
            (told[100].labels[0].as_str(), told[100].value),
            ("(others)", 16.0)
        );
    }

    #[test]
    fn a_folder_is_told_as_its_database() {
        assert_eq!(decoded("a@002db"), "a-b");
        assert_eq!(
            (decoded("x@"), decoded("x@zz")),
            ("x@".to_owned(), "x@zz".to_owned())
        );
    }
}
