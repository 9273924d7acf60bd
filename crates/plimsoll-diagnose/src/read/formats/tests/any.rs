//! Any bytes at all: nothing panics, and what is heard does not hang on the size of
//! the blocks that a file comes in.

use proptest::prelude::*;

use crate::{Handed, Reading};

/// Pieces of lines of every format here, whole and cut.
const PIECES: [&str; 34] = [
    "\n",
    "[31906.755580] ",
    "[Wed May 22 10:00:00 2024] ",
    "2026-11-26T06:54:42,756107+00:00 ",
    "kern  :err   : [1.5] ",
    "<3>",
    "[  +0.000003] ",
    "[1.5][  T431] ",
    "May 22 10:00:00 db1 kernel: ",
    "May 22 10:00:00 db1 postgres[431]: [3-2] ",
    "2024-05-22T10:00:00+02:00 db1 mysqld[7]: ",
    "<34>1 2003-10-11T22:14:15.003Z db1 su - ID47 [a b=\"c\\]\"] ",
    "-- Boot 0 --\n",
    "{\"__REALTIME_TIMESTAMP\":\"1716372000123456\",\"_TRANSPORT\":\"kernel\",\"MESSAGE\":\"",
    "\"}",
    "\"MESSAGE\":[1,2,300]}",
    "postgres invoked oom-killer: gfp_mask=0x0",
    "memory: usage 1kB, limit 99999999999999999999kB, failcnt 1",
    "Memory cgroup stats for /a: rss:18446744073709551615KB ",
    "anon 18446744073709551615",
    "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name",
    "[  431]   0 431 1 18446744073709551615 9223372036854775807 0 0 é",
    "oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/a,task_memcg=/b,task=c,pid=1",
    "Memory cgroup out of memory: Killed process 431 (é) total-vm:1kB, anon-rss:9kB",
    "oom_reaper: reaped process 431 (",
    "18446744073709551615 pages RAM",
    "Start-Date: 2024-05-22  06:25:11\n",
    "Upgrade: a:b (1, 2), c (",
    "2024-05-22 06:25:13 upgrade postgresql-16:amd64 1 2",
    " COMMAND=/bin/sh -c \"systemctl",
    "x.service: Consumed 1s CPU time, 9999999E memory peak",
    "eth0: Link is down",
    "DETAIL:  é",
    "é\t\u{0}#012#011",
];

fn heard(text: &[u8], blocks: usize) -> Vec<String> {
    let mut reading = Reading::new("file", Handed::Log);
    text.chunks(blocks).for_each(|block| reading.push(block));
    let signals = reading.end().signals;
    signals
        .iter()
        .map(|it| format!("{} {:?}", it.line.line, it.said))
        .collect()
}

proptest! {
    #[test]
    fn pieces_of_lines_do_not_panic(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40),
        blocks in 1_usize..50,
    ) {
        let text = pieces.concat();
        let whole = heard(text.as_bytes(), text.len().max(1));
        prop_assert_eq!(heard(text.as_bytes(), blocks), whole);
    }

    #[test]
    fn any_bytes_do_not_panic(text in proptest::collection::vec(any::<u8>(), 0..400)) {
        heard(&text, 64);
    }
}
