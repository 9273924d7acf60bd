//! The machine: what its kernel said, its figures of this moment, its disks, what
//! was installed on it.

use std::fmt::Write as _;
use std::path::Path;

use plimsoll_model::BundleKind;

use super::command::run;
use super::{Content, Gathered, Take, Window, family, systemd};
use crate::read::host::{Mount, NETWORK, SYSCTLS, Tree};

/// Where rsyslog writes what the kernel says, by distribution.
const KERNEL_LOGS: [&str; 2] = ["/var/log/kern.log", "/var/log/messages"];

/// What packages were installed, by distribution.
const PACKAGE_LOGS: [&str; 4] = [
    "/var/log/dpkg.log",
    "/var/log/apt/history.log",
    "/var/log/dnf.rpm.log",
    "/var/log/yum.log",
];

/// Figures of the machine, and what they are called in a bundle.
const FIGURES: [(&str, &str); 7] = [
    ("/proc/meminfo", "meminfo.txt"),
    ("/proc/vmstat", "vmstat.txt"),
    ("/proc/pressure/memory", "pressure-memory.txt"),
    ("/proc/pressure/io", "pressure-io.txt"),
    ("/proc/loadavg", "loadavg.txt"),
    ("/proc/uptime", "uptime.txt"),
    ("/proc/version", "version.txt"),
];

/// Types of file systems that hold no data.
const NO_DISKS: [&str; 5] = ["cgroup", "cgroup2", "overlay", "squashfs", "nsfs"];

/// File systems that are named where they are not asked.
const SILENT_MAX: usize = 8;

/// The type of what mounts another when somebody asks.
const AUTOFS: &str = "autofs";

/// All of it.
pub(super) async fn gather(tree: &Tree, window: Window, take: Take<'_>) {
    take(kernel(window).await);
    take(figures(tree));
    take(systemd::boots().await);
    take(systemd::people(window).await);
    for place in PACKAGE_LOGS.map(Path::new) {
        if place.exists() {
            take(family(BundleKind::Log, place, window.0));
        }
    }
}

/// What the kernel said, of one source: two would tell everything twice. The
/// journal outlives a restart of the machine, and a file does; the ring buffer
/// does not.
async fn kernel(window: Window) -> Gathered {
    let mut gathered = systemd::kernel(window).await;
    if !gathered.pieces.is_empty() {
        return gathered;
    }
    for place in KERNEL_LOGS.map(Path::new) {
        if !place.exists() {
            continue;
        }
        let files = family(BundleKind::Kernel, place, window.0);
        if !files.pieces.is_empty() {
            return files;
        }
        gathered.extend(files);
    }
    let dmesg = run(&["dmesg", "--time-format", "iso"]).await;
    let dmesg = super::command::Run {
        outcome: dmesg.outcome.map_err(|why| {
            format!("{why}; the kernel's log needs root, or the group adm or systemd-journal")
        }),
        ..dmesg
    };
    gathered.output(BundleKind::Kernel, "dmesg.log", dmesg);
    if !gathered.pieces.is_empty() {
        gathered.gaps.clear();
    }
    gathered
}

fn figures(tree: &Tree) -> Gathered {
    let mut gathered = Gathered::default();
    let mut text = |path: &str, name: &str, text: Result<String, String>| match text {
        Ok(text) => gathered.add(
            BundleKind::Facts,
            name,
            path,
            Content::Text(text.into_bytes()),
        ),
        Err(why) => gathered.gap(path, why),
    };
    for (path, name) in FIGURES {
        text(path, name, tree.text(path));
    }
    text("/proc/sys", "sysctl.txt", Ok(sysctls(tree)));
    let mounts = tree.text("/proc/self/mountinfo");
    let told = mounts.as_deref().map(mounted).map_err(Clone::clone);
    let listed = told.as_ref().map(|mounted| disks(tree, &mounted.asked));
    text(
        "/proc/self/mountinfo",
        "disks.txt",
        listed.map_err(Clone::clone),
    );
    let silent = told.map_or(Vec::new(), |mounted| mounted.silent);
    if !silent.is_empty() {
        let shown = silent.iter().take(SILENT_MAX);
        let shown = shown.map(|mount| format!("{} ({})", mount.point, mount.kind));
        let what = format!("the space of {}", shown.collect::<Vec<_>>().join(", "));
        let left_out = silent.len().saturating_sub(SILENT_MAX);
        let more = match left_out {
            0 => String::new(),
            left_out => format!("; {left_out} more are like them"),
        };
        let why = format!(
            "not asked: one whose other side is away would never answer{more}; `df` may be tried there"
        );
        gathered.gap(&what, why);
    }
    gathered
}

fn sysctls(tree: &Tree) -> String {
    let mut text = String::new();
    for name in SYSCTLS {
        let value = tree.read(&format!("/proc/sys/{}", name.replace('.', "/")));
        let value = value.as_deref().map_or("unknown", str::trim);
        let _ = writeln!(text, "{name} = {value}");
    }
    text
}

