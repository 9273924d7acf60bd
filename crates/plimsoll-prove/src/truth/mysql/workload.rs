//! The statements of the workloads, and the load that each is.

use super::data::{ROWS, SMALL_TABLES};
use crate::truth::case::Work;
use plimsoll_model::Engine;
use serde_json::{Map, Value, json};

/// What a workload needs to know to be written down.
pub(super) struct Wanted<'a> {
    pub(super) engine: Engine,
    /// The case's settings in bytes, defaults where it sets none.
    pub(super) bytes: &'a dyn Fn(&str) -> u64,
    /// The workload's own number: MB of a packet, tables, statements, rows of a transaction.
    pub(super) number: u64,
}

/// A workload put down: its statements, the group of its load, and what else the load has.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) work: Work,
    pub(super) group: Map<String, Value>,
    pub(super) fills: Map<String, Value>,
}

impl Written {
    /// Statements of a round, for a session that does one query at a time.
    fn new(round: &[String]) -> Self {
        let mut written = Self::default();
        written.work.round = round.to_vec();
        written.operations(json!([{"kind": "query"}]))
    }

    fn operations(mut self, operations: Value) -> Self {
        self.group.insert("operations".into(), operations);
        self
    }

    fn one(self, kind: &str, count: u64, operand_bytes: u64) -> Self {
        self.operations(json!([{"kind": kind, "count": count, "operand_bytes": operand_bytes}]))
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.group.insert(name.into(), value);
        self
    }

    fn fills(mut self, name: &str, bytes: u64) -> Self {
        self.fills.insert(name.into(), json!(bytes));
        self
    }

    fn setup(mut self, sql: String) -> Self {
        self.work.setup.push(sql);
        self
    }
}

/// A workload.
#[derive(Debug)]
pub(super) struct Workload {
    pub(super) name: &'static str,
    pub(super) write: fn(&Wanted<'_>) -> Written,
    /// The parameter it is about, which its cases always set.
    pub(super) about: &'static [&'static str],
    /// What its own number counts, and numbers to choose from.
    pub(super) counts: Option<(&'static str, &'static [u64])>,
    pub(super) sessions: &'static [u64],
    pub(super) seconds: f64,
    pub(super) mariadb_only: bool,
}

const IDLE: &[u64] = &[20, 60, 120, 240];
const LIGHT: &[u64] = &[8, 20, 40, 80];
const HEAVY: &[u64] = &[2, 4, 6, 9, 12, 18];
const FEW: &[u64] = &[1, 2, 3, 5];

const fn workload(
    name: &'static str,
    write: fn(&Wanted<'_>) -> Written,
    about: &'static [&'static str],
    sessions: &'static [u64],
) -> Workload {
    Workload {
        name,
        write,
        about,
        counts: None,
        sessions,
        seconds: 2.0,
        mariadb_only: false,
    }
}

