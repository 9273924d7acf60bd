//! The tables of the workloads.

use super::{DATABASE, server};
use anyhow::{Context, Result};
use plimsoll_lab::{Installed, KeptData};
use plimsoll_model::Engine;

/// Rows of the large tables.
pub(crate) const ROWS: u64 = 300_000;

/// Rows of 7.8 kB of the wide table, which fills buffer pools up to 256 MB.
pub(crate) const WIDE_ROWS: u64 = 34_000;

/// How many small tables there are for sessions that open many.
pub(super) const SMALL_TABLES: u64 = 400;

/// A data folder with the tables, made once for each server.
pub(crate) fn load_data(installed: &Installed) -> Result<KeptData> {
    let server = server(installed)
        .set("innodb_buffer_pool_size", "512M")
        // What is left in the logs would be copied for each case.
        .set("innodb_fast_shutdown", "1")
        .set(
            match installed.engine {
                Engine::Mysql => "disable_log_bin",
                Engine::Mariadb | Engine::Postgresql => "skip_log_bin",
            },
            "ON",
        )
        .start()?;
    let mut session = server.session()?;
    for sql in statements(installed.engine) {
        session.query(&sql).context("load the workloads' tables")?;
    }
    drop(session);
    Ok(server.stop_and_keep()?)
}

fn statements(engine: Engine) -> Vec<String> {
    let columns = "id int not null primary key, k int not null, \
                   t char(32) character set latin1 not null, \
                   u char(32) character set latin1 not null";
    let digest = digest_of(engine);
    let number = "a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 100000 * f.n";
    let mut statements = vec![
        format!("create database {DATABASE} character set latin1"),
        format!("use {DATABASE}"),
        "create table digit (n int) engine=innodb".to_owned(),
        "insert into digit values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)".to_owned(),
        format!("create table big ({columns}, key k (k)) engine=innodb"),
        format!(
            "insert into big select x, x * 7919 % 100003, {t}, {u} from (select {number} as x \
             from digit a, digit b, digit c, digit d, digit e, digit f where f.n < 3) s order by x",
            t = digest("x"),
            u = digest("x + 1000000"),
        ),
        "create table wide (id int not null primary key, pad varchar(8000) not null) engine=innodb"
            .to_owned(),
        format!("insert into wide select id, repeat('x', 7750) from big where id < {WIDE_ROWS}"),
        format!("create table mi_big ({columns}, key t (t), key u (u)) engine=myisam"),
        "insert into mi_big select * from big".to_owned(),
        "create table tiny (k int not null) engine=innodb".to_owned(),
        "insert into tiny values (-1), (-2)".to_owned(),
        "create table bl (id bigint auto_increment primary key, pad varchar(1000) not null) \
         engine=innodb"
            .to_owned(),
        "create table rw (id int not null primary key, n int not null) engine=innodb".to_owned(),
        "insert into rw select id, 0 from big where id < 10000".to_owned(),
    ];
    if engine == Engine::Mariadb {
        statements.push(format!(
            "create table ar_big ({columns}, key t (t), key u (u)) engine=aria"
        ));
        statements.push("insert into ar_big select * from big".to_owned());
    }
    statements.extend((0..SMALL_TABLES).map(|number| {
        format!("create table t{number} (id int primary key, k int, t varchar(40), key k (k)) engine=innodb")
    }));
    statements.push("analyze table big, wide, mi_big".to_owned());
    statements
}

/// 32 hexadecimal digits of a number. `MD5()` is no longer built into `MySQL` 9.7.
fn digest_of(engine: Engine) -> fn(&str) -> String {
    match engine {
        Engine::Mysql => |number| format!("left(sha2({number}, 256), 32)"),
        Engine::Mariadb | Engine::Postgresql => |number| format!("md5({number})"),
    }
}
