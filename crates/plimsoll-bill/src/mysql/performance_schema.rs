//! The Performance Schema: rows of fixed size, counted as the server counts them.
//!
//! It never frees what it took. Sizes of rows are those that
//! `SHOW ENGINE PERFORMANCE_SCHEMA STATUS` prints; how many there are follows
//! from three steps of history and digests (`pfs_autosize.cc`) and from threads,
//! whose rows come in pages of 256.

use plimsoll_model::{Bytes, Pool, Range, Version, Who};

use super::limits::{table_definition_cache, table_open_cache};
use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Threads in one page of the thread container (`pfs_buffer_container.h`).
const PAGE_THREADS: u64 = 256;
/// Nesting of statements kept for a thread (`performance_schema_max_statement_stack`).
const STACK_DEFAULT: u64 = 10;
/// What tables, files, locks and metadata seen in use add.
const IN_USE_BYTES: u64 = 9 << 20;

/// Sizes of rows in one build.
struct Rows {
    /// All that does not depend on settings or threads.
    fixed_bytes: u64,
    /// Summaries of one thread, without its histories.
    thread_bytes: u64,
    /// One row each of the four histories; the statement's texts not counted.
    waits_bytes: u64,
    stages_bytes: u64,
    statements_bytes: u64,
    transactions_bytes: u64,
    /// One digest, its texts not counted.
    digest_bytes: u64,
    /// Whether a digest also keeps a sample of its text.
    sample: bool,
    /// The server's own threads.
    threads: u64,
}

/// `MySQL` 9.7.4.
const MYSQL: Rows = Rows {
    fixed_bytes: 79_880_000,
    thread_bytes: 179_600,
    waits_bytes: 176,
    stages_bytes: 104,
    statements_bytes: 1512,
    transactions_bytes: 424,
    digest_bytes: 4224,
    sample: true,
    threads: 30,
};

/// `MariaDB` 10.11.18 and, 0.1 MB more, 11.8.9; also `MySQL` 5.7, from which
/// `MariaDB` has it.
const MARIADB: Rows = Rows {
    fixed_bytes: 44_220_000,
    thread_bytes: 88_976,
    waits_bytes: 176,
    stages_bytes: 104,
    statements_bytes: 1424,
    transactions_bytes: 320,
    digest_bytes: 512,
    sample: false,
    threads: 16,
};

/// Rows where a parameter is on automatic.
struct Step {
    history: u64,
    history_long: u64,
    digests: u64,
}

const SMALLEST: Step = Step {
    history: 5,
    history_long: 100,
    digests: 1000,
};
const MODERATE: Step = Step {
    history: 10,
    history_long: 1000,
    digests: 5000,
};
const LARGEST: Step = Step {
    history: 10,
    history_long: 10_000,
    digests: 10_000,
};

/// Charges what is there at start, what threads above the first page add, and
/// what use adds.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    if view.case.settings.is_on("performance_schema") != Some(true) {
        return;
    }
    let rows = if view.is_mariadb() || view.series() < Version::new(8, 0) {
        &MARIADB
    } else {
        &MYSQL
    };
    let step = step(view);
    let pages = pages(view, rows);
    let start = start_bytes(view, rows, step);
    let page = PAGE_THREADS.saturating_mul(per_thread_bytes(view, rows, step));
    let in_use = in_use_bytes(view);
    let likely = start
        .saturating_add(pages.saturating_mul(page))
        .saturating_add(in_use);
    // One more page: threads of pools, purgers and replicas are not in the load.
    let high =
        times(likely, 1.03).saturating_add(if near_next_page(view, rows) { page } else { 0 });
    ledger.charge(
        Entry {
            what: "performance schema",
            who: Who::Server,
            count: 1,
            range: Range::new(likely.saturating_sub(in_use), likely, high),
            parameters: &[
                "performance_schema",
                "max_connections",
                "table_open_cache",
                "table_definition_cache",
                "performance_schema_max_digest_length",
                "performance_schema_digests_size",
                "performance_schema_events_statements_history_long_size",
            ],
            source: "pfs_autosize.cc, estimate_hints; row sizes by SHOW ENGINE PERFORMANCE_SCHEMA STATUS",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{} fixed, {} digests, {} long-history rows + {pages} × 256 threads of {} + {} in use",
                Bytes(rows.fixed_bytes),
                digests(view, step),
                step.history_long,
                Bytes(page / PAGE_THREADS),
                Bytes(in_use)
            )
        },
    );
}

/// Nothing is in use where no statement has touched a table of the load.
fn in_use_bytes(view: &View<'_>) -> u64 {
    let data = view.case.data_bytes.unwrap_or(u64::MAX);
    let active = view.sessions_where(|group| !group.operations.is_empty());
    if active > 0 || data > view.costs.own_pages_bytes.saturating_mul(2) {
        IN_USE_BYTES
    } else {
        0
    }
}

