//! From the main file through its includes to the lines that set something, in
//! the order in which the server reads them. Opens nothing: what it lacks it
//! names. Knows no parameter but the include directives.
//!
//! Facts: `ParseConfigFile`, `ParseConfigFp` and `ParseConfigDirectory` of
//! PostgreSQL 12 to 18.

use std::path::{Component, Path, PathBuf};

use plimsoll_model::{Origin, Place, Problem, ProblemKind};

use super::document::{Content, Document, Malformed};
use crate::edit::Span;
use crate::{Entry, Files, Need};

/// Includes nest no deeper (`CONF_FILE_MAX_DEPTH`).
const DEPTH_MAX: usize = 10;
/// The server gives up a file after so many lines that it cannot read.
const MALFORMED_MAX: usize = 100;
/// Files read in one reading: nesting alone would allow any number.
const FILES_MAX: usize = 5000;

/// One line that sets something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The name as written.
    pub(super) name: Vec<u8>,
    /// The value, quotes and escapes taken off.
    pub(super) value: Vec<u8>,
    /// The line and the column of the name.
    pub(super) place: Place,
    /// What it stands in.
    pub(super) within: Within,
}

/// What a line that sets something stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// A configuration file.
    File,
    /// postgresql.auto.conf.
    Auto,
    /// A parameter group.
    Group,
}

impl Within {
    /// Who set what stands there.
    pub(super) fn origin(self, place: Place) -> Origin {
        match self {
            Self::File => Origin::File(place),
            Self::Auto => Origin::Auto(place),
            Self::Group => Origin::Manifest(place),
        }
    }
}

/// Lines, and what went wrong on the way to them.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) items: Vec<Item>,
    pub(super) problems: Vec<Problem>,
    pub(super) files: Vec<String>,
    pub(super) needs: Vec<Need>,
}

/// A walk through the files that the caller has.
pub(super) struct Walk<'a> {
    files: &'a Files,
    gathered: Gathered,
    auto: bool,
    /// A loop was met: nothing more is included, since it would end as badly
    /// and only take longer.
    looped: bool,
}

/// The directive that asks for a file.
struct Caller<'a> {
    path: &'a Path,
    place: Place,
}

impl<'a> Walk<'a> {
    pub(super) fn new(files: &'a Files) -> Self {
        Self {
            files,
            gathered: Gathered::default(),
            auto: false,
            looped: false,
        }
    }

    pub(super) fn finish(self) -> Gathered {
        self.gathered
    }

    /// The lines gathered so far.
    pub(super) fn items(&self) -> &[Item] {
        &self.gathered.items
    }

    /// Reads the main file.
    pub(super) fn main(&mut self, path: &Path) {
        let place = Place {
            file: shown(path),
            line: 1,
            column: 1,
        };
        self.file(path, true, None, &place, 0);
    }

    /// Reads postgresql.auto.conf, which need not be there.
    pub(super) fn auto(&mut self, path: &Path) {
        self.auto = true;
        let place = Place {
            file: shown(path),
            line: 1,
            column: 1,
        };
        self.file(path, false, None, &place, 0);
        self.auto = false;
    }

    /// Whether the caller has had every file that was asked for.
    pub(super) fn is_complete(&self) -> bool {
        self.gathered.needs.is_empty()
    }

    /// Adds that the postgresql.auto.conf of the data directory was not read.
    pub(super) fn data_directory_not_read(&mut self, place: &Place, why: String) {
        self.gathered.problems.push(Problem {
            place: place.clone(),
            kind: ProblemKind::OutsideNotFollowed,
            parameter: Some("data_directory".to_owned()),
            message: why,
            fatal: false,
        });
    }

    /// Adds a problem that was found outside.
    pub(super) fn problem(&mut self, place: &Place, kind: ProblemKind, fatal: bool, why: String) {
        self.gathered.problems.push(Problem {
            place: place.clone(),
            kind,
            parameter: None,
            message: why,
            fatal,
        });
    }

