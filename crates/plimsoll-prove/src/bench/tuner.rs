//! The file that a server runs on, beside the tuner that asks the running server.
//!
//! The tuners are Perl programs of others, run as a user of the server would; what their own
//! child processes cost is theirs, what the server spends on their questions is not counted.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use plimsoll_lab::{Installed, Instance, Server, ServerUser};

use super::cost::{Side, compare};
use crate::check::Program;

/// Rounds; in each the tuner runs once.
const ROUNDS: u32 = 3;
/// Runs of ours in a round: so many that the kernel's tick is small beside them.
const OURS_RUNS: u32 = 50;

/// A tuner, and a server that it can ask.
pub(super) struct Tuner {
    pub(super) name: &'static str,
    /// Names that its program goes by.
    programs: &'static [&'static str],
    pub(super) server: &'static str,
    /// Words of its report that only the running server can have given it.
    proof: &'static str,
    /// What the server must be set to and have done for the tuner to come to its end.
    set: &'static [(&'static str, &'static str)],
    done: &'static str,
    /// How it is got, where it is not there.
    pub(super) missing: &'static str,
    /// Its flags for a server that listens on a socket alone and asks for no password.
    flags: fn(&Instance, ServerUser) -> Result<Vec<String>>,
}

impl Tuner {
    /// Its program, if it is on this machine.
    pub(super) fn program(&self) -> Option<PathBuf> {
        self.programs.iter().find_map(|name| on_path(name))
    }

    /// The command that asks the server, known to reach it.
    pub(super) fn asking(&self, program: &Path, server: &Instance) -> Result<Command> {
        let user = ServerUser::ready()?;
        let flags = (self.flags)(server, user)?;
        let asked = || {
            let mut command = user.command(program);
            // Where it looks for passwords: nobody's.
            command.env("HOME", "/nonexistent").args(&flags);
            command
        };
        self.has_reached(asked(), server)?;
        Ok(asked())
    }

    /// A tuner that did not get in would be cheap.
    fn has_reached(&self, mut tuner: Command, server: &Instance) -> Result<()> {
        let done = tuner
            .output()
            .with_context(|| format!("{tuner:?} did not start"))?;
        let said = String::from_utf8_lossy(&done.stdout);
        if said.contains(self.proof) {
            return Ok(());
        }
        let why = String::from_utf8_lossy(&done.stderr);
        let last = said.lines().chain(why.lines()).last().unwrap_or_default();
        bail!(
            "{tuner:?} said nothing of {}: {last}",
            server.installed().name
        )
    }

    pub(super) fn start(&self) -> Result<Instance> {
        let mut server = Server::new(&Installed::find(self.server)?);
        for (name, value) in self.set {
            server = server.set(*name, *value);
        }
        let server = server.start()?;
        server.session()?.query(self.done)?;
        Ok(server)
    }
}

/// A monitor's plugin, one of its checks: all settings against those of the last time, the
/// nearest to what an audit asks. The sum is wrong on purpose: it then says the right one.
pub(super) const CHECK_POSTGRES: Tuner = Tuner {
    name: "check_postgres (settings_checksum)",
    programs: &["check_postgres", "check_postgres.pl"],
    server: "postgresql-15",
    proof: "checksum: ",
    set: &[],
    done: "SELECT 1",
    missing: "Debian's packages are check-postgres and postgresql-client",
    flags: check_postgres,
};

pub(super) const TUNERS: [Tuner; 2] = [
    Tuner {
        name: "postgresqltuner",
        programs: &["postgresqltuner.pl", "postgresqltuner"],
        server: "postgresql-15",
        proof: "15.",
        set: &[],
        done: "SELECT 1",
        missing: "Debian has no package of it; put its script and libdbd-pg-perl on this machine",
        flags: postgresqltuner,
    },
    Tuner {
        name: "MySQLTuner",
        programs: &["mysqltuner", "mysqltuner.pl"],
        server: "mariadb-10.11",
        proof: "10.11.",
        // It divides by the size of a chunk, which MariaDB shows as 0 where it chooses itself, and
        // by how often the log was written.
        set: &[("innodb_buffer_pool_chunk_size", "2M")],
        done: "CREATE DATABASE shop; CREATE TABLE shop.written (id INT PRIMARY KEY) ENGINE=InnoDB; \
               INSERT INTO shop.written VALUES (1)",
        missing: "Debian's packages are mysqltuner and mariadb-client",
        flags: mysqltuner,
    },
];

fn postgresqltuner(server: &Instance, _: ServerUser) -> Result<Vec<String>> {
    let flags = ["--user=postgres", "--database=postgres", "--nocolor"];
    let host = format!("--host={}", folder(server)?.display());
    Ok(flags.map(str::to_owned).into_iter().chain([host]).collect())
}

fn check_postgres(server: &Instance, _: ServerUser) -> Result<Vec<String>> {
    let flags = ["--action=settings_checksum", "--critical=0"];
    let account = ["--dbuser=postgres", "--dbname=postgres"];
    let host = format!("--host={}", folder(server)?.display());
    let flags = flags.into_iter().chain(account).map(str::to_owned);
    Ok(flags.chain([host]).collect())
}

/// By a file: its flag `--socket` brings a port along, and MariaDB's client programs then ask the
/// loopback interface.
fn mysqltuner(server: &Instance, user: ServerUser) -> Result<Vec<String>> {
    let file = folder(server)?.join("client.cnf");
    let text = format!(
        "[client]\nuser=root\nsocket={}\n",
        server.socket().display()
    );
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    user.own(&file)?;
    let file = format!("--defaults-file={}", file.display());
    Ok(vec![file, "--nocolor".to_owned()])
}

/// The server's own folder, which goes away with it.
fn folder(server: &Instance) -> Result<&Path> {
    server.socket().parent().context("its socket lies nowhere")
}

/// Prints a row a tuner, or why there is none.
pub(super) fn rows(plimsoll: &Program) -> Result<()> {
    for tuner in &TUNERS {
        let Some(program) = tuner.program() else {
            println!("{}: not measured: {}", tuner.name, tuner.missing);
            continue;
        };
        let server = tuner.start()?;
        let theirs = Side::once(tuner.asking(&program, &server)?);
        let mut ours = Command::new(plimsoll.path());
        ours.args(["check", "--host", "--fail-on", "never"]);
        ours.arg(server.config_file());
        let ours = Side {
            command: ours,
            runs: OURS_RUNS,
        };
        let what = format!("check of {}'s own file : {}", tuner.server, tuner.name);
        println!("{}", compare(&what, ROUNDS, ours, theirs)?);
    }
    Ok(())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
