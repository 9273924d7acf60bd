//! How many processors a group may use and what it has used: version 2's `cpu.max`
//! and `cpu.stat`, version 1's `cpu.cfs_quota_us` and `cpu.cfs_period_us`, `cpu.stat`
//! and `cpuacct.usage` (kernel documentation, admin-guide/cgroup-v2.rst,
//! scheduler/sched-bwc.rst, admin-guide/cgroup-v1/cpuacct.rst).

use super::{Group, Version, value_of};
use crate::read::host::Tree;

/// The groups that count the processor time of a process: version 1 has two
/// controllers, mounted together or apart.
#[derive(Debug)]
pub(in crate::read) struct CpuUse {
    /// The one that counts what is used.
    pub(in crate::read) used: Group,
    /// The one that a quota holds back, and the folder of the smallest on the way to
    /// the root: that group alone counts the time lost to it.
    quota: Option<(Group, String)>,
}

impl CpuUse {
    /// Of a process (`self` or its id).
    pub(in crate::read) fn of(tree: &Tree, process: &str) -> Result<Self, String> {
        let quota = Group::of(tree, process, "cpu").ok().map(|group| {
            let file = quota(tree, process).map(|(_, file)| file);
            let folder = file.and_then(|file| Some(file.rsplit_once('/')?.0.to_owned()));
            let folder = folder.unwrap_or_else(|| group.folder());
            (group, folder)
        });
        Ok(Self {
            used: Group::of(tree, process, "cpuacct")?,
            quota,
        })
    }

    /// Seconds of processor time since the group began.
    pub(in crate::read) fn used_seconds(&self, tree: &Tree) -> Option<f64> {
        let folder = self.used.folder();
        match self.used.version {
            Version::One => {
                let nanoseconds = tree.read(&format!("{folder}/cpuacct.usage")).ok()?;
                Some(nanoseconds.trim().parse::<u64>().ok()? as f64 / 1e9)
            }
            Version::Two => {
                let stat = tree.read(&format!("{folder}/cpu.stat")).ok()?;
                Some(value_of(&stat, "usage_usec")? as f64 / 1e6)
            }
        }
    }

    /// Seconds for which its threads were held back, summed, since the group began.
    pub(in crate::read) fn throttled_seconds(&self, tree: &Tree) -> Option<f64> {
        let (group, folder) = self.quota.as_ref()?;
        let stat = tree.read(&format!("{folder}/cpu.stat")).ok()?;
        match group.version {
            Version::One => Some(value_of(&stat, "throttled_time")? as f64 / 1e9),
            Version::Two => Some(value_of(&stat, "throttled_usec")? as f64 / 1e6),
        }
    }
}

/// The smallest quota on the path to the root, in processors, and its file;
/// `None` where there is none.
pub(in crate::read) fn quota(tree: &Tree, process: &str) -> Option<(f64, String)> {
    let group = Group::of(tree, process, "cpu").ok()?;
    let quotas = group.folders().filter_map(|folder| match group.version {
        Version::One => {
            let file = format!("{folder}/cpu.cfs_quota_us");
            let period = tree.read(&format!("{folder}/cpu.cfs_period_us")).ok()?;
            Some((share(&tree.read(&file).ok()?, &period)?, file))
        }
        Version::Two => {
            let file = format!("{folder}/cpu.max");
            let text = tree.read(&file).ok()?;
            let (quota, period) = text.trim().split_once(' ')?;
            Some((share(quota, period)?, file))
        }
    });
    quotas.min_by(|a, b| a.0.total_cmp(&b.0))
}

/// Quota by period; `max` and −1 are none.
fn share(quota: &str, period: &str) -> Option<f64> {
    let quota: u64 = quota.trim().parse().ok()?;
    let period: u64 = period.trim().parse().ok()?;
    (quota > 0 && period > 0).then(|| quota as f64 / period as f64)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_quota_is_a_share_of_its_period() {
        assert_eq!(share("150000\n", "100000\n"), Some(1.5));
        for none in ["max", "-1", "0", ""] {
            assert_eq!(share(none, "100000"), None, "{none}");
        }
        assert_eq!(share("1", "0"), None);
    }
}
