//! Logs that look like trouble and are explained: nothing to mend.

use anyhow::Result;
use plimsoll_lab::Sign;
use plimsoll_model::{CauseClass, Engine};

use super::files::stop_sign;
use crate::incident::crowd::{crowd, everyday, idle};
use crate::incident::kernel::KernelWords;
use crate::incident::logging::Logging;
use crate::incident::scenario::Scenario;
use crate::incident::stage::{Stage, all_gone, has_said, minutes};

const BENIGN: Scenario = Scenario {
    class: CauseClass::Benign,
    kernel: Some(KernelWords::Dmesg),
    ..Scenario::BASE
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "planned-restart-01",
        logging: Logging::DEBIAN,
        what: "A restart that was planned and said before: in good order, back in a second.",
        trouble: planned_restart,
        ..BENIGN
    },
    Scenario {
        name: "planned-restart-02",
        server: "mysql-9.7",
        logging: Logging::NOTES,
        what: "A restart that was planned and said before: in good order, back in seconds.",
        hold_out: true,
        trouble: planned_restart,
        ..BENIGN
    },
    Scenario {
        name: "planned-restart-03",
        server: "mariadb-11.8",
        what: "A restart that was planned and said before: in good order, back in seconds.",
        trouble: planned_restart,
        ..BENIGN
    },
    Scenario {
        name: "reload-01",
        server: "postgresql-14",
        logging: Logging::BADGER,
        what: "A nightly SIGHUP reads the files again; nothing else happens.",
        hold_out: true,
        trouble: reload,
        ..BENIGN
    },
    Scenario {
        name: "time-outs-01",
        server: "postgresql-18",
        settings: &[
            ("statement_timeout", "200ms"),
            ("lock_timeout", "100ms"),
            ("idle_in_transaction_session_timeout", "300ms"),
        ],
        logging: Logging::JSON,
        what: "Time-outs that were set cancel slow statements and end a forgotten transaction, as they are meant to.",
        trouble: time_outs,
        ..BENIGN
    },
    Scenario {
        name: "time-outs-02",
        server: "postgresql-12",
        settings: &[("statement_timeout", "150ms"), ("lock_timeout", "100ms")],
        logging: Logging::CSV,
        what: "Time-outs that were set cancel slow statements, as they are meant to.",
        hold_out: true,
        trouble: time_outs,
        ..BENIGN
    },
    Scenario {
        name: "deadlocks-01",
        server: "postgresql-17",
        settings: &[("deadlock_timeout", "100ms"), ("log_lock_waits", "on")],
        logging: Logging::RDS,
        what: "Two sessions wait for each other now and then; the server breaks it and the application tries again.",
        trouble: deadlocks,
        ..BENIGN
    },
    Scenario {
        name: "deadlocks-02",
        server: "mysql-9.7",
        settings: &[("innodb_print_all_deadlocks", "ON")],
        logging: Logging::NOTES,
        what: "Two sessions wait for each other now and then; the server breaks it and the application tries again.",
        hold_out: true,
        trouble: deadlocks,
        ..BENIGN
    },
    Scenario {
        name: "scanner-01",
        server: "postgresql-16",
        logging: Logging::CODES,
        what: "Somebody tries accounts and databases that do not exist: every login is refused.",
        trouble: scanner,
        ..BENIGN
    },
    Scenario {
        name: "scanner-02",
        server: "mariadb-10.11",
        logging: Logging::WARNINGS,
        what: "Somebody tries databases that do not exist: every login is refused.",
        hold_out: true,
        trouble: scanner,
        ..BENIGN
    },
    Scenario {
        name: "busy-01",
        server: "postgresql-15",
        settings: &[
            ("log_checkpoints", "on"),
            ("log_min_duration_statement", "0"),
            ("checkpoint_timeout", "30s"),
        ],
        logging: Logging::CSV_TOKYO,
        what: "A busy, healthy server whose application makes its everyday mistakes (duplicate keys, missing columns).",
        trouble: busy,
        ..BENIGN
    },
    Scenario {
        name: "busy-02",
        server: "mariadb-11.8",
        logging: Logging::WARNINGS,
        what: "A busy, healthy server; clients go away without a word.",
        hold_out: true,
        trouble: busy,
        ..BENIGN
    },
    Scenario {
        name: "busy-03",
        server: "postgresql-13",
        settings: &[("log_statement", "all")],
        logging: Logging::EPOCH,
        what: "A healthy server that logs every statement; texts in them speak of out of memory and of full disks.",
        trouble: words_of_trouble,
        ..BENIGN
    },
];

