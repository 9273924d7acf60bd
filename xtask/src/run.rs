//! Runs other programs and turns their failure into one line that says what failed and why.

use std::process::{Command, Stdio};

/// How much of a failed program's own words is passed on.
const TAIL_LINES: usize = 8;

/// Runs `command` to its end and gives its standard output.
///
/// # Errors
/// When the program cannot be started or ends unsuccessfully: what was being done (`purpose`),
/// the command line, and the last lines it said.
pub(crate) fn output(command: &mut Command, purpose: &str) -> Result<String, String> {
    let line = command_line(command);
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot {purpose}: `{line}` did not start: {error}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().collect();
    let tail = lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n  ");
    Err(format!(
        "cannot {purpose}: `{line}` ended with {}:\n  {tail}",
        done.status
    ))
}

/// Runs `command` with this program's own terminal, to its end.
///
/// # Errors
/// When it cannot be started or ends unsuccessfully: what was being done and the command line.
pub(crate) fn stream(command: &mut Command, purpose: &str) -> Result<(), String> {
    let line = command_line(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cannot {purpose}: `{line}` did not start: {error}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("cannot {purpose}: `{line}` ended with {status}"))
}

/// A call of cargo, the one this program was started by.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

fn command_line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether `program` stands in one of the folders of `PATH`.
pub(crate) fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_purpose_command_and_last_words() {
        let error = output(
            Command::new("sh").args(["-c", "echo broken >&2; exit 3"]),
            "try",
        )
        .unwrap_err();
        assert!(error.starts_with("cannot try: `sh -c "), "{error}");
        assert!(error.ends_with("broken"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = output(&mut Command::new("no-such-program-here"), "try").unwrap_err();
        assert!(error.contains("no-such-program-here"), "{error}");
    }
}
