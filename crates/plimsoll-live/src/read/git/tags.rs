//! Tags, which many give to what they deploy.

use jiff::Timestamp;

use super::{WorkTree, ask};

/// Tags that are told, the newest.
pub const TAGS_MAX: usize = 500;

/// An annotated tag has a tagger and leads to a commit; a light one is its commit.
const FORMAT: &str = "--format=%(creatordate:unix)%00%(refname:strip=2)%00%(taggername)%00%(committername)%00%(objectname:short)%00%(*objectname:short)%00";

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// When it was made; of a light one, when its commit was.
    pub at: Timestamp,
    /// Who made it.
    pub who: String,
    /// As much of its commit's id as tells it from others.
    pub commit: String,
}

impl WorkTree {
    /// Its tags since a moment, the oldest first; the newest where they are many.
    ///
    /// # Errors
    /// One line: why git does not tell.
    pub async fn tags(&self, since: Timestamp) -> Result<Vec<Tag>, String> {
        let count = format!("--count={TAGS_MAX}");
        let question = [
            "for-each-ref",
            "--sort=-creatordate",
            &count,
            FORMAT,
            "refs/tags",
        ];
        let text = ask::text(&self.top, &question).await?;
        let fields: Vec<&str> = text.split('\0').collect();
        let tags = fields.chunks_exact(6).filter_map(tag);
        let mut tags: Vec<Tag> = tags.filter(|tag| tag.at >= since).collect();
        tags.reverse();
        Ok(tags)
    }
}

fn tag(fields: &[&str]) -> Option<Tag> {
    let [at, name, tagger, committer, own, leads_to] = fields else {
        return None;
    };
    let either = |one: &str, other: &str| if one.is_empty() { other } else { one }.to_owned();
    Some(Tag {
        // Every record but the first begins behind the line feed of the one before.
        at: Timestamp::from_second(at.trim_start().parse().ok()?).ok()?,
        name: (*name).to_owned(),
        who: either(tagger, committer),
        commit: either(leads_to, own),
    })
}
