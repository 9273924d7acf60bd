//! A database of Amazon RDS, through the user's own `aws`: its commands that
//! describe and download, with the user's own rights.
//!
//! Source: the AWS CLI's reference of `rds` and `cloudwatch`; the RDS user guide,
//! "Downloading a database log file", for `--starting-token 0`.

use jiff::Timestamp;
use plimsoll_model::BundleKind;
use serde_json::{Value, json};

use super::command::{Run, Streams, run, run_with};
use super::{Content, Gathered, Take, Window};
use std::time::Duration;

/// How long the download of a log may take: it comes by the megabyte.
const LOG_TIME_MAX: Duration = Duration::from_mins(3);

/// Log files that are downloaded, the newest.
const LOGS_MAX: usize = 24;

/// Parts of the names of logs that tell of the server, not of its statements.
const LOGS: [&str; 2] = ["error/", "postgresql.log"];

/// What `CloudWatch` is asked for.
const METRICS: [&str; 6] = [
    "FreeableMemory",
    "SwapUsage",
    "DatabaseConnections",
    "FreeStorageSpace",
    "CPUUtilization",
    "DiskQueueDepth",
];

/// Points that `CloudWatch` gives at a time.
const POINTS_MAX: i64 = 1440;

/// Which database, by whose word.
#[derive(Clone, Debug)]
pub struct Database {
    /// The instance's identifier.
    pub instance: String,
    /// The region; none: the user's own.
    pub region: Option<String>,
    /// The profile of the user's configuration; none: the one that holds.
    pub profile: Option<String>,
}

/// All that is to be had.
///
/// # Errors
/// One line: why the instance itself cannot be had.
pub async fn gather(database: &Database, window: Window, take: Take<'_>) -> Result<(), String> {
    let mut gathered = Gathered::default();
    let id = database.instance.as_str();
    let words = [
        "rds",
        "describe-db-instances",
        "--db-instance-identifier",
        id,
    ];
    let (shown, said) = database.run(&words).await.json();
    let said = said?;
    let instance = &said["DBInstances"][0];
    if !instance.is_object() {
        return Err(format!("there is no instance {id}"));
    }
    gathered.object(BundleKind::Facts, "instance.json", &shown, instance);
    database.parameters(instance, &mut gathered).await;
    database.events(window, &mut gathered).await;
    gathered.hand_to(take);
    database.logs(window, take).await;
    for metric in METRICS {
        database.metric(metric, window, &mut gathered).await;
    }
    gathered.hand_to(take);
    Ok(())
}

impl Database {
    fn words<'a>(&'a self, words: &[&'a str], output: &'a str) -> Vec<&'a str> {
        let mut all = vec!["aws"];
        all.extend(words);
        all.extend(["--output", output]);
        for (flag, value) in [("--region", &self.region), ("--profile", &self.profile)] {
            if let Some(value) = value {
                all.extend([flag, value]);
            }
        }
        all
    }

    async fn run(&self, words: &[&str]) -> Run {
        run(&self.words(words, "json")).await
    }

    /// The parameters of each group, with the values that are formulas.
    async fn parameters(&self, instance: &Value, gathered: &mut Gathered) {
        let groups = instance["DBParameterGroups"]
            .as_array()
            .into_iter()
            .flatten();
        for group in groups.filter_map(|it| it["DBParameterGroupName"].as_str()) {
            let words = [
                "rds",
                "describe-db-parameters",
                "--db-parameter-group-name",
                group,
            ];
            let (shown, said) = self.run(&words).await.json();
            match said {
                Ok(said) => {
                    gathered.object(BundleKind::Config, &format!("{group}.json"), &shown, &said);
                }
                Err(why) => gathered.gap(&shown, why),
            }
        }
    }

    /// Its events, as `plimsoll.event/1`.
    async fn events(&self, (from, to): Window, gathered: &mut Gathered) {
        let (from, to) = (from.to_string(), to.to_string());
        let id = self.instance.as_str();
        let words = [
            "rds",
            "describe-events",
            "--source-type",
            "db-instance",
            "--source-identifier",
            id,
            "--start-time",
            &from,
            "--end-time",
            &to,
        ];
        let (shown, said) = self.run(&words).await.json();
        match said {
            Ok(said) => {
                let events = said["Events"].as_array().into_iter().flatten();
                let lines = events.filter_map(|it| Some(format!("{}\n", event(it)?)));
                let text: String = lines.collect();
                if !text.is_empty() {
                    gathered.add(
                        BundleKind::Events,
                        "events.jsonl",
                        &shown,
                        Content::Objects(text),
                    );
                }
            }
            Err(why) => gathered.gap(&shown, why),
        }
    }

    async fn logs(&self, (from, to): Window, take: Take<'_>) {
        let mut gathered = Gathered::default();
        let since = from.as_millisecond().to_string();
        let id = self.instance.as_str();
        let words = [
            "rds",
            "describe-db-log-files",
            "--db-instance-identifier",
            id,
            "--file-last-written",
            &since,
        ];
        let (shown, said) = self.run(&words).await.json();
        let files = match said {
            Ok(said) => logs(&said, to),
            Err(why) => {
                gathered.gap(&shown, why);
                return gathered.hand_to(take);
            }
        };
        let left_out = files.len().saturating_sub(LOGS_MAX);
        if left_out > 0 {
            let why = format!("{left_out} older logs are left out: {LOGS_MAX} are downloaded");
            gathered.gap(&shown, why);
        }
        for name in files.iter().skip(left_out) {
            let words = [
                "rds",
                "download-db-log-file-portion",
                "--db-instance-identifier",
                id,
                "--log-file-name",
                name,
                "--starting-token",
                "0",
            ];
            let words = self.words(&words, "text");
            let log = run_with(&words, Streams::Output, LOG_TIME_MAX).await;
            let file = name.rsplit('/').next().unwrap_or(name);
            gathered.output(BundleKind::Log, file, log);
            gathered.hand_to(take);
        }
    }

    async fn metric(&self, metric: &str, (from, to): Window, gathered: &mut Gathered) {
        let minutes = to.duration_since(from).as_mins();
        let period = (60 * (minutes / POINTS_MAX + 1)).to_string();
        let dimension = format!("Name=DBInstanceIdentifier,Value={}", self.instance);
        let (from, to) = (from.to_string(), to.to_string());
        let words = [
            "cloudwatch",
            "get-metric-statistics",
            "--namespace",
            "AWS/RDS",
            "--metric-name",
            metric,
            "--dimensions",
            &dimension,
            "--start-time",
            &from,
            "--end-time",
            &to,
            "--period",
            &period,
            "--statistics",
            "Minimum",
            "Average",
            "Maximum",
        ];
        let (shown, said) = self.run(&words).await.json();
        match said {
            Ok(said) => {
                gathered.object(BundleKind::Facts, &format!("{metric}.json"), &shown, &said);
            }
            Err(why) => gathered.gap(&shown, why),
        }
    }
}

