//! From what the command line names to servers judged: where each is, what it
//! and its host said, and what comes of it. No rule stands here.

mod files;
mod gather;
mod local;
mod moment;
mod server;
mod subject;

use plimsoll_model::Safety;
use plimsoll_report::Audited;

use crate::checked::checked;
use crate::cli::Audit;
use crate::failure::Failure;
use crate::judged::Judge;

pub(crate) use gather::{Gathered, asked};
pub(crate) use subject::{Subject, subjects};

impl Gathered {
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
