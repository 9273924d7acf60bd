//! Clients that open more sessions than there are slots.

use anyhow::{Result, ensure};
use plimsoll_model::{CauseClass, Layer};

use crate::incident::app::{App, Shape};
use crate::incident::crowd::{everyday, idle};
use crate::incident::logging::Logging;
use crate::incident::scenario::Scenario;
use crate::incident::stage::{Stage, hours, minutes};

const EXHAUSTED: Scenario = Scenario {
    class: CauseClass::ConnectionExhaustionApp,
    layers: &[Layer::Application, Layer::Deploy],
    at_fault: &[Layer::Application],
    kernel: None,
    ..Scenario::BASE
};

const DEPLOY: Scenario = Scenario {
    layers: &[Layer::Deploy, Layer::Application],
    at_fault: &[Layer::Deploy, Layer::Application],
    what: "A new version of the application opens more sessions than before: no slot is left, logins are refused.",
    ..EXHAUSTED
};

const LEAK: Scenario = Scenario {
    what: "The application gives no session back: slots fill up one by one until logins are refused.",
    ..EXHAUSTED
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "deploy-pool-01",
        settings: &[("max_connections", "60")],
        logging: Logging::DEBIAN,
        trouble: |stage| after_deploy(stage, Shape::Spring),
        ..DEPLOY
    },
    Scenario {
        name: "deploy-pool-02",
        server: "postgresql-13",
        settings: &[("max_connections", "40")],
        logging: Logging::RDS,
        hold_out: true,
        trouble: |stage| after_deploy(stage, Shape::Json),
        ..DEPLOY
    },
    Scenario {
        name: "deploy-pool-03",
        server: "mysql-9.7",
        settings: &[("max_connections", "50")],
        logging: Logging::NOTES,
        trouble: |stage| after_deploy(stage, Shape::KeyValue),
        ..DEPLOY
    },
    Scenario {
        name: "deploy-pool-04",
        server: "mariadb-11.8",
        settings: &[("max_connections", "40")],
        logging: Logging::WARNINGS,
        hold_out: true,
        trouble: |stage| after_deploy(stage, Shape::Python),
        ..DEPLOY
    },
    Scenario {
        name: "session-leak-01",
        server: "postgresql-17",
        settings: &[("max_connections", "50")],
        logging: Logging::BADGER,
        trouble: |stage| leak(stage, Shape::Python),
        ..LEAK
    },
    Scenario {
        name: "session-leak-02",
        server: "postgresql-18",
        settings: &[("max_connections", "45")],
        logging: Logging::JSON,
        hold_out: true,
        trouble: |stage| leak(stage, Shape::Spring),
        ..LEAK
    },
    Scenario {
        name: "session-leak-03",
        hold_out: true,
        server: "mariadb-10.11",
        settings: &[("max_connections", "40")],
        trouble: |stage| leak(stage, Shape::Json),
        ..LEAK
    },
];

/// More sessions than slots, at once, some minutes after a deploy.
fn after_deploy(stage: &mut Stage, shape: Shape) -> Result<()> {
    stage.event(
        minutes(9),
        "deploy",
        [
            "shop-api",
            "shop-api 4.12.0: four replicas, pool size 50",
            "ci",
        ],
    );
    exhaust(stage, App::new(shape))
}

/// More and more sessions; the deploy was days ago.
fn leak(stage: &mut Stage, shape: Shape) -> Result<()> {
    stage.event(hours(70), "deploy", ["shop-api", "shop-api 4.11.2", "ci"]);
    exhaust(stage, App::new(shape))
}

fn exhaust(stage: &mut Stage, mut app: App) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    app.started("4.12.0");
    for _ in 0..stage.seed.number(20) + 5 {
        app.served(&mut stage.seed);
    }
    let sessions = 70 + stage.seed.number(20);
    let (open, refused) = idle(&instance, sessions);
    ensure!(!refused.is_empty(), "no login was refused");
    for told in &refused {
        app.failed(told, &mut stage.seed);
    }
    for _ in 0..stage.seed.number(12) + 4 {
        app.pool_empty(&mut stage.seed);
    }
    drop(open);
    stage.keep(&instance)?;
    stage.file("app.log", app.log());
    if stage.seed.chance(60) {
        stage.file("nginx.log", app.web_log());
    }
    Ok(())
}
