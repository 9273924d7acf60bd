//! The files that host facts are read from: this machine's, a recorded tree's, or
//! texts that a command brought from another machine. It knows no file's meaning.

mod kept;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kept::Kept;

/// Files by their absolute paths.
#[derive(Clone, Debug)]
pub struct Tree {
    files: Files,
    /// Those that stay open, where they do.
    kept: Option<Arc<Kept>>,
}

#[derive(Clone, Debug)]
enum Files {
    Below(PathBuf),
    Texts(BTreeMap<String, String>),
}

/// How much of one file is read; `/proc/PID/maps` of a server with thousands of
/// threads is the longest.
const READ_MAX: u64 = 8 << 20;

/// Room for most of the kernel's files: without it a read begins with 32 bytes.
const USUAL: usize = 4 << 10;

/// A file system's size and what of it an ordinary user may still fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Space {
    pub(crate) total_bytes: u64,
    pub(crate) free_bytes: u64,
}

impl Tree {
    /// This machine.
    pub fn machine() -> Self {
        Self::below(Path::new("/"))
    }

    /// A tree recorded below a folder.
    pub fn below(root: &Path) -> Self {
        Self {
            files: Files::Below(root.to_path_buf()),
            kept: None,
        }
    }

    /// Texts by path; a link's text is what it points to.
    pub(crate) const fn of_texts(texts: BTreeMap<String, String>) -> Self {
        Self {
            files: Files::Texts(texts),
            kept: None,
        }
    }

    /// The same tree, of which each file that is read stays open for the next reading:
    /// for a few files that are read over and over. A path that comes to name another
    /// file is noticed where the old one can no longer be read, as the kernel's cannot.
    pub(crate) fn keeping(&self) -> Self {
        Self {
            files: self.files.clone(),
            kept: Some(Arc::default()),
        }
    }

