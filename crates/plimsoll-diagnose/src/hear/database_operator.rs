//! What runs a database for people says: Patroni (patroni/ha.py), `CloudNativePG`'s
//! instance manager and operator (pkg/management, internal/controller), repmgr
//! (repmgrd-physical.c).

use super::Phrase;
use crate::record::Record;
use crate::redact::words;
use crate::signal::{DiskFull, OrchestratorSignal, Said, ServerSignal};

/// A stop that it asked for, and why.
macro_rules! stopping {
    ($needle:literal, $why:literal) => {
        Phrase {
            needle: $needle,
            read: |record| {
                let why = Some($why.to_owned());
                let unit = unit(record);
                Some(Said::Orchestrator(OrchestratorSignal::Stopping {
                    unit,
                    why,
                }))
            },
        }
    };
}

/// A signal that knows no more than whom it is about.
macro_rules! about {
    ($needle:literal, $Variant:ident) => {
        Phrase {
            needle: $needle,
            read: |record| {
                let unit = unit(record);
                Some(Said::Orchestrator(OrchestratorSignal::$Variant { unit }))
            },
        }
    };
}

/// Its wordings.
pub(super) static PHRASES: &[&[Phrase]] = &[&[
    // Patroni: what takes the primary's part from it stops or restarts its server.
    about!("DCS is not accessible", StoreUnreachable),
    about!("Error communicating with DCS", StoreUnreachable),
    about!("failed to update leader lock", StoreUnreachable),
    stopping!("demoting self because", "it is not the healthiest node"),
    stopping!("restart initiated", "a restart was asked for"),
    // A switchover, or a failover by hand (`manual failover` up to 3.2): patroni/api.py, ha.py.
    stopping!(
        "received switchover request with",
        "a switchover was asked for"
    ),
    stopping!("received failover request with", "a failover was asked for"),
    about!("switchover: demoting myself", Demoted),
    about!("manual failover: demoting myself", Demoted),
    // patroni/watchdog/base.py.
    about!(" second timeout, timing slack ", WatchdogArmed),
    about!("promoted self to leader", Failover),
    about!("failed to start postgres", GaveUp),
    about!("no action. I am (", Healthy),
    about!("no action.  i am ", Healthy),
    Phrase {
        needle: "Lock owner: ",
        read: locked,
    },
    // CloudNativePG.
    stopping!(
        "Requesting smart shutdown of the PostgreSQL instance",
        "its instance manager was told to"
    ),
    stopping!(
        "Requesting fast shutdown of the PostgreSQL instance",
        "its instance manager was told to"
    ),
    stopping!(
        "equesting a fast shutdown of the PostgreSQL instance",
        "the primary is isolated"
    ),
    Phrase {
        needle: "Detected low-disk space condition",
        read: |_| Some(Said::Server(ServerSignal::DiskFull(DiskFull::Wal))),
    },
    about!("initiating a failover", Failover),
    about!("Failing over", Failover),
    // repmgr.
    about!("promoting standby to primary", Failover),
    about!("STANDBY PROMOTE successful", Failover),
    Phrase {
        needle: "unable to connect to upstream node",
        read: |record| Some(Said::Orchestrator(upstream(record))),
    },
]];

/// Whom an entry is about: as its carrier tells, else as Patroni calls itself.
fn unit(record: &Record<'_>) -> String {
    let own = || {
        let (_, behind) = record.message.split_once("I am (")?;
        Some(behind.split_once(')')?.0)
    };
    let unit = own().or(record.about.as_deref());
    words(unit.unwrap_or_default())
}

/// `Lock owner: None; I am pg-0`: nobody is primary.
fn locked(record: &Record<'_>) -> Option<Said> {
    let (_, behind) = record.message.split_once("Lock owner: None; I am ")?;
    Some(Said::Orchestrator(OrchestratorSignal::NodeTrouble {
        node: words(behind.trim()),
        why: "no leader".to_owned(),
    }))
}

/// `unable to connect to upstream node "pg1" (ID: 1)`; older ones do not name it.
fn upstream(record: &Record<'_>) -> OrchestratorSignal {
    let named = record.message.split_once("node \"");
    let node = named.and_then(|(_, behind)| Some(behind.split_once('"')?.0));
    OrchestratorSignal::NodeTrouble {
        node: words(node.unwrap_or_default()),
        why: "unreachable".to_owned(),
    }
}
