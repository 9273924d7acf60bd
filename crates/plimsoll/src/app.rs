//! Start to end of one run: arguments in, exit code out.

use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::{Cli, Command};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::{cmd, output, top, watch};

/// Runs one command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error).into(),
    };
    // A panic is said in our own words, at its border; see below and the rules.
    panic::set_hook(Box::new(|_| {}));
    let ended = panic::catch_unwind(|| command(&cli.command)).unwrap_or_else(|_| {
        Err(Failure::new(
            "Plimsoll failed; this is a fault of Plimsoll, please report what was asked of it",
        ))
    });
    match ended {
        Ok(ended) => ended.into(),
        Err(failure) => {
            output::failures(&[failure]);
            Ended::Failed.into()
        }
    }
}

fn command(command: &Command) -> Result<Ended, Failure> {
    match command {
        Command::Check(arguments) => cmd::check::run(arguments),
        Command::Bill(arguments) => cmd::bill::run(arguments),
        Command::Settings(arguments) => cmd::settings::run(arguments),
        Command::Audit(arguments) => cmd::audit::run(arguments),
        Command::Diff(arguments) => cmd::diff::run(arguments),
        Command::Watch(arguments) => watch::run(arguments),
        Command::Status(arguments) => cmd::status::run(arguments),
        Command::Top(arguments) => top::run(arguments),
        Command::History(arguments) => cmd::history::run(arguments),
        Command::Diagnose(arguments) => cmd::diagnose::run(arguments),
        Command::Collect(arguments) => cmd::collect::run(arguments),
        Command::Explain(arguments) => cmd::explain::run(arguments),
        Command::Rules => cmd::rules::run(),
        Command::Init(arguments) => Ok(cmd::init::run(arguments)),
        Command::Completions(arguments) => cmd::completions::run(arguments),
        Command::Man(arguments) => cmd::man::run(arguments),
    }
}

/// Help and version are results; a wrong command line is one line of error.
fn usage(error: &clap::Error) -> Ended {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match output::result(&error.render().to_string()) {
                Ok(()) => Ended::Well,
                Err(failure) => {
                    output::failures(&[failure]);
                    Ended::Failed
                }
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let failure =
                Failure::new("nothing was asked for; `plimsoll --help` lists the commands");
            output::failures(&[failure]);
            Ended::Failed
        }
        _ => {
            output::failures(&[Failure::new(one_line(error))]);
            Ended::Failed
        }
    }
}

/// What clap says over several lines, in one.
fn one_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let said: Vec<&str> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .filter(|line| !line.is_empty())
        .collect();
    let said = said.join("; ").replace(":; ", ": ");
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    format!("{said}; --help shows what there is")
}
