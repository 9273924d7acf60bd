//! From the main file through its includes to the options that one server
//! takes, in the order in which it takes them. It opens nothing: what it lacks
//! it names.

use std::path::{Path, PathBuf};

use plimsoll_model::{Place, Problem, ProblemKind};

use super::dialect::Dialect;
use super::document::{Document, Kind, Line, unescape};
use super::groups;
use super::occurrence::{Occurrence, Source};
use crate::edit::Span;
use crate::{Entry, Files, Need};

/// Includes nest no deeper (`max_recursion_level` of `my_default.c`).
const DEPTH_MAX: usize = 10;
/// Files read in one reading, so that folders that include each other end.
const FILES_MAX: usize = 2000;

/// What the files say.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) occurrences: Vec<Occurrence>,
    pub(super) problems: Vec<Problem>,
    pub(super) files: Vec<String>,
    pub(super) needs: Vec<Need>,
}

/// The reader stopped in this file: what stands behind is not read.
struct Stopped;

/// One walk through the files.
pub(super) struct Walk<'a> {
    files: &'a Files,
    main: &'a Path,
    dialect: Dialect,
    groups: Vec<String>,
    open: Vec<PathBuf>,
    walked: Walked,
}

/// Where the walk stands.
struct Here<'a> {
    document: &'a Document,
    file: &'a str,
    folder: Option<&'a Place>,
}

impl Here<'_> {
    fn place(&self, line: &Line, offset: usize) -> Place {
        Place {
            file: self.file.to_owned(),
            line: line.number,
            column: self.document.column(line, offset),
        }
    }
}

impl<'a> Walk<'a> {
    /// A walk that takes these groups.
    pub(super) fn new(
        files: &'a Files,
        main: &'a Path,
        dialect: Dialect,
        groups: Vec<String>,
    ) -> Self {
        Self {
            files,
            main,
            dialect,
            groups,
            open: Vec::new(),
            walked: Walked::default(),
        }
    }

    /// Walks.
    pub(super) fn run(mut self) -> Walked {
        let main = self.main.to_owned();
        let place = Place {
            file: main.display().to_string(),
            line: 1,
            column: 1,
        };
        // A reading that stops in the main file has said so already.
        let _ = self.entry(&main, None, &place);
        self.walked
    }

    fn problem(&mut self, place: Place, kind: ProblemKind, fatal: bool, message: String) {
        self.walked.problems.push(Problem {
            place,
            kind,
            parameter: None,
            message,
            fatal,
        });
    }

    /// Only what stops the main file stops the server: of an included file
    /// the rest is passed over.
    fn stops_server(&self) -> bool {
        self.open.len() <= 1
    }

    fn entry(&mut self, path: &Path, folder: Option<&Place>, from: &Place) -> Result<(), Stopped> {
        let name = path.display().to_string();
        let main = self.open.is_empty();
        match self.files.get(path) {
            None => self.walked.needs.push(Need {
                path: path.to_owned(),
            }),
            Some(Entry::File(bytes)) => {
                let document = Document::parse(bytes.clone(), &self.dialect);
                if !self.walked.files.contains(&name) {
                    self.walked.files.push(name.clone());
                }
                self.open.push(path.to_owned());
                let here = Here {
                    document: &document,
                    file: &name,
                    folder,
                };
                let result = self.document(&here);
                self.open.pop();
                return result;
            }
            Some(Entry::Missing | Entry::Folder(_)) => {
                let message = if main {
                    format!("{name} is not there: give the path of a my.cnf")
                } else {
                    format!("{name} is not a file: the server passes over it without a word")
                };
                self.problem(from.clone(), ProblemKind::MissingInclude, main, message);
            }
            Some(other) => self.closed(&name, other, from),
        }
        Ok(())
    }

