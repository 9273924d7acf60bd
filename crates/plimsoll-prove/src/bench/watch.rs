//! A server that is watched every second, beside a scrape of its exporter: the CPU
//! of each, and the server's own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use plimsoll_lab::{Installed, Instance, Server};
use plimsoll_model::Engine;

use super::cost::row;
use super::spent::server_ms;
use crate::check::Program;
use crate::ticks::ticks_of;
use crate::watching::daemon::Daemon;

/// The servers, and the exporter of each.
const SERVERS: [(&str, &str); 3] = [
    ("postgresql-15", "prometheus-postgres-exporter"),
    ("mariadb-10.11", "prometheus-mysqld-exporter"),
    ("mysql-9.7", "prometheus-mysqld-exporter"),
];
/// How long one is watched, once it is priced.
const WATCHED: Duration = Duration::from_secs(30);
/// Scrapes of an exporter.
const SCRAPES: u32 = 30;
/// How long a program may take until it answers.
const READY_MAX: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Prints two rows a server: the client's CPU, and the server's.
pub(super) fn rows(plimsoll: &Program) -> Result<()> {
    for (name, exporter) in SERVERS {
        let server = Server::new(&Installed::find(name)?).with_tcp().start()?;
        let ours = watched(plimsoll, &server)?;
        let what = format!("watch of {name}, a second : a scrape of its exporter");
        let Some(theirs) = scraped(&server, exporter)? else {
            println!("{what}: {:.2} ms; {exporter} is not installed", ours.0);
            continue;
        };
        println!("{}", row(&what, ours.0, theirs.0));
        println!("{}", row("  the server's part of it", ours.1, theirs.1));
    }
    Ok(())
}

/// CPU of the daemon and of the server by a second, in milliseconds: the server and its
/// cgroup are looked at in each, whether its settings moved in every tenth.
fn watched(plimsoll: &Program, server: &Instance) -> Result<(f64, f64)> {
    let section = format!(
        "[[server]]\nname = \"one\"\nurl = \"{}\"\nevery = {{ server = 1, host = 1 }}\n",
        url(server)?
    );
    let daemon = Daemon::start(plimsoll, &section, "")?;
    until(|| Ok(daemon.page()?.sum("plimsoll_limit_bytes", "") > 0.0))?;
    let taken = || -> Result<f64> {
        let page = daemon.page()?;
        Ok(page.sum("plimsoll_samples_taken_total", "source=\"server\""))
    };
    let before = (daemon.cpu_seconds()?, server_ms(server)?, taken()?);
    std::thread::sleep(WATCHED);
    let after = (daemon.cpu_seconds()?, server_ms(server)?, taken()?);
    daemon.stop()?;
    let samples = after.2 - before.2;
    if samples < 1.0 {
        bail!("the daemon took no sample in {WATCHED:?}");
    }
    let client_ms = (after.0 - before.0) * 1e3;
    Ok((client_ms / samples, (after.1 - before.1) / samples))
}

/// The same of a scrape; `None` where the exporter is not there.
fn scraped(server: &Instance, program: &str) -> Result<Option<(f64, f64)>> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let Some(exporter) = exporter(server, program, address)? else {
        return Ok(None);
    };
    until(|| Ok(TcpStream::connect(address).is_ok()))?;
    scrape(address)?;
    let before = (ticks_of(exporter.0.id())?, server_ms(server)?);
    for _ in 0..SCRAPES {
        scrape(address)?;
    }
    let after = (ticks_of(exporter.0.id())?, server_ms(server)?);
    let scrapes = f64::from(SCRAPES);
    let client_ms = (after.0 - before.0) * 1e3;
    Ok(Some((client_ms / scrapes, (after.1 - before.1) / scrapes)))
}

/// A program that ends with its row.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn exporter(server: &Instance, program: &str, address: SocketAddr) -> Result<Option<Ended>> {
    let port = server.port().context("the server has no port")?;
    let source = match server.installed().engine {
        Engine::Postgresql => {
            format!("postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable")
        }
        Engine::Mysql | Engine::Mariadb => {
            format!("root@unix({})/", server.socket().display())
        }
    };
    let started = Command::new(program)
        .arg(format!("--web.listen-address={address}"))
        .env("DATA_SOURCE_NAME", source)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(child) => Ok(Some(Ended(child))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{program} did not start")),
    }
}

fn scrape(address: SocketAddr) -> Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(READY_MAX))?;
    stream.write_all(b"GET /metrics HTTP/1.0\r\nHost: x\r\n\r\n")?;
    let mut page = String::new();
    stream.read_to_string(&mut page)?;
    if !["pg_up 1", "mysql_up 1"].iter().any(|up| page.contains(up)) {
        bail!("the exporter does not reach the server");
    }
    Ok(())
}

fn url(server: &Instance) -> Result<String> {
    let port = server.port().context("the server has no port")?;
    let socket = server.socket().display();
    Ok(match server.installed().engine {
        Engine::Postgresql => {
            format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=disable")
        }
        Engine::Mysql => format!("mysql://root@localhost/?socket={socket}"),
        Engine::Mariadb => format!("mariadb://root@localhost/?socket={socket}"),
    })
}

fn until(is_so: impl Fn() -> Result<bool>) -> Result<()> {
    let end = Instant::now() + READY_MAX;
    while !is_so()? {
        if Instant::now() > end {
            bail!("nothing answered within {READY_MAX:?}");
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(())
}
