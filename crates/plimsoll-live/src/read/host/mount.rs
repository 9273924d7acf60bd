//! Lines of `mountinfo` (proc(5)) and the mount that a path lies on.

/// One mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mount {
    /// `major:minor` of its device.
    pub(crate) device: String,
    /// The folder of the file system that is mounted.
    pub(crate) root: String,
    /// Where.
    pub(crate) point: String,
    /// The type of the file system.
    pub(crate) kind: String,
    /// What is mounted: `/dev/sda1`, `server:/share`.
    pub(crate) source: String,
    /// The file system's own options.
    pub(crate) options: String,
}

impl Mount {
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let (before, after) = line.split_once(" - ")?;
        let mut before = before.split(' ').skip(2);
        let mut after = after.split(' ');
        Some(Self {
            device: before.next()?.to_owned(),
            root: plain(before.next()?),
            point: plain(before.next()?),
            kind: after.next()?.to_owned(),
            source: plain(after.next()?),
            options: after.next()?.to_owned(),
        })
    }

    /// The mount that an absolute path lies on: the deepest, and of several on one
    /// another the last.
    pub(crate) fn of(mountinfo: &str, path: &str) -> Option<Self> {
        let mounts = mountinfo.lines().filter_map(Self::parse);
        let holding = mounts.filter(|mount| {
            let rest = path.strip_prefix(mount.point.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        holding.max_by_key(|mount| mount.point.len())
    }

    /// An option's value.
    pub(crate) fn option(&self, name: &str) -> Option<&str> {
        let mut options = self.options.split(',');
        options.find_map(|option| option.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The kernel writes blanks and backslashes as three octal digits.
fn plain(field: &str) -> String {
    const ESCAPED: [(&str, &str); 4] = [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ];
    let escaped = field.contains('\\');
    ESCAPED
        .iter()
        .filter(|_| escaped)
        .fold(field.to_owned(), |text, (code, byte)| {
            text.replace(code, byte)
        })
}

#[cfg(test)]
mod tests {
    use super::Mount;

    const MOUNTINFO: &str = "\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n\
25 24 0:23 / /dev/shm rw,relatime shared:5 - tmpfs tmpfs rw,size=65536k\n\
30 25 0:27 / /dev/shm rw,relatime - tmpfs tmpfs rw,size=1048576k\n\
31 27 8:17 /pg /srv/db\\040one rw - xfs /dev/sdb1 rw\n";

    #[test]
    fn the_deepest_and_the_last_mount_holds_a_path() {
        let of = |path| Mount::of(MOUNTINFO, path).unwrap();
        assert_eq!(of("/srv/db one/data").device, "8:17");
        assert_eq!(of("/srv/db one").kind, "xfs");
        assert_eq!(of("/srv/db onerous").device, "254:0");
        let shm = of("/dev/shm");
        assert_eq!(
            (shm.device.as_str(), shm.option("size")),
            ("0:27", Some("1048576k"))
        );
    }
}
