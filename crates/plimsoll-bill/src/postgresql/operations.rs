//! What sessions do: their operations, those of their parallel workers, the
//! memory they share, and JIT.

use plimsoll_model::{Bytes, Kind, Operation, Pool, Who};

use super::amount::{Amount, KB, MB};
use super::knobs::Knobs;
use super::process::process;
use super::{hash_aggregate, hash_join, index_build, jit, parallel, sort, temp_table};
use crate::case::{Case, Group};
use crate::ledger::{Entry, Ledger};

/// A parallel statement's own segment: plan, parameters, a 64 kB queue a worker
/// (execParallel.c, `PARALLEL_TUPLE_QUEUE_SIZE`).
const SEGMENT: f64 = 350.0 * KB;
const QUEUE: f64 = 64.0 * KB;

/// The area's own maps, beside what is allocated in it (dsa.c).
const AREA: f64 = 350.0 * KB;

/// The kinds, in the order of the bill: name, parameters, source.
const KINDS: [(Kind, &str, &[&str], &str); 6] = [
    (
        Kind::Sort,
        "sorts",
        &["work_mem"],
        "tuplesort.c: up to work_mem, then tapes; measured on 15 and 12 to 18",
    ),
    (
        Kind::HashAggregate,
        "hash aggregates",
        &["work_mem", "hash_mem_multiplier"],
        "nodeAgg.c: no bound in 12, spills at work_mem × hash_mem_multiplier from 13 on",
    ),
    (
        Kind::HashJoin,
        "hash joins",
        &["work_mem", "hash_mem_multiplier"],
        "ExecChooseHashTableSize (nodeHash.c): batches, two buffered files each",
    ),
    (
        Kind::Tuplestore,
        "tuplestores",
        &["work_mem"],
        "tuplestore.c: up to work_mem, then a file",
    ),
    (
        Kind::TempTable,
        "temporary tables",
        &["temp_buffers"],
        "localbuf.c: up to temp_buffers a session, kept till it ends",
    ),
    (
        Kind::IndexBuild,
        "index builds",
        &["maintenance_work_mem", "max_parallel_maintenance_workers"],
        "nbtsort.c: maintenance_work_mem, shared by leader and workers",
    ),
];

/// Sums over groups.
#[derive(Default)]
struct Sums {
    kinds: [(u64, Amount); KINDS.len()],
    workers: f64,
    at_peak: f64,
    in_workers: Amount,
    shared: Amount,
    compiled: f64,
    jit: Amount,
}

/// Charges them.
pub(super) fn charge(case: &Case<'_>, knobs: &Knobs, ledger: &mut Ledger) {
    let served = parallel::served(case, knobs);
    let in_build = jit::in_build(case);
    let mut sums = Sums::default();
    for group in &case.groups {
        if group.sessions > 0 && !group.operations.is_empty() {
            add(
                group,
                &parallel::knobs_of(group, knobs),
                served,
                in_build,
                &mut sums,
            );
        }
    }
    charge_kinds(&sums, knobs, ledger);
    charge_workers(case, &sums, knobs, ledger);
    charge_jit(&sums, knobs, ledger);
}

fn add(group: &Group, knobs: &Knobs, served: f64, in_build: bool, sums: &mut Sums) {
    let sessions = group.sessions as f64;
    let asked = parallel::asked(group, knobs);
    let with = if asked > 0.0 { sessions * served } else { 0.0 };
    let workers = with * asked;
    let at_peak = workers * present(group, knobs);
    for (slot, (kind, ..)) in sums.kinds.iter_mut().zip(KINDS) {
        let operations: Vec<&Operation> = group
            .operations
            .iter()
            .filter(|op| op.kind == kind)
            .collect();
        if operations.is_empty() {
            continue;
        }
        let count = operations
            .iter()
            .fold(0, |sum: u64, op| sum.saturating_add(op.count));
        slot.0 = slot.0.saturating_add(count.saturating_mul(group.sessions));
        let alone = of_kind(kind, &operations, false, sessions, knobs);
        let led = of_kind(kind, &operations, true, sessions, knobs);
        let step = match kind {
            Kind::IndexBuild => index_build::in_step(sessions),
            _ => 1.0,
        };
        slot.1 += Amount {
            low: 0.0,
            likely: (alone.likely * (sessions - with) + led.likely * with) * step,
            high: alone.high.max(led.high) * sessions,
        };
        let worker = in_worker(kind, &operations, sessions, knobs);
        sums.in_workers += Amount::busy(worker.likely * at_peak * step, worker.high * workers);
    }
    sums.workers += workers;
    sums.at_peak += at_peak;
    let area = shared(group, asked, asked, knobs);
    let alone = shared(group, asked, 0.0, knobs);
    sums.shared += Amount::busy(
        area.likely * with + alone.likely * (sessions - with),
        area.high * sessions + hash_join::overgrown(area.likely),
    );
    let compiled = jit::one(group, knobs, in_build);
    if compiled.high > 0.0 {
        sums.compiled += sessions + at_peak;
        sums.jit += Amount::busy(
            compiled.likely * (sessions + at_peak),
            compiled.high * (sessions + workers),
        );
    }
}

