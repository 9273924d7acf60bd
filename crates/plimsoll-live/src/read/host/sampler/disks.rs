//! The file systems that a server writes to and its /dev/shm: where they are asked
//! for, and their space.

use std::path::{Path, PathBuf};

use plimsoll_model::{Metric, Reading};

use super::look::Look;
use crate::read::host::server::shm_place;
use crate::read::host::{Mount, Tree};

/// Links that are followed one after another.
const LINKS_MAX: usize = 8;

/// The paths to ask.
#[derive(Debug)]
pub(super) struct Disks {
    /// By the folder's name; of several on one file system the first alone.
    folders: Vec<(String, String)>,
    shm: Result<String, String>,
}

impl Disks {
    /// Of the folders of a server, as it calls them.
    pub(super) fn of(tree: &Tree, pid: u32, folders: &[(String, PathBuf)]) -> Self {
        let mounts = |process: &str| tree.read(&format!("/proc/{process}/mountinfo")).ok();
        let (own, theirs) = (mounts("self"), mounts(&pid.to_string()));
        let is_same_view = own == theirs;
        let device = |mounts: &Option<String>, folder: &str| {
            Some(Mount::of(mounts.as_deref()?, folder)?.device)
        };
        let mut seen = Vec::new();
        let mut distinct = Vec::new();
        for (name, folder) in folders {
            let here = folder.to_string_lossy().into_owned();
            let inside = through(tree, pid, folder);
            // Only root and the server's user see its root. Others ask for the path as
            // they have it, where that is on the same device: a service with a /tmp of
            // its own has mounts of its own too.
            let is_seen = tree.device(&inside).is_some();
            let is_same =
                device(&own, &here).is_some() && device(&own, &here) == device(&theirs, &here);
            let path = if is_same_view || (!is_seen && is_same) {
                here
            } else {
                inside
            };
            let device = tree.device(&path);
            if device.is_some() && seen.contains(&device) {
                continue;
            }
            seen.push(device);
            distinct.push((name.clone(), path));
        }
        Self {
            folders: distinct,
            shm: shm_place(tree, pid).map(|(_, path)| path),
        }
    }
}

/// A folder through the root that the server sees. A link there (`pg_wal` may be one)
/// names a path of the server's, which the kernel would look for from this process's
/// root: it is followed here.
fn through(tree: &Tree, pid: u32, folder: &Path) -> String {
    let root = format!("/proc/{pid}/root");
    let mut inside = folder.to_path_buf();
    for _ in 0..LINKS_MAX {
        let Ok(target) = tree.link(&format!("{root}{}", inside.display())) else {
            break;
        };
        // An absolute target replaces the whole path.
        inside = inside.parent().unwrap_or(Path::new("/")).join(target);
    }
    format!("{root}{}", inside.display())
}

/// Puts the space of each.
pub(super) fn read(tree: &Tree, disks: &Disks, look: &mut Look) {
    for (name, path) in &disks.folders {
        match tree.space(path) {
            Ok(space) => look.readings.extend([
                Reading::of(Metric::DiskBytes, name, space.total_bytes as f64),
                Reading::of(Metric::DiskFreeBytes, name, space.free_bytes as f64),
            ]),
            Err(why) => look.lack(&format!("disk {name}"), why),
        }
    }
    let shm = disks.shm.clone();
    match shm.and_then(|path| tree.space(&path)) {
        Ok(space) => {
            let used = space.total_bytes.saturating_sub(space.free_bytes);
            look.count(Metric::ShmBytes, space.total_bytes);
            look.count(Metric::ShmUsedBytes, used);
        }
        Err(why) => look.lack("/dev/shm", why),
    }
}
