//! `plimsoll.host/1`: what was read last of the host of a server. A daemon writes it,
//! another one that watches the same server reads it, so these types are the format
//! itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::{Brought, Gap, Metric, Reading};
use serde::{Deserialize, Serialize};

use super::{GapStatus, read, written};

const SCHEMA: &str = "plimsoll.host/1";

/// A host is looked at more often than this; who says otherwise shall not make old
/// figures count as new.
const EVERY_SECONDS_MAX: f64 = 300.0;

/// The host of one server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Host {
    schema: String,
    /// Whose.
    pub server: String,
    /// As of when, to the millisecond: by it clocks are compared.
    pub time: String,
    /// How often it is looked at.
    pub every_seconds: f64,
    /// When it was last.
    pub last: Option<String>,
    /// Why the newest look brought nothing.
    pub why: Option<String>,
    /// The newest of each series.
    pub readings: Vec<HostReading>,
    /// What could not be had.
    pub gaps: Vec<GapStatus>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostReading {
    /// Of what: its name on `/metrics`, without `plimsoll_`.
    pub metric: String,
    /// What tells it from others of the metric.
    pub labels: BTreeMap<String, String>,
    /// The figure, in the metric's unit; of a counter the sum.
    pub value: f64,
    /// When it was read.
    pub time: String,
}

impl Host {
    /// That of a server.
    pub fn of(server: &str, now: Timestamp, brought: &Brought) -> Self {
        let readings = brought.readings.iter();
        Self {
            schema: SCHEMA.to_owned(),
            server: server.to_owned(),
            time: millis(now),
            every_seconds: brought.every_seconds,
            last: brought.last.map(millis),
            why: brought.why.clone(),
            readings: readings.map(|(at, it)| reading(*at, it)).collect(),
            gaps: brought.gaps.iter().map(gap).collect(),
        }
    }

    /// As JSON.
    pub fn written(&self) -> String {
        written(self)
    }

    /// From JSON.
    ///
    /// # Errors
    /// Why it is not one, in a line.
    pub fn read(text: &str) -> Result<Self, String> {
        read(text, SCHEMA, |it: &Self| &it.schema)
    }

    /// As of when it says it, and what it brought. Figures that are none of a host, or of
    /// metrics that are not known here, as a newer daemon may have, are left out.
    ///
    /// # Errors
    /// Its times are none.
    pub fn brought(&self) -> Result<(Timestamp, Brought), String> {
        let moment = |text: &str| {
            let moment = text.parse::<Timestamp>();
            moment.map_err(|_| "a time of its answer is none".to_owned())
        };
        let last = self.last.as_deref().map(moment).transpose()?;
        let readings = self.readings.iter().filter_map(HostReading::read);
        let brought = Brought {
            every_seconds: self.every_seconds.clamp(0.0, EVERY_SECONDS_MAX),
            last,
            why: self.why.clone(),
            readings: readings.collect(),
            gaps: self.gaps.iter().map(told).collect(),
        };
        Ok((moment(&self.time)?, brought))
    }
}

impl HostReading {
    fn read(&self) -> Option<(Timestamp, Reading)> {
        let mut metrics = Metric::ALL.iter().copied();
        let metric = metrics.find(|it| it.name() == self.metric && is_of_host(*it))?;
        let labels = metric.labels().iter();
        let labels = labels.map(|name| self.labels.get(*name).cloned());
        let reading = Reading {
            metric,
            labels: labels.collect::<Option<_>>()?,
            value: Some(self.value).filter(|it| it.is_finite() && *it >= 0.0)?,
        };
        Some((self.time.parse().ok()?, reading))
    }
}

