//! Running the program in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use expect_test::Expect;
use serde_json::Value;
use tempfile::TempDir;

/// The code of a program that a signal ended.
pub(crate) const KILLED: i32 = -1;

/// A folder with files, in which the program runs.
pub(crate) struct Place {
    folder: TempDir,
}

/// What the program said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (name, text) in files {
            place.write(name, text.as_bytes());
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs a command line (words with blanks between).
    pub(crate) fn run(&self, line: &str) -> Said {
        self.run_with(line, "")
    }

    /// The same with something on standard input.
    pub(crate) fn run_with(&self, line: &str, input: &str) -> Said {
        run_in(self.folder.path(), line, input)
    }
}

pub(crate) fn run_in(folder: &Path, line: &str, input: &str) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.args(line.split_whitespace()).current_dir(folder);
    said(&mut command, input)
}

/// Runs any command with something on standard input.
pub(crate) fn said(command: &mut Command, input: &str) -> Said {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may well end without reading its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().unwrap_or(KILLED),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Said {
    /// The JSON on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Exit code, then standard output, then standard error.
    pub(crate) fn all(&self) -> String {
        format!("{}\n{}{}", self.code, self.out, self.err)
    }
}

/// Exit code 2, nothing but one line on standard error.
pub(crate) fn refused(said: &Said, line: &Expect) {
    line.assert_eq(said.err.trim_end());
    assert_eq!((said.code, said.err.lines().count()), (2, 1), "{said:?}");
}

/// What each command line is refused with, one a line.
pub(crate) fn refusals(place: &Place, lines: &[&str]) -> String {
    let mut refusals = String::new();
    for line in lines {
        let said = place.run(line);
        assert_eq!(
            (said.code, said.err.lines().count()),
            (2, 1),
            "{line}: {said:?}"
        );
        refusals.extend([line, "\n    ", said.err.as_str()]);
    }
    refusals
}
