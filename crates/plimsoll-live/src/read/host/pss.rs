//! The proportional share of each process, every shared page divided among those
//! that map it. The kernel walks every page table for it and holds the process's
//! lock meanwhile: read only when asked, and only for so long.

use std::time::{Duration, Instant};

use super::Tree;

/// Proportional shares of a server's processes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pss {
    /// Their sum, over the processes that were read.
    pub bytes: u64,
    /// Of it anonymous memory.
    pub anon_bytes: u64,
    /// Of it shared memory.
    pub shmem_bytes: u64,
    /// Processes that were read.
    pub read: usize,
    /// Processes that did not let themselves be read, for want of rights or because
    /// they had ended.
    pub refused: usize,
    /// Processes that the time was not enough for.
    pub left: usize,
}

/// Reads `/proc/PID/smaps_rollup` of processes, in their order, until the time is
/// up; the one begun last is finished.
pub fn pss(tree: &Tree, pids: &[u32], budget: Duration) -> Pss {
    let until = Instant::now() + budget;
    let mut sum = Pss::default();
    for (index, pid) in pids.iter().enumerate() {
        if Instant::now() >= until {
            sum.left = pids.len() - index;
            break;
        }
        match tree.read(&format!("/proc/{pid}/smaps_rollup")) {
            Ok(text) => sum.add(&text),
            Err(_) => sum.refused += 1,
        }
    }
    sum
}

impl Pss {
    fn add(&mut self, text: &str) {
        let part = |name: &str| {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
            kilobytes.unwrap_or(0_u64).saturating_mul(1 << 10)
        };
        self.bytes = self.bytes.saturating_add(part("Pss"));
        self.anon_bytes = self.anon_bytes.saturating_add(part("Pss_Anon"));
        self.shmem_bytes = self.shmem_bytes.saturating_add(part("Pss_Shmem"));
        self.read += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Pss, pss};
    use crate::read::host::Tree;
    use std::collections::BTreeMap;
    use std::time::Duration;

    #[test]
    fn shares_are_summed_and_what_was_not_read_is_counted() {
        let text = "7f00-7fff ---p 00000000 00:00 0 [rollup]\nRss: 9 kB\nPss: 4 kB\nPss_Anon: 1 kB\nPss_Shmem: 2 kB\n";
        let texts = [1, 2].map(|pid| (format!("/proc/{pid}/smaps_rollup"), text.to_owned()));
        let tree = Tree::of_texts(BTreeMap::from(texts));
        let all = pss(&tree, &[1, 2, 3], Duration::from_mins(1));
        let expected = Pss {
            bytes: 8 << 10,
            anon_bytes: 2 << 10,
            shmem_bytes: 4 << 10,
            read: 2,
            refused: 1,
            left: 0,
        };
        assert_eq!(all, expected);
        assert_eq!(pss(&tree, &[1, 2], Duration::ZERO).left, 2);
    }
}
