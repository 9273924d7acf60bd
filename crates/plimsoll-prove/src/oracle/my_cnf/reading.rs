//! The reading half: which options come out of the files, in which order.

use plimsoll_conf::format::my_cnf;
use plimsoll_conf::{Files, Need, Request};
use plimsoll_lab::Installed;
use plimsoll_model::Engine;

use super::super::answer::ask;
use super::super::dice::Dice;
use super::super::{Options, OracleError, Score};
use super::folder::Folder;
use super::generate;

/// Generates one file full of oddities and compares what both read in it.
pub(crate) fn compare(
    server: &Installed,
    folder: &Folder,
    plan: Options,
    file: u64,
    score: &mut Score,
) -> Result<(), OracleError> {
    let mut dice = Dice::of(plan.seed, file);
    let written = generate::oddities(&mut dice, &folder.includes());
    folder.write(&written.main, &written.included)?;
    let (theirs, stopped) = theirs(server, folder)?;
    let ours = ours(server, folder);
    score.questions += 1;
    score.refused += u64::from(stopped);
    let agrees = ours
        .as_ref()
        .is_some_and(|(options, fatal)| *fatal == stopped && (stopped || *options == theirs));
    if !agrees {
        score.disagreements.push(format!(
            "{} seed {} file {file}: the server {} {theirs:?}, Plimsoll {ours:?}\n{}",
            server.name,
            plan.seed,
            if stopped { "stops after" } else { "reads" },
            written.text(),
        ));
    }
    Ok(())
}

fn theirs(server: &Installed, folder: &Folder) -> Result<(Vec<String>, bool), OracleError> {
    let mut words = vec![format!("--defaults-file={}", folder.main().display())];
    match server.engine {
        Engine::Mysql => words.push("--show".to_owned()),
        Engine::Mariadb | Engine::Postgresql => {}
    }
    words.extend(groups(server));
    let output = server.run("my_print_defaults", words)?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // The words are joined by newlines, and a value may hold one: compared as
    // one text, cut at the same places on both sides.
    let lines = text.lines().map(str::to_owned).collect();
    Ok((lines, !output.status.success()))
}

fn groups(server: &Installed) -> Vec<String> {
    my_cnf::groups_read(server.engine, server.series)
}

fn ours(server: &Installed, folder: &Folder) -> Option<(Vec<String>, bool)> {
    let request = Request {
        engine: server.engine,
        version: Some(server.series),
        main: folder.main(),
        arguments: Vec::new(),
        instance: plimsoll_conf::Instance::default(),
    };
    let (options, fatal) = ask(|files| read(&request, files))?;
    let text = options.join("\n");
    Some((text.lines().map(str::to_owned).collect(), fatal))
}

fn read(request: &Request, files: &Files) -> Result<(Vec<String>, bool), Vec<Need>> {
    my_cnf::print_defaults(request, files)
}
