//! The stock option files of the servers on this machine, as their packages
//! bring them: read where they are installed, since their words are not ours.

use std::path::{Path, PathBuf};

use plimsoll_conf::format::my_cnf;
use plimsoll_conf::{Outcome, Request};
use plimsoll_lab::Installed;
use plimsoll_model::{Config, Engine};

use super::super::answer::ask;

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every option file of the installed servers, and whose it is.
fn stock() -> Vec<(Installed, PathBuf)> {
    let servers = Installed::all().into_iter();
    servers
        .filter(|server| match server.engine {
            Engine::Mysql | Engine::Mariadb => true,
            Engine::Postgresql => false,
        })
        .flat_map(|server| {
            let mut files = Vec::new();
            // Beside the folder of its programs stands the tree of its package.
            let programs = server.server_program();
            if let Some(folder) = programs.ancestors().nth(2) {
                files_below(&folder.join("root/etc/mysql"), &mut files);
            }
            let is_option_file = |file: &PathBuf| {
                let name = file.extension().and_then(|name| name.to_str());
                matches!(name, Some("cnf" | "fallback"))
            };
            files.retain(is_option_file);
            files.sort();
            files.into_iter().map(move |file| (server.clone(), file))
        })
        .collect()
}

fn read(server: &Installed, main: &Path) -> Option<Config> {
    let request = Request {
        engine: server.engine,
        version: Some(server.series),
        main: main.to_owned(),
        arguments: Vec::new(),
        instance: plimsoll_conf::Instance::default(),
    };
    ask(|files| match plimsoll_conf::read(&request, files) {
        Outcome::Need(needs) => Err(needs),
        Outcome::Config(config) => Ok(*config),
    })
}

#[test]
fn stock_files_print_back_and_stop_no_server() {
    for (server, file) in stock() {
        let shown = file.display();
        let bytes = std::fs::read(&file).expect("an installed file is readable");
        let printed = my_cnf::document(&bytes, server.engine, Some(server.series)).print();
        assert!(printed == bytes, "{shown}");
        let config = read(&server, &file).expect("includes come to an end");
        let fatal = config.problems.iter().find(|problem| problem.fatal);
        assert_eq!(fatal, None, "{shown}");
    }
}