/// What a server says of itself is asked of the server, never of a stranger.
const fn is_of_host(metric: Metric) -> bool {
    use Metric::{
        CpuLimit, CpuSecondsTotal, CpuThrottledSecondsTotal, DiskBytes, DiskFreeBytes, Load1,
        MachineAvailableBytes, MachineMemoryBytes, MachineOomKillsTotal, MemoryAnonBytes,
        MemoryFileBytes, MemoryHeldBytes, MemoryHighBytes, MemoryKernelBytes, MemoryLimitBytes,
        MemoryShmemBytes, MemoryStalledSecondsTotal, MemorySwapBytes, MemoryWaitingSecondsTotal,
        OomKillsTotal, Processes, ShmBytes, ShmUsedBytes, SwapInBytesTotal, SwapOutBytesTotal,
    };
    matches!(
        metric,
        MemoryAnonBytes
            | MemoryShmemBytes
            | MemoryKernelBytes
            | MemoryHeldBytes
            | MemoryFileBytes
            | MemorySwapBytes
            | MemoryLimitBytes
            | MemoryHighBytes
            | OomKillsTotal
            | MachineOomKillsTotal
            | MemoryWaitingSecondsTotal
            | MemoryStalledSecondsTotal
            | SwapInBytesTotal
            | SwapOutBytesTotal
            | MachineMemoryBytes
            | MachineAvailableBytes
            | Processes
            | CpuSecondsTotal
            | CpuThrottledSecondsTotal
            | CpuLimit
            | Load1
            | DiskBytes
            | DiskFreeBytes
            | ShmBytes
            | ShmUsedBytes
    )
}

fn reading(at: Timestamp, it: &Reading) -> HostReading {
    let names = it.metric.labels().iter().map(|name| (*name).to_owned());
    HostReading {
        metric: it.metric.name().to_owned(),
        labels: names.zip(it.labels.iter().cloned()).collect(),
        value: it.value,
        time: millis(at),
    }
}

fn gap(it: &Gap) -> GapStatus {
    GapStatus {
        what: it.what.clone(),
        why: it.why.clone(),
        grant: it.grant.clone(),
    }
}

fn told(it: &GapStatus) -> Gap {
    Gap {
        what: it.what.clone(),
        why: it.why.clone(),
        grant: it.grant.clone(),
    }
}

fn millis(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::{Brought, Gap, Host, Metric, Reading, Timestamp};

    #[test]
    fn what_is_written_is_read_again_and_strangers_left_out() {
        let at = |millis: i64| Timestamp::from_millisecond(1_780_000_000_000 + millis).unwrap();
        let brought = Brought {
            every_seconds: 1.0,
            last: Some(at(900)),
            why: Some("its process ended".to_owned()),
            readings: vec![
                (at(900), Reading::plain(Metric::MemoryHeldBytes, 5.0)),
                (at(-4100), Reading::of(Metric::DiskBytes, "data", 7.0)),
            ],
            gaps: vec![Gap {
                what: "load".to_owned(),
                why: "unreadable".to_owned(),
                grant: None,
            }],
        };
        let host = Host::of("shop", at(1234), &brought);
        let text = host.written();
        assert_eq!(
            Host::read(&text).unwrap().brought(),
            Ok((at(1234), brought.clone()))
        );
        let newer = text.replace("memory_held_bytes", "of_tomorrow_bytes");
        let (_, left) = Host::read(&newer).unwrap().brought().unwrap();
        assert_eq!(left.readings, brought.readings[1..]);
        // What a server says of itself, a sum below nothing, a day without a look.
        for (figure, other) in [
            ("memory_held_bytes", "wal_kept_bytes"),
            ("\"value\": 5.0", "\"value\": -5.0"),
        ] {
            let odd = text.replace(figure, other);
            assert_ne!(odd, text);
            let (_, left) = Host::read(&odd).unwrap().brought().unwrap();
            assert_eq!(left.readings, brought.readings[1..], "{other}");
        }
        let seldom = text.replace("\"every_seconds\": 1.0", "\"every_seconds\": 86400.0");
        let (_, left) = Host::read(&seldom).unwrap().brought().unwrap();
        assert!(left.every_seconds < 301.0, "{seldom}");
        let odd = text.replace("2026-05-28T20:26:41.234Z", "yesterday");
        assert!(Host::read(&odd).unwrap().brought().is_err(), "{odd}");
        assert!(Host::read(&text.replace("host/1", "host/2")).is_err());
    }
}
