//! Results to standard output or a file, talk to standard error.

use std::fs::Permissions;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use plimsoll_report::{Palette, Screen};
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::read::reason;

/// Letters to a line where no terminal says otherwise; longer ones read badly.
const WIDTH: usize = 100;
/// Narrower than this the bill's table does not fit anyway.
const WIDTH_MIN: usize = 60;

/// Colour only on a terminal, and never with `NO_COLOR` or a dumb terminal.
pub(crate) fn palette() -> Palette {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let plain = set("NO_COLOR").is_some() || set("TERM").is_some_and(|term| term == "dumb");
    if io::stdout().is_terminal() && !plain {
        Palette::Ansi
    } else {
        Palette::Plain
    }
}

/// A terminal's own width, within what can be read; a file's is fixed, so that
/// the same input gives the same output everywhere.
pub(crate) fn screen() -> Screen {
    let width = rustix::termios::tcgetwinsize(io::stdout())
        .map(|size| usize::from(size.ws_col))
        .ok()
        .filter(|columns| *columns > 0);
    Screen {
        palette: palette(),
        width: width.map_or(WIDTH, |columns| columns.clamp(WIDTH_MIN, WIDTH)),
    }
}

/// Writes a result. A reader that went away ends the output quietly: what was
/// found is not changed by who still listens.
pub(crate) fn result(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(format_args!(
            "cannot write to standard output: {error}; make room or write elsewhere"
        ))),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes a result into a file, whole or not at all: beside, and then renamed.
/// `what` it is, for the words of a failure.
///
/// # Errors
/// One line: why it was not written.
pub(crate) fn file(path: &Path, text: &str, what: &str) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let written = NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        // Anyone who may read the folder may read it.
        file.as_file()
            .set_permissions(Permissions::from_mode(0o644))?;
        file.persist(path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|error| {
        Failure::new(format_args!(
            "{}: {}; {what} was not written",
            path.display(),
            reason(&error)
        ))
    })
}

/// Says what could not be done, one line each.
pub(crate) fn failures(failures: &[Failure]) {
    for failure in failures {
        note(&format!("plimsoll: {failure}"));
    }
}

/// A line of talk. Nobody is left to hear that it could not be written.
pub(crate) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
