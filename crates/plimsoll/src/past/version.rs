//! One version of a configuration: what a commit has in the place of its files, and
//! beside them what lies outside of git as it is now.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plimsoll_conf::{Entry, Files, Outcome, Request, in_force, read};
use plimsoll_live::read::git::{Blob, Tree, WorkTree};
use plimsoll_model::{Config, InForce};

use super::place::{Place, plain};
use super::subject::Subject;

/// Files that one reading may ask for.
const FILES_MAX: usize = 1_000;
/// Bytes of a configuration's file.
const FILE_BYTES_MAX: usize = 16 << 20;
/// Bytes of all that is kept of a history: names, and files' texts.
const KEPT_BYTES_MAX: usize = 64 << 20;
/// Links that lead to links.
const LINKS_MAX: usize = 8;

/// A configuration as it was read.
pub(super) struct Version {
    /// The values in force; none where its main file was not there.
    pub(super) settings: Option<InForce>,
    /// What git calls the files that were read, with the ids of their bytes.
    pub(super) files: BTreeMap<String, String>,
}

/// Reads versions of a configuration.
pub(super) struct Versions<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) place: &'a Place,
    pub(super) git: &'a WorkTree,
    /// All that git ever had in the window: what it had once, and has not in a version,
    /// was not there.
    ever: BTreeSet<String>,
    bytes: HashMap<String, Arc<[u8]>>,
    /// Bytes that may still be kept.
    left_bytes: usize,
}

impl<'a> Versions<'a> {
    /// Of a configuration in a work tree.
    pub(super) fn new(subject: &'a Subject<'a>, place: &'a Place, git: &'a WorkTree) -> Self {
        Self {
            subject,
            place,
            git,
            ever: BTreeSet::new(),
            bytes: HashMap::new(),
            left_bytes: KEPT_BYTES_MAX,
        }
    }

    /// Makes the names of a version known, before any is read.
    pub(super) fn had(&mut self, tree: &Tree) -> Result<(), String> {
        for name in tree.keys() {
            if !self.ever.contains(name) {
                self.keep(name.len())?;
                self.ever.insert(name.clone());
            }
        }
        Ok(())
    }

    fn keep(&mut self, bytes: usize) -> Result<(), String> {
        let left = self.left_bytes.checked_sub(bytes);
        self.left_bytes = left.ok_or_else(|| {
            format!(
                "its files and their names in git are more than {} MB in that time, and its commits are not read: keep it in a folder of its own",
                KEPT_BYTES_MAX >> 20
            )
        })?;
        Ok(())
    }

    /// The version of a commit; of the files as they are now where there is none.
    pub(super) async fn read(&mut self, tree: Option<&Tree>) -> Result<Version, String> {
        let subject = self.subject;
        let request = Request {
            engine: subject.engine,
            version: subject.version,
            main: subject.main.clone(),
            arguments: Vec::new(),
            instance: subject.instance,
        };
        let mut files = Files::new();
        let main = self.entry(tree, &request.main).await?;
        let is_there = matches!(main, Entry::File(_));
        files.insert(request.main.clone(), main);
        if let Some(beside) = request.beside() {
            let entry = self.entry(tree, &beside).await?;
            files.insert(beside, entry);
        }
        for _ in 0..FILES_MAX {
            let needs = match read(&request, &files) {
                Outcome::Config(config) => {
                    return Ok(Version {
                        settings: is_there.then(|| in_force(&config)),
                        files: self.read_of(&config, tree),
                    });
                }
                Outcome::Need(needs) => needs,
            };
            for need in needs {
                let entry = self.entry(tree, &need.path).await?;
                files.insert(need.path, entry);
            }
        }
        Err(format!("its includes lead to more than {FILES_MAX} files"))
    }

    /// Whether a file stands now as a version has it.
    pub(super) async fn stands(&mut self, tree: &Tree, file: &Path) -> Result<bool, String> {
        let then = self.entry(Some(tree), file).await?;
        let now = (self.subject.now)(file);
        Ok(matches!((then, now), (Entry::File(then), Entry::File(now)) if then == now))
    }

    fn read_of(&self, config: &Config, tree: Option<&Tree>) -> BTreeMap<String, String> {
        let named = config.files.iter().map(PathBuf::from);
        let named = named.filter_map(|path| self.place.inside(&path));
        let found = named.filter_map(|path| {
            let blob = tree?.get(&path)?;
            Some((path, blob.id.clone()))
        });
        found.collect()
    }

    /// What stands at a path in a version.
    async fn entry(&mut self, tree: Option<&Tree>, path: &Path) -> Result<Entry, String> {
        let inside = self.place.inside(path);
        let Some((tree, mut name)) = tree.zip(inside) else {
            return Ok((self.subject.now)(path));
        };
        for _ in 0..LINKS_MAX {
            let Some(blob) = tree.get(&name) else {
                return Ok(self.no_file(tree, &name, path));
            };
            let bytes = self.bytes(blob).await?;
            if !blob.is_link {
                return Ok(if bytes.len() > FILE_BYTES_MAX {
                    Entry::TooLarge(bytes.len() as u64)
                } else {
                    Entry::File(bytes)
                });
            }
            let target = String::from_utf8_lossy(&bytes);
            let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
            let target = plain(&self.git.top().join(folder).join(target.as_ref()));
            match target
                .strip_prefix(self.git.top())
                .ok()
                .and_then(Path::to_str)
            {
                Some(inside) => name = inside.to_owned(),
                None => return Ok((self.subject.now)(&target)),
            }
        }
        Ok(Entry::Missing)
    }

    /// A folder, nothing, or what git never had and the server reads all the same.
    fn no_file(&self, tree: &Tree, name: &str, path: &Path) -> Entry {
        if self.ever.contains(name) {
            return Entry::Missing;
        }
        let within = if name.is_empty() {
            String::new()
        } else {
            format!("{name}/")
        };
        let below = tree.range(within.clone()..);
        let below = below.map_while(|(path, _)| path.strip_prefix(within.as_str()));
        let mut names: BTreeSet<PathBuf> = below
            .filter_map(|rest| rest.split('/').next())
            .map(PathBuf::from)
            .collect();
        match (self.subject.now)(path) {
            Entry::Folder(now) => {
                let is_foreign = |it: &PathBuf| {
                    let name = format!("{within}{}", it.display());
                    let mut alike = self.ever.range(name.clone()..);
                    let rest = alike.find_map(|path| match path.strip_prefix(name.as_str()) {
                        Some(rest) if rest.is_empty() || rest.starts_with('/') => Some(true),
                        Some(_) => None,
                        None => Some(false),
                    });
                    rest != Some(true)
                };
                names.extend(now.into_iter().filter(is_foreign));
                Entry::Folder(names.into_iter().collect())
            }
            now if names.is_empty() => now,
            _ => Entry::Folder(names.into_iter().collect()),
        }
    }

    async fn bytes(&mut self, blob: &Blob) -> Result<Arc<[u8]>, String> {
        if let Some(bytes) = self.bytes.get(&blob.id) {
            return Ok(bytes.clone());
        }
        let bytes: Arc<[u8]> = self.git.bytes(blob).await?.into();
        // Of what is too large only the size is told.
        if bytes.len() > FILE_BYTES_MAX {
            return Ok(bytes);
        }
        self.keep(bytes.len())?;
        self.bytes.insert(blob.id.clone(), bytes.clone());
        Ok(bytes)
    }
}
