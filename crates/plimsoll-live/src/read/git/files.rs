//! The files of a commit: their names first, then the bytes of those that are asked for.

use std::collections::BTreeMap;

use super::{WorkTree, ask};

/// A file's mode where it is a link.
const LINK: &str = "120000";

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// What names its bytes: two files with the same id are the same.
    pub id: String,
    /// Whether its bytes are the path that it leads to.
    pub is_link: bool,
}

/// The files of a commit by their paths below the top.
pub type Tree = BTreeMap<String, Blob>;

impl WorkTree {
    /// The files of a commit in some folders, as [`WorkTree::commits`] names them.
    ///
    /// # Errors
    /// One line: why git does not tell.
    pub async fn tree(&self, commit: &str, folders: &[String]) -> Result<Tree, String> {
        let mut question = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        if !folders.iter().any(String::is_empty) {
            question.push("--");
            question.extend(folders.iter().map(String::as_str));
        }
        let text = ask::text(&self.top, &question).await?;
        Ok(text.split('\0').filter_map(entry).collect())
    }

    /// A file's bytes as they were committed.
    ///
    /// # Errors
    /// One line: why git does not tell.
    pub async fn bytes(&self, blob: &Blob) -> Result<Vec<u8>, String> {
        ask::bytes(&self.top, &["cat-file", "blob", &blob.id]).await
    }
}

/// `100644 blob 3b18e5…<tab>postgresql.conf`.
fn entry(line: &str) -> Option<(String, Blob)> {
    let (told, path) = line.split_once('\t')?;
    let mut words = told.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let blob = Blob {
        id: id.to_owned(),
        is_link: mode == LINK,
    };
    (kind == "blob").then(|| (path.to_owned(), blob))
}
