//! Any bytes as a postgresql.conf: they print back as they were, an edit is
//! read back, and reading them ends without a panic, whatever they include.

#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use plimsoll_conf::edit::apply;
use plimsoll_conf::format::postgresql::Document;
use plimsoll_conf::{Entry, Files, Outcome, Request, in_force, read};
use plimsoll_model::{Engine, Version};

/// Rounds of asking for files; each adds what the last one lacked.
const ROUNDS_MAX: usize = 32;

/// Files that hold the same bytes again. More only multiply each other, up to
/// the readers' own limit of files, and leave time for few inputs.
const NESTED_MAX: usize = 2;

fuzz_target!(|bytes: &[u8]| {
    let document = Document::parse(bytes);
    assert_eq!(document.print(), bytes);
    let edit = document.set("work_mem", b"it's 1\\");
    let again = Document::parse(apply(bytes, &[edit]));
    assert_eq!(again.set("work_mem", b"it's 1\\").bytes, b"'it''s 1\\\\'");
    for version in [None, Some(Version::major(12)), Some(Version::major(18))] {
        resolve(bytes, version);
    }
});

/// The same bytes again for whatever is asked for, so that includes of
/// includes are reached.
fn resolve(bytes: &[u8], version: Option<Version>) {
    let request = Request {
        engine: Engine::Postgresql,
        version,
        main: PathBuf::from("postgresql.conf"),
        arguments: vec!["-c".to_owned(), "port=1".to_owned()],
        instance: plimsoll_conf::Instance::default(),
    };
    let mut files = Files::new();
    let mut nested = 0;
    for _ in 0..ROUNDS_MAX {
        match read(&request, &files) {
            Outcome::Config(config) => {
                let _ = in_force(&config);
                return;
            }
            Outcome::Need(needs) => {
                for need in needs {
                    let folder = need.path.to_string_lossy().ends_with(".d");
                    let entry = if folder {
                        Entry::Folder(vec![PathBuf::from("a.conf")])
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