/// The part of the workers that are there at the peak. Where sorts fit, the
/// leader's pile up over the statement while the workers of each Gather go when
/// it has been read: the peak is the leaders'.
fn present(group: &Group, knobs: &Knobs) -> f64 {
    let sorts: f64 = group
        .operations
        .iter()
        .filter(|op| op.kind == Kind::Sort && parallel::asked_by(op, knobs) > 0.0)
        .filter(|op| share(op, true, knobs).0 <= knobs.work_mem)
        .map(|op| op.count as f64)
        .sum();
    1.0 / sorts.max(1.0)
}

/// The part of an operation that each of its participants does.
fn share(operation: &Operation, parallel: bool, knobs: &Knobs) -> (f64, f64) {
    let operand = operation
        .operand_bytes
        .map_or(f64::INFINITY, |bytes| bytes as f64);
    let workers = if parallel {
        parallel::asked_by(operation, knobs)
    } else {
        0.0
    };
    let leader = if knobs.leader_participates { 1.0 } else { 0.0 };
    let participants = (workers + leader).max(1.0);
    (operand / participants, participants)
}

/// All operations of a kind in the session's own process, alone or with its
/// workers at its side.
fn of_kind(
    kind: Kind,
    operations: &[&Operation],
    parallel: bool,
    sessions: f64,
    knobs: &Knobs,
) -> Amount {
    let private = operations.iter().filter(|op| !in_shared_memory(op, knobs));
    match kind {
        Kind::Sort | Kind::Tuplestore => {
            let repeated = sort::repeating(rows(operations, knobs), sessions);
            let sorts: Vec<(sort::Sort, f64)> = private
                .map(|op| {
                    (
                        sort::sort(
                            share(op, parallel, knobs).0,
                            knobs.work_mem,
                            // Its rows are never moved into a larger array of slots
                            // by a sort: nothing is kept (measured 0.97 to 1.02).
                            kind == Kind::Tuplestore,
                            repeated,
                            knobs.major,
                        ),
                        op.count as f64,
                    )
                })
                .collect();
            sort::together(&sorts, sessions)
        }
        Kind::TempTable if operations.is_empty() => Amount::default(),
        Kind::TempTable => {
            let operand = operations.iter().map(|op| {
                op.operand_bytes
                    .map_or(f64::INFINITY, |bytes| bytes as f64 * op.count as f64)
            });
            temp_table::all(operand.sum(), knobs)
        }
        _ => private.fold(Amount::default(), |sum, op| {
            sum + single(op, parallel, sessions, knobs) * op.count as f64
        }),
    }
}

/// What the operations sort in all; of rows nobody gave, as many as may be held.
fn rows(operations: &[&Operation], knobs: &Knobs) -> f64 {
    let one = |op: &&Operation| {
        let bytes = op
            .operand_bytes
            .map_or(knobs.work_mem, |bytes| bytes as f64);
        bytes * op.count as f64
    };
    operations.iter().map(one).sum()
}

fn single(operation: &Operation, parallel: bool, sessions: f64, knobs: &Knobs) -> Amount {
    let (operand, participants) = share(operation, parallel, knobs);
    let whole = operand * participants;
    match operation.kind {
        Kind::HashAggregate => hash_aggregate::one(operand, knobs),
        // Without a shared table every participant builds the whole of it.
        Kind::HashJoin => hash_join::one(whole, knobs),
        Kind::IndexBuild => index_build::participant(whole, participants, sessions, knobs),
        _ => Amount::default(),
    }
}

fn in_shared_memory(operation: &Operation, knobs: &Knobs) -> bool {
    operation.kind == Kind::HashJoin
        && operation.shared
        && parallel::asked_by(operation, knobs) > 0.0
}

/// What one worker does of a kind: as the leader, but of several sorts one at a
/// time, since each stands under a Gather of its own or is read before the next.
fn in_worker(kind: Kind, operations: &[&Operation], sessions: f64, knobs: &Knobs) -> Amount {
    let parallel: Vec<&Operation> = operations
        .iter()
        .copied()
        .filter(|op| parallel::asked_by(op, knobs) > 0.0)
        .collect();
    match kind {
        Kind::TempTable => Amount::default(),
        // Its rows and its memory are a part of the one build's, which the
        // bound has whole with the leader.
        Kind::IndexBuild => {
            let one = of_kind(kind, &parallel, true, sessions, knobs);
            Amount::busy(one.likely, one.likely.min(index_build::APART))
        }
        Kind::Sort | Kind::Tuplestore => {
            let one = |op: &&Operation| {
                let sort = sort::sort(
                    share(op, true, knobs).0,
                    knobs.work_mem,
                    true,
                    0.0,
                    knobs.major,
                );
                sort.amount + sort.kernel
            };
            let likely = parallel.iter().map(|op| one(op).likely).fold(0.0, f64::max);
            let high = parallel
                .iter()
                .map(|op| one(op).high * op.count as f64)
                .sum();
            Amount::busy(likely, high)
        }
        _ => of_kind(kind, &parallel, true, 1.0, knobs),
    }
}

