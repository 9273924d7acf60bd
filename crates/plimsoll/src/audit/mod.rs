//! From what the command line names to servers judged: where each is, what it
//! and its host said, and what comes of it. No rule stands here.

mod files;
mod gather;
mod local;
mod moment;
mod server;
mod subject;

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

pub(crate) use gather::{Gathered, asked};
pub(crate) use subject::{Wanted, subjects};

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
    match subjects(&wanted, None) {
        Ok(subjects) => asked(subjects, flags),
        Err(failure) => vec![Err(failure)],
    }
}

impl Gathered {
    /// The server as a case, under the load that was given or seen.
    pub(crate) fn case(self, load: &LoadFlags) -> Result<Case, Failure> {
        let (case, _) = self.running.case(load, |_| Vec::new())?;
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
    pub(crate) fn judged(self, arguments: &Audit, judge: &Judge) -> Result<Audited, Failure> {
        let Self {
            running,
            sample,
            notes,
        } = self;
        let gaps = running.snapshot.gaps.clone();
        let about = server::about(&running.snapshot);
        let (case, seen) = running.case(&arguments.load, |_| Vec::new())?;
        let now = moment::now(&case, seen.as_ref(), sample.as_ref());
        let drift = case.seen.as_ref().map(|seen| seen.drift.clone());
        let mut checked = checked(case, judge);
        // What would change a server's file is for its owner to do.
        let fixes = checked.findings.iter_mut().filter_map(|it| it.fix.as_mut());
        fixes.for_each(|fix| fix.safety = Safety::Display);
        Ok(Audited {
            checked,
            version_text: about.version_text,
            started: about.started,
            is_standby: about.is_standby,
            now,
            drift: drift.unwrap_or_default(),
            gaps,
            notes,
        })
    }
}