/// Every workload.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload {
        seconds: 1.2,
        ..workload("idle", idle, &[], IDLE)
    },
    workload(
        "idle_used",
        idle_used,
        &["sort_buffer_size", "join_buffer_size"],
        LIGHT,
    ),
    workload("oltp", oltp, &[], LIGHT),
    workload("oltp_rw", oltp_rw, &[], LIGHT),
    workload("pool", pool, &[], HEAVY),
    workload("sort", sort, &["sort_buffer_size"], HEAVY),
    workload("sort4", sort4, &["sort_buffer_size"], FEW),
    workload("win2", win2, &["sort_buffer_size", "tmp_table_size"], HEAVY),
    workload("join", join, &["join_buffer_size"], HEAVY),
    workload("join3", join3, &["join_buffer_size"], HEAVY),
    workload("read", read, &["read_buffer_size"], HEAVY),
    workload("mrr", mrr, &["read_rnd_buffer_size"], HEAVY),
    workload(
        "tmp",
        tmp,
        &["tmp_table_size", "max_heap_table_size"],
        HEAVY,
    ),
    workload("mem", mem, &["max_heap_table_size"], HEAVY),
    workload("binlog", binlog, &["binlog_cache_size", "log_bin"], HEAVY),
    Workload {
        counts: Some(("log_rows", &[5_000, 10_000, 20_000])),
        ..workload("log", log, &["innodb_log_buffer_size"], FEW)
    },
    workload("key", key, &["key_buffer_size"], HEAVY),
    Workload {
        mariadb_only: true,
        ..workload("aria", aria, &["aria_pagecache_buffer_size"], HEAVY)
    },
    Workload {
        mariadb_only: true,
        ..workload(
            "qcache",
            query_cache,
            &["query_cache_size", "query_cache_type"],
            HEAVY,
        )
    },
    Workload {
        counts: Some(("packet_mb", &[1, 2, 4, 8])),
        ..workload("packet", packet, &["max_allowed_packet"], HEAVY)
    },
    Workload {
        counts: Some(("tables", &[100, 200, 400])),
        ..workload("tables", tables, &["table_open_cache"], HEAVY)
    },
    workload("gconcat", group_concat, &["group_concat_max_len"], HEAVY),
    workload("digest", digest, &["performance_schema"], HEAVY),
    Workload {
        counts: Some(("prep", &[20, 60, 150])),
        ..workload("prep", prepared, &[], LIGHT)
    },
];

/// Rows so that their bytes are `times` the buffer, at most all there are.
fn rows(buffer_bytes: u64, times: f64, row_bytes: u64) -> u64 {
    let rows = buffer_bytes as f64 * times / row_bytes as f64;
    (rows as u64).clamp(1, ROWS)
}

fn idle(_: &Wanted<'_>) -> Written {
    Written::new(&["select sleep(0.5)".to_owned()]).operations(json!([]))
}

fn idle_used(_: &Wanted<'_>) -> Written {
    Written::new(&["select sleep(0.5)".to_owned()])
        .setup("select t from big where id < 2000 order by u limit 1990, 5".to_owned())
        .setup("select max(u) from big where k between 0 and 500".to_owned())
        .setup("select count(*) from big a join tiny b on a.k <> b.k where a.id < 500".to_owned())
}

fn oltp(_: &Wanted<'_>) -> Written {
    Written::new(&vec!["select t from big where id = {id}".to_owned(); 20])
}

const READ_COMMITTED: &str = "set session transaction isolation level read committed";

fn oltp_rw(_: &Wanted<'_>) -> Written {
    let mut round = vec!["begin".to_owned()];
    round.extend(vec!["select t from big where id = {id}".to_owned(); 8]);
    round.push("update rw set n = n + 1 where id = {id} % 10000".to_owned());
    round.push("commit".to_owned());
    // Two that meet on a row then wait, where MariaDB 11.8 would refuse the second.
    Written::new(&round).setup(READ_COMMITTED.to_owned())
}

fn pool(_: &Wanted<'_>) -> Written {
    Written::new(&[
        "select sum(length(pad)) from wide where id between {id} % 33000 and {id} % 33000 + 300"
            .to_owned(),
    ])
}

/// A row of the two columns is 140 bytes in a sort buffer, 75 as data.
fn sorted(wanted: &Wanted<'_>) -> (u64, u64) {
    let rows = rows((wanted.bytes)("sort_buffer_size"), 1.3, 75);
    (rows, rows * 140)
}

fn sorting(rows: u64) -> String {
    let skipped = rows.saturating_sub(6);
    format!("select t, u from big where id < {rows} order by u, t limit {skipped}, 5")
}

fn sort(wanted: &Wanted<'_>) -> Written {
    let (rows, bytes) = sorted(wanted);
    Written::new(&[sorting(rows)]).one("sort", 1, bytes)
}

/// Four derived tables joined: done one after the other, so one sort at a time.
fn sort4(wanted: &Wanted<'_>) -> Written {
    let (rows, bytes) = sorted(wanted);
    let one = sorting(rows);
    let sql = format!("select count(*) from ({one}) a, ({one}) b, ({one}) c, ({one}) d");
    Written::new(&[sql]).one("sort", 1, bytes)
}

