//! From what the command line names to servers judged: where each is, what it
//! and its host said, and what comes of it. No rule stands here.

pub(crate) mod beside;
mod elsewhere;
mod files;
mod gather;
mod judged;
pub(crate) mod keeper;
mod local;
mod moment;
mod server;
mod subject;
mod told;

use std::collections::BTreeMap;
use std::path::Path;

use plimsoll_conf::running;
use plimsoll_model::Safety;
use plimsoll_report::{Audited, SettingsTarget};

use crate::checked::checked;
use crate::cli::{Audit, FactFlags, LoadFlags};
use crate::failure::Failure;
use crate::judged::Judge;
use crate::read::Case;
use judged::{Judged, Node};
use keeper::Keeper;

pub(crate) use gather::{Gathered, asked, one};
pub(crate) use local::data_directory;
pub(crate) use subject::{Place, Subject, Wanted, configured, subjects};

/// Whether a text on the command line is a running server's address and no path.
pub(crate) fn is_address(text: &Path) -> bool {
    text.to_str().is_some_and(|text| text.contains("://"))
}

/// What was gathered of the servers that one address names.
pub(crate) fn at(address: &Path, flags: &FactFlags) -> Vec<Result<Gathered, Failure>> {
    let text = [address.display().to_string()];
    let wanted = Wanted {
        targets: &text,
        ..Wanted::default()
    };
    let subjects = configured(&wanted).and_then(|config| subjects(&wanted, &config, None));
    match subjects {
        Ok(subjects) => asked(subjects, flags, false),
        Err(failure) => vec![Err(failure)],
    }
}

impl Gathered {
    /// The server as a case, under the load that was given or seen.
    pub(crate) fn case(self, load: &LoadFlags) -> Result<Case, Failure> {
        let (case, _) = self.running.case(load, None, |_| Vec::new())?;
        Ok(case)
    }

    /// What is in force, as `settings` lists it; with `all` what nobody set too.
    pub(crate) fn settings(self, all: bool) -> Result<SettingsTarget, Failure> {
        let name = self.running.name.clone();
        let settings = running::shown(&self.running.snapshot, all);
        let case = self.case(&LoadFlags::default())?;
        Ok(SettingsTarget {
            aliases: BTreeMap::new(),
            path: name,
            settings,
            config: case.config,
        })
    }

    /// Judges what was gathered of one server.
    pub(crate) fn judged(
        self,
        arguments: &Audit,
        judge: &Judge,
        keeper: Option<&Keeper>,
    ) -> Result<Judged, Failure> {
        let Self {
            running,
            sample,
            pss,
            notes,
            pid: _,
        } = self;
        let key = keeper::key(&running.snapshot, &running.name);
        let mut failures = Vec::new();
        let mut agreed = BTreeMap::new();
        let gaps = running.snapshot.gaps.clone();
        let about = server::about(&running.snapshot);
        let past = keeper.map(|keeper| keeper.past(&key)).transpose();
        let past = past.unwrap_or_else(|why| {
            failures.push(why);
            None
        });
        let past = past.flatten();
        let (case, seen) = running.case(&arguments.load, past.as_ref(), |now| {
            agreed = running::agreed(now);
            let drift = keeper.map(|keeper| keeper.drifted(&key, now));
            let drift = drift.and_then(|drift| drift.map_err(|why| failures.push(why)).ok());
            drift.unwrap_or_default()
        })?;
        let group = case.said.target.group.clone();
        let node = group.map(|group| Node {
            group,
            settings: case.settings.clone(),
        });
        let now = moment::now(&case, seen.as_ref(), sample.as_ref(), pss.as_ref());
        let drift = case.seen.as_ref().map(|seen| seen.drift.clone());
        let mut checked = checked(case, judge);
        // What would change a server's file is for its owner to do.
        let fixes = checked.findings.iter_mut().filter_map(|it| it.fix.as_mut());
        fixes.for_each(|fix| fix.safety = Safety::Display);
        let server = Audited {
            checked,
            version_text: about.version_text,
            started: about.started,
            is_standby: about.is_standby,
            now,
            drift: drift.unwrap_or_default(),
            gaps,
            notes,
        };
        let mut judged = Judged {
            server,
            node,
            failures,
        };
        if let Some(keeper) = keeper {
            let kept = judged.keep(&key, &agreed, arguments, keeper);
            judged.failures.extend(kept.err());
        }
        Ok(judged)
    }
}
