//! Deploys by the tags of a git work tree: who tags what is deployed tells by it when.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use plimsoll_live::read::git::{Tag, WorkTree};
use plimsoll_model::{Event, EventKind};

use super::words;
use crate::failure::Failure;

/// How long before the moment tags are told: as long as anything is a reason.
const BEFORE: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The tags of a work tree as deploys, the oldest first.
///
/// # Errors
/// One line: it is none, or git does not tell.
pub(crate) fn deploys(folder: &Path, moment: Timestamp) -> Result<Vec<Event>, Failure> {
    let shown = folder.display();
    let since = moment.checked_sub(BEFORE).unwrap_or(Timestamp::MIN);
    let questions = async {
        let git = WorkTree::of(folder).await?;
        let git = git.ok_or(
            "a folder of events must be a git work tree, whose tags are deploys; give one, or a file of JSON lines",
        )?;
        let tags = git.tags(since).await?;
        let name = git.top().file_name().unwrap_or_default().to_string_lossy();
        let events = tags.iter().map(|tag| deploy(&name, tag));
        Ok(events.collect())
    };
    super::run(questions).map_err(|failure| Failure::new(format_args!("{shown}: {failure}")))
}

fn deploy(what: &str, tag: &Tag) -> Event {
    let who = words::who(&tag.who);
    Event {
        at: tag.at,
        kind: EventKind::Deploy,
        target: what.to_owned(),
        message: format!("{what} tag {} (commit {}, by {who})", tag.name, tag.commit),
        actor: Some(who),
        reference: Some(tag.commit.clone()),
    }
}
