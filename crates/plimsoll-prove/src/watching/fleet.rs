//! Servers to be watched: a few real ones, and many doubles of one of them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use plimsoll_lab::{Installed, Instance, Server};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::daemon::Daemon;
use super::double::Double;

/// How often is looked whether all are reached.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The servers.
pub(super) struct Fleet {
    real: Vec<Instance>,
    doubles: usize,
    double: Arc<Double>,
    port: u16,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Fleet {
    /// Starts so many real ones, and a double that answers for so many others.
    ///
    /// # Errors
    /// When a server cannot be started.
    pub(super) fn start(real: usize, doubles: usize) -> Result<Self> {
        let installed = Installed::find("postgresql-15")?;
        let server = Server::new(&installed)
            .set("shared_buffers", "16MB")
            .set("max_connections", "40")
            .with_tcp();
        let real: Vec<Instance> = (0..real)
            .map(|_| server.start())
            .collect::<Result<_, _>>()?;
        let first = real.first().context("no real server")?;
        let port = first.port().context("it has no port")?;
        let folder = first.data_folder().display().to_string();
        let double = Arc::new(Double::new(port, &folder));
        let (listening, listens) = std::sync::mpsc::channel();
        let (end, ended) = oneshot::channel::<()>();
        let serving = Arc::clone(&double);
        let thread = std::thread::Builder::new()
            .name("doubles".to_owned())
            .spawn(move || drop(serve(serving, &listening, ended)))?;
        let port = listens.recv().context("the double does not listen")?;
        Ok(Self {
            real,
            doubles,
            double,
            port,
            end: Some(end),
            thread: Some(thread),
        })
    }

    /// Their sections of plimsoll.toml.
    pub(super) fn sections(&self) -> String {
        let mut text = String::new();
        for (number, server) in self.real.iter().enumerate() {
            let port = server.port().unwrap_or_default();
            section(&mut text, "real", number, port);
        }
        for number in 0..self.doubles {
            section(&mut text, "double", number, self.port);
        }
        text
    }

    /// Waits until every one is up and its settings were read: the real ones, of whose
    /// machine a limit is known, have a bill.
    ///
    /// # Errors
    /// When that takes too long.
    pub(super) fn await_all(&self, daemon: &Daemon, wait_max: Duration) -> Result<()> {
        let all = (self.real.len() + self.doubles) as f64;
        let until = Instant::now() + wait_max;
        loop {
            let page = daemon.page()?;
            let up = page.sum("plimsoll_up", "");
            let priced = page.count("plimsoll_limit_bytes", "server=\"real-");
            if up >= all && priced >= self.real.len() {
                return Ok(());
            }
            if Instant::now() > until {
                let log = daemon.log();
                bail!("{up} of {all} are up, {priced} priced after {wait_max:?}: {log}");
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// Stops them.
    ///
    /// # Errors
    /// When a real server logged what it should not have.
    pub(super) fn stop(mut self) -> Result<()> {
        println!(
            "doubles: {} answers from memory, {} asked of the real server",
            self.double.repeated.load(Ordering::Relaxed),
            self.double.asked.load(Ordering::Relaxed),
        );
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
        for server in self.real.drain(..) {
            server.stop()?;
        }
        Ok(())
    }
}

fn serve(
    double: Arc<Double>,
    listening: &std::sync::mpsc::Sender<u16>,
    ended: oneshot::Receiver<()>,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        listening.send(listener.local_addr()?.port())?;
        tokio::select! {
            done = double.serve(listener) => done,
            _ = ended => Ok(()),
        }
    })
}

fn section(text: &mut String, kind: &str, number: usize, port: u16) {
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=disable");
    // A String takes everything.
    let _never = writeln!(
        text,
        "[[server]]\nname = \"{kind}-{number:04}\"\nurl = \"{url}\"\n"
    );
}