    /// Something that is there and was not read.
    fn closed(&mut self, name: &str, entry: &Entry, from: &Place) {
        let (kind, message) = match entry {
            Entry::Unreadable(why) => (
                ProblemKind::UnreadableFile,
                format!("{name} cannot be read ({why}): what it sets is not known"),
            ),
            Entry::TooLarge(bytes) => (
                ProblemKind::FileTooLarge,
                format!("{name} has {bytes} bytes, too many for an option file: it was not read"),
            ),
            Entry::Outside => (
                ProblemKind::OutsideNotFollowed,
                format!(
                    "{name} lies outside what is checked and was not read: what it sets is not known (--follow-outside reads it)"
                ),
            ),
            Entry::WorldWritable => (
                ProblemKind::IgnoredFile,
                format!("{name} may be written by anyone, so the server ignores it: chmod o-w"),
            ),
            Entry::File(_) | Entry::Folder(_) | Entry::Missing => return,
        };
        self.problem(from.clone(), kind, false, message);
    }

    fn document(&mut self, here: &Here) -> Result<(), Stopped> {
        let mut group: Option<bool> = None;
        for line in here.document.lines() {
            match &line.kind {
                Kind::Quiet | Kind::UnknownDirective => {}
                Kind::Group(name) => group = Some(self.group(here, line, *name)),
                Kind::OpenGroup => {
                    return self.stop(here, line, "a group's name must end with ]");
                }
                Kind::EmptyInclude => {
                    return self.stop(here, line, "nothing is named to include");
                }
                Kind::Include { folder, path } => {
                    let text = here.document.text(*path);
                    self.include(here, line, *folder, &text)?;
                }
                Kind::Option { name, value } => match group {
                    None => {
                        let why = no_group(here.document.slice(line.span));
                        return self.stop(here, line, why);
                    }
                    Some(false) => {}
                    Some(true) => self.option(here, line, *name, *value),
                },
            }
        }
        Ok(())
    }

    fn stop(&mut self, here: &Here, line: &Line, why: &str) -> Result<(), Stopped> {
        let fatal = self.stops_server();
        let kind = if here.document.slice(line.span).starts_with(BYTE_ORDER_MARK) {
            ProblemKind::ByteOrderMark
        } else {
            ProblemKind::Syntax
        };
        let effect = if fatal {
            "the server refuses to start"
        } else {
            "the server passes over the rest of this file"
        };
        let place = here.place(line, line.span.start);
        self.problem(place, kind, fatal, format!("{why}: {effect}"));
        Err(Stopped)
    }

    fn group(&mut self, here: &Here, line: &Line, name: Span) -> bool {
        let place = here.place(line, name.start);
        let name = here.document.text(name);
        let read = groups::reads(&self.groups, &name);
        if !read
            && has_options(here.document, line)
            && let Some(why) = groups::looks_like_servers(&name, &self.groups, &self.dialect)
        {
            self.problem(place, ProblemKind::IgnoredGroup, false, why);
        }
        read
    }

    fn option(&mut self, here: &Here, line: &Line, name: Span, value: Option<Span>) {
        let place = here.place(line, name.start);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let raw = value.map(|span| here.document.slice(span));
        self.walked.occurrences.push(Occurrence {
            name: here.document.text(name),
            value: raw.map(|raw| text(&unescape(raw))),
            written: raw.map(text).unwrap_or_default(),
            source: Source::File {
                place,
                value,
                folder: here.folder.cloned(),
            },
        });
    }

    fn include(
        &mut self,
        here: &Here,
        line: &Line,
        folder: bool,
        text: &str,
    ) -> Result<(), Stopped> {
        let place = here.place(line, line.span.start);
        if self.open.len() > DEPTH_MAX {
            let message =
                format!("includes nest deeper than {DEPTH_MAX}: the server passes over {text}");
            self.problem(place, ProblemKind::IncludeLoop, false, message);
            return Ok(());
        }
        let path = match self.locate(text) {
            Ok(path) => path,
            Err(needs) => {
                self.walked.needs.push(needs);
                return Ok(());
            }
        };
        if folder {
            return self.include_folder(here, line, &path, &place);
        }
        self.include_file(&path, None, &place);
        Ok(())
    }

