//! Where a server's data lies: its file system, the space of it, and what kind of
//! device that is.

use plimsoll_model::{Known, Storage};

use super::tree::Space;
use super::{Mount, Tree};

/// Types of file systems that lie on another machine.
pub(crate) const NETWORK: &[&str] = &[
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "fuse.ceph",
    "fuse.glusterfs",
    "fuse.juicefs",
    "fuse.s3fs",
    "fuse.sshfs",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "nfs",
    "nfs4",
    "ocfs2",
    "smb3",
];

/// Block devices that lie on another machine, by the kernel's names.
const NETWORK_DEVICES: &[&str] = &["drbd", "nbd", "rbd"];

/// Disks of a hypervisor: they say that they rotate whatever they lie on.
const VIRTUAL_DEVICES: &[&str] = &["vd", "xvd"];

/// What is known of the disk of the data.
pub(super) struct Disk {
    pub(super) space: Known<Space>,
    pub(super) kind: Known<String>,
    pub(super) storage: Known<Storage>,
}

/// The disk of a server's data: of the folder that the server works in, which is its
/// data directory on all three engines and has no link on its way; where that may
/// not be seen, of the data directory as the server calls it.
pub(super) fn of(tree: &Tree, pid: u32, data_directory: Option<&str>) -> Disk {
    let cwd = format!("/proc/{pid}/cwd");
    let called = data_directory.map(str::to_owned);
    let folder = tree.link(&cwd).or_else(|why| called.ok_or(why));
    // Another user's mounts are shown; its folders, through its root, are not.
    let theirs = format!("/proc/{pid}/mountinfo");
    let mount = folder.as_ref().map_err(Clone::clone).and_then(|folder| {
        let mount = Mount::of(&tree.text(&theirs)?, folder);
        mount.ok_or_else(|| format!("{theirs} has no file system of {folder}"))
    });
    let own = tree.read("/proc/self/mountinfo").ok();
    match (folder, mount) {
        (Ok(folder), Ok(mount)) => Disk {
            space: space(tree, &cwd, &folder, &mount, own.as_deref()),
            storage: storage(tree, &mount),
            kind: Known::Known(mount.kind, theirs),
        },
        (Err(why), _) | (_, Err(why)) => Disk {
            space: Known::Unknown(why.clone()),
            kind: Known::Unknown(why.clone()),
            storage: Known::Unknown(why),
        },
    }
}

/// The folder is asked as this process sees it where that is the same device, else
/// through the server's.
fn space(tree: &Tree, cwd: &str, folder: &str, mount: &Mount, own: Option<&str>) -> Known<Space> {
    let here = own.and_then(|text| Mount::of(text, folder));
    let same = here.filter(|here| here.device == mount.device);
    let point = same.map(|here| here.point);
    // The mount's own folder: the data's may be closed to this user.
    let asked = point.as_deref().map(|point| (tree.space(point), point));
    match asked {
        Some((Ok(space), point)) => Known::Known(space, format!("file system at {point}")),
        Some((Err(_), _)) | None => match tree.space(cwd) {
            Ok(space) => Known::Known(space, format!("file system of {folder}")),
            Err(why) => Known::Unknown(why),
        },
    }
}

/// What the data lies on, as far as the machine knows.
fn storage(tree: &Tree, mount: &Mount) -> Known<Storage> {
    if NETWORK.contains(&mount.kind.as_str()) {
        return Known::Known(
            Storage::Network,
            format!("a file system of type {}", mount.kind),
        );
    }
    let device = device(mount);
    let Some(device) = device else {
        return Known::Unknown(format!(
            "a file system of type {} names no device",
            mount.kind
        ));
    };
    let name = tree
        .read(&format!("{device}/uevent"))
        .ok()
        .and_then(|text| {
            let name = text
                .lines()
                .find_map(|line| line.strip_prefix("DEVNAME="))?;
            Some(name.to_owned())
        });
    let name = name.unwrap_or_default();
    let begins = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    if begins(NETWORK_DEVICES) {
        return Known::Known(Storage::Network, format!("device {name}"));
    }
    // A partition has no queue of its own: its disk's folder is the one above.
    let files = [
        format!("{device}/queue/rotational"),
        format!("{device}/../queue/rotational"),
    ];
    let told = files
        .into_iter()
        .find_map(|file| Some((tree.read(&file).ok()?, file)));
    match told.as_ref().map(|(text, file)| (text.trim(), file)) {
        Some(("0", file)) => Known::Known(Storage::Ssd, file.clone()),
        Some(("1", _)) if begins(VIRTUAL_DEVICES) => Known::Unknown(format!(
            "{name} is a virtual disk, which says that it rotates whatever it lies on"
        )),
        Some(("1", file)) => Known::Known(Storage::Hdd, file.clone()),
        Some(_) | None => Known::Unknown(format!("{device} does not say whether it rotates")),
    }
}

/// The device's folder of /sys. File systems over several devices have a number of
/// no device, and name one of them as their source.
fn device(mount: &Mount) -> Option<String> {
    if !mount.device.starts_with("0:") {
        return Some(format!("/sys/dev/block/{}", mount.device));
    }
    let name = mount.source.strip_prefix("/dev/")?;
    Some(format!("/sys/class/block/{}", name.rsplit('/').next()?))
}
