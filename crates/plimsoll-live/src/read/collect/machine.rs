//! The machine: what its kernel said, its figures of this moment, its disks, what
//! was installed on it.

use std::fmt::Write as _;
use std::path::Path;

use plimsoll_model::BundleKind;

use super::command::run;
use super::{Content, Gathered, Window, family, systemd};
use crate::read::host::{Mount, SYSCTLS, Tree};

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

/// All of it.
pub(super) async fn gathered(tree: &Tree, window: Window) -> Gathered {
    let mut gathered = kernel(window).await;
    gathered.extend(figures(tree));
    gathered.extend(systemd::boots().await);
    gathered.extend(systemd::people(window).await);
    for place in PACKAGE_LOGS.map(Path::new) {
        if place.exists() {
            gathered.extend(family(BundleKind::Log, place, window.0));
        }
    }
    gathered
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
    text("/proc/self/mountinfo", "disks.txt", disks(tree));
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

/// Each file system with a device or a size, as `df -k` lists them.
fn disks(tree: &Tree) -> Result<String, String> {
    let mounts = tree.text("/proc/self/mountinfo")?;
    let mut text = "device type total_bytes free_bytes mounted_on\n".to_owned();
    for mount in mounts.lines().filter_map(Mount::parse) {
        if NO_DISKS.contains(&mount.kind.as_str()) && mount.point != "/" {
            continue;
        }
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
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::figures;
    use crate::read::collect::Content;
    use crate::read::host::Tree;

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
}
