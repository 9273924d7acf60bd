//! Results to standard output, talk to standard error.

use std::io::{self, IsTerminal, Write};

use plimsoll_report::{Palette, Screen};

use crate::failure::Failure;

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
