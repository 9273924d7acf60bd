//! The table of tasks in a block of an OOM kill (`mm/oom_kill.c`, `dump_tasks`):
//! its columns by name, since they changed from kernel to kernel.
//!
//! - to 4.3: `total_vm rss nr_ptes swapents`, to 4.14: `… nr_ptes nr_pmds swapents`
//! - 4.15 on: `total_vm rss pgtables_bytes swapents`
//! - 6.8 on: `total_vm rss rss_anon rss_file rss_shmem pgtables_bytes swapents`
//!
//! `rss` counts pages, whose size the block does not say: it is told from the
//! victim, whose memory stands in the table in pages and in its own line in kB.

use crate::signal::OomTask;

/// Rows that are looked at; a table of more is cut.
const ROWS_MAX: usize = 20_000;

/// Rows that are kept, the largest.
const KEPT_MAX: usize = 1_000;

/// Sizes of a page that Linux runs with.
const PAGE_KIB: [u64; 3] = [4, 16, 64];

/// What a row of the table says, in pages.
#[derive(Clone, Debug)]
struct Row {
    pid: u32,
    name: String,
    resident: u64,
    anon: Option<u64>,
    shmem: Option<u64>,
    page_tables: PageTables,
}

/// In which unit page tables are told.
#[derive(Clone, Copy, Debug)]
enum PageTables {
    Bytes(u64),
    Pages(u64),
}

/// The rows so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Names of the columns between `uid` and `name`, where the header was seen.
    columns: Vec<String>,
    rows: Vec<Row>,
}

impl Table {
    /// Takes a header or a row; false where the line is neither.
    pub(super) fn hear(&mut self, line: &str) -> bool {
        let Some((first, rest)) = line.strip_prefix('[').and_then(|it| it.split_once(']')) else {
            return false;
        };
        if first.trim() == "pid" {
            let names = rest.split_ascii_whitespace();
            self.columns = names.map(str::to_owned).take(16).collect();
            self.rows.clear();
            return true;
        }
        let Ok(pid) = first.trim().parse() else {
            return false;
        };
        let Some(row) = self.row(pid, rest) else {
            return false;
        };
        if self.rows.len() < ROWS_MAX {
            self.rows.push(row);
        }
        true
    }

    /// Whether it has no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a process stands in it.
    pub(super) fn holds(&self, pid: u32) -> bool {
        self.rows.iter().any(|row| row.pid == pid)
    }

    fn row(&self, pid: u32, rest: &str) -> Option<Row> {
        let columns = if self.columns.is_empty() {
            guessed(rest)?
        } else {
            self.columns.iter().map(String::as_str).collect()
        };
        let (mut left, mut row) = (rest.trim_start(), Row::of(pid));
        for column in columns {
            if column == "name" {
                left.trim_end().clone_into(&mut row.name);
                return Some(row);
            }
            let (word, rest) = left.split_once(|c: char| c.is_ascii_whitespace())?;
            left = rest.trim_start();
            let number: i64 = word.parse().ok()?;
            row.set(column, number.max(0).cast_unsigned());
        }
        None
    }

    /// The rows in bytes, the largest first. The victim and what it held tell the
    /// size of a page: 4 kB where there is nothing to compare, no rows where
    /// it fits no size.
    pub(super) fn tasks(mut self, pid: u32, resident_bytes: Option<u64>) -> Vec<OomTask> {
        let Some(page) = self.page_bytes(pid, resident_bytes) else {
            return Vec::new();
        };
        self.rows.sort_by_key(|row| std::cmp::Reverse(row.resident));
        self.rows.truncate(KEPT_MAX);
        let task = |row: Row| OomTask {
            pid: row.pid,
            name: row.name,
            resident_bytes: row.resident.saturating_mul(page),
            anon_bytes: row.anon.map(|pages| pages.saturating_mul(page)),
            shmem_bytes: row.shmem.map(|pages| pages.saturating_mul(page)),
            page_table_bytes: match row.page_tables {
                PageTables::Bytes(bytes) => bytes,
                PageTables::Pages(pages) => pages.saturating_mul(page),
            },
        };
        self.rows.into_iter().map(task).collect()
    }

    /// Bytes of a page, as for [`Self::tasks`].
    pub(super) fn page_bytes(&self, pid: u32, resident_bytes: Option<u64>) -> Option<u64> {
        let row = self.rows.iter().find(|row| row.pid == pid);
        page_bytes(row.map(|row| row.resident), resident_bytes)
    }
}

impl Row {
    fn of(pid: u32) -> Self {
        Self {
            pid,
            name: String::new(),
            resident: 0,
            anon: None,
            shmem: None,
            page_tables: PageTables::Bytes(0),
        }
    }

    fn set(&mut self, column: &str, number: u64) {
        match column {
            "rss" => self.resident = number,
            "rss_anon" => self.anon = Some(number),
            "rss_shmem" => self.shmem = Some(number),
            // A column without its header may be either: no page table is smaller
            // than a page.
            "pgtables_bytes" if number >= PAGE_KIB[0] * 1024 => {
                self.page_tables = PageTables::Bytes(number);
            }
            "pgtables_bytes" | "nr_ptes" => self.page_tables = PageTables::Pages(number),
            _ => {}
        }
    }
}

/// The columns of a row whose header is not there (the ring buffer begins behind
/// it), by how many numbers stand before the name.
fn guessed(rest: &str) -> Option<Vec<&'static str>> {
    let numbers = rest
        .split_ascii_whitespace()
        .take_while(|word| word.parse::<i64>().is_ok());
    let middle: &[&str] = match numbers.count() {
        7 => &["rss", "pgtables_bytes", "swapents"],
        8 => &["rss", "nr_ptes", "nr_pmds", "swapents"],
        10 => &[
            "rss",
            "rss_anon",
            "rss_file",
            "rss_shmem",
            "pgtables_bytes",
            "swapents",
        ],
        _ => return None,
    };
    let around = [
        &["uid", "tgid", "total_vm"],
        middle,
        &["oom_score_adj", "name"],
    ];
    Some(around.concat())
}

/// The size of a page that makes the pages of the table the bytes of the line,
/// within a tenth: the process may run on between the two. 4 kB where there is
/// nothing to compare.
fn page_bytes(pages: Option<u64>, bytes: Option<u64>) -> Option<u64> {
    // Too small a process tells nothing: a page more or less is much of it.
    const PAGES_MIN: u64 = 64;
    let (Some(pages @ PAGES_MIN..), Some(bytes @ 1..)) = (pages, bytes) else {
        return Some(PAGE_KIB[0] * 1024);
    };
    let fits = |kib: &u64| {
        let told = pages.saturating_mul(kib * 1024);
        told.abs_diff(bytes) <= told / 10
    };
    PAGE_KIB.iter().find(|kib| fits(kib)).map(|kib| kib * 1024)
}