fn planned_restart(stage: &mut Stage) -> Result<()> {
    stage.event(
        minutes(5),
        "restart",
        [
            "db1",
            "planned restart in the maintenance window, CHG-2214",
            "m.keller",
        ],
    );
    let mut instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    instance.send(stop_sign(stage));
    instance.wait_for_end()?;
    all_gone(&instance)?;
    stage.server().restart(&mut instance)?;
    let (open, _) = idle(&instance, 4);
    drop(open);
    stage.keep(&instance)
}

fn reload(stage: &mut Stage) -> Result<()> {
    let mut instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    instance.send(Sign::Hangup);
    has_said(&instance, "SIGHUP")?;
    let (open, _) = idle(&instance, 6);
    drop(open);
    stage.keep(&instance)
}

fn time_outs(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut forgotten = instance.session()?;
    forgotten.query(
        "create table counters (id int primary key, n int); insert into counters values (1, 0)",
    )?;
    forgotten.query("begin; update counters set n = 1")?;
    crowd(&instance, 3, |_| {
        vec!["update counters set n = n + 1".to_owned()]
    });
    crowd(&instance, 3, |_| vec!["select pg_sleep(2)".to_owned()]);
    has_said(&instance, "timeout")?;
    if stage.installed.series.to_string() == "18" {
        has_said(
            &instance,
            "terminating connection due to idle-in-transaction timeout",
        )?;
    }
    drop(forgotten);
    stage.keep(&instance)
}

fn deadlocks(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let is_postgresql = stage.installed.engine == Engine::Postgresql;
    let (table, sleep) = if is_postgresql {
        ("accounts", "select pg_sleep(0.3)")
    } else {
        ("shop.accounts", "select sleep(0.3)")
    };
    let mut session = instance.session()?;
    session.query(&format!("create table {table} (id int primary key, n int)"))?;
    session.query(&format!("insert into {table} values (1, 0), (2, 0)"))?;
    for _ in 0..3 {
        crowd(&instance, 2, |number| {
            let (first, second) = if number == 0 { (1, 2) } else { (2, 1) };
            vec![
                "begin".to_owned(),
                format!("update {table} set n = n + 1 where id = {first}"),
                sleep.to_owned(),
                format!("update {table} set n = n + 1 where id = {second}"),
                "commit".to_owned(),
            ]
        });
    }
    has_said(&instance, "eadlock")?;
    stage.keep(&instance)
}

fn scanner(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    for name in [
        "admin",
        "test",
        "backup",
        "wordpress",
        "root",
        "oracle",
        "app",
        "prod",
    ] {
        let _refused = instance.session_in(name);
    }
    let (open, _) = idle(&instance, 3);
    drop(open);
    stage.keep(&instance)
}

fn busy(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let (table, rows) = if stage.installed.engine == Engine::Postgresql {
        ("visits", "select g, 'page' from generate_series(1, 2000) g")
    } else {
        ("shop.visits", "select seq, 'page' from seq_1_to_2000")
    };
    let mut session = instance.session()?;
    session.query(&format!(
        "create table {table} (id int primary key, page varchar(40))"
    ))?;
    session.query(&format!("insert into {table} {rows}"))?;
    for _ in 0..6 {
        crowd(&instance, 5, |number| {
            vec![
                format!("select count(*) from {table} where id > {number}"),
                format!("insert into {table} values (1, 'again')"),
            ]
        });
    }
    stage.keep(&instance)
}

fn words_of_trouble(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut session = instance.session()?;
    session.query("create table tickets (id int, subject text)")?;
    for subject in [
        "out of memory on my laptop",
        "No space left on device: what now?",
        "sorry, too many clients already",
        "was terminated by signal 9: Killed",
    ] {
        session.query(&format!("insert into tickets values (1, '{subject}')"))?;
    }
    session.query("select count(*) from tickets where subject like '%out of memory%'")?;
    stage.keep(&instance)
}
