//! Whether a group's figures are those of one server: whether others live in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::cgroup::Group;
use crate::read::host::Tree;
use crate::read::host::processes::{Stat, held, listed_children};

/// Others in a group that hold no more than this part of it leave it the server's: a
/// shell that somebody opened in a container does not make the figures another's.
const OTHERS_PART: u64 = 20;

/// Whose a group is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The server's, or nearly.
    Servers,
    /// The whole machine's: it is the root.
    Machines,
    /// Others hold a part that counts; how many of them.
    Shared(usize),
}

impl Whose {
    /// Looks at the processes in a group.
    pub(super) fn of(tree: &Tree, group: &Group, pid: u32) -> Self {
        if group.holds_all(tree) {
            return Self::Machines;
        }
        // Where they are not shown, no others are.
        let members = group.processes(tree).unwrap_or_default();
        // Most are the server's children, of which no more need be read than that.
        let children = listed_children(tree, pid).unwrap_or_default();
        let children: BTreeSet<u32> = children.into_iter().collect();
        let rest = members.iter().filter(|one| !children.contains(one));
        let rest = rest.filter_map(|one| Some((*one, Stat::of(tree, *one).ok()?)));
        let rest: BTreeMap<u32, Stat> = rest.collect();
        let kin = kin(&rest, pid, &children);
        let is_other = |one: &u32| rest.contains_key(one) && !kin.contains(one);
        let (others, own): (Vec<u32>, Vec<u32>) = members.iter().partition(|one| is_other(one));
        if others.is_empty() {
            return Self::Servers;
        }
        let anon = |them: &[u32]| -> u64 {
            let each = them
                .iter()
                .filter_map(|one| held(tree, *one, &Stat::of(tree, *one).ok()?).ok());
            each.map(|held| held.anon_bytes).sum()
        };
        let (own, theirs) = (anon(&own), anon(&others));
        if theirs.saturating_mul(OTHERS_PART) <= own.saturating_add(theirs) {
            Self::Servers
        } else {
            Self::Shared(others.len())
        }
    }
}

/// The server, those that descend from it and those that it descends from: a
/// container's first process, `mysqld_safe`.
fn kin(stats: &BTreeMap<u32, Stat>, pid: u32, children: &BTreeSet<u32>) -> BTreeSet<u32> {
    let parent = |one: &u32| stats.get(one).map(|stat| stat.parent);
    // A process has fewer forebears than there are processes, and two readings at
    // different times could make a ring of them.
    let line = |one: u32| std::iter::successors(Some(one), parent).take(stats.len());
    let above: BTreeSet<u32> = line(pid).collect();
    let below = stats
        .keys()
        .filter(|one| line(**one).any(|it| it == pid || children.contains(&it)));
    below.chain(&above).copied().collect()
}