/// What the leader and those of its workers that `came` share: made by the leader
/// whether they come or not.
fn shared(group: &Group, asked: f64, came: f64, knobs: &Knobs) -> Amount {
    if asked <= 0.0 {
        return Amount::default();
    }
    let hashes = group
        .operations
        .iter()
        .filter(|op| in_shared_memory(op, knobs))
        .fold(Amount::default(), |sum, op| {
            let operand = op.operand_bytes.map_or(f64::INFINITY, |bytes| bytes as f64);
            let workers = parallel::asked_by(op, knobs);
            let came = workers.min(came) + 1.0;
            sum + hash_join::shared(operand, workers + 1.0, came, knobs) * op.count as f64
        });
    let own = SEGMENT + asked * QUEUE;
    let likely = if hashes.likely > 0.0 {
        hash_join::segments(hashes.likely + AREA)
    } else {
        0.0
    };
    // A segment that is not yet full does not always have the pages in a row.
    let next = hash_join::segments(likely * 1.01);
    let high = hash_join::segments(hashes.high.max(hashes.likely) * 1.1);
    Amount::busy(own + likely, own * 2.0 + high.max(next))
}

fn charge_kinds(sums: &Sums, knobs: &Knobs, ledger: &mut Ledger) {
    for ((count, amount), (kind, what, parameters, source)) in sums.kinds.iter().zip(KINDS) {
        ledger.charge(
            Entry {
                what,
                who: Who::Operation,
                count: *count,
                range: amount.range(),
                parameters,
                source,
                pool: Pool::Limit,
            },
            || format!("{count} × {}", allowance(kind, knobs)),
        );
    }
}

/// What one operation of the kind may take, as a person would write it.
fn allowance(kind: Kind, knobs: &Knobs) -> String {
    let size = |bytes: f64| Bytes(bytes as u64);
    match kind {
        Kind::HashAggregate if knobs.major < 13 => "its groups, without a bound".to_owned(),
        Kind::HashAggregate | Kind::HashJoin => format!(
            "min(its rows, work_mem {} × hash_mem_multiplier {})",
            size(knobs.work_mem),
            knobs.hash_mem_multiplier
        ),
        Kind::TempTable => format!("min(its rows, temp_buffers {})", size(knobs.temp_buffers)),
        Kind::IndexBuild => format!(
            "min(its keys, maintenance_work_mem {})",
            size(knobs.maintenance_work_mem)
        ),
        _ => format!("min(its rows, work_mem {})", size(knobs.work_mem)),
    }
}

fn charge_workers(case: &Case<'_>, sums: &Sums, knobs: &Knobs, ledger: &mut Ledger) {
    let process = process(knobs, jit::in_build(case));
    let each = process.used + process.kernel;
    let processes = Amount::busy(each * sums.at_peak, (each * 1.1 + 0.15 * MB) * sums.workers);
    let workers = sums.workers.round();
    ledger.charge(
        Entry {
            what: "parallel workers and their operations",
            who: Who::Worker,
            count: workers as u64,
            range: (processes + sums.in_workers).range(),
            parameters: &[
                "max_parallel_workers_per_gather",
                "max_parallel_workers",
                "max_worker_processes",
                "work_mem",
            ],
            source: "RegisterDynamicBackgroundWorker (bgworker.c): max_parallel_workers for the \
                     whole server; measured on 15",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{workers} workers (of {} there are) × (process {} + a participant's part)",
                parallel::available(knobs),
                Bytes(each as u64)
            )
        },
    );
    ledger.charge(
        Entry {
            what: "memory shared with parallel workers",
            who: Who::Operation,
            count: sums.shared.likely.min(1.0) as u64,
            range: sums.shared.range(),
            parameters: &[
                "work_mem",
                "hash_mem_multiplier",
                "max_parallel_workers_per_gather",
            ],
            source: "execParallel.c, dsa.c: segments of 1, 1, 2, 2, 4, 4 MB …, charged when made",
            pool: Pool::Limit,
        },
        || "queues and shared hashes, rounded up to whole segments".to_owned(),
    );
}

fn charge_jit(sums: &Sums, knobs: &Knobs, ledger: &mut Ledger) {
    ledger.charge(
        Entry {
            what: "just-in-time compilation",
            who: Who::Operation,
            count: sums.compiled.round() as u64,
            range: sums.jit.range(),
            parameters: &["jit", "jit_above_cost"],
            source: "LLVM loaded into each process of a statement above jit_above_cost; \
                     measured on Debian's 15 (LLVM 14) and 17",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{:.0} processes whose plan costs more than {}",
                sums.compiled, knobs.jit_above_cost
            )
        },
    );
}
