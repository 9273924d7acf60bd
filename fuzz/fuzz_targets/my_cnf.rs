//! Any bytes as a my.cnf: they print back as they were, and reading them ends
//! without a panic, whatever they include.

#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use plimsoll_conf::format::my_cnf;
use plimsoll_conf::{Entry, Files, Outcome, Request, read};
use plimsoll_model::{Engine, Version};

/// Rounds of asking for files; each adds what the last one lacked.
const ROUNDS_MAX: usize = 32;

/// Files that hold the same bytes again. More only multiply each other, up to
/// the readers' own limit of files, and leave time for few inputs.
const NESTED_MAX: usize = 2;

fuzz_target!(|bytes: &[u8]| {
    let servers = [
        (Engine::Mysql, Some(Version::new(5, 7))),
        (Engine::Mysql, None),
        (Engine::Mariadb, Some(Version::new(10, 11))),
    ];
    for (engine, version) in servers {
        assert_eq!(my_cnf::document(bytes, engine, version).print(), bytes);
        resolve(bytes, engine, version);
    }
});

/// The same bytes again for whatever is asked for, so that includes of
/// includes are reached.
fn resolve(bytes: &[u8], engine: Engine, version: Option<Version>) {
    let request = Request {
        engine,
        version,
        main: PathBuf::from("my.cnf"),
        arguments: vec!["--port=1".to_owned()],
        instance: plimsoll_conf::Instance::default(),
    };
    let mut files = Files::new();
    let mut nested = 0;
    for _ in 0..ROUNDS_MAX {
        match read(&request, &files) {
            Outcome::Config(_) => return,
            Outcome::Need(needs) => {
                for need in needs {
                    let folder = need.path.to_string_lossy().contains(".d");
                    let entry = if folder {
                        Entry::Folder(vec![PathBuf::from("a.cnf")])
                    } else if nested < NESTED_MAX {
                        nested += 1;
                        Entry::File(bytes.into())
                    } else {
                        Entry::Missing
                    };
                    files.insert(need.path, entry);
                }
            }
        }
    }
}
