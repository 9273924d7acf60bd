//! Servers that somebody stopped or killed, and that did nothing wrong.

use anyhow::{Context as _, Result};
use plimsoll_lab::{Instance, Sign};
use plimsoll_model::{CauseClass, Engine, Layer};

use crate::incident::crowd::{everyday, idle};
use crate::incident::logging::Logging;
use crate::incident::scenario::{CONTAINER, Scenario};
use crate::incident::stage::{Stage, all_gone, has_said, minutes};

const STOP: Scenario = Scenario {
    class: CauseClass::OperatorOrOrchestratorStop,
    layers: &[Layer::Operator, Layer::Orchestrator],
    at_fault: &[Layer::Operator],
    limit_mb: Some(512),
    ..Scenario::BASE
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "fast-stop-01",
        logging: Logging::DEBIAN,
        what: "Somebody stopped the server (fast) while sessions were open.",
        trouble: |stage| signalled(stage, Sign::Interrupt),
        ..STOP
    },
    Scenario {
        name: "fast-stop-02",
        server: "postgresql-12",
        logging: Logging::CSV,
        what: "Somebody stopped the server (fast) and started it again some time later.",
        hold_out: true,
        trouble: |stage| stopped_and_started(stage, Sign::Interrupt),
        ..STOP
    },
    Scenario {
        name: "immediate-stop-01",
        server: "postgresql-15",
        logging: Logging::CODES,
        what: "The server was stopped immediately (SIGQUIT) and recovered at its next start.",
        trouble: |stage| stopped_and_started(stage, Sign::Quit),
        ..STOP
    },
    Scenario {
        name: "smart-stop-01",
        server: "postgresql-18",
        logging: Logging::BERLIN,
        what: "The server was asked to stop in the smart way: it let nobody in and waited for its sessions.",
        hold_out: true,
        trouble: |stage| signalled(stage, Sign::Terminate),
        ..STOP
    },
    Scenario {
        name: "kill-backend-01",
        server: "postgresql-16",
        logging: Logging::BADGER,
        what: "A person sent SIGKILL to one backend; the kernel killed nobody, and the server recovered.",
        trouble: kill_backend,
        ..STOP
    },
    Scenario {
        name: "kill-backend-02",
        server: "postgresql-13",
        logging: Logging::RDS,
        what: "A script sent SIGKILL to a backend that held a lock; memory was free.",
        hold_out: true,
        trouble: kill_backend,
        ..STOP
    },
    Scenario {
        name: "kill-server-01",
        server: "mysql-9.7",
        limit_mb: Some(1024),
        logging: Logging::NOTES,
        what: "The server process was killed by hand (SIGKILL) and started again: it recovered.",
        trouble: |stage| stopped_and_started(stage, Sign::Kill),
        ..STOP
    },
    Scenario {
        name: "kill-server-02",
        server: "mariadb-11.8",
        what: "The server process was killed by hand (SIGKILL) and started again: it recovered.",
        hold_out: true,
        trouble: |stage| stopped_and_started(stage, Sign::Kill),
        ..STOP
    },
    Scenario {
        name: "normal-stop-01",
        server: "mariadb-10.11",
        logging: Logging::WARNINGS,
        what: "Somebody stopped the server by SIGTERM.",
        trouble: |stage| signalled(stage, Sign::Terminate),
        ..STOP
    },
    Scenario {
        name: "shutdown-statement-01",
        server: "mysql-9.7",
        limit_mb: Some(1024),
        logging: Logging::SYSTEM_TIME,
        what: "An account with the right to do so sent SHUTDOWN.",
        hold_out: true,
        trouble: shutdown,
        ..STOP
    },
    Scenario {
        name: "shutdown-statement-02",
        server: "mariadb-11.8",
        group: CONTAINER,
        what: "An account with the right to do so sent SHUTDOWN.",
        trouble: shutdown,
        ..STOP
    },
    Scenario {
        name: "package-upgrade-01",
        server: "postgresql-16",
        logging: Logging::DEBIAN,
        what: "A package's upgrade restarted the server in the middle of the day.",
        hold_out: true,
        trouble: upgrade,
        ..STOP
    },
    Scenario {
        name: "package-upgrade-02",
        server: "mariadb-10.11",
        what: "An unattended upgrade of the package restarted the server.",
        trouble: upgrade,
        ..STOP
    },
];