/// The file systems of a machine.
struct Mounted {
    /// Those that are asked for their space.
    asked: Vec<Mount>,
    /// Those that another machine or a program answers for, or that lie on one: it
    /// may never answer, and nothing could end the asking.
    silent: Vec<Mount>,
}

fn mounted(mountinfo: &str) -> Mounted {
    let mounts = mountinfo.lines().filter_map(Mount::parse);
    let (remote, local): (Vec<Mount>, Vec<Mount>) = mounts.partition(is_answered_elsewhere);
    let is_disk = |it: &Mount| !NO_DISKS.contains(&it.kind.as_str()) || it.point == "/";
    let is_on_remote = |mount: &Mount| {
        // What is mounted where one mounts by itself is there already.
        let others = remote.iter().filter(|it| it.kind != AUTOFS);
        let mut rests = others.filter_map(|it| {
            let rest = mount.point.strip_prefix(it.point.trim_end_matches('/'))?;
            Some(rest.is_empty() || rest.starts_with('/'))
        });
        rests.any(|is_below| is_below)
    };
    let local = local.into_iter().filter(is_disk);
    let (below, asked): (Vec<Mount>, Vec<Mount>) = local.partition(is_on_remote);
    let silent = remote.iter().chain(&below);
    // The kernel's own are mounted by themselves too, on every machine.
    let silent = silent.filter(|it| !it.point.starts_with("/proc/"));
    let silent = silent.cloned().collect();
    Mounted { asked, silent }
}

fn is_answered_elsewhere(mount: &Mount) -> bool {
    let kind = mount.kind.as_str();
    let is_of_program = ["fuse", "fuseblk"].contains(&kind) || kind.starts_with("fuse.");
    NETWORK.contains(&kind) || is_of_program || kind == AUTOFS
}

/// Each file system with a size, as `df` lists them.
fn disks(tree: &Tree, mounts: &[Mount]) -> String {
    let mut text = "device type total_bytes free_bytes mounted_on\n".to_owned();
    for mount in mounts {
        if let Ok(space) = tree.space(&mount.point)
            && space.total_bytes > 0
        {
            let (total, free) = (space.total_bytes, space.free_bytes);
            let Mount {
                source,
                kind,
                point,
                ..
            } = mount;
            let _ = writeln!(text, "{source} {kind} {total} {free} {point}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{figures, mounted};
    use crate::read::collect::Content;
    use crate::read::host::{Mount, Tree};

    #[test]
    fn this_machine_has_figures_and_disks() {
        let gathered = figures(&Tree::machine());
        let text = |name: &str| {
            let piece = gathered.pieces.iter().find(|it| it.name == name).unwrap();
            match &piece.content {
                Content::Text(text) => String::from_utf8_lossy(text).into_owned(),
                _ => String::new(),
            }
        };
        assert!(text("meminfo.txt").starts_with("MemTotal:"));
        assert!(text("sysctl.txt").contains("vm.overcommit_memory = "));
        assert!(text("disks.txt").lines().count() > 1);
    }

    #[test]
    fn a_file_system_that_may_never_answer_is_not_asked() {
        let mountinfo = "\
1 0 254:0 / / rw - ext4 /dev/vda rw\n\
2 1 0:40 / /mnt/nas rw - nfs4 nas:/a rw\n\
3 2 8:1 / /mnt/nas/disk rw - xfs /dev/sda1 rw\n\
4 1 8:2 / /mnt/nasty rw - xfs /dev/sda2 rw\n\
5 1 0:41 / /home rw - autofs systemd-1 rw\n\
5 1 8:3 / /home/a rw - xfs /dev/sda3 rw\n\
5 1 0:44 / /proc/sys/fs/binfmt_misc rw - autofs systemd-1 rw\n\
6 1 0:42 / /s3 rw - fuse.rclone s3: rw\n\
7 1 0:43 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        let points = |mounts: &[Mount]| -> Vec<String> {
            mounts.iter().map(|it| it.point.clone()).collect()
        };
        let mounted = mounted(mountinfo);
        assert_eq!(points(&mounted.asked), ["/", "/mnt/nasty", "/home/a"]);
        assert_eq!(
            points(&mounted.silent),
            ["/mnt/nas", "/home", "/s3", "/mnt/nas/disk"]
        );
        let texts = [("/proc/self/mountinfo".to_owned(), mountinfo.to_owned())];
        let gaps = figures(&Tree::of_texts(texts.into())).gaps;
        let named = gaps.iter().find(|it| it.why.starts_with("not asked"));
        assert_eq!(
            named.unwrap().what,
            "the space of /mnt/nas (nfs4), /home (autofs), /s3 (fuse.rclone), /mnt/nas/disk (xfs)"
        );
    }
}
