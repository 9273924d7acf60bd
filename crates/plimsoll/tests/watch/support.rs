//! The daemon with a configuration of a test's, asked as a client would.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use plimsoll_lab::{Installed, Instance, Server};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take that is waited for.
pub(crate) const WAIT_MAX: Duration = Duration::from_secs(40);
/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What was waited for, once it is there.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + WAIT_MAX;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "{what}: not within {WAIT_MAX:?}");
        thread::sleep(LOOK_EVERY);
    }
}

/// The server of that name; what is missing here is named and skipped.
pub(crate) fn server(name: &str) -> Option<Server> {
    let installed = Installed::find(name).inspect_err(|error| {
        let _unheard = writeln!(std::io::stderr(), "skipped: {name} ({error})");
    });
    Some(Server::new(&installed.ok()?).with_tcp())
}

/// A `[[server]]` of plimsoll.toml.
pub(crate) fn section(name: &str, instance: &Instance, more: &str) -> String {
    let port = instance.port().unwrap();
    format!(
        "[[server]]\nname = \"{name}\"\nurl = \"postgres://postgres@127.0.0.1:{port}/postgres\"\nsessions = 20\n{more}\n"
    )
}

/// A daemon that ends with the test.
pub(crate) struct Daemon {
    child: Child,
    pub(crate) port: u16,
    pub(crate) folder: TempDir,
}

impl Daemon {
    /// Starts one; the configuration gets a `[watch]` that looks often, with these
    /// lines in it.
    pub(crate) fn start(watch: &str, rest: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        fs::write(folder.path().join("plimsoll.toml"), text(port, watch, rest)).unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        command
            .env_clear()
            .env("HOME", "/nonexistent")
            .current_dir("/");
        command.args(["watch", "--log-format", "json", "--config"]);
        command.arg(folder.path().join("plimsoll.toml"));
        let child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let daemon = Self {
            child,
            port,
            folder,
        };
        until("the daemon answers", || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        daemon
    }

    /// Writes another configuration, without telling the daemon.
    pub(crate) fn configure(&self, watch: &str, rest: &str) {
        fs::write(self.config(), text(self.port, watch, rest)).unwrap();
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("plimsoll.toml")
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Ends it as systemd does; how it ended, and after how long.
    pub(crate) fn stop(mut self) -> (ExitStatus, Duration, String) {
        let begun = Instant::now();
        self.signal(Signal::TERM);
        let status = until("the daemon ends", || self.child.try_wait().unwrap());
        (status, begun.elapsed(), self.log())
    }

    /// What comes back for these bytes.
    pub(crate) fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(WAIT_MAX)).unwrap();
        // It may have heard enough already.
        let _unless_closed = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _unless_reset = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The status and the body of an answer.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let port = self.port;
        parsed(
            &self.send(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").as_bytes()),
        )
    }

    /// The same for an event that is told.
    pub(crate) fn post(&self, headers: &str, body: &str) -> (u16, String) {
        let (port, length) = (self.port, body.len());
        let request = format!(
            "POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        parsed(&self.send(request.as_bytes()))
    }

    pub(crate) fn status(&self) -> Value {
        let (code, body) = self.get("/api/v1/status");
        assert_eq!(code, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }

    /// Waits until a server of the status is as wanted.
    pub(crate) fn until(&self, what: &str, name: &str, is: impl Fn(&Value) -> bool) -> Value {
        until(what, || {
            let status = self.status();
            let servers = status["servers"].as_array().unwrap();
            let server = servers.iter().find(|it| it["name"] == name);
            server.filter(|server| is(server)).cloned()
        })
    }

    /// Waits until a server is found in a state.
    pub(crate) fn until_reach(&self, name: &str, reach: &str) -> Value {
        self.until(&format!("{name} is {reach}"), name, |it| {
            it["reach"] == reach
        })
    }

    /// `plimsoll status` with these words.
    pub(crate) fn told(&self, words: &[&str]) -> Output {
        let url = format!("http://127.0.0.1:{}", self.port);
        plimsoll(&[&["status", "--url", &url], words].concat())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// How many samples of a source were taken.
pub(crate) fn taken(server: &Value, source: &str) -> u64 {
    let sources = server["sources"].as_array().unwrap().iter();
    let mut of = sources.filter(|it| it["source"] == source);
    of.next().map_or(0, |it| it["taken"].as_u64().unwrap())
}

/// The program with these words, without the caller's own surroundings.
pub(crate) fn plimsoll(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.env_clear().env("HOME", "/nonexistent");
    command.current_dir("/").args(words).output().unwrap()
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn text(port: u16, watch: &str, rest: &str) -> String {
    let every = "every = { host = 2, server = 3, seldom = 6, pooler = 3, service = 3 }";
    format!("[watch]\nlisten = \"127.0.0.1:{port}\"\n{every}\n{watch}\n{rest}\n")
}

fn parsed(answer: &str) -> (u16, String) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let code = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    (code.unwrap_or(0), body.to_owned())
}
