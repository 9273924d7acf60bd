//! What tests of several files need: settings as a user's file gives them.

use plimsoll_conf::{Entry, Files, Outcome, Request, in_force, read};
use plimsoll_model::{Engine, InForce, Known, Load, LoadGroup, Operation, ServerFacts, Version};

/// Settings of a server of that version with this `postgresql.conf` (one
/// `name = value` a line) or `my.cnf`.
pub(crate) fn settings(engine: Engine, version: &str, text: &str) -> InForce {
    let main = if engine.reads_my_cnf() {
        "my.cnf"
    } else {
        "postgresql.conf"
    };
    let mut files = Files::new();
    files.insert(main, Entry::File(text.as_bytes().into()));
    let request = Request {
        engine,
        version: Version::parse(version),
        main: main.into(),
        arguments: Vec::new(),
        instance: plimsoll_conf::Instance::default(),
    };
    loop {
        match read(&request, &files) {
            Outcome::Config(config) => return in_force(&config),
            Outcome::Need(needs) => {
                for need in needs {
                    files.insert(need.path, Entry::Missing);
                }
            }
        }
    }
}

/// `PostgreSQL`'s.
pub(crate) fn postgresql(version: &str, text: &str) -> InForce {
    settings(Engine::Postgresql, version, text)
}

/// Facts with this limit, of a build without JIT.
pub(crate) fn limited(limit_bytes: u64) -> ServerFacts {
    ServerFacts {
        limit_bytes: Known::Known(limit_bytes, "--limit".to_owned()),
        ..unlimited()
    }
}

/// Facts without a limit, of a build without JIT.
pub(crate) fn unlimited() -> ServerFacts {
    ServerFacts {
        jit: Known::Known(false, "--fact".to_owned()),
        ..ServerFacts::default()
    }
}

/// One group of sessions, each at these operations.
pub(crate) fn load(sessions: u64, operations: Vec<Operation>) -> Load {
    Load {
        groups: vec![LoadGroup {
            sessions: Some(sessions),
            operations: Some(operations),
            ..LoadGroup::default()
        }],
        ..Load::default()
    }
}