fn at_work(stage: &mut Stage) -> Result<Instance> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    Ok(instance)
}

fn signalled(stage: &mut Stage, sign: Sign) -> Result<()> {
    let mut instance = at_work(stage)?;
    let (open, _) = idle(&instance, 5);
    instance.send(sign);
    if sign == Sign::Terminate && stage.installed.engine == Engine::Postgresql {
        has_said(&instance, "received smart shutdown request")?;
        let _refused = instance.session();
    }
    drop(open);
    instance.wait_for_end()?;
    stage.keep(&instance)
}

fn stopped_and_started(stage: &mut Stage, sign: Sign) -> Result<()> {
    let mut instance = at_work(stage)?;
    let (open, _) = idle(&instance, 5);
    instance.send(sign);
    instance.wait_for_end()?;
    drop(open);
    all_gone(&instance)?;
    stage.server().restart(&mut instance)?;
    stage.keep(&instance)
}

fn kill_backend(stage: &mut Stage) -> Result<()> {
    let mut instance = at_work(stage)?;
    let mut session = instance.session()?;
    let pid = session.value("select pg_backend_pid()")?;
    session.query("begin; create table locked (id int)")?;
    instance.send_to(pid.parse().context("no process id")?, Sign::Kill);
    has_said(&instance, "by signal 9")?;
    instance.await_ready()?;
    stage.keep(&instance)
}

fn shutdown(stage: &mut Stage) -> Result<()> {
    let mut instance = at_work(stage)?;
    let (open, _) = idle(&instance, 3);
    let mut session = instance.session()?;
    let _cut = session.query("shutdown");
    instance.wait_for_end()?;
    drop(open);
    stage.keep(&instance)
}

fn upgrade(stage: &mut Stage) -> Result<()> {
    let before = stage.began.checked_sub(minutes(1))?;
    let sign = match stage.installed.engine {
        Engine::Postgresql => Sign::Interrupt,
        Engine::Mysql | Engine::Mariadb => Sign::Terminate,
    };
    stopped_and_started(stage, sign)?;
    let package = match stage.installed.engine {
        Engine::Postgresql => (
            "postgresql-16:amd64",
            "16.12-1.pgdg120+1",
            "16.14-1.pgdg120+1",
        ),
        Engine::Mysql | Engine::Mariadb => (
            "mariadb-server:amd64",
            "1:10.11.11-0+deb12u1",
            "1:10.11.14-0+deb12u2",
        ),
    };
    stage.file("dpkg.log", dpkg(before, package));
    Ok(())
}

/// What dpkg writes of one package's upgrade.
fn dpkg(from: jiff::Timestamp, (package, old, new): (&str, &str, &str)) -> String {
    let steps = [
        (0, "startup archives unpack".to_owned()),
        (1, format!("upgrade {package} {old} {new}")),
        (1, format!("status half-configured {package} {old}")),
        (40, format!("status unpacked {package} {new}")),
        (50, "startup packages configure".to_owned()),
        (50, format!("configure {package} {new} <none>")),
        (58, format!("status half-configured {package} {new}")),
        (63, format!("status installed {package} {new}")),
    ];
    let line = |(seconds, words): &(i64, String)| {
        let at = from
            .checked_add(jiff::SignedDuration::from_secs(*seconds))
            .unwrap_or(from);
        let at = at.to_zoned(jiff::tz::TimeZone::UTC);
        format!("{} {words}\n", at.strftime("%Y-%m-%d %H:%M:%S"))
    };
    steps.iter().map(line).collect()
}
