//! Parameters of MySQL and MariaDB that ask for more than the limit: the kernel
//! kills the server, and it is started again.

use anyhow::Result;
use plimsoll_lab::Instance;
use plimsoll_model::Engine;

use super::memory_config::{MEMORY, after_change, killed};
use crate::incident::crowd::{crowd, everyday};
use crate::incident::kernel::KernelWords;
use crate::incident::logging::Logging;
use crate::incident::scenario::{CONTAINER, POD, Scenario};
use crate::incident::stage::Stage;

const POOL: Scenario = Scenario {
    parameters: &["innodb_buffer_pool_size"],
    what: "The buffer pool is larger than the group's limit; as rows came in, it filled until the kernel killed the server, which was started again.",
    trouble: pool,
    ..MEMORY
};

const SESSION_BUFFERS: Scenario = Scenario {
    parameters: &["sort_buffer_size"],
    what: "Sessions sort at once, each in a sort buffer of its own: the kernel killed the server for the group's limit; it was started again.",
    trouble: session_sorts,
    ..MEMORY
};

const TEMP_TABLES: Scenario = Scenario {
    parameters: &["max_heap_table_size", "tmp_table_size"],
    what: "Sessions group rows in temporary tables in memory: the kernel killed the server for the group's limit; it was started again.",
    trouble: session_groups,
    ..MEMORY
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "buffer-pool-01",
        server: "mariadb-10.11",
        settings: &[
            ("innodb_buffer_pool_size", "1G"),
            ("innodb_log_file_size", "256M"),
        ],
        logging: Logging::WARNINGS,
        ..POOL
    },
    Scenario {
        name: "buffer-pool-02",
        server: "mysql-9.7",
        settings: &[
            ("innodb_buffer_pool_size", "2G"),
            ("innodb_redo_log_capacity", "512M"),
            ("disable_log_bin", "ON"),
        ],
        limit_mb: Some(640),
        logging: Logging::NOTES,
        kernel: Some(KernelWords::Journal),
        group: POD,
        hold_out: true,
        ..POOL
    },
    Scenario {
        name: "buffer-pool-03",
        server: "mariadb-11.8",
        settings: &[
            ("innodb_buffer_pool_size", "768M"),
            ("innodb_log_file_size", "256M"),
        ],
        kernel: Some(KernelWords::SyslogIso),
        group: CONTAINER,
        trouble: |stage| after_change(stage, "innodb_buffer_pool_size 128M -> 768M", pool),
        ..POOL
    },
    Scenario {
        name: "sort-buffer-01",
        server: "mariadb-11.8",
        settings: &[("sort_buffer_size", "64M")],
        limit_mb: Some(512),
        kernel: Some(KernelWords::DmesgHuman),
        hold_out: true,
        ..SESSION_BUFFERS
    },
    Scenario {
        name: "sort-buffer-02",
        server: "mysql-9.7",
        settings: &[("sort_buffer_size", "128M"), ("disable_log_bin", "ON")],
        limit_mb: Some(900),
        kernel: Some(KernelWords::Syslog),
        logging: Logging::SYSTEM_TIME,
        ..SESSION_BUFFERS
    },
    Scenario {
        name: "heap-tables-01",
        server: "mariadb-10.11",
        settings: &[("tmp_table_size", "256M"), ("max_heap_table_size", "256M")],
        limit_mb: Some(512),
        kernel: Some(KernelWords::Dmesg),
        group: CONTAINER,
        ..TEMP_TABLES
    },
    Scenario {
        name: "heap-tables-02",
        server: "mysql-9.7",
        parameters: &["temptable_max_ram", "tmp_table_size"],
        settings: &[
            ("tmp_table_size", "512M"),
            ("temptable_max_ram", "4G"),
            ("disable_log_bin", "ON"),
        ],
        limit_mb: Some(800),
        kernel: Some(KernelWords::Journal),
        hold_out: true,
        trouble: |stage| {
            after_change(
                stage,
                "tmp_table_size 16M -> 512M, temptable_max_ram -> 4G",
                session_groups,
            )
        },
        ..TEMP_TABLES
    },
];

/// Rows of a kilobyte until somebody is killed.
fn pool(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 2, |number| {
        let table = format!("shop.history_{number}");
        let mut work = vec![
            format!(
                "create table {table} (id int primary key auto_increment, note varchar(1000) character set latin1)"
            ),
            format!(
                "insert into {table} (note) values (repeat('entry ', 160)), (repeat('other ', 160))"
            ),
        ];
        let double = format!("insert into {table} (note) select note from {table}");
        work.extend(std::iter::repeat_n(double, 20));
        work
    });
    killed(stage, instance)
}

/// Half a million rows with two words each.
fn rows(instance: &Instance) -> Result<()> {
    let digest = match instance.installed().engine {
        Engine::Mysql => "left(sha2(rand(), 256), 32)",
        Engine::Mariadb | Engine::Postgresql => "md5(rand())",
    };
    let mut session = instance.session()?;
    session.query(
        "use shop; create table visits (token char(32), page char(32)) character set latin1",
    )?;
    session.query(&format!("insert into visits values ({digest}, {digest})"))?;
    for _ in 0..19 {
        session.query(&format!(
            "insert into visits select {digest}, {digest} from visits"
        ))?;
    }
    Ok(())
}

fn session_sorts(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    rows(&instance)?;
    crowd(&instance, 12, |_| {
        vec!["select token, page from shop.visits order by page, token limit 524000, 5".to_owned()]
    });
    killed(stage, instance)
}

fn session_groups(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    rows(&instance)?;
    crowd(&instance, 12, |_| {
        vec!["select count(*) from (select token, page, count(*) from shop.visits group by token, page) s".to_owned()]
    });
    killed(stage, instance)
}
