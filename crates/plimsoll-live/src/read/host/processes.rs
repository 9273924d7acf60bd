//! The processes of one server and what each holds, from `/proc/PID/status`: the
//! kernel keeps those figures as counters. `smaps` walks every page table under the
//! process's lock and is never read here.
//!
//! Source: proc(5), fields of `stat` and `status`.

use plimsoll_model::{Known, ProcessSample, Processes, Role};

use super::{Tree, role};

/// Processes of one server that are kept; the rest is said to be left out.
pub const PROCESSES_MAX: usize = 10_000;

/// What `/proc/PID/stat` says of who a process is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) name: String,
    /// Whether it ended, and its parent has not asked how: a zombie.
    pub(super) is_ended: bool,
    pub(super) parent: u32,
    /// Processor time of its own and of the children it has waited for.
    pub(super) cpu_ticks: u64,
    pub(super) started_ticks: u64,
}

impl Stat {
    pub(super) fn of(tree: &Tree, pid: u32) -> Result<Self, String> {
        let path = format!("/proc/{pid}/stat");
        Self::parse(&tree.text(&path)?).ok_or_else(|| format!("{path} is not as proc(5) says"))
    }

    /// The name may hold blanks and brackets: what follows is counted from its end.
    fn parse(text: &str) -> Option<Self> {
        let (before, after) = text.rsplit_once(')')?;
        let mut fields = after.split_whitespace();
        let is_ended = matches!(fields.next()?, "Z" | "X");
        let parent = fields.next()?.parse().ok()?;
        // utime, stime, cutime and cstime; then four more to the start.
        let times = fields.by_ref().skip(9).take(4);
        let times = times.map(|ticks| ticks.parse::<u64>().ok());
        let cpu_ticks = times.sum::<Option<u64>>()?;
        Some(Self {
            name: before.split_once('(')?.1.to_owned(),
            is_ended,
            parent,
            cpu_ticks,
            started_ticks: fields.nth(4)?.parse().ok()?,
        })
    }
}

/// Bytes that a process has resident, and the seconds of processor time that it took, with
/// those of the children it has waited for.
pub fn taken(tree: &Tree, pid: u32) -> (Option<u64>, Option<f64>) {
    let status = tree.text(&format!("/proc/{pid}/status")).ok();
    let resident_bytes = status.and_then(|status| status_bytes(&status, "VmRSS"));
    let ticks = Stat::of(tree, pid).ok().map(|stat| stat.cpu_ticks);
    let second = rustix::param::clock_ticks_per_second() as f64;
    (resident_bytes, ticks.map(|ticks| ticks as f64 / second))
}

/// Every process id that is shown here.
pub(super) fn pids(tree: &Tree) -> Result<Vec<u32>, String> {
    let mut pids: Vec<u32> = tree
        .names("/proc")?
        .iter()
        .filter_map(|name| name.parse().ok())
        .collect();
    pids.sort_unstable();
    Ok(pids)
}

/// A server's process and its children. One that ends meanwhile is left out, and
/// so is one whose id was given to another.
pub(super) fn of_server(tree: &Tree, pid: u32) -> Known<Processes> {
    let server = Stat::of(tree, pid).and_then(|stat| sample(tree, pid, &stat, None));
    let server = match server {
        Ok(server) => server,
        Err(why) => return Known::Unknown(why),
    };
    let others = match pids(tree) {
        Ok(pids) => pids,
        Err(why) => return Known::Unknown(why),
    };
    let children = children(tree, others, pid);
    let children = children.filter_map(|(child, stat)| sample(tree, child, &stat, Some(pid)).ok());
    let mut all: Vec<ProcessSample> = std::iter::once(server)
        .chain(children.take(PROCESSES_MAX))
        .collect();
    let is_cut = all.len() > PROCESSES_MAX;
    all.truncate(PROCESSES_MAX);
    Known::Known(Processes { all, is_cut }, format!("/proc/{pid}/status"))
}

/// A process's children as the kernel lists them (`CONFIG_PROC_CHILDREN`, which
/// distributions set); those of its first thread.
pub(super) fn listed_children(tree: &Tree, pid: u32) -> Option<Vec<u32>> {
    let text = tree
        .read(&format!("/proc/{pid}/task/{pid}/children"))
        .ok()?;
    let words = text.split_whitespace();
    Some(words.filter_map(|word| word.parse().ok()).collect())
}

