//! Real repositories, a hostile one among them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use tempfile::TempDir;

use super::{COMMITS_MAX, WorkTree, ask};

/// The second of the first commit; each further one is a minute later.
const FIRST: i64 = 1_716_300_000;

/// A repository of somebody called Ann.
struct Repository {
    folder: TempDir,
    commits: i64,
}

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let this = Self { folder, commits: 0 };
        this.git(&["init", "--quiet", "--initial-branch=main"]);
        this
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, words: &[&str]) -> String {
        let at = format!("{} +0200", FIRST + self.commits * 60);
        let done = Command::new("git")
            .current_dir(self.path())
            .args([
                "-c",
                "user.name=Ann",
                "-c",
                "user.email=ann@example.invalid",
            ])
            .args(words)
            .envs([("GIT_AUTHOR_DATE", &at), ("GIT_COMMITTER_DATE", &at)])
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).unwrap()
    }

    fn commit(&mut self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", file]);
        self.commits += 1;
    }

    async fn tree(&self) -> WorkTree {
        WorkTree::of(self.path()).await.unwrap().unwrap()
    }
}

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_second(FIRST + minute * 60).unwrap()
}

fn folders(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn the_commits_of_a_folder_are_told_the_oldest_first() {
    let mut repository = Repository::new();
    repository.commit("db/postgresql.conf", "work_mem = 4MB\n");
    repository.commit("web/nginx.conf", "worker_processes 4;\n");
    repository.commit("db/postgresql.conf", "work_mem = 64MB\n");
    let tree = repository.tree().await;
    let of = async |names: &[&str], from: i64, to: i64| {
        let window = (minute(from), minute(to));
        let (commits, is_cut) = tree.commits(&folders(names), window).await.unwrap();
        assert!(!is_cut);
        commits
    };
    let commits = of(&["db"], 0, 9).await;
    let told = commits.iter().map(|it| (it.at, it.author.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [(minute(0), "Ann"), (minute(2), "Ann")]
    );
    assert_eq!(
        (of(&[""], 0, 9).await.len(), of(&["db"], 1, 9).await.len()),
        (3, 1)
    );
    assert_eq!(commits[0].parent, None);
    let mut bytes = Vec::new();
    for commit in [&commits[1].id, commits[1].parent.as_ref().unwrap()] {
        let files = tree.tree(commit, &folders(&["db"])).await.unwrap();
        assert_eq!(files.len(), 1);
        bytes.push(tree.bytes(&files["db/postgresql.conf"]).await.unwrap());
    }
    assert_eq!(
        bytes,
        [b"work_mem = 64MB\n".to_vec(), b"work_mem = 4MB\n".to_vec()]
    );
}

#[tokio::test]
async fn a_commit_of_a_clock_that_is_behind_hides_none_before_it() {
    let mut repository = Repository::new();
    for at in [0, 10, 1, 11] {
        repository.commits = at;
        repository.commit("a.conf", &at.to_string());
    }
    let tree = repository.tree().await;
    let window = (minute(5), minute(20));
    let (commits, _) = tree.commits(&folders(&[""]), window).await.unwrap();
    let told: Vec<Timestamp> = commits.iter().map(|it| it.at).collect();
    assert_eq!(told, [minute(10), minute(11)]);
}

#[tokio::test]
async fn of_many_commits_the_newest_are_told() {
    let mut repository = Repository::new();
    let many = COMMITS_MAX + 2;
    for number in 0..many {
        repository.commit("a.conf", &format!("work_mem = {number}MB\n"));
    }
    let tree = repository.tree().await;
    let all = (minute(0), minute(1000));
    let (commits, is_cut) = tree.commits(&folders(&[""]), all).await.unwrap();
    assert!(is_cut);
    assert_eq!((commits.len(), commits[0].at), (COMMITS_MAX, minute(2)));
}

#[tokio::test]
async fn a_tag_is_of_its_tagger_or_of_its_commit() {
    let mut repository = Repository::new();
    repository.commit("a", "1");
    repository.git(&["tag", "light"]);
    repository.commits = 30;
    repository.git(&["tag", "--annotate", "--message", "release", "v2"]);
    let tree = repository.tree().await;
    let tags = tree.tags(minute(0)).await.unwrap();
    let told = tags
        .iter()
        .map(|it| (it.name.as_str(), it.at, it.who.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("light", minute(0), "Ann"), ("v2", minute(30), "Ann")]
    );
    let head = repository.git(&["rev-parse", "--short", "HEAD"]);
    assert!(tags.iter().all(|tag| tag.commit == head.trim()));
    assert_eq!(tree.tags(minute(1)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_folder_in_no_repository_is_none_and_one_that_is_broken_says_so() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(WorkTree::of(folder.path()).await, Ok(None));
    fs::create_dir(folder.path().join(".git")).unwrap();
    let why = WorkTree::of(folder.path()).await.unwrap_err();
    assert!(why.contains("not a git repository"), "{why}");
}

/// A program in a repository, and the file that is there once it was run.
fn program(repository: &Repository) -> (String, PathBuf) {
    let canary = repository.path().join("canary");
    let run = repository.path().join("run.sh");
    let text = format!("#!/bin/sh\necho \"$0 $@\" >> {}\n", canary.display());
    fs::write(&run, text).unwrap();
    let mut mode = fs::metadata(&run).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
    fs::set_permissions(&run, mode).unwrap();
    (run.to_str().unwrap().to_owned(), canary)
}

/// Every place of a repository's own configuration that names a program which reading
/// could start.
#[tokio::test]
async fn a_hostile_repository_runs_nothing() {
    let mut repository = Repository::new();
    repository.commit("db/postgresql.conf", "work_mem = 4MB\n");
    repository.commit("db/postgresql.conf", "work_mem = 64MB\n");
    repository.git(&["tag", "--annotate", "--message", "release", "v1"]);
    // Whose signature would be looked at by a program that the repository names.
    let commit = repository.git(&["cat-file", "commit", "HEAD"]);
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n";
    let signed = repository.path().join("signed");
    fs::write(
        &signed,
        commit.replacen("\n\n", &format!("\n{signature}"), 1),
    )
    .unwrap();
    let signed = [
        "hash-object",
        "-t",
        "commit",
        "-w",
        signed.to_str().unwrap(),
    ];
    let id = repository.git(&signed);
    repository.git(&["update-ref", "HEAD", id.trim()]);
    let (run, canary) = program(&repository);
    let run = run.as_str();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "core.editor",
        "core.sshCommand",
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "filter.x.smudge",
        "filter.x.clean",
        "gpg.program",
        "gpg.openpgp.program",
        "core.alternateRefsCommand",
    ] {
        repository.git(&["config", key, run]);
    }
    for (key, value) in [
        ("log.showSignature", "true"),
        ("core.hooksPath", repository.path().to_str().unwrap()),
        ("alias.log", &format!("!{run}")),
    ] {
        repository.git(&["config", key, value]);
    }
    fs::write(
        repository.path().join(".git/info/attributes"),
        "* diff=x filter=x\n",
    )
    .unwrap();
    let tree = repository.tree().await;
    let all = (minute(-9), minute(9));
    let (commits, _) = tree.commits(&folders(&["db"]), all).await.unwrap();
    assert_eq!(commits.len(), 2);
    let files = tree.tree(&commits[0].id, &folders(&["db"])).await.unwrap();
    tree.bytes(&files["db/postgresql.conf"]).await.unwrap();
    assert_eq!(tree.tags(minute(-9)).await.unwrap().len(), 1);
    assert!(!canary.exists(), "{}", fs::read_to_string(canary).unwrap());
}

/// A partial clone lacks a file and says that a program brings it.
#[tokio::test]
async fn what_a_hostile_clone_lacks_is_not_fetched() {
    let mut repository = Repository::new();
    repository.commit("postgresql.conf", "work_mem = 4MB\n");
    let (run, canary) = program(&repository);
    for (key, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &format!("ext::{run} %S")),
        ("protocol.ext.allow", "always"),
    ] {
        repository.git(&["config", key, value]);
    }
    let tree = repository.tree().await;
    let files = tree.tree("HEAD", &folders(&[""])).await.unwrap();
    let blob = &files["postgresql.conf"];
    let (start, rest) = blob.id.split_at(2);
    let objects = repository.path().join(".git/objects");
    fs::remove_file(objects.join(start).join(rest)).unwrap();
    tree.bytes(blob).await.unwrap_err();
    // As a git asks that knows no GIT_NO_LAZY_FETCH.
    let fetched = ask::bytes(tree.top(), &["fetch", "origin"]).await;
    let why = fetched.unwrap_err();
    assert!(why.contains("transport 'ext' not allowed"), "{why}");
    assert!(!canary.exists(), "{}", fs::read_to_string(canary).unwrap());
}

#[tokio::test]
async fn a_repository_of_somebody_else_is_refused_with_what_to_do() {
    let mut repository = Repository::new();
    repository.commit("a", "1");
    let whose = Command::new("chown")
        .args(["-R", "12345"])
        .arg(repository.path())
        .output()
        .unwrap();
    if !whose.status.success() {
        eprintln!("skipped: only root may give a file away");
        return;
    }
    let why = WorkTree::of(repository.path()).await.unwrap_err();
    assert!(why.contains("belongs to somebody else"), "{why}");
    assert!(why.contains("safe.directory"), "{why}");
}
