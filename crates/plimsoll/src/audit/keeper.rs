//! The history as an audit uses it: what was agreed and seen before, and the
//! audit kept. Blocking; what went wrong with it is a failure beside the result,
//! never in its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use plimsoll_bill::Past;
use plimsoll_conf::running::{self, from_baseline};
use plimsoll_model::{Drift, Engine, Snapshot};
use plimsoll_report::{Audited, fingerprints, text};
use plimsoll_store::{
    Audit, Baseline, Finding, Kept, Limits, Memory, Moment, Place, Setting, Store, StoreError,
    Target,
};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::subject::{Wanted, configured};
use crate::config::store::History;
use crate::failure::Failure;

/// How long another process is waited for that writes the same history.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// The baseline that an audit holds a server against.
const BASELINE: &str = "default";

/// An open history.
pub(crate) struct Keeper {
    runtime: Runtime,
    pub(crate) store: Store,
    limits: Limits,
}

impl Keeper {
    /// Opens the history that a flag or plimsoll.toml names; `None`: neither
    /// does.
    pub(crate) fn open(flag: Option<&str>, said: &History) -> Result<Option<Self>, Failure> {
        let Some(place) = flag.or(said.place.as_deref()) else {
            return Ok(None);
        };
        Self::at(place, said.limits).map(Some)
    }

    /// Opens a history.
    pub(crate) fn at(place: &str, limits: Limits) -> Result<Self, Failure> {
        let parsed = Place::parse(place);
        let place = parsed.map_err(|why| Failure::new(format_args!("--store {place}: {why}")))?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::new(format_args!("the history cannot be opened: {error}")))?;
        let store = runtime
            .block_on(Store::open(&place, WAIT_MAX))
            .map_err(Failure::new)?;
        Ok(Self {
            runtime,
            store,
            limits,
        })
    }

    /// The history that a flag or plimsoll.toml places, else the user's own,
    /// which must be there.
    pub(crate) fn found(flag: Option<&str>, config: Option<&Path>) -> Result<Self, Failure> {
        let config = configured(&Wanted {
            config,
            ..Wanted::default()
        })?;
        if let Some(keeper) = Self::open(flag, &config.history)? {
            return Ok(keeper);
        }
        let folder = default_place().filter(|folder| folder.exists());
        let folder = folder.ok_or_else(|| {
            Failure::new("there is no history yet; plimsoll audit --store FOLDER begins one")
        })?;
        Self::at(&folder.display().to_string(), Limits::default())
    }

    /// The values that were agreed for a server, by the name that audits gave it.
    pub(crate) fn agreed(&self, server: &str) -> Result<BTreeMap<String, String>, Failure> {
        let seen = self.wait(self.store.targets())?;
        let target = seen.iter().find(|it| it.target.name == server);
        let baseline = match target {
            Some(seen) => self.wait(self.store.baseline(&seen.target.key, BASELINE))?,
            None => None,
        };
        let baseline = baseline.ok_or_else(|| {
            Failure::new(format_args!(
                "{server}: the history has no baseline of it; plimsoll audit {server} --baseline set makes one"
            ))
        })?;
        let settings = baseline.settings.into_iter();
        Ok(settings
            .map(|setting| (setting.name, setting.value))
            .collect())
    }

    /// Waits for an act of the store.
    pub(crate) fn wait<T>(
        &self,
        act: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, Failure> {
        self.runtime.block_on(act).map_err(Failure::new)
    }

    /// Where a server is not as its baseline has it; nothing where none was set.
    pub(super) fn drifted(&self, key: &str, now: &running::Running) -> Result<Vec<Drift>, Failure> {
        let Some(baseline) = self.wait(self.store.baseline(key, BASELINE))? else {
            return Ok(Vec::new());
        };
        let settings = baseline.settings.into_iter();
        let agreed: BTreeMap<String, String> = settings
            .map(|setting| (setting.name, setting.value))
            .collect();
        Ok(from_baseline(now, &agreed, BASELINE))
    }

    /// What the audits that are kept saw of a server's sessions.
    pub(super) fn past(&self, key: &str) -> Result<Option<Past>, Failure> {
        let most = self.wait(self.store.most_sessions(key))?;
        Ok(most.map(|most| {
            let since = most.since.as_str();
            let day = since.split_once('T').map_or(since, |(day, _)| day);
            Past {
                audits: most.audits,
                since: day.to_owned(),
                open: most.open,
                active: most.active.unwrap_or(0),
            }
        }))
    }

    /// Since when each parameter has the value it has, by name, as far as audits
    /// saw it change.
    pub(super) fn since(&self, key: &str) -> Result<BTreeMap<String, (String, String)>, Failure> {
        let standing = self.wait(self.store.standing(key))?.into_iter();
        let changed = standing.filter(|standing| standing.after.is_some());
        Ok(changed
            .map(|it| {
                (
                    it.setting.name,
                    (it.setting.value, it.since.as_str().to_owned()),
                )
            })
            .collect())
    }

    /// Keeps an audit, and drops what the limits no longer keep.
    pub(super) fn keep(&self, audit: &Audit) -> Result<Kept, Failure> {
        let kept = self.wait(self.store.keep(audit))?;
        let limits = self.limits;
        if limits != Limits::default() {
            self.wait(self.store.retain(limits, &audit.at))?;
        }
        Ok(kept)
    }

    /// Calls what is in force right.
    pub(super) fn set_baseline(&self, audit: &Audit, reason: &str) -> Result<(), Failure> {
        let baseline = Baseline {
            name: BASELINE.to_owned(),
            at: audit.at.clone(),
            by: std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned()),
            reason: reason.to_owned(),
            settings: audit.settings.clone(),
        };
        self.wait(self.store.set_baseline(&audit.target, &baseline))
    }
}

