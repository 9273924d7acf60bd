//! The commits that came to a branch, newest first: of a merge that it came, not what
//! it brought one by one.

use jiff::Timestamp;

use super::{WorkTree, ask};

/// Commits that are told, the newest.
pub const COMMITS_MAX: usize = 64;

/// Its ids, those before it, its time, its author.
const FORMAT: &str = "--format=%H%x00%h%x00%P%x00%cI%x00%an";

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its whole id.
    pub id: String,
    /// As much of its id as tells it from others.
    pub short: String,
    /// The commit that it came onto; none where it is the first, or where a shallow
    /// clone ends.
    pub parent: Option<String>,
    /// When it was committed. When it reached a server it does not tell.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: String,
}

impl WorkTree {
    /// Whether anything was ever committed to it.
    pub async fn has_commits(&self) -> bool {
        let question = ["rev-parse", "--verify", "--quiet", "HEAD"];
        ask::text(&self.top, &question).await.is_ok()
    }

    /// Whether its history ends somewhere for it was fetched only in part.
    ///
    /// # Errors
    /// One line: why git does not tell.
    pub async fn is_shallow(&self) -> Result<bool, String> {
        let question = ["rev-parse", "--is-shallow-repository"];
        let text = ask::text(&self.top, &question).await?;
        Ok(text.trim() == "true")
    }

    /// The commits from one moment to another that changed something in some folders
    /// (relative to the top; an empty one is the top itself), the oldest first, and
    /// whether older ones of that time were left out.
    ///
    /// # Errors
    /// One line: why git does not tell.
    pub async fn commits(
        &self,
        folders: &[String],
        (from, to): (Timestamp, Timestamp),
    ) -> Result<(Vec<Commit>, bool), String> {
        let count = format!("--max-count={}", COMMITS_MAX + 1);
        let until = format!("--until={to:.0}");
        let mut question = vec![
            "log",
            "-z",
            "--first-parent",
            "--no-show-signature",
            "--no-mailmap",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-patch",
            "--encoding=UTF-8",
            FORMAT,
            &count,
            &until,
            "HEAD",
        ];
        // The top has no name below itself.
        if !folders.iter().any(String::is_empty) {
            question.push("--");
            question.extend(folders.iter().map(String::as_str));
        }
        let text = ask::text(&self.top, &question).await?;
        let fields: Vec<&str> = text.split('\0').collect();
        // Git's own `--since` ends at the first commit that is older, and one of a clock
        // that is behind hides all before it.
        let commits = fields.chunks_exact(5).filter_map(commit);
        let mut commits: Vec<Commit> = commits.filter(|commit| commit.at >= from).collect();
        let is_cut = commits.len() > COMMITS_MAX;
        commits.truncate(COMMITS_MAX);
        commits.reverse();
        Ok((commits, is_cut))
    }
}

fn commit(fields: &[&str]) -> Option<Commit> {
    let [id, short, parents, at, author] = fields else {
        return None;
    };
    Some(Commit {
        id: (*id).to_owned(),
        short: (*short).to_owned(),
        parent: parents
            .split(' ')
            .find(|it| !it.is_empty())
            .map(str::to_owned),
        at: at.parse().ok()?,
        author: (*author).to_owned(),
    })
}
