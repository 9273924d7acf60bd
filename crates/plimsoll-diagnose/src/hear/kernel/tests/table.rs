//! Tables of tasks: columns, names, sizes of pages, limits.

use std::fmt::Write as _;

use super::kills;
use crate::hear::kernel::table::Table;

fn table(lines: &[&str]) -> Table {
    let mut table = Table::default();
    for line in lines {
        assert!(table.hear(line), "{line}");
    }
    table
}

const HEADER: &str =
    "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name";

#[test]
fn a_name_may_hold_blanks_and_a_score_may_be_negative() {
    let rows = table(&[
        HEADER,
        "[ 19331]  1000 19331   226026    29603  1314816        0          -999 npm start",
    ]);
    assert_eq!(rows.tasks(1, None)[0].name, "npm start");
}

#[test]
fn columns_of_4_4_to_4_14_are_told_by_name_and_without_their_header_by_number() {
    let row =
        "[ 7388] 689930  7388    38270      501      54       3        0             0 postgres";
    let header =
        "[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name";
    for rows in [table(&[header, row]), table(&[row])] {
        let task = &rows.tasks(1, None)[0];
        assert_eq!(task.resident_bytes, 501 * 4096);
        assert_eq!(task.page_table_bytes, 54 * 4096);
    }
}

#[test]
fn the_victim_tells_the_size_of_a_page() {
    let row = "[   431]    26   431   226026     1000    65536        0             0 postgres";
    let resident = |kib: u64| {
        let tasks = table(&[HEADER, row]).tasks(431, Some(kib * 1024));
        tasks.first().map(|task| task.resident_bytes)
    };
    assert_eq!(resident(4_000), Some(4_000 * 1024));
    assert_eq!(resident(4_100), Some(4_000 * 1024));
    assert_eq!(resident(64_000), Some(64_000 * 1024));
    assert_eq!(resident(16_100), Some(16_000 * 1024));
    assert_eq!(resident(9_000), None);
}

#[test]
fn only_the_largest_rows_are_kept() {
    let mut rows = Table::default();
    rows.hear(HEADER);
    for pid in 1..=3_000 {
        rows.hear(&format!("[{pid:7}] 0 {pid} 100 {pid} 4096 0 0 postgres"));
    }
    let tasks = rows.tasks(1, None);
    assert_eq!(tasks.len(), 1_000);
    assert_eq!((tasks[0].pid, tasks[999].pid), (3_000, 2_001));
}

#[test]
fn rows_of_a_file_are_bounded() {
    let mut file = String::new();
    for block in 0..120 {
        file.push_str("a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0\n");
        file.push_str(HEADER);
        for row in 0..600 {
            let pid = block * 1_000 + row;
            let _ = write!(file, "\n[{pid:7}] 0 {pid} 100 10 4096 0 0 postgres");
        }
        let pid = block * 1_000;
        let _ = writeln!(
            file,
            "\nOut of memory: Killed process {pid} (postgres) total-vm:4kB"
        );
    }
    let kills = kills(&file);
    assert_eq!(kills.len(), 120);
    let rows: usize = kills.iter().map(|kill| kill.tasks.len()).sum();
    assert_eq!(rows, 50_000);
}

#[test]
fn what_is_no_row_is_left_alone() {
    let mut rows = Table::default();
    for line in [
        "[]",
        "[ x ] 1 2 3",
        "[ 12] 1 2",
        "[ 12]",
        "no",
        "[-1] 0 0 0 0 0 0 0 a",
    ] {
        assert!(!rows.hear(line), "{line}");
    }
}
