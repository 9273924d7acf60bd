//! The flags of `collect`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Engine;

use crate::typed::{engine, moment};

#[derive(Debug, Args)]
pub(crate) struct Collect {
    #[command(subcommand)]
    pub(crate) of: CollectOf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CollectOf {
    /// This machine and the database servers on it, running or fallen
    Host(CollectHost),
    /// A pod, through your own kubectl
    K8s(CollectK8s),
    /// A database of Amazon RDS, through your own aws
    Rds(CollectRds),
}

/// From when to when, and where to.
#[derive(Clone, Debug, Args)]
pub(crate) struct CollectFlags {
    /// From when: 2h, 30m, 3d before the end, or a time
    #[arg(long, value_name = "TIME", default_value = "24h", value_parser = since)]
    pub(crate) since: Since,
    /// To when, in UTC unless it has a zone [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) until: Option<Timestamp>,
    /// The bundle, a file that is not there yet [default: plimsoll-bundle-NAME-TIME.tar.gz]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// A beginning as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// So long before the end.
    Before(SignedDuration),
    /// A moment.
    At(Timestamp),
}

#[derive(Debug, Args)]
pub(crate) struct CollectHost {
    #[command(flatten)]
    pub(crate) flags: CollectFlags,
    /// Only servers of this kind: postgresql, mysql or mariadb
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    pub(crate) engine: Option<Engine>,
    /// Only the server with this data directory, running or fallen
    #[arg(long, value_name = "DIR")]
    pub(crate) data_directory: Vec<PathBuf>,
    /// A log, with what it was rotated into, or a folder of logs; then no server is looked for but by --data-directory
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) log: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CollectK8s {
    #[command(flatten)]
    pub(crate) flags: CollectFlags,
    /// The pod's namespace
    #[arg(long, short, value_name = "NAMESPACE", default_value = "default", value_parser = word)]
    pub(crate) namespace: String,
    /// The context of your kubeconfig [default: the current one]
    #[arg(long, value_name = "CONTEXT", value_parser = word)]
    pub(crate) context: Option<String>,
    /// The pod
    #[arg(value_name = "POD", value_parser = word)]
    pub(crate) pod: String,
}

#[derive(Debug, Args)]
pub(crate) struct CollectRds {
    #[command(flatten)]
    pub(crate) flags: CollectFlags,
    /// The region [default: that of your configuration]
    #[arg(long, value_name = "REGION", value_parser = word)]
    pub(crate) region: Option<String>,
    /// The profile of your configuration [default: the one that holds]
    #[arg(long, value_name = "PROFILE", value_parser = word)]
    pub(crate) profile: Option<String>,
    /// The instance's identifier
    #[arg(value_name = "INSTANCE", value_parser = word)]
    pub(crate) instance: String,
}

/// What another program is given as a word must not be a flag of it.
fn word(text: &str) -> Result<String, String> {
    let is_word = !text.is_empty() && !text.starts_with('-') && !text.contains(char::is_control);
    is_word
        .then(|| text.to_owned())
        .ok_or_else(|| "give a name".to_owned())
}

fn since(text: &str) -> Result<Since, String> {
    let seconds = text.chars().last().and_then(|unit| match unit {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(3600),
        'd' => Some(86_400),
        _ => None,
    });
    let number = seconds.and_then(|seconds| {
        let number = text[..text.len() - 1].parse::<u32>().ok()?;
        i64::from(number).checked_mul(seconds)
    });
    if let Some(seconds) = number.filter(|seconds| *seconds > 0) {
        return Ok(Since::Before(SignedDuration::from_secs(seconds)));
    }
    let at = moment(text).map(Since::At);
    at.map_err(|why| format!("give 30m, 2h or 3d, or {}", why.trim_start_matches("give ")))
}

#[cfg(test)]
mod tests {
    use super::{Since, since};
    use jiff::SignedDuration;

    #[test]
    fn a_beginning_is_a_length_or_a_time() {
        assert_eq!(
            since("2h"),
            Ok(Since::Before(SignedDuration::from_hours(2)))
        );
        assert_eq!(
            since("3d"),
            Ok(Since::Before(SignedDuration::from_hours(72)))
        );
        assert!(matches!(since("2024-05-22 10:00"), Ok(Since::At(_))));
        for bad in ["", "h", "0h", "-2h", "2w", "4294967296h", "2 h", "ü"] {
            assert!(since(bad).is_err(), "{bad}");
        }
    }
}
