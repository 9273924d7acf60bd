//! Servers, and the program run on them.

use std::io::Write;
use std::process::{Command, Output};

use plimsoll_lab::{Installed, Instance, Server};
use serde_json::Value;

/// The server of that name; what is missing here is named and skipped.
pub(crate) fn installed(name: &str) -> Option<Installed> {
    Installed::find(name)
        .inspect_err(|error| {
            let _unheard = writeln!(std::io::stderr(), "skipped: {name} ({error})");
        })
        .ok()
}

/// Such a server, on the loopback interface too; a crash of the machine may cost
/// it nothing.
pub(crate) fn started(name: &str) -> Option<Instance> {
    let server = Server::new(&installed(name)?).with_tcp();
    let server = if name.starts_with("postgresql") {
        server.set("fsync", "on")
    } else {
        server
    };
    Some(server.start().unwrap())
}

/// The program with these words, without the caller's own surroundings.
pub(crate) fn plimsoll(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.env_clear().env("HOME", "/nonexistent");
    command.current_dir("/").args(words).output().unwrap()
}

/// What an audit says in JSON, and its exit code.
pub(crate) fn audit(words: &[&str]) -> (i32, Value) {
    let words = [&["audit", "--format", "json"], words].concat();
    let output = plimsoll(&words);
    let said = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let json = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}\n{error}"));
    (output.status.code().unwrap(), json)
}

/// `name kind` of all that drifted of the first target.
pub(crate) fn drift(json: &Value) -> Vec<String> {
    let drift = json["targets"][0]["drift"].as_array().unwrap().iter();
    let told = drift.map(|one| {
        let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        format!("{} {}", text("parameter"), text("kind"))
    });
    told.collect()
}

/// Names of the first target's findings.
pub(crate) fn findings(json: &Value) -> Vec<&str> {
    let findings = json["targets"][0]["findings"].as_array().unwrap().iter();
    findings.map(|it| it["name"].as_str().unwrap()).collect()
}

/// Names of the questions that the first target did not answer.
pub(crate) fn gaps(json: &Value) -> Vec<&str> {
    let gaps = json["targets"][0]["gaps"].as_array().unwrap().iter();
    gaps.map(|it| it["what"].as_str().unwrap()).collect()
}

/// Runs statements as the superuser.
pub(crate) fn run(instance: &Instance, statements: &[&str]) {
    for statement in statements {
        instance.session().unwrap().query(statement).unwrap();
    }
}
