//! A server judged: dated and kept where a history is, and held against the audit
//! before it where only what is new is wanted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::InForce;
use plimsoll_report::Audited;
use plimsoll_store::{Audit, Kept, Moment};

use super::keeper::{self, Keeper};
use crate::cli;
use crate::failure::Failure;

/// One node of a group.
pub(super) struct Node {
    pub(super) group: String,
    pub(super) settings: InForce,
}

/// A server judged, and what went wrong with its history.
pub(crate) struct Judged {
    pub(crate) server: Audited,
    /// What others of its group are held against; `None`: it is of none.
    pub(super) node: Option<Node>,
    pub(crate) failures: Vec<Failure>,
}

impl Judged {
    /// Dates what drifted, keeps the audit, and sets aside what the one before
    /// it had already, if only what is new is wanted.
    pub(super) fn keep(
        &mut self,
        key: &str,
        agreed: &BTreeMap<String, String>,
        arguments: &cli::Audit,
        keeper: &Keeper,
    ) -> Result<(), Failure> {
        let now = Timestamp::now().to_string();
        let at = Moment::parse(&now).map_err(Failure::new)?;
        let audit = keeper::record(key, &self.server, agreed, at);
        let kept = keeper.keep(&audit)?;
        let since = keeper.since(key)?;
        let undated = self.server.drift.iter_mut().filter(|it| it.since.is_none());
        for drift in undated {
            let dated = since.get(&drift.parameter);
            let dated = dated.filter(|(value, _)| agreed.get(&drift.parameter) == Some(value));
            drift.since = dated.map(|(_, since)| since.clone());
        }
        if arguments.baseline.is_some() {
            keeper.set_baseline(&audit, &arguments.reason)?;
            let count = audit.settings.len();
            let note = format!("its {count} settings are the baseline now");
            self.server.notes.push(note);
        }
        if arguments.since.is_some() {
            self.only_new(&audit, &kept);
        }
        Ok(())
    }

    /// Sets aside what was found before.
    fn only_new(&mut self, audit: &Audit, kept: &Kept) {
        let Some(before) = &kept.before else {
            self.server
                .notes
                .push("this is its first audit, so all of it is new".to_owned());
            return;
        };
        let is_new = |print: &String| kept.new.contains(print) || kept.back.contains(print);
        let checked = &mut self.server.checked;
        let findings = std::mem::take(&mut checked.findings).into_iter();
        for (finding, seen) in findings.zip(&audit.findings) {
            if is_new(&seen.fingerprint) {
                checked.findings.push(finding);
            } else {
                checked.known.push(finding);
            }
        }
        let (gone, changes) = (kept.gone.len(), kept.changes.len());
        self.server.notes.push(format!(
            "since the audit of {}: {gone} findings are gone, {changes} settings changed",
            before.at
        ));
    }
}