/// The file is left in good order, where that does not take long.
impl Drop for Keeper {
    fn drop(&mut self) {
        let closing = async { timeout(WAIT_MAX, self.store.close()).await };
        let _unless_it_hangs = self.runtime.block_on(closing);
    }
}

/// The folder of a history that nobody placed: `$XDG_STATE_HOME/plimsoll`.
pub(crate) fn default_place() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = set("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.or_else(|| Some(PathBuf::from(set("HOME")?).join(".local/state")));
    Some(state?.join("plimsoll"))
}

/// What a server is known again by: its own identity where it has one that no
/// other server shares, else what it is called.
pub(crate) fn key(snapshot: &Snapshot, name: &str) -> String {
    let identity = snapshot.row("identity");
    let uuid = identity.and_then(|row| row.text("server_uuid"));
    match (snapshot.engine, uuid) {
        (Engine::Mysql, Some(uuid)) => format!("mysql/{uuid}"),
        // A standby has the system identifier of its primary.
        (engine, _) => format!("{engine}/{name}"),
    }
}

/// An audit as the history keeps it.
pub(super) fn record(
    key: &str,
    server: &Audited,
    agreed: &BTreeMap<String, String>,
    at: Moment,
) -> Audit {
    let checked = &server.checked;
    let bill = checked.bill.as_ref().ok();
    let setting = |(name, value): (&String, &String)| {
        let own = checked.config.settings.get(name);
        let place = own.and_then(|setting| setting.origin.place());
        Setting {
            name: name.clone(),
            value: value.clone(),
            source: own.map_or_else(|| "default".to_owned(), |own| text::origin(&own.origin)),
            file: place.map(|place| place.file.clone()),
            line: place.map(|place| place.line),
        }
    };
    let prints = fingerprints(checked).into_iter().zip(&checked.findings);
    Audit {
        target: Target {
            key: key.to_owned(),
            name: checked.path.clone(),
            engine: checked.config.engine.as_str().to_owned(),
        },
        at,
        version: server.version_text.clone(),
        memory: Memory {
            limit_bytes: checked.facts.ceiling_bytes().get().copied(),
            likely_bytes: bill.map(|bill| bill.total.likely_bytes),
            high_bytes: bill.map(|bill| bill.total.high_bytes),
            measured_bytes: server.now.measured_bytes.get().copied(),
            sessions: server.now.sessions,
            active_sessions: server.now.active_sessions,
            most_sessions: server.now.most_sessions,
        },
        settings: agreed.iter().map(setting).collect(),
        findings: prints
            .map(|(fingerprint, finding)| Finding {
                fingerprint,
                rule: finding.rule.to_owned(),
                name: finding.name.to_owned(),
                severity: finding.severity.as_str().to_owned(),
                message: finding.message.clone(),
            })
            .collect(),
        skipped: checked
            .skipped
            .iter()
            .map(|it| it.rule.to_owned())
            .collect(),
    }
}
