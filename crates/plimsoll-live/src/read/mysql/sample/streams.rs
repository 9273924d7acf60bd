//! Readings of what has a row each: channels, replicas, databases, binary logs.

use plimsoll_model::{Answer, Metric, Reading, Row, Sample};

use super::questions::{
    BINARY_LOGS, CHANNELS, DATABASES, OF_DATABASES, OF_LOGS, OF_REPLICAS, REPLICAS,
};
use crate::read::mysql::connection::Answers;
use crate::read::readings::Meaning;

/// What a replica's channel is made into: no SHOW has these words.
const OF_CHANNELS: &[&str] = &[
    "channel",
    "replication_running:receive",
    "replication_running:apply",
    "replay_lag_seconds",
    "replay_lag_bytes",
];

/// A question, its columns when it is read, and how its answer is put into them.
type Stream = (&'static str, &'static [&'static str], fn(&Answer) -> Answer);

const STREAMS: [Stream; 4] = [
    (CHANNELS, OF_CHANNELS, channels),
    (REPLICAS, OF_REPLICAS, Answer::clone),
    (DATABASES, OF_DATABASES, databases),
    (BINARY_LOGS, OF_LOGS, Answer::clone),
];

/// Whether a question's rows are read here.
pub(super) fn tells_of(question: &str) -> bool {
    STREAMS.iter().any(|(name, ..)| *name == question)
}

/// Adds what the answers have of them. A server without any channel is no replica.
pub(super) fn fill(sample: &mut Sample, answers: &Answers) {
    if let Some(channels) = answers.answers.get(CHANNELS) {
        let is_replica = f64::from(u8::from(!channels.rows.is_empty()));
        let is_replica = Reading::plain(Metric::IsReplica, is_replica);
        sample.readings.push(is_replica);
    }
    for (name, columns, put) in STREAMS {
        if let Some(answer) = answers.answers.get(name) {
            let meaning = Meaning::named(name, columns);
            meaning.read(&put(answer), &mut sample.readings, &mut sample.gaps);
        }
    }
}

fn channels(answer: &Answer) -> Answer {
    let channel = |row: Row<'_>| {
        // One that tries to connect receives nothing.
        let runs = |column| u8::from(row.is_on(column).unwrap_or(false)).to_string();
        let seconds = row.number("lag_seconds").map(|it| it.max(0.0).to_string());
        vec![
            Some(row.text("channel").unwrap_or_default().to_owned()),
            Some(runs("receives")),
            Some(runs("applies")),
            seconds,
            lag_bytes(&row).map(|it| it.to_string()),
        ]
    };
    Answer {
        columns: OF_CHANNELS.iter().map(|it| (*it).to_owned()).collect(),
        rows: answer.rows().map(channel).collect(),
        is_cut: answer.is_cut,
    }
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

/// The largest come first, by the names of their folders.
fn databases(answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    for name in answer.rows.iter_mut().filter_map(|row| row.first_mut()) {
        *name = name.as_deref().map(decoded);
    }
    answer
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
    name
}

#[cfg(test)]
mod tests {
    use super::{BINARY_LOGS, CHANNELS, DATABASES, Meaning, STREAMS, decoded, fill};
    use crate::read::mysql::connection::Answers;
    use jiff::Timestamp;
    use plimsoll_model::{Answer, Metric, Sample, Source};

    fn told(question: &str, columns: &[&str], rows: &[&[&str]]) -> Sample {
        let texts = |row: &[&str]| row.iter().map(|it| Some((*it).to_owned())).collect();
        let answer = Answer {
            columns: columns.iter().map(|it| (*it).to_owned()).collect(),
            rows: rows.iter().map(|row| texts(row)).collect(),
            is_cut: false,
        };
        let answers = Answers {
            answers: [(question.to_owned(), answer)].into(),
            gaps: Vec::new(),
        };
        let mut sample = Sample {
            at: Timestamp::UNIX_EPOCH,
            source: Source::Server,
            took_seconds: 0.0,
            readings: Vec::new(),
            blockers: Vec::new(),
            gaps: Vec::new(),
        };
        fill(&mut sample, &answers);
        sample
    }

    #[test]
    fn columns_are_what_they_are_named_after() {
        for (name, columns, _) in STREAMS {
            Meaning::named(name, columns).assert_told();
        }
    }

    #[test]
    fn channels_that_are_cleaned_alike_are_one() {
        let columns = ["channel", "receives", "applies", "lag_seconds"];
        let rows: &[&[&str]] = &[&["a\nb", "Yes", "Yes", "3"], &["a b", "Yes", "Yes", "5"]];
        let told = told(CHANNELS, &columns, rows);
        let lags = told.readings.iter();
        let lags = lags.filter(|it| it.metric == Metric::ReplayLagSeconds);
        let lags: Vec<f64> = lags.map(|it| it.value).collect();
        assert_eq!(lags, [5.0]);
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
        let told = told(CHANNELS, &columns, &[same, over]).readings;
        let of = |metric, labels: &[&str]| {
            let mut of = told.iter().filter(|it| it.metric == metric);
            of.find(|it| it.labels == labels).map(|it| it.value)
        };
        assert_eq!(of(Metric::ReplayLagBytes, &["a"]), Some(500.0));
        assert_eq!(of(Metric::ReplayLagBytes, &["b"]), Some(4000.0));
        let runs = |channel, thread| of(Metric::ReplicationRunning, &[channel, thread]);
        assert_eq!(runs("a", "receive"), Some(1.0));
        assert_eq!(runs("a", "apply"), Some(0.0));
        assert_eq!(runs("b", "receive"), Some(0.0));
        assert_eq!(of(Metric::ReplayLagSeconds, &["a"]), None);
    }

    #[test]
    fn more_databases_than_are_told_are_one() {
        let names: Vec<String> = (0..102).map(|number| format!("d{number}")).collect();
        let rows: Vec<[&str; 2]> = names.iter().map(|name| [name.as_str(), "8"]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 2]>::as_slice).collect();
        let told = told(DATABASES, &["database", "data_bytes"], &rows);
        assert_eq!(told.readings.len(), 101);
        let others = told.readings.iter().find(|it| it.labels == ["(others)"]);
        assert_eq!(others.map(|it| it.value), Some(16.0));
        expect_test::expect!["in part: of 102 the first 100 are told, those after them together"]
            .assert_eq(&told.gaps[0].why);
    }

    #[test]
    fn binary_logs_are_what_is_kept() {
        let told = told(BINARY_LOGS, &["count", "wal_kept_bytes"], &[&["2", "300"]]);
        let told: Vec<_> = told
            .readings
            .iter()
            .map(|it| (it.metric, it.value))
            .collect();
        assert_eq!(told, [(Metric::WalKeptBytes, 300.0)]);
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