fn win2(wanted: &Wanted<'_>) -> Written {
    let (rows, bytes) = sorted(wanted);
    let sql = format!(
        "select max(x), max(y) from (select row_number() over (order by t, u) x, \
         rank() over (order by u, t) y from big where id < {rows}) s"
    );
    let sorts = match wanted.engine {
        Engine::Mysql => 2,
        Engine::Mariadb | Engine::Postgresql => 1,
    };
    Written::new(&[sql]).operations(json!([
        {"kind": "sort", "count": sorts, "operand_bytes": bytes},
        {"kind": "temp_table", "count": 1, "operand_bytes": rows * 110}]))
}

fn joined(wanted: &Wanted<'_>, tables: u64) -> Written {
    let rows = rows((wanted.bytes)("join_buffer_size"), 1.3, 60);
    let names = &["b", "c", "d"][..tables as usize];
    let join = |name: &&str| format!("join tiny {name} on a.k <> {name}.k");
    let joins = names.iter().map(join).collect::<Vec<_>>().join(" ");
    let sql = format!(
        "select straight_join count(*), max(a.u), max(a.t) from big a {joins} where a.id < {rows}"
    );
    let written = Written::new(&[sql]);
    match wanted.engine {
        // Levels above 2 would hash; the space limit would cut each buffer to 2 MB a query.
        Engine::Mariadb => written
            .setup("set join_cache_level = 2, join_buffer_space_limit = 1073741824".to_owned())
            .with(
                "set",
                json!({"join_cache_level": 2, "join_buffer_space_limit": 1_073_741_824}),
            )
            .one("join_buffer", tables, rows * 60 * tables),
        Engine::Mysql | Engine::Postgresql => written.one("join_buffer", tables, rows * 60),
    }
}

fn join(wanted: &Wanted<'_>) -> Written {
    joined(wanted, 1)
}

fn join3(wanted: &Wanted<'_>) -> Written {
    joined(wanted, 3)
}

fn read(_: &Wanted<'_>) -> Written {
    let sql = "select count(*), max(k) from mi_big ignore index (t, u) where u like '%zz'";
    Written::new(&[sql.to_owned()]).one("scan_buffer", 1, 21 << 20)
}

fn mrr(_: &Wanted<'_>) -> Written {
    let switch = "mrr=on,mrr_cost_based=off";
    let sql = "select max(u) from big force index (k) where k between 0 and 99000";
    Written::new(&[sql.to_owned()])
        .setup(format!("set optimizer_switch = '{switch}'"))
        .with("set", json!({"optimizer_switch": switch}))
        .one("random_read_buffer", 1, 1_363_148)
}

/// Two temporary tables: the groups and the derived table. `MariaDB` also sorts.
fn tmp(wanted: &Wanted<'_>) -> Written {
    let limit = match wanted.engine {
        Engine::Mysql => (wanted.bytes)("tmp_table_size"),
        Engine::Mariadb | Engine::Postgresql => {
            (wanted.bytes)("tmp_table_size").min((wanted.bytes)("max_heap_table_size"))
        }
    };
    let row_bytes = match wanted.engine {
        Engine::Mysql => 143,
        Engine::Mariadb | Engine::Postgresql => 110,
    };
    let rows = rows(limit, 1.3, row_bytes);
    let sql = format!(
        "select count(*) from (select t, u, count(*) c from big where id < {rows} group by t, u) s"
    );
    let tables = json!({"kind": "temp_table", "count": 2, "operand_bytes": rows * 95});
    let sort = json!({"kind": "sort", "count": 1, "operand_bytes": rows * 140});
    Written::new(&[sql]).operations(match wanted.engine {
        Engine::Mysql => json!([tables]),
        Engine::Mariadb | Engine::Postgresql => json!([tables, sort]),
    })
}