    /// A file's text, its first [`READ_MAX`] bytes; bytes that are not UTF-8 are
    /// replaced.
    pub(crate) fn read(&self, path: &str) -> io::Result<String> {
        match &self.files {
            Files::Below(root) => {
                let bytes = match &self.kept {
                    Some(kept) => kept.read(&below(root, path))?,
                    None => whole(File::open(below(root, path))?)?,
                };
                Ok(String::from_utf8(bytes)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
            }
            Files::Texts(texts) => texts.get(path).cloned().ok_or_else(not_brought),
        }
    }

    /// A file's text, or one line that says which file could not be read and why.
    pub(crate) fn text(&self, path: &str) -> Result<String, String> {
        let said = self.read(path);
        said.map_err(|error| format!("cannot read {path}: {}", kind(&error)))
    }

    /// What a link points to.
    pub(crate) fn link(&self, path: &str) -> Result<String, String> {
        let target = match &self.files {
            Files::Below(root) => {
                fs::read_link(below(root, path)).map(|target| target.to_string_lossy().into_owned())
            }
            Files::Texts(_) => self.read(path).map(|text| text.trim().to_owned()),
        };
        target.map_err(|error| format!("cannot follow {path}: {}", kind(&error)))
    }

    /// The names in a folder, in no order.
    pub(crate) fn names(&self, path: &str) -> Result<Vec<String>, String> {
        match &self.files {
            Files::Below(root) => {
                let entries = fs::read_dir(below(root, path))
                    .map_err(|error| format!("cannot list {path}: {}", kind(&error)))?;
                let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
                Ok(names.collect())
            }
            Files::Texts(texts) => {
                let rests = texts.keys().filter_map(|key| key.strip_prefix(path));
                let rests = rests.filter_map(|rest| rest.strip_prefix('/'));
                let names: BTreeSet<&str> =
                    rests.filter_map(|rest| rest.split('/').next()).collect();
                if names.is_empty() {
                    return Err(format!("cannot list {path}: {}", kind(&not_brought())));
                }
                Ok(names.into_iter().map(str::to_owned).collect())
            }
        }
    }

    /// What names the file system that a path lies on, as far as is told.
    pub(crate) fn device(&self, path: &str) -> Option<String> {
        match &self.files {
            Files::Below(root) => {
                let stat = rustix::fs::stat(below(root, path)).ok()?;
                Some(stat.st_dev.to_string())
            }
            Files::Texts(texts) => {
                let line = texts.get(&space_key(path))?.lines().next_back()?;
                Some(line.split(' ').next()?.to_owned())
            }
        }
    }

    /// The space of the file system that a path lies on.
    pub(crate) fn space(&self, path: &str) -> Result<Space, String> {
        match &self.files {
            Files::Below(root) if root == Path::new("/") => {
                let said = rustix::fs::statvfs(path).map_err(|error| {
                    format!(
                        "cannot ask for the space of {path}: {}",
                        kind(&error.into())
                    )
                })?;
                let block = said.f_frsize;
                Ok(Space {
                    total_bytes: said.f_blocks.saturating_mul(block),
                    free_bytes: said.f_bavail.saturating_mul(block),
                })
            }
            Files::Below(_) => Err("a recorded tree has no file systems".to_owned()),
            Files::Texts(texts) => {
                let said = texts.get(&space_key(path)).and_then(|text| df(text));
                said.ok_or_else(|| {
                    format!(
                        "cannot ask for the space of {path}: {}",
                        kind(&not_brought())
                    )
                })
            }
        }
    }
}

fn whole(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(USUAL);
    file.take(READ_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where the text of `df -kP` for a path stands among texts.
pub(crate) fn space_key(path: &str) -> String {
    format!("df {path}")
}

/// The output of `df -kP` for one path (POSIX: device, 1024-blocks, used,
/// available): its last line.
fn df(text: &str) -> Option<Space> {
    let line = text.lines().rfind(|line| !line.trim().is_empty())?;
    let words: Vec<&str> = line.split_whitespace().collect();
    // A device's name may hold blanks: counted from the column of percents.
    let percent = words.iter().position(|word| word.ends_with('%'))?;
    let blocks = |back: usize| words.get(percent.checked_sub(back)?)?.parse::<u64>().ok();
    Some(Space {
        total_bytes: blocks(3)?.checked_mul(1 << 10)?,
        free_bytes: blocks(1)?.checked_mul(1 << 10)?,
    })
}

fn below(root: &Path, path: &str) -> PathBuf {
    root.join(path.trim_start_matches('/'))
}

fn not_brought() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "not brought")
}

/// The reason in the system's words, without its number.
fn kind(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "not allowed".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Space, Tree, df, space_key};
    use std::collections::BTreeMap;

    #[test]
    fn texts_answer_as_a_folder_does() {
        let texts = [
            ("/proc/1/stat", "1"),
            ("/proc/1/status", "x"),
            ("/proc/22/stat", "2"),
        ];
        let texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let tree = Tree::of_texts(BTreeMap::from(texts));
        assert_eq!(tree.names("/proc").unwrap(), ["1", "22"]);
        assert_eq!(tree.read("/proc/22/stat").unwrap(), "2");
        let why = tree.text("/proc/3/stat").unwrap_err();
        assert_eq!(why, "cannot read /proc/3/stat: it is not there");
    }

    #[test]
    fn df_is_read_whatever_the_device_is_called() {
        let text = "Filesystem     1024-blocks      Used Available Capacity Mounted on\n\
                    my share on nas    1000        600       400      60% /data dir\n";
        let space = Space {
            total_bytes: 1000 << 10,
            free_bytes: 400 << 10,
        };
        assert_eq!(df(text), Some(space));
        assert_eq!(df("df: /x: No such file or directory\n"), None);
        let texts = BTreeMap::from([(space_key("/data"), text.to_owned())]);
        assert_eq!(Tree::of_texts(texts).space("/data"), Ok(space));
    }
}
