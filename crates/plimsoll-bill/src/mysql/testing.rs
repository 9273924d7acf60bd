//! What the tests of both engines start from: settings as a stock server has
//! them, loads of one operation, the lines of a bill by name.

use std::path::PathBuf;
use std::sync::OnceLock;

use plimsoll_conf::{Entry, Files, Outcome, Request, in_force, read};
use plimsoll_model::{
    Engine, InForce, Kind, Known, Line, Load, LoadGroup, Malloc, MemoryBill, Operation, Profile,
    ServerFacts, Unit, Value, Version,
};

use crate::price;

pub(crate) const KB: u64 = 1 << 10;
pub(crate) const MB: u64 = 1 << 20;

/// The settings of a stock server, as the catalogue has them.
pub(crate) fn stock(engine: Engine) -> InForce {
    static STOCK: [OnceLock<InForce>; 2] = [OnceLock::new(), OnceLock::new()];
    let cell = match engine {
        Engine::Mariadb => &STOCK[0],
        Engine::Mysql | Engine::Postgresql => &STOCK[1],
    };
    cell.get_or_init(|| read_my_cnf(engine, series(engine), "[mysqld]\n"))
        .clone()
}

/// What a server of that series would have in force from this file.
pub(crate) fn read_my_cnf(engine: Engine, version: Version, text: &str) -> InForce {
    let path = PathBuf::from("my.cnf");
    let mut files = Files::new();
    files.insert(&path, Entry::File(text.as_bytes().into()));
    let request = Request {
        engine,
        version: Some(version),
        main: path,
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

/// The series that stock settings are of.
pub(crate) fn series(engine: Engine) -> Version {
    match engine {
        Engine::Mariadb => Version::new(10, 11),
        Engine::Mysql | Engine::Postgresql => Version::new(9, 7),
    }
}

/// Stock settings with some of them changed.
pub(crate) fn with(engine: Engine, changes: &[(&str, u64)]) -> InForce {
    let mut settings = stock(engine);
    for &(name, value) in changes {
        put(&mut settings, name, value);
    }
    settings
}

/// Sets one number, whatever the parameter's type makes of it.
pub(crate) fn put(settings: &mut InForce, name: &str, value: u64) {
    let now = settings.values.get(name).cloned();
    let (now, unit) = now.unwrap_or((Value::Int(0), Some(Unit::B)));
    let then = match now {
        Value::Bool(_) => Value::Bool(value > 0),
        Value::Enum(_) => Value::Enum(if value > 0 { "ON" } else { "OFF" }.to_owned()),
        Value::Int(_) | Value::Real(_) | Value::Text(_) => Value::Int(i128::from(value)),
    };
    settings.values.insert(name.to_owned(), (then, unit));
}

/// One group of sessions that does one operation.
pub(crate) fn doing(sessions: u64, operation: Operation) -> Load {
    Load {
        groups: vec![LoadGroup {
            sessions: Some(sessions),
            operations: Some(vec![operation]),
            ..LoadGroup::default()
        }],
        data_bytes: Some(0),
        ..Load::default()
    }
}

/// Sessions that do nothing.
pub(crate) fn idle(sessions: u64) -> Load {
    let mut load = doing(sessions, Operation::one(Kind::Query));
    load.groups[0].operations = Some(Vec::new());
    load
}

/// An operation with its size.
pub(crate) fn sized(kind: Kind, count: u64, operand_bytes: u64) -> Operation {
    Operation {
        count,
        operand_bytes: Some(operand_bytes),
        ..Operation::one(kind)
    }
}

/// The facts of a machine with this allocator.
pub(crate) fn facts(malloc: Malloc) -> ServerFacts {
    ServerFacts {
        malloc: Known::Known(malloc, "test".to_owned()),
        ..ServerFacts::default()
    }
}

/// The bill, with glibc.
pub(crate) fn bill(settings: &InForce, load: &Load) -> MemoryBill {
    price(settings, &facts(Malloc::Glibc), load, Profile::Mixed, None).expect("a bill")
}

/// One line of it; an absent line takes nothing.
pub(crate) fn line(settings: &InForce, load: &Load, what: &str) -> Option<Line> {
    bill(settings, load)
        .lines
        .into_iter()
        .find(|line| line.what == what)
}

/// Likely bytes of one line.
pub(crate) fn likely(settings: &InForce, load: &Load, what: &str) -> u64 {
    line(settings, load, what).map_or(0, |line| line.range.likely_bytes)
}