/// Those of some processes that are children of one, and what `stat` says of each.
pub(super) fn children(
    tree: &Tree,
    pids: Vec<u32>,
    parent: u32,
) -> impl Iterator<Item = (u32, Stat)> {
    pids.into_iter().filter_map(move |pid| {
        let stat = Stat::of(tree, pid).ok();
        Some((pid, stat.filter(|stat| stat.parent == parent)?))
    })
}

fn sample(
    tree: &Tree,
    pid: u32,
    stat: &Stat,
    parent: Option<u32>,
) -> Result<ProcessSample, String> {
    let role = match parent {
        Some(_) => role::of_title(&tree.text(&format!("/proc/{pid}/cmdline"))?),
        None => Role::Server,
    };
    let number = |file: &str| tree.text(&format!("/proc/{pid}/{file}"));
    let oom_score_adj = number("oom_score_adj");
    let oom_score = number("oom_score");
    Ok(ProcessSample {
        role,
        oom_score_adj: parsed(oom_score_adj, &format!("/proc/{pid}/oom_score_adj")),
        oom_score: parsed(oom_score, &format!("/proc/{pid}/oom_score")),
        ..held(tree, pid, stat)?
    })
}

/// What a process holds; what it does for the server, and how the kernel scores it,
/// is left open.
pub(super) fn held(tree: &Tree, pid: u32, stat: &Stat) -> Result<ProcessSample, String> {
    let status = tree.text(&format!("/proc/{pid}/status"))?;
    if Stat::of(tree, pid)?.started_ticks != stat.started_ticks {
        return Err(format!(
            "process {pid} ended and its id was given to another"
        ));
    }
    let part = |name| status_bytes(&status, name).unwrap_or(0);
    Ok(ProcessSample {
        pid,
        started_ticks: stat.started_ticks,
        role: Role::Unknown,
        anon_bytes: part("RssAnon"),
        shmem_bytes: part("RssShmem"),
        file_bytes: part("RssFile"),
        swap_bytes: part("VmSwap"),
        page_table_bytes: part("VmPTE"),
        hugetlb_bytes: part("HugetlbPages"),
        threads: field(&status, "Threads")
            .and_then(|text| text.parse().ok())
            .unwrap_or(1),
        oom_score_adj: Known::not_given(),
        oom_score: Known::not_given(),
    })
}

fn parsed<T: std::str::FromStr>(text: Result<String, String>, path: &str) -> Known<T> {
    match text.map(|text| text.trim().parse()) {
        Ok(Ok(number)) => Known::Known(number, path.to_owned()),
        Ok(Err(_)) => Known::Unknown(format!("{path} is no number")),
        Err(why) => Known::Unknown(why),
    }
}

/// A field of `status`.
pub(super) fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    Some(line.trim())
}

fn status_bytes(status: &str, name: &str) -> Option<u64> {
    let kilobytes: u64 = field(status, name)?
        .strip_suffix(" kB")?
        .trim()
        .parse()
        .ok()?;
    kilobytes.checked_mul(1 << 10)
}

#[cfg(test)]
mod tests {
    use super::{Stat, status_bytes};

    #[test]
    fn a_name_with_brackets_does_not_move_the_fields() {
        let rest = "S 7 1 1 0 -1 4194304 97 0 0 0 1 20 300 4000 20 0 1 0 1678284 3133440 362";
        let stat = Stat::parse(&format!("42 (odd) (name) {rest}")).unwrap();
        assert_eq!((stat.name.as_str(), stat.parent), ("odd) (name", 7));
        assert_eq!((stat.cpu_ticks, stat.started_ticks), (4321, 1_678_284));
        assert_eq!(Stat::parse("42 (cut) S 7"), None);
    }

    #[test]
    fn sizes_of_status_are_kilobytes() {
        let status = "RssAnon:\t     112 kB\nVmPTE:\t52 kB\nThreads:\t1\n";
        assert_eq!(status_bytes(status, "RssAnon"), Some(112 << 10));
        assert_eq!(status_bytes(status, "Rss"), None);
        assert_eq!(status_bytes(status, "Threads"), None);
    }
}
