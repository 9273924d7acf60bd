//! The commits that changed a configuration.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use plimsoll_live::read::git::{COMMITS_MAX, Commit, Tree, WorkTree};
use plimsoll_model::{Event, EventKind};

use super::place::Place;
use super::subject::Subject;
use super::version::{Version, Versions};
use super::{words, written};

/// Files beside a configuration; of more, each commit's would be listed again and again.
const FILES_MAX: usize = 20_000;

/// What git tells.
#[derive(Default)]
pub(super) struct Told {
    pub(super) events: Vec<Event>,
    /// The files that it has, as they were named.
    pub(super) tracked: BTreeSet<PathBuf>,
    pub(super) gap: Option<String>,
}

/// What git tells of a configuration in some time; nothing where it lies in no work tree.
///
/// # Errors
/// One line: it does, and git does not tell.
pub(super) async fn told(
    subject: &Subject<'_>,
    window: (Timestamp, Timestamp),
) -> Result<Told, String> {
    // A link's own folder may lie elsewhere.
    let Ok(main) = std::fs::canonicalize(&subject.main) else {
        return Ok(Told::default());
    };
    let Some(git) = WorkTree::of(main.parent().unwrap_or(&main)).await? else {
        return Ok(Told::default());
    };
    if !git.has_commits().await {
        return Ok(Told::default());
    }
    let place = Place::of(&subject.main, git.top()).map_err(|error| error.to_string())?;
    let folders = place.folders(&subject.files);
    let (commits, is_cut) = git.commits(&folders, window).await?;
    let head = few(&git, "HEAD", &folders).await?;
    let mut versions = Versions::new(subject, &place, &git);
    versions.had(&head)?;
    let mut events = each(&mut versions, &commits, &folders).await?;
    let tracked = subject.files.iter().filter(|file| {
        let inside = place.inside(file);
        inside.is_some_and(|inside| head.contains_key(&inside))
    });
    let tracked: BTreeSet<PathBuf> = tracked.cloned().collect();
    events.extend(written::uncommitted(&mut versions, &head, &tracked, window).await?);
    Ok(Told {
        events,
        tracked,
        gap: is_cut.then(|| format!("the newest {COMMITS_MAX} commits of that time were read")),
    })
}

/// What each commit changed.
async fn each(
    versions: &mut Versions<'_>,
    commits: &[Commit],
    folders: &[String],
) -> Result<Vec<Event>, String> {
    let git = versions.git;
    // A tree is asked for twice: all of them at once may be large.
    versions.had(&before_all(git, commits, folders).await?)?;
    for commit in commits {
        versions.had(&few(git, &commit.id, folders).await?)?;
    }
    let mut events = Vec::new();
    let mut before = {
        let tree = before_all(git, commits, folders).await?;
        versions.read(Some(&tree)).await?
    };
    for commit in commits {
        let tree = few(git, &commit.id, folders).await?;
        let now = versions.read(Some(&tree)).await?;
        let said = if commit.parent.is_none() && git.is_shallow().await? {
            vec!["what stood before is not in this clone".to_owned()]
        } else {
            words::changed(before.settings.as_ref(), now.settings.as_ref())
        };
        let files = differing(&before, &now);
        let written = written_at(versions, &tree, &files).await?;
        events.extend(committed(versions, commit, said, &files, written));
        before = now;
    }
    Ok(events)
}

/// The files before the first commit.
async fn before_all(
    git: &WorkTree,
    commits: &[Commit],
    folders: &[String],
) -> Result<Tree, String> {
    match commits.first().and_then(|first| first.parent.as_ref()) {
        Some(parent) => few(git, parent, folders).await,
        None => Ok(Tree::new()),
    }
}

/// The files of a commit, where they are few enough.
async fn few(git: &WorkTree, commit: &str, folders: &[String]) -> Result<Tree, String> {
    let tree = git.tree(commit, folders).await?;
    if tree.len() > FILES_MAX {
        return Err(format!(
            "{} files lie beside it in git, and its commits are not read: keep it in a folder of its own",
            tree.len()
        ));
    }
    Ok(tree)
}

/// The files that are not the same in two versions.
fn differing<'a>(before: &'a Version, now: &'a Version) -> Vec<&'a String> {
    let both = before.files.keys().chain(now.files.keys());
    let both: BTreeSet<&String> = both.collect();
    let differ = both
        .into_iter()
        .filter(|file| before.files.get(*file) != now.files.get(*file));
    differ.collect()
}

/// When what a commit changed was written here: known of one file, while it stands as it
/// was committed.
async fn written_at(
    versions: &mut Versions<'_>,
    tree: &Tree,
    files: &[&String],
) -> Result<Option<Timestamp>, String> {
    let [file] = files else {
        return Ok(None);
    };
    let mut named = versions.subject.files.iter();
    let named = named.find(|path| versions.place.inside(path).as_ref() == Some(*file));
    let Some(path) = named else {
        return Ok(None);
    };
    let stands = versions.stands(tree, path).await?;
    Ok(stands.then(|| written::at(path)).flatten())
}

/// What is said of a commit that changed what a server reads; nothing where it changed other files.
fn committed(
    versions: &Versions<'_>,
    commit: &Commit,
    said: Vec<String>,
    files: &[&String],
    written: Option<Timestamp>,
) -> Vec<Event> {
    let subject = versions.subject;
    let files = files
        .iter()
        .map(|file| words::name(versions.place, subject, file));
    let files: Vec<&str> = files.collect();
    if files.is_empty() {
        return Vec::new();
    }
    let who = words::who(&commit.author);
    let written = written.map_or_else(String::new, |at| format!(", written {at}"));
    let behind = format!("({}, by {who}{written})", words::listed(&files));
    let events = said.into_iter().map(|said| Event {
        at: commit.at,
        kind: EventKind::ConfigWrite,
        target: subject.main.display().to_string(),
        message: format!("commit {}: {said} {behind}", commit.short),
        actor: Some(who.clone()),
        reference: Some(commit.short.clone()),
    });
    events.collect()
}