    /// What stands at a path; asks for it where the caller has not looked.
    fn entry(&mut self, path: &Path) -> Option<&'a Entry> {
        let entry = self.files.get(path);
        if entry.is_none() {
            let need = Need {
                path: path.to_owned(),
            };
            if !self.gathered.needs.contains(&need) {
                self.gathered.needs.push(need);
            }
        }
        entry
    }

    fn file(&mut self, path: &Path, strict: bool, caller: Option<&Path>, at: &Place, depth: usize) {
        use ProblemKind::{IncludeLoop, MissingInclude, UnreadableFile};
        let name = shown(path);
        if depth > DEPTH_MAX || caller.is_some_and(|caller| normal(caller) == normal(path)) {
            self.looped = true;
            let why = format!("{name} is included by itself, or more than {DEPTH_MAX} deep");
            return self.problem(at, IncludeLoop, true, why);
        }
        if self.gathered.files.len() >= FILES_MAX {
            self.looped = true;
            let why = format!("more than {FILES_MAX} files are included; the rest is not read");
            return self.problem(at, IncludeLoop, false, why);
        }
        let Some(entry) = self.entry(path) else {
            return;
        };
        match entry {
            Entry::File(bytes) => {
                self.gathered.files.push(name.clone());
                self.lines(path, &name, &Document::parse(bytes.clone()), depth);
            }
            Entry::Missing if strict => {
                let why = format!("{name} is not there; the server does not start without it");
                self.problem(at, MissingInclude, true, why);
            }
            Entry::Missing => {}
            Entry::Folder(_) => {
                let why = format!("{name} is a folder, not a file; include_dir reads folders");
                self.problem(at, UnreadableFile, true, why);
            }
            Entry::Unreadable(reason) => {
                let why = format!("{name} cannot be read: {reason}");
                self.problem(at, UnreadableFile, strict, why);
            }
            Entry::TooLarge(size) => {
                let why = format!("{name} has {size} bytes: too large to be a configuration");
                self.problem(at, ProblemKind::FileTooLarge, false, why);
            }
            Entry::Outside if self.auto => self.data_directory_outside(at, &name),
            Entry::Outside => self.outside(at, &name),
            // The caller says so for option files of MySQL and MariaDB only.
            Entry::WorldWritable => {
                let why = format!("{name} was not read: anyone may write it");
                self.problem(at, ProblemKind::IgnoredFile, false, why);
            }
        }
    }

    fn data_directory_outside(&mut self, at: &Place, name: &str) {
        let why = format!(
            "{name} lies outside the folder checked and was not read; what ALTER SYSTEM left \
             there is not known, and it beats this file. --follow-outside reads it"
        );
        self.data_directory_not_read(at, why);
    }

    fn outside(&mut self, at: &Place, name: &str) {
        let why = format!(
            "{name} lies outside the folder checked and was not read; what it sets is not \
             known. --follow-outside reads it"
        );
        self.problem(at, ProblemKind::OutsideNotFollowed, false, why);
    }

    fn lines(&mut self, path: &Path, file: &str, document: &Document, depth: usize) {
        let within = if self.auto && depth == 0 {
            Within::Auto
        } else {
            Within::File
        };
        let mut malformed = 0;
        for (line, number) in document.lines().iter().zip(1..) {
            let place = |span: Span| Place {
                file: file.to_owned(),
                line: number,
                column: u32::try_from(span.start - line.span.start + 1).unwrap_or(u32::MAX),
            };
            match line.content {
                Content::Blank => {}
                Content::Malformed(_) if document.bytes().contains(&0) => {
                    let why = format!("{file} holds NUL bytes: it is no text");
                    let at = place(Span::new(line.span.start, line.span.start));
                    return self.problem(&at, ProblemKind::NotText, true, why);
                }
                Content::Malformed(bad) => {
                    malformed += 1;
                    self.malformed(document, &bad, &place(bad.at), number == 1);
                    if malformed >= MALFORMED_MAX {
                        return;
                    }
                }
                Content::Assignment(found) => {
                    let name = found.name.of(document.bytes());
                    let value = document.value(&found);
                    let place = place(found.name);
                    if !self.directive(
                        name,
                        &value,
                        &Caller {
                            path,
                            place: place.clone(),
                        },
                        depth,
                    ) {
                        let name = name.to_vec();
                        let item = Item {
                            name,
                            value,
                            place,
                            within,
                        };
                        self.gathered.items.push(item);
                    }
                }
            }
        }
    }

    /// Follows an include directive; `false` when the line is none.
    fn directive(&mut self, name: &[u8], value: &[u8], caller: &Caller<'_>, depth: usize) -> bool {
        let is = |directive: &str| name.eq_ignore_ascii_case(directive.as_bytes());
        let folder = is("include_dir");
        let strict = is("include");
        if !folder && !strict && !is("include_if_exists") {
            return false;
        }
        if self.looped {
            return true;
        }
        if value.iter().all(|byte| b" \t\r\n".contains(byte)) {
            let why = "names no file; the server does not start with that".to_owned();
            self.problem(&caller.place, ProblemKind::BadValue, true, why);
            return true;
        }
        let below = caller.path.parent().unwrap_or_else(|| Path::new(""));
        let path = below.join(String::from_utf8_lossy(value).as_ref());
        if folder {
            self.folder(&path, caller, depth + 1);
        } else {
            self.file(&path, strict, Some(caller.path), &caller.place, depth + 1);
        }
        true
    }

    fn folder(&mut self, path: &Path, caller: &Caller<'_>, depth: usize) {
        let at = &caller.place;
        let name = shown(path);
        match self.entry(path) {
            None => {}
            Some(Entry::Folder(names)) => {
                for member in members(names) {
                    let member = path.join(member);
                    // A folder is passed over, whatever its name ends in.
                    if !matches!(self.entry(&member), None | Some(Entry::Folder(_))) {
                        self.file(&member, true, Some(caller.path), at, depth);
                    }
                }
            }
            Some(Entry::Outside) => self.outside(at, &name),
            Some(Entry::Unreadable(reason)) => {
                let why = format!("{name} cannot be read: {reason}");
                self.problem(at, ProblemKind::UnreadableFile, true, why);
            }
            Some(Entry::Missing) => {
                let why = format!("{name} is not there; the server does not start without it");
                self.problem(at, ProblemKind::MissingInclude, true, why);
            }
            Some(Entry::File(_) | Entry::TooLarge(_) | Entry::WorldWritable) => {
                let why = format!("{name} is a file, not a folder; include reads files");
                self.problem(at, ProblemKind::UnreadableFile, true, why);
            }
        }
    }

    fn malformed(&mut self, document: &Document, bad: &Malformed, at: &Place, first: bool) {
        let token = bad.at.of(document.bytes());
        let named = bad.name.map(|span| span.of(document.bytes()));
        let marked = named.unwrap_or(token).starts_with(b"\xef\xbb\xbf");
        let (kind, why) = if first && marked {
            (
                ProblemKind::ByteOrderMark,
                "begins with a byte-order mark, which the server takes for a name; save it \
                 without"
                    .to_owned(),
            )
        } else {
            (ProblemKind::Syntax, syntax(token, named))
        };
        self.problem(at, kind, true, why);
    }
}

