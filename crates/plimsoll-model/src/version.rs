//! Versions of servers, whole or half given, and the forks that carry them.

use std::fmt;

/// Who built the server, where it is not the engine's own makers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fork {
    /// The engine's own makers, or a distribution's plain build of it.
    #[default]
    None,
    /// Percona Server (`8.0.36-28`) and Percona `XtraDB` Cluster.
    Percona,
    /// Amazon Aurora (`8.0.mysql_aurora.3.05.2`).
    Aurora,
}

impl Fork {
    /// The fork's name for a person; `None` for the engine itself.
    pub const fn title(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Percona => Some("Percona Server"),
            Self::Aurora => Some("Amazon Aurora"),
        }
    }
}

impl Fork {
    /// Tells the fork from what a server, a package or an image calls itself
    /// (`8.0.mysql_aurora.3.05.2`, `8.0.36-28 Percona Server`).
    pub fn of(text: &str) -> Self {
        let lower = text.trim().to_ascii_lowercase();
        if lower.contains("aurora") {
            Self::Aurora
        } else if lower.contains("percona") || has_percona_release(&lower) {
            Self::Percona
        } else {
            Self::None
        }
    }
}

/// Percona's own count behind `MySQL`'s three numbers: `8.0.36-28`, of its
/// cluster `8.0.36-28.1`, of its packages `8.0.36-28.1.el9`, `8.4.3-3-1.bookworm`.
/// One digit alone is a distribution's revision as well (`9.7.4-2`,
/// `8.0.36-1.1`) and tells nothing, nor does a date; in a package's name a
/// second number stands behind it, which a distribution's revision has not.
fn has_percona_release(version: &str) -> bool {
    let Some((numbers, release)) = without_epoch(version).split_once('-') else {
        return false;
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let release = release.strip_suffix("-log").unwrap_or(release);
    let mut words = release.split(['-', '.']);
    let count = words.next().filter(|count| is_number(count));
    let build = words.next();
    let is_package = words
        .next()
        .is_some_and(|word| word.starts_with(|letter: char| letter.is_ascii_lowercase()));
    let counts = match (count.map_or(0, str::len), build) {
        (2 | 3, None) => true,
        (1..=3, Some(build)) if is_package => is_number(build),
        (2 | 3, Some(build)) => is_number(build) && release.split(['-', '.']).count() == 2,
        _ => false,
    };
    let mut parts = numbers.split('.');
    let of_mysql = matches!(parts.next(), Some("5" | "8" | "9"));
    counts && of_mysql && parts.clone().count() == 2 && parts.all(is_number)
}

/// A version without the number that Debian's packages put in front of some
/// (`1:10.11.6-0+deb12u1`; deb-version(7)).
fn without_epoch(version: &str) -> &str {
    match version.split_once(':') {
        Some((epoch, rest)) if epoch.bytes().all(|it| it.is_ascii_digit()) => rest,
        Some(_) | None => version,
    }
}

/// A server's version, as far as it was given: `16`, `16.4`, `8.0.36`.
///
/// Orders by its numbers, a part not given before any that is. `MySQL`'s
/// calendar versions (26.1 and later) follow 9.7 by number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// First number.
    pub major: u16,
    /// Second number, if given.
    pub minor: Option<u16>,
    /// Third number, if given (`PostgreSQL` 10 and later have none).
    pub patch: Option<u16>,
}

impl Version {
    /// A version of one number.
    pub const fn major(major: u16) -> Self {
        Self {
            major,
            minor: None,
            patch: None,
        }
    }

    /// A version of two numbers.
    pub const fn new(major: u16, minor: u16) -> Self {
        Self {
            major,
            minor: Some(minor),
            patch: None,
        }
    }

    /// Reads what servers, packages and people write: `16.4`,
    /// `10.11.19-MariaDB-0+deb12u1`, `15.18 (Debian 15.18-0+deb12u1)`, `5.5.x`,
    /// `17beta1`. `None` when it does not begin with a number.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        // MariaDB's replication prefix: "5.5.5-10.11.6-MariaDB".
        let rest = match lower.strip_prefix("5.5.5-") {
            Some(rest) if rest.contains("mariadb") => rest,
            _ => without_epoch(&lower),
        };
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let mut parts = rest[..end].split('.').map(|part| part.parse().ok());
        let major = parts.next()??;
        let minor = parts.next().flatten();
        let patch = minor.and(parts.next().flatten());
        Some(Self {
            major,
            minor,
            patch,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.major)?;
        for part in [self.minor, self.patch].into_iter().flatten() {
            write!(out, ".{part}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fork, Version};

    #[test]
    fn versions_read_as_servers_and_people_write_them() {
        let cases = [
            ("16", "16", Fork::None),
            ("16.4", "16.4", Fork::None),
            ("10.11.19-MariaDB-0+deb12u1", "10.11.19", Fork::None),
            ("5.5.5-10.11.6-MariaDB", "10.11.6", Fork::None),
            ("15.18 (Debian 15.18-0+deb12u1)", "15.18", Fork::None),
            ("5.5.x", "5.5", Fork::None),
            ("17beta1", "17", Fork::None),
            ("8.0.mysql_aurora.3.05.2", "8.0", Fork::Aurora),
            ("8.0.36-28 Percona Server", "8.0.36", Fork::Percona),
            ("8.0.36-28", "8.0.36", Fork::Percona),
            ("8.0.36-28.1", "8.0.36", Fork::Percona),
            ("8.0.36-1.1", "8.0.36", Fork::None),
            ("8.0.36-28.1.el9", "8.0.36", Fork::Percona),
            ("8.4.3-3.1.el9.x86_64", "8.4.3", Fork::Percona),
            ("8.0.36-28-1.jammy", "8.0.36", Fork::Percona),
            ("1:8.0.36-28-1.bookworm", "8.0.36", Fork::Percona),
            ("8.4.3-3", "8.4.3", Fork::None),
            ("8.4.3-3 (Percona Server)", "8.4.3", Fork::Percona),
            ("8.0.36-1.el9", "8.0.36", Fork::None),
            ("8.0.39-10.fc41", "8.0.39", Fork::None),
            ("8.4.3-1debian12", "8.4.3", Fork::None),
            ("8.0.36-2+deb12u1", "8.0.36", Fork::None),
            ("1:10.11.6-0+deb12u1", "10.11.6", Fork::None),
            ("8.0.36-20240101", "8.0.36", Fork::None),
            ("10.11.19-12", "10.11.19", Fork::None),
            ("5.7.44-48-log", "5.7.44", Fork::Percona),
            ("8.0.36-0ubuntu0.22.04.1", "8.0.36", Fork::None),
            ("9.7.4-2", "9.7.4", Fork::None),
            ("10.11.6-MariaDB", "10.11.6", Fork::None),
        ];
        for (text, shown, fork) in cases {
            let version = Version::parse(text).expect(text);
            assert_eq!(
                (version.to_string().as_str(), Fork::of(text)),
                (shown, fork)
            );
        }
        assert_eq!(Version::parse("latest"), None);
        assert_eq!(Version::parse("999999.1"), None);
    }

    #[test]
    fn calendar_versions_follow_the_numbered_ones() {
        let order = ["5.7", "8", "8.0", "8.0.36", "8.4", "9.7", "26.1", "26.10"];
        for pair in order.windows(2) {
            assert!(
                Version::parse(pair[0]) < Version::parse(pair[1]),
                "{pair:?}"
            );
        }
    }
}
