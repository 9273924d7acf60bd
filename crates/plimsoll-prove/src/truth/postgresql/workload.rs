//! The statements of the workloads.

use super::{DIM_ROWS, ROWS, SMALL_TABLES};
use crate::truth::case::Work;

/// A workload: its name, its statements for a number of rows (or tables, or statements), and how
/// much work a round is.
#[derive(Debug)]
pub(super) struct Workload {
    pub(super) name: &'static str,
    pub(super) work: fn(u64) -> Work,
    /// What the number given to `work` counts.
    pub(super) counts: &'static str,
    /// Numbers to choose from, largest first.
    pub(super) sizes: &'static [u64],
    /// Rows × sessions at once that two busy cores get through in some seconds.
    pub(super) row_sessions_max: u64,
    /// How often it is chosen, against the others.
    pub(super) weight: u64,
}

const ALL: &[u64] = &[ROWS, ROWS / 2, ROWS / 4];
const HEAVY: u64 = 3_200_000;

/// Every workload.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload {
        name: "idle",
        work: idle,
        counts: "rows",
        sizes: &[0],
        row_sessions_max: HEAVY,
        weight: 2,
    },
    Workload {
        name: "oltp",
        work: oltp,
        counts: "rows",
        sizes: &[1],
        row_sessions_max: HEAVY,
        weight: 2,
    },
    Workload {
        name: "sort",
        work: sort,
        counts: "rows",
        sizes: ALL,
        row_sessions_max: HEAVY,
        weight: 5,
    },
    Workload {
        name: "hashagg",
        work: hash_aggregate,
        counts: "rows",
        sizes: ALL,
        row_sessions_max: HEAVY,
        weight: 5,
    },
    Workload {
        name: "join",
        work: join,
        counts: "rows",
        sizes: ALL,
        row_sessions_max: HEAVY,
        weight: 5,
    },
    Workload {
        name: "union4",
        work: union4,
        counts: "rows",
        sizes: ALL,
        row_sessions_max: HEAVY / 2,
        weight: 5,
    },
    Workload {
        name: "index",
        work: index,
        counts: "rows",
        sizes: &[ROWS],
        row_sessions_max: HEAVY,
        weight: 3,
    },
    Workload {
        name: "temp",
        work: temp,
        counts: "rows",
        sizes: ALL,
        row_sessions_max: HEAVY,
        weight: 3,
    },
    Workload {
        name: "batchjoin",
        work: batch_join,
        counts: "rows",
        sizes: ALL,
        row_sessions_max: HEAVY / 2,
        weight: 4,
    },
    Workload {
        name: "cte",
        work: cte,
        counts: "rows",
        sizes: ALL,
        row_sessions_max: HEAVY,
        weight: 2,
    },
    Workload {
        name: "relations",
        work: relations,
        counts: "tables",
        sizes: &[SMALL_TABLES, SMALL_TABLES / 2, SMALL_TABLES / 4],
        row_sessions_max: 8_000,
        weight: 2,
    },
    Workload {
        name: "prepared",
        work: prepared,
        counts: "statements",
        sizes: &[1000, 500, 100],
        row_sessions_max: 20_000,
        weight: 2,
    },
];

fn rounds(round: &[String]) -> Work {
    Work {
        setup: Vec::new(),
        round: round.to_vec(),
    }
}

fn idle(_: u64) -> Work {
    rounds(&["select 1".to_owned(), "select pg_sleep(0.5)".to_owned()])
}

fn oltp(_: u64) -> Work {
    rounds(&["select t from big where id = {id}".to_owned()])
}

/// About this many rows of the large table, told by a column without an index, so that the plan
/// is a scan of the whole table whatever the number.
fn few(rows: u64) -> String {
    format!("k < {}", rows * DIM_ROWS / ROWS)
}

/// `offset 0` keeps the planner from dropping the order of a subquery that is only counted.
fn sort(rows: u64) -> Work {
    let few = few(rows);
    rounds(&[format!(
        "select count(*) from (select t, u from big where {few} order by t, u offset 0) s"
    )])
}

fn hash_aggregate(rows: u64) -> Work {
    let few = few(rows);
    rounds(&[format!(
        "select count(*) from \
         (select t, u, count(*) from big where {few} group by t, u offset 0) s"
    )])
}

fn join(rows: u64) -> Work {
    let few = few(rows);
    rounds(&[format!(
        "select count(*) from (select b.t, d.pad, e.id from big b \
         join dim d on d.id = b.k join dim e on e.id = b.id % 100003 \
         where b.{few} order by b.t, b.u offset 0) s"
    )])
}

fn union4(rows: u64) -> Work {
    let few = few(rows);
    let part = |columns: &str, order: &str| {
        format!("(select {columns} from big where {few} order by {order} offset 0)")
    };
    let parts = [
        part("t", "t, u"),
        part("u", "u, t"),
        part("t", "t desc"),
        part("u", "u desc"),
    ];
    rounds(&[format!(
        "select count(*) from ({}) s",
        parts.join(" union all ")
    )])
}

fn index(_: u64) -> Work {
    rounds(&["begin; create index on big (u, t); rollback".to_owned()])
}

fn temp(rows: u64) -> Work {
    let few = few(rows);
    rounds(&[format!(
        "create temporary table mine (like big); \
         insert into mine select * from big where {few}; drop table mine"
    )])
}

/// No index on `t`: a hash of the whole table, in batches where it does not fit.
fn batch_join(rows: u64) -> Work {
    let few = few(rows);
    rounds(&[format!(
        "select count(*), max(a.u) from big a join big b on a.t = b.t \
         where a.{few} and b.{few}"
    )])
}

fn cte(rows: u64) -> Work {
    let few = few(rows);
    rounds(&[format!(
        "with c as materialized (select t, u from big where {few}) \
         select (select count(*) from c) + (select count(*) from c where t > 'f')"
    )])
}

fn relations(tables: u64) -> Work {
    let one = |number| format!("select k from small_{number} where id = 7");
    let all: Vec<String> = (0..tables).map(one).collect();
    rounds(&[all.join("; ")])
}

fn prepared(statements: u64) -> Work {
    let prepare = |number| {
        format!(
            "prepare p{number} (int) as select t from big where id = $1 and k <> {number} \
             order by u"
        )
    };
    let execute = |number| format!("execute p{number} (7)");
    // Else a plan is kept only after five executions.
    let mut setup = vec!["set plan_cache_mode = force_generic_plan".to_owned()];
    // One by one: a prepared statement keeps the text of all it was sent with.
    setup.extend((0..statements).map(prepare));
    let all: Vec<String> = (0..statements).map(execute).collect();
    Work {
        setup,
        round: vec![all.join("; ")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_sizes_fall() {
        for (index, workload) in WORKLOADS.iter().enumerate() {
            assert!(
                WORKLOADS[index + 1..]
                    .iter()
                    .all(|other| other.name != workload.name)
            );
            assert!(workload.sizes.windows(2).all(|pair| pair[0] > pair[1]));
            assert!(!(workload.work)(workload.sizes[0]).round.is_empty());
        }
    }
}