/// The names of logs of the server that were begun before a moment, the oldest
/// first.
fn logs(said: &Value, to: Timestamp) -> Vec<String> {
    let files = said["DescribeDBLogFiles"].as_array().into_iter().flatten();
    let mut named: Vec<(i64, String)> = files
        .filter_map(|it| {
            Some((
                it["LastWritten"].as_i64()?,
                it["LogFileName"].as_str()?.to_owned(),
            ))
        })
        .filter(|(_, name)| LOGS.iter().any(|part| name.contains(part)) && !name.starts_with('-'))
        .collect();
    named.sort();
    // One that was last written after the window may have begun in it; a second
    // such file has not.
    let to = to.as_millisecond();
    let after = named.iter().position(|(written, _)| *written > to);
    named.truncate(after.map_or(named.len(), |at| at + 1));
    named.into_iter().map(|(_, name)| name).collect()
}

/// An event of RDS as one of Plimsoll's.
fn event(event: &Value) -> Option<Value> {
    let category = event["EventCategories"][0]
        .as_str()
        .unwrap_or("notification");
    let kind = match category {
        "configuration change" => "config_change".to_owned(),
        other => other.replace(' ', "_"),
    };
    Some(json!({
        "schema": "plimsoll.event/1",
        "time": event["Date"].as_str()?,
        "kind": kind,
        "target": event["SourceIdentifier"],
        "message": event["Message"],
        "actor": null,
        "ref": event["SourceArn"],
    }))
}

#[cfg(test)]
mod tests {
    use super::{event, logs};
    use serde_json::json;

    #[test]
    fn logs_of_the_server_to_the_end_of_the_window_are_taken() {
        let file = |at: i64, name: &str| json!({"LogFileName": name, "LastWritten": at, "Size": 1});
        let said = json!({"DescribeDBLogFiles": [
            file(3000, "error/postgresql.log.2024-05-22-12"),
            file(2000, "error/postgresql.log.2024-05-22-11"),
            file(1000, "error/postgresql.log.2024-05-22-10"),
            file(1000, "slowquery/mysql-slowquery.log"),
            file(1000, "-flag/error/x"),
        ]});
        let to = jiff::Timestamp::from_millisecond(1500).unwrap();
        assert_eq!(
            logs(&said, to),
            [
                "error/postgresql.log.2024-05-22-10",
                "error/postgresql.log.2024-05-22-11"
            ]
        );
        assert!(logs(&json!([]), to).is_empty());
    }

    #[test]
    fn an_event_of_rds_is_one_of_plimsolls() {
        let told = event(
            &json!({"SourceIdentifier": "db1", "SourceType": "db-instance",
            "Message": "Updated to use DBParameterGroup shop", "EventCategories": ["configuration change"],
            "Date": "2024-05-21T17:41:09.772000+00:00", "SourceArn": "arn:aws:rds:x"}),
        );
        let told = told.unwrap();
        assert_eq!(
            (told["kind"].as_str(), told["target"].as_str()),
            (Some("config_change"), Some("db1"))
        );
        assert!(event(&json!({"Message": "no time"})).is_none());
    }
}