fn syntax(token: &[u8], named: Option<&[u8]>) -> String {
    let token = String::from_utf8_lossy(token);
    let Some(name) = named.map(String::from_utf8_lossy) else {
        return format!("a line begins with a parameter's name, not with \"{token}\"");
    };
    match token.as_ref() {
        "" => format!("{name} has no value"),
        "'" => format!("the string of {name} does not end on its line"),
        token => format!(
            "the server does not know what \"{token}\" is doing here; a value with blanks, or \
             a fraction with a unit, stands in single quotes"
        ),
    }
}

/// The names of a folder that the server reads: `*.conf`, none hidden, in the
/// order of their bytes.
fn members(names: &[PathBuf]) -> Vec<&std::ffi::OsStr> {
    let names = names.iter().filter_map(|name| name.file_name());
    let mut read: Vec<_> = names
        .filter(|name| {
            let bytes = name.as_encoded_bytes();
            bytes.len() > 5 && !bytes.starts_with(b".") && bytes.ends_with(b".conf")
        })
        .collect();
    read.sort_by_key(|name| name.as_encoded_bytes());
    read
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A path without detours, for comparing; links are not resolved.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            Component::ParentDir
            | Component::Prefix(_)
            | Component::RootDir
            | Component::Normal(_) => {
                normal.push(part);
            }
        }
    }
    normal
}
