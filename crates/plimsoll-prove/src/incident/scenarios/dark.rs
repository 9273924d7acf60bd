//! Servers whose logs end without saying why, and servers that a probe killed.

use anyhow::Result;
use plimsoll_lab::Sign;
use plimsoll_model::{CauseClass, Layer};
use serde_json::json;

use crate::incident::crowd::{crowd, everyday, idle};
use crate::incident::logging::Logging;
use crate::incident::scenario::{POD, Scenario};
use crate::incident::stage::{Stage, all_gone};

const UNKNOWN: Scenario = Scenario {
    class: CauseClass::Unknown,
    kernel: None,
    ..Scenario::BASE
};

const PROBE: Scenario = Scenario {
    class: CauseClass::OrchestratorProbeKill,
    layers: &[Layer::Orchestrator],
    at_fault: &[Layer::Orchestrator],
    kernel: None,
    group: POD,
    ..Scenario::BASE
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "found-crashed-01",
        server: "postgresql-14",
        logging: Logging::DEBIAN,
        what: "The log begins with the start that found the server had not stopped in good order; what came before is not there.",
        trouble: found_crashed,
        ..UNKNOWN
    },
    Scenario {
        name: "found-crashed-02",
        server: "mariadb-10.11",
        what: "The log begins with the start that found the server had not stopped in good order; what came before is not there.",
        hold_out: true,
        trouble: found_crashed,
        ..UNKNOWN
    },
    Scenario {
        name: "ends-in-mid-air-01",
        server: "postgresql-17",
        logging: Logging::BADGER,
        what: "The log ends in the middle of everyday work, in the middle of a line; nobody kept the kernel's words.",
        trouble: mid_air,
        ..UNKNOWN
    },
    Scenario {
        name: "ends-in-mid-air-02",
        server: "mysql-9.7",
        logging: Logging::NOTES,
        what: "The log ends after everyday work, and a new one was not kept; nobody kept the kernel's words.",
        hold_out: true,
        trouble: mid_air,
        ..UNKNOWN
    },
    Scenario {
        name: "liveness-01",
        logging: Logging::DEBIAN,
        what: "A long statement kept the disk busy, the liveness probe timed out three times and the container was killed; the server worked.",
        trouble: |stage| probe(stage, Sign::Kill),
        ..PROBE
    },
    Scenario {
        name: "liveness-02",
        server: "mysql-9.7",
        logging: Logging::NOTES,
        what: "The liveness probe timed out while the server was busy; the container was stopped and started again.",
        hold_out: true,
        trouble: |stage| probe(stage, Sign::Terminate),
        ..PROBE
    },
    Scenario {
        name: "liveness-03",
        server: "mariadb-11.8",
        what: "The liveness probe timed out while the server was busy; the container was killed and started again.",
        trouble: |stage| probe(stage, Sign::Kill),
        ..PROBE
    },
    Scenario {
        name: "liveness-04",
        server: "postgresql-18",
        logging: Logging::JSON,
        what: "The liveness probe asked for a session while all were at work; the container was stopped (fast) and started again.",
        hold_out: true,
        trouble: |stage| probe(stage, Sign::Interrupt),
        ..PROBE
    },
];

fn found_crashed(stage: &mut Stage) -> Result<()> {
    let mut instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    instance.send(Sign::Kill);
    instance.wait_for_end()?;
    all_gone(&instance)?;
    std::fs::write(instance.folder().join("server.log"), "")?;
    stage.server().restart(&mut instance)?;
    stage.keep(&instance)
}

fn mid_air(stage: &mut Stage) -> Result<()> {
    let mut instance = stage.server().start()?;
    for _ in 0..3 {
        everyday(&instance, &mut stage.seed).or_else(|_| Ok::<_, anyhow::Error>(()))?;
    }
    instance.send_all(Sign::Kill);
    instance.wait_for_end()?;
    let path = instance.folder().join("server.log");
    let log = std::fs::read(&path)?;
    let whole = log.len().saturating_sub(stage.seed.number(40) as usize);
    std::fs::write(&path, &log[..whole])?;
    stage.keep(&instance)
}

/// The events of a probe that fails three times; then the server ends as the container does.
fn probe(stage: &mut Stage, sign: Sign) -> Result<()> {
    let mut instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let sleep = match stage.installed.engine {
        plimsoll_model::Engine::Postgresql => "select pg_sleep(1)",
        plimsoll_model::Engine::Mysql | plimsoll_model::Engine::Mariadb => "select sleep(1)",
    };
    crowd(&instance, 6, |_| vec![sleep.to_owned()]);
    let mut lines: Vec<String> = (0..3)
        .map(|number| {
            event(
                30 - number * 10,
                "probe",
                "Liveness probe failed: command timed out after 1s",
            )
        })
        .collect();
    lines.push(event(
        0,
        "probe",
        "Container postgres failed liveness probe, will be restarted",
    ));
    let (open, _) = idle(&instance, 3);
    if sign == Sign::Kill {
        instance.send_all(sign);
    } else {
        instance.send(sign);
    }
    instance.wait_for_end()?;
    drop(open);
    all_gone(&instance)?;
    stage.server().restart(&mut instance)?;
    lines.push(event(0, "restart", "Started container postgres"));
    stage.keep(&instance)?;
    stage.file("events.jsonl", lines.join("\n") + "\n");
    Ok(())
}

fn event(seconds_ago: i64, kind: &str, message: &str) -> String {
    let ago = jiff::SignedDuration::from_secs(seconds_ago);
    let now = jiff::Timestamp::now();
    let at = now.checked_sub(ago).unwrap_or(now);
    let event = json!({
        "schema": "plimsoll.event/1",
        "time": at.to_string(),
        "kind": kind,
        "target": "pod/db-0",
        "message": message,
        "actor": "kubelet",
        "ref": null,
    });
    event.to_string()
}