/// Filled to 85 %: a row more than fits is an error.
fn mem(wanted: &Wanted<'_>) -> Written {
    let rows = rows((wanted.bytes)("max_heap_table_size"), 0.85, 75);
    Written::new(&[
        format!("create temporary table m engine=memory as select t, u from big where id < {rows}"),
        "select sleep(0.3)".to_owned(),
        "drop temporary table m".to_owned(),
    ])
    .one("memory_table", 1, rows * 75)
}

fn inserting(rows: u64) -> String {
    format!("insert into bl (pad) select repeat(t, 30) from big where id < {rows}")
}

fn binlog(wanted: &Wanted<'_>) -> Written {
    let rows = rows((wanted.bytes)("binlog_cache_size"), 1.6, 980).max(1000);
    Written::new(&[
        "begin".to_owned(),
        inserting(rows),
        "select sleep(0.4)".to_owned(),
        "rollback".to_owned(),
    ])
    .setup(READ_COMMITTED.to_owned())
    .one("binlog_cache", 1, rows * 980)
}

fn log(wanted: &Wanted<'_>) -> Written {
    Written::new(&[
        "begin".to_owned(),
        inserting(wanted.number),
        "rollback".to_owned(),
    ])
    .setup(READ_COMMITTED.to_owned())
    .with("transaction_bytes", json!(wanted.number * 980))
}

/// Reads every block of both indexes: `count(t)` would be answered without reading any.
fn key(_: &Wanted<'_>) -> Written {
    Written::new(&[
        "select sum(length(t)) from mi_big force index (t)".to_owned(),
        "select sum(length(u)) from mi_big force index (u)".to_owned(),
    ])
    .fills("key_buffer_bytes", 22 << 20)
}

fn aria(_: &Wanted<'_>) -> Written {
    Written::new(&[
        "select sum(length(t)) from ar_big force index (t)".to_owned(),
        "select sum(length(u)) from ar_big force index (u)".to_owned(),
        "select max(k) from ar_big ignore index (t, u)".to_owned(),
    ])
    .fills("aria_pagecache_bytes", 50 << 20)
}

/// Results of half a megabyte, ever others: more than any cache holds.
fn query_cache(_: &Wanted<'_>) -> Written {
    Written::new(&["select u from big where id between {id} and {id} + 15000".to_owned()])
        .fills("query_cache_bytes", 1 << 30)
}

fn packet(wanted: &Wanted<'_>) -> Written {
    let bytes = wanted.number << 20;
    let literal = "x".repeat(bytes as usize);
    Written::new(&[format!("select length('{literal}')")]).one("packet", 1, bytes)
}

fn tables(wanted: &Wanted<'_>) -> Written {
    let numbers: Vec<u64> = (0..wanted.number.min(SMALL_TABLES)).collect();
    let one = |number: &u64| format!("(select id from t{number} limit 1)");
    let union = |chunk: &[u64]| {
        chunk
            .iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(" union all ")
    };
    let round: Vec<String> = numbers.chunks(40).map(union).collect();
    Written::new(&round).with("relations", json!(numbers.len()))
}

fn group_concat(wanted: &Wanted<'_>) -> Written {
    let rows = rows((wanted.bytes)("group_concat_max_len"), 1.3, 65);
    let sql = format!("select length(group_concat(t, u)) from big where id < {rows}");
    Written::new(&[sql]).one("group_concat", 1, rows * 65)
}

fn digest(_: &Wanted<'_>) -> Written {
    Written::new(&vec!["select 1 as a{id}, 2 as b{id}".to_owned(); 20])
}

fn prepared(wanted: &Wanted<'_>) -> Written {
    let mut written = Written::new(&(0..5).map(|n| format!("execute p{n}")).collect::<Vec<_>>());
    for number in 0..wanted.number {
        written = written.setup(format!(
            "prepare p{number} from 'select a.t, b.u from big a join big b on a.id = b.id \
             where a.id = {number} and b.k <> {number}'"
        ));
    }
    written.with("prepared_statements", json!(wanted.number))
}
