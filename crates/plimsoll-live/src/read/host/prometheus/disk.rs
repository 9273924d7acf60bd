//! The file system of a server's data, among those of its machine. Links are not seen
//! from here: a folder may lie elsewhere than its path says.

use super::answer::Series;
use super::ask::Answers;
use super::queries::{DISK_FREE, DISK_SIZES};
use crate::read::one_line::one_line;

/// Types that no server's data lies on.
const NO_DISKS: &[&str] = &[
    "autofs", "devtmpfs", "efivarfs", "iso9660", "overlay", "ramfs", "squashfs", "tmpfs", "vfat",
];

/// A file system.
pub(super) struct Space {
    pub(super) total_bytes: u64,
    pub(super) free_bytes: u64,
    /// Its series.
    pub(super) source: String,
}

/// That of the data; the error is why it is not told.
pub(super) fn of(answers: &Answers<'_>, data_directory: Option<&str>) -> Result<Space, String> {
    let folder = data_directory.ok_or("the server does not tell where its data lies")?;
    let sizes = answers.series(&DISK_SIZES);
    let sizes = sizes.map_err(|lack| lack.why().to_owned())?;
    let size = holding(sizes, folder)?;
    let point = size.label("mountpoint");
    let free = answers.series(&DISK_FREE);
    let free = free.map_err(|lack| lack.why().to_owned())?;
    let free = free.iter().find(|one| one.label("mountpoint") == point);
    let bytes =
        |one: &Series| (one.value.is_finite() && one.value > 0.0).then_some(one.value as u64);
    let selector = format!(
        "{}{{mountpoint=\"{}\"}}",
        DISK_SIZES.metric,
        one_line(point)
    );
    Ok(Space {
        total_bytes: bytes(size).ok_or_else(|| format!("{selector} is {}", size.value))?,
        // A full one has 0.
        free_bytes: free.map_or(0.0, |one| one.value).max(0.0) as u64,
        source: selector,
    })
}

/// The deepest mount above a folder. `/` holds every path: it counts only where the
/// machine has no other disk that a link could lead to.
pub(super) fn holding<'a>(sizes: &'a [Series], folder: &str) -> Result<&'a Series, String> {
    let is_disk = |one: &&Series| {
        let point = one.label("mountpoint");
        let is_boot = point == "/boot" || point.starts_with("/boot/");
        !is_boot && !NO_DISKS.contains(&one.label("fstype"))
    };
    let disks = || sizes.iter().filter(is_disk);
    let above = disks().filter(|one| {
        let point = one.label("mountpoint");
        let rest = folder.strip_prefix(point.trim_end_matches('/'));
        point.starts_with('/') && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let deepest = above.max_by_key(|one| one.label("mountpoint").len());
    let deepest = deepest.ok_or_else(|| {
        let folder = one_line(folder);
        format!("Prometheus knows no file system that {folder} lies on")
    })?;
    let point = deepest.label("mountpoint");
    let same = disks()
        .filter(|one| one.label("mountpoint") == point)
        .count();
    let others = || disks().filter(|one| one.label("device") != deepest.label("device"));
    if same > 1 {
        return Err(format!(
            "Prometheus knows {same} file systems at {}",
            one_line(point)
        ));
    }
    if point == "/"
        && let Some(other) = others().next()
    {
        return Err(format!(
            "{} lies on / by its path, but on {} if a link leads there",
            one_line(folder),
            one_line(other.label("mountpoint"))
        ));
    }
    Ok(deepest)
}

#[cfg(test)]
mod tests {
    use super::{Series, holding};

    fn disk(device: &str, fstype: &str, mountpoint: &str) -> Series {
        let labels = [
            ("device", device),
            ("fstype", fstype),
            ("mountpoint", mountpoint),
        ];
        let labels = labels.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Series {
            labels: labels.into_iter().collect(),
            asked_at: 0.0,
            value: 1.0,
        }
    }

    #[test]
    fn the_deepest_mount_counts_and_the_root_only_alone() {
        let root = disk("/dev/sda1", "ext4", "/");
        let boot = disk("/dev/sda2", "ext4", "/boot");
        let run = disk("tmpfs", "tmpfs", "/run");
        let data = disk("/dev/sdb", "xfs", "/srv/data");
        let bound = disk("/dev/sda1", "ext4", "/home");
        let small = [root.clone(), boot.clone(), run, bound];
        let large = [root.clone(), boot, data.clone()];
        let at = |disks: &[Series], folder: &str| {
            holding(disks, folder).map(|one| one.label("mountpoint").to_owned())
        };
        assert_eq!(at(&small, "/var/lib/pg").as_deref(), Ok("/"));
        assert_eq!(at(&large, "/srv/data/16").as_deref(), Ok("/srv/data"));
        assert_eq!(at(&large, "/srv/data").as_deref(), Ok("/srv/data"));
        let linked = "/srv/database lies on / by its path, but on /srv/data if a link leads there";
        assert_eq!(at(&large, "/srv/database").unwrap_err(), linked);
        let twice = at(&[data.clone(), data], "/srv/data").unwrap_err();
        assert_eq!(twice, "Prometheus knows 2 file systems at /srv/data");
        assert!(at(&[], "/srv").unwrap_err().contains("no file system"));
        assert_eq!(at(&[root], "").unwrap(), "/");
    }
}