/// The step of automatic sizes. `MariaDB` decides by connections alone: its
/// table caches are not handed over when the hints are read, so that the
/// smallest step is never taken (seen on 10.11 and 11.8).
fn step(view: &View<'_>) -> &'static Step {
    let connections = view.size("max_connections");
    let (moderate, small) = if view.is_mariadb() {
        (connections <= 302, false)
    } else {
        // TABLE_OPEN_CACHE_DEFAULT: 2000 until 5.7, 4000 from 8.0 on (sql_const.h).
        let tables_default = if view.series() < Version::new(8, 0) {
            2000
        } else {
            4000
        };
        let (open, definitions) = (table_open_cache(view), table_definition_cache(view));
        let within = |times: u64| {
            connections <= 151 * times
                && definitions <= 400 * times
                && open <= tables_default * times
        };
        (within(2), within(1))
    };
    match (small, moderate) {
        (true, _) => &SMALLEST,
        (false, true) => &MODERATE,
        (false, false) => &LARGEST,
    }
}

/// A sizing parameter, or its default where the version does not say.
fn sized(view: &View<'_>, name: &str, default: u64) -> u64 {
    view.case.settings.count(name).unwrap_or(default)
}

/// A sizing parameter that follows the step: negative means automatic, and so
/// does the outcome of the largest step, which is what a running server shows.
fn stepped(view: &View<'_>, name: &str, largest: u64, automatic: u64) -> u64 {
    match view.case.settings.count(name) {
        Some(rows) if rows != largest => rows,
        Some(_) | None => automatic,
    }
}

fn digests(view: &View<'_>, step: &Step) -> u64 {
    let name = "performance_schema_digests_size";
    stepped(view, name, LARGEST.digests, step.digests)
}

/// Digest tokens and text of one statement.
fn texts_bytes(view: &View<'_>) -> u64 {
    digest_length(view).saturating_add(text_length(view))
}

fn digest_length(view: &View<'_>) -> u64 {
    sized(view, "performance_schema_max_digest_length", 1024)
}

fn text_length(view: &View<'_>) -> u64 {
    sized(view, "performance_schema_max_sql_text_length", 1024)
}

/// Histories of one kind ("long" or a thread's) as name, row size.
fn histories(view: &View<'_>, rows: &Rows, suffix: &str, largest: u64, automatic: u64) -> u64 {
    let statement = rows.statements_bytes.saturating_add(texts_bytes(view));
    [
        ("waits", rows.waits_bytes),
        ("stages", rows.stages_bytes),
        ("statements", statement),
        ("transactions", rows.transactions_bytes),
    ]
    .into_iter()
    .fold(0, |sum, (kind, row)| {
        let name = format!("performance_schema_events_{kind}_{suffix}_size");
        sum.saturating_add(row.saturating_mul(stepped(view, &name, largest, automatic)))
    })
}

/// Everything of one thread: summaries, histories, the stack of statements.
fn per_thread_bytes(view: &View<'_>, rows: &Rows, step: &Step) -> u64 {
    let stack = sized(
        view,
        "performance_schema_max_statement_stack",
        STACK_DEFAULT,
    );
    let statement = rows.statements_bytes.saturating_add(texts_bytes(view));
    rows.thread_bytes
        .saturating_add(histories(
            view,
            rows,
            "history",
            LARGEST.history,
            step.history,
        ))
        .saturating_add(stack.saturating_mul(statement))
}

/// Without the threads.
fn start_bytes(view: &View<'_>, rows: &Rows, step: &Step) -> u64 {
    let sample = if rows.sample { text_length(view) } else { 0 };
    let digest = rows
        .digest_bytes
        .saturating_add(digest_length(view))
        .saturating_add(sample);
    rows.fixed_bytes
        .saturating_add(digests(view, step).saturating_mul(digest))
        .saturating_add(histories(
            view,
            rows,
            "history_long",
            LARGEST.history_long,
            step.history_long,
        ))
}

/// Pages of threads: the first is there at start.
fn pages(view: &View<'_>, rows: &Rows) -> u64 {
    let threads = view.case.sessions().saturating_add(rows.threads);
    let asked = threads.div_ceil(PAGE_THREADS).max(1);
    match view
        .case
        .settings
        .count("performance_schema_max_thread_instances")
    {
        Some(0) => 0,
        Some(most) => asked.min(most.div_ceil(PAGE_THREADS)),
        None => asked,
    }
}

/// Whether a handful of threads that nobody counted would open another page.
fn near_next_page(view: &View<'_>, rows: &Rows) -> bool {
    let threads = view.case.sessions().saturating_add(rows.threads);
    pages(view, rows).saturating_mul(PAGE_THREADS) < threads.saturating_add(24)
}
