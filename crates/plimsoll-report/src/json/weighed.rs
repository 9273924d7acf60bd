//! Of `plimsoll.check/1`: findings that were accepted, and what is other than
//! at an earlier revision.

use plimsoll_model::MemoryBill;
use serde::Serialize;

use super::check::FindingJson;
use crate::{Accepted, Against};

#[derive(Serialize)]
pub(super) struct AcceptedJson<'a> {
    #[serde(flatten)]
    finding: FindingJson<'a>,
    accepted: WordJson<'a>,
}

#[derive(Serialize)]
struct WordJson<'a> {
    reason: &'a str,
    owner: &'a str,
    until: &'a str,
    file: &'a str,
    line: u32,
}

impl<'a> AcceptedJson<'a> {
    pub(super) fn of(accepted: &'a Accepted) -> Self {
        Self {
            finding: FindingJson::of(&accepted.finding),
            accepted: WordJson {
                reason: &accepted.reason,
                owner: &accepted.owner,
                until: &accepted.until,
                file: &accepted.place.file,
                line: accepted.place.line,
            },
        }
    }
}

/// `null` for a bill of then: the target was not there, or had none.
#[derive(Serialize)]
pub(super) struct AgainstJson<'a> {
    revision: &'a str,
    was_there: bool,
    load_line_sessions: Option<u64>,
    likely_bytes: Option<u64>,
    new: Vec<FindingJson<'a>>,
    gone: Vec<FindingJson<'a>>,
}

impl<'a> AgainstJson<'a> {
    pub(super) fn of(against: &'a Against) -> Self {
        let bill = against.bill.as_ref();
        Self {
            revision: &against.revision,
            was_there: against.was_there,
            load_line_sessions: bill.and_then(load_line),
            likely_bytes: bill.map(|bill| bill.total.likely_bytes),
            new: against.new.iter().map(FindingJson::of).collect(),
            gone: against.gone.iter().map(FindingJson::of).collect(),
        }
    }
}

fn load_line(bill: &MemoryBill) -> Option<u64> {
    bill.load_line.sessions.get().copied()
}