    /// Where an include leads. A copy of a host's tree (`…/etc/mysql/my.cnf`)
    /// carries the folders its absolute paths mean: those are looked at first.
    fn locate(&self, text: &str) -> Result<PathBuf, Need> {
        let path = Path::new(text);
        if !path.is_absolute() {
            let folder = self.main.parent().unwrap_or_else(|| Path::new(""));
            return Ok(folder.join(path));
        }
        let Some(copy) = in_copied_tree(self.main, path) else {
            return Ok(path.to_owned());
        };
        match self.files.get(&copy) {
            None => Err(Need { path: copy }),
            Some(Entry::Missing) => Ok(path.to_owned()),
            Some(_) => Ok(copy),
        }
    }

    fn include_file(&mut self, path: &Path, folder: Option<&Place>, place: &Place) {
        if self.open.iter().any(|open| open == path) {
            let message = format!(
                "{} includes itself: the server reads it again and again until includes nest {DEPTH_MAX} deep",
                path.display()
            );
            self.problem(place.clone(), ProblemKind::IncludeLoop, false, message);
            return;
        }
        if self.walked.files.len() >= FILES_MAX {
            let message = format!("more than {FILES_MAX} files: the rest was not read");
            self.problem(place.clone(), ProblemKind::IncludeLoop, false, message);
            return;
        }
        // What stops an included file does not stop the one that includes it.
        let _ = self.entry(path, folder, place);
    }

    fn include_folder(
        &mut self,
        here: &Here,
        line: &Line,
        path: &Path,
        place: &Place,
    ) -> Result<(), Stopped> {
        let files = self.files;
        match files.get(path) {
            None => {
                self.walked.needs.push(Need {
                    path: path.to_owned(),
                });
                Ok(())
            }
            Some(Entry::Folder(names)) => {
                let mut names: Vec<_> = names.iter().filter(|name| is_option_file(name)).collect();
                names.sort_unstable_by_key(|name| name.as_os_str().as_encoded_bytes().to_vec());
                for name in names {
                    self.include_file(&path.join(name), Some(place), place);
                }
                Ok(())
            }
            Some(Entry::Missing | Entry::File(_)) => {
                let why = format!("{} is not a folder that can be read", path.display());
                let result = self.stop(here, line, &why);
                if let Some(problem) = self.walked.problems.last_mut() {
                    problem.kind = ProblemKind::MissingInclude;
                }
                result
            }
            Some(other) => {
                self.closed(&path.display().to_string(), other, place);
                Ok(())
            }
        }
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn no_group(line: &[u8]) -> &'static str {
    if line.starts_with(BYTE_ORDER_MARK) {
        "the file begins with a byte-order mark, so its first line is taken for an option before any [group]; save it without one"
    } else {
        "an option stands before any [group]"
    }
}

/// Whether a group has an option of its own.
fn has_options(document: &Document, group: &Line) -> bool {
    document
        .lines()
        .iter()
        .skip_while(|line| line.span.start <= group.span.start)
        .take_while(|line| !matches!(line.kind, Kind::Group(_)))
        .any(|line| matches!(line.kind, Kind::Option { .. }))
}

/// `.cnf` behind the last dot, in that case only.
fn is_option_file(name: &Path) -> bool {
    name.as_os_str().as_encoded_bytes().ends_with(b".cnf")
}

/// Where an absolute path lies in the tree that the main file was copied with:
/// under the part of its path in front of the last `etc`.
fn in_copied_tree(main: &Path, path: &Path) -> Option<PathBuf> {
    let components: Vec<_> = main.components().collect();
    let etc = components
        .iter()
        .rposition(|component| component.as_os_str() == "etc")?;
    let root: PathBuf = components[..etc].iter().collect();
    let copy = root.join(path.strip_prefix("/").ok()?);
    (copy != path).then_some(copy)
}
