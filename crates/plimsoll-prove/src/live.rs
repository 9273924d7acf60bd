//! `plimsoll audit` on a server of the lab, over its socket.
//!
//! The program as a user runs it, without the user's own surroundings; nothing
//! of what it says is judged here.

use std::process::Command;

use anyhow::{Context, Result, bail};
use plimsoll_lab::Instance;
use plimsoll_model::Engine;
use serde_json::Value;

use crate::check::Program;

/// The command that audits it.
pub(crate) fn audit(plimsoll: &Program, server: &Instance) -> Command {
    let mut command = Command::new(plimsoll.path());
    command.env_clear().env("HOME", "/nonexistent");
    command.current_dir("/").arg("audit").arg(url(server));
    command
}

/// What the audit says of the server.
///
/// # Errors
/// When the program could not do it, or said what is not its format.
pub(crate) fn audited(plimsoll: &Program, server: &Instance) -> Result<Value> {
    let mut command = audit(plimsoll, server);
    command.args(["--format", "json", "--fail-on", "never"]);
    let done = command
        .output()
        .with_context(|| format!("{command:?} did not start"))?;
    if !done.status.success() {
        let why = String::from_utf8_lossy(&done.stderr);
        bail!("{command:?} could not do it: {}", why.trim());
    }
    let mut said: Value = serde_json::from_slice(&done.stdout)
        .with_context(|| format!("{command:?} gave no JSON"))?;
    Ok(said["targets"][0].take())
}

fn url(server: &Instance) -> String {
    let socket = server.socket();
    match server.installed().engine {
        Engine::Postgresql => {
            let folder = socket.parent().unwrap_or(socket).display();
            format!("postgres:///postgres?host={folder}&user=postgres")
        }
        Engine::Mysql => format!("mysql://root@localhost/?socket={}", socket.display()),
        Engine::Mariadb => format!("mariadb://root@localhost/?socket={}", socket.display()),
    }
}
