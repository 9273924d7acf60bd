//! How many processors a group may use: version 2's `cpu.max`, version 1's
//! `cpu.cfs_quota_us` and `cpu.cfs_period_us` (kernel documentation,
//! admin-guide/cgroup-v2.rst and scheduler/sched-bwc.rst).

use super::{Group, Version};
use crate::read::host::Tree;

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
