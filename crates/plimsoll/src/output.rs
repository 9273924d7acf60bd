//! Results to standard output, talk to standard error.

use std::io::{self, IsTerminal, Write};

use plimsoll_report::Palette;

use crate::failure::Failure;

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
