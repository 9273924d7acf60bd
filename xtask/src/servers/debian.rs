//! Servers from a Debian suite that need not be this machine's: packages and all libraries they
//! depend on, the C library among them, are unpacked into one folder, and the programs are bound
//! to that folder's own loader and libraries. Nothing is installed into the system.

use super::make_folder;
use crate::run::output;
use crate::system::Tool;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs called here.
pub(super) const TOOLS: &[Tool] = &[
    Tool {
        program: "apt-get",
        package: "apt",
        why: "to fetch packages of Debian's suites",
    },
    Tool {
        program: "dpkg",
        package: "dpkg",
        why: "to unpack them",
    },
    Tool {
        program: "patchelf",
        package: "patchelf",
        why: "to run servers of other Debian releases with their own C library",
    },
];

/// Packages that scripts around a server need and the server does not; left out to save disk.
const NOT_NEEDED: &[&str] = &[
    "perl",
    "libperl",
    "python3",
    "libpython3",
    "systemd",
    "debconf",
];

/// Folders of documentation, left out to save disk.
const NOT_KEPT: &[&str] = &["usr/share/doc", "usr/share/man", "usr/share/info"];

/// The keys of all Debian suites, as apt itself trusts them.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Releases that a machine with this project may run.
const CODENAMES: &[&str] = &["bookworm", "trixie", "forky", "sid"];

/// Where libraries stand in an unpacked suite (before and after the merge of / and /usr).
const LIBRARIES: &[&str] = &["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"];

/// Unpacks `packages` of `suite` and all they depend on to `target/root`.
///
/// # Errors
/// When apt cannot read the suite, resolve or fetch the packages, or dpkg cannot unpack them.
pub(super) fn unpack(
    suite: &str,
    packages: &[&str],
    apt: &Path,
    target: &Path,
) -> Result<(), String> {
    let root = target.join("root");
    make_folder(&root)?;
    let private = PrivateApt::new(suite, apt)?;
    for archive in private.fetch(packages)? {
        let mut dpkg = Command::new("dpkg");
        dpkg.arg("--extract").arg(&archive).arg(&root);
        output(&mut dpkg, &format!("unpack {}", archive.display()))?;
    }
    for folder in NOT_KEPT {
        super::remove(&root.join(folder))?;
    }
    super::remove(&private.folder.join("archives"))
}

/// Makes `place/bin` and binds every program in it to the loader and libraries of `place/root`.
/// Done after the folder is where it stays: the kernel wants the loader's absolute path.
///
/// # Errors
/// When the loader is not where a suite has it, or a program cannot be rewritten.
pub(super) fn bind(cache: &Path, place: &Path) -> Result<(), String> {
    let root = place.join("root");
    let absolute = fs::canonicalize(&root)
        .map_err(|error| format!("cannot find {}: {error}", root.display()))?;
    let folders: Vec<PathBuf> = LIBRARIES.iter().map(|path| absolute.join(path)).collect();
    let loader = folders
        .iter()
        .map(|folder| folder.join("ld-linux-x86-64.so.2"))
        .find(|path| path.exists())
        .ok_or_else(|| {
            format!(
                "{}: no libc6 among the packages of {}",
                absolute.display(),
                cache.display()
            )
        })?;
    let libraries = std::env::join_paths(&folders)
        .map_err(|error| format!("{}: {error}", absolute.display()))?;
    let bin = place.join("bin");
    for program in programs(&absolute)? {
        if is_elf(&program) {
            bind_program(&program, &loader, &libraries)?;
        }
        if let Some(name) = program.file_name() {
            link(&absolute, &program, &bin.join(name))?;
        }
    }
    Ok(())
}

/// Links `bin/NAME` to the program, with a path that holds when the cache is reached by another.
fn link(root: &Path, program: &Path, place: &Path) -> Result<(), String> {
    let inner = program.strip_prefix(root).unwrap_or(program);
    if let Some(folder) = place.parent() {
        make_folder(folder)?;
    }
    symlink(Path::new("../root").join(inner), place)
        .map_err(|error| format!("cannot link {}: {error}", place.display()))
}

/// Every file in the unpacked suite's folders of programs; PostgreSQL's own come first, since
/// Debian's `usr/bin` has Perl wrappers of the same names.
fn programs(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut folders = Vec::new();
    for version in fs::read_dir(root.join("usr/lib/postgresql"))
        .into_iter()
        .flatten()
        .flatten()
    {
        folders.push(version.path().join("bin"));
    }
    if folders.is_empty() {
        folders.extend([root.join("usr/sbin"), root.join("usr/bin")]);
    }
    let mut files = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(&folder)
            .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    files.sort();
    files.dedup_by(|a, b| a.file_name() == b.file_name());
    Ok(files)
}

fn is_elf(path: &Path) -> bool {
    let plain = fs::symlink_metadata(path).is_ok_and(|entry| entry.is_file());
    let mut magic = [0; 4];
    plain
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut magic))
            .is_ok()
        && magic == *b"\x7fELF"
}

fn bind_program(program: &Path, loader: &Path, libraries: &OsStr) -> Result<(), String> {
    let mut patchelf = Command::new("patchelf");
    patchelf
        .arg("--set-interpreter")
        .arg(loader)
        // Not RUNPATH: only RPATH also holds for the libraries of libraries.
        .args(["--force-rpath", "--set-rpath"])
        .arg(libraries)
        .arg(program);
    output(
        &mut patchelf,
        &format!("bind {} to its own libraries", program.display()),
    )
    .map(drop)
}

/// An apt of its own: one suite, nothing installed, so that it fetches the whole closure.
struct PrivateApt {
    folder: PathBuf,
}

impl PrivateApt {
    fn new(suite: &str, folder: &Path) -> Result<Self, String> {
        make_folder(&folder.join("lists/partial"))?;
        make_folder(&folder.join("archives/partial"))?;
        let source = format!("deb [signed-by={KEYRING}] {} {suite} main\n", mirror()?);
        for (name, text) in [("sources.list", source.as_str()), ("status", "")] {
            let path = folder.join(name);
            fs::write(&path, text)
                .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
        let folder = folder.to_owned();
        Ok(Self { folder })
    }

    fn command(&self) -> Command {
        let at = |name: &str| self.folder.join(name).display().to_string();
        let mut command = Command::new("apt-get");
        command.args(["--quiet", "--yes"]);
        for option in [
            format!("Dir::Etc::SourceList={}", at("sources.list")),
            "Dir::Etc::SourceParts=/dev/null".to_owned(),
            format!("Dir::State::Lists={}", at("lists")),
            format!("Dir::State::Status={}", at("status")),
            format!("Dir::Cache::Archives={}", at("archives")),
            "Dir::Cache::pkgcache=".to_owned(),
            "Dir::Cache::srcpkgcache=".to_owned(),
            // Its own folders may be closed to apt's own user; signatures are checked all the same.
            "APT::Sandbox::User=".to_owned(),
            "APT::Install-Recommends=false".to_owned(),
            "Acquire::Languages=none".to_owned(),
            "Acquire::Retries=3".to_owned(),
            // No lock of the system's is needed, nor one that only root may take.
            "Debug::NoLocking=true".to_owned(),
        ] {
            command.arg("-o").arg(option);
        }
        command
    }

    /// The archives of `packages` and of what they depend on, fetched.
    fn fetch(&self, packages: &[&str]) -> Result<Vec<PathBuf>, String> {
        let what = packages.join(" ");
        output(
            self.command().arg("update"),
            "read a Debian suite's list of packages",
        )?;
        let mut install = self.command();
        install.args(["install", "--download-only"]).args(packages);
        output(&mut install, &format!("fetch {what}"))?;
        let folder = self.folder.join("archives");
        let entries = fs::read_dir(&folder)
            .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        let mut archives: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "deb") && wanted(path))
            .collect();
        archives.sort();
        Ok(archives)
    }
}

fn wanted(archive: &Path) -> bool {
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    !NOT_NEEDED.iter().any(|prefix| name.starts_with(prefix))
}

/// The Debian mirror that this machine's own apt uses: the first of its main suites.
fn mirror() -> Result<String, String> {
    let mut targets = Command::new("apt-get");
    targets.args([
        "indextargets",
        "--format",
        "$(REPO_URI) $(COMPONENT) $(RELEASE) $(ORIGIN)",
        "Created-By: Packages",
    ]);
    let said = output(&mut targets, "ask apt for this machine's Debian mirror")?;
    first_mirror(&said).ok_or_else(|| {
        "apt knows no Debian mirror here: add one to /etc/apt/sources.list".to_owned()
    })
}

/// The first archive that holds Debian's own suites; those of updates and security have a dash
/// in their name. apt knows the origin only once it has read the archive: until then a codename
/// of Debian's tells it.
fn first_mirror(targets: &str) -> Option<String> {
    targets.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [uri, "main", suite, origin] = words[..] else {
            return None;
        };
        let known = origin == "Debian" || CODENAMES.contains(&suite);
        (known && !suite.contains('-')).then(|| uri.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_that_of_a_main_suite() {
        let vendor = "https://vendor.example/apt main stable $(ORIGIN)\n";
        let debian = "http://mirror.example/debian-security/ main bookworm-security Debian\n\
                      http://mirror.example/debian/ main bookworm Debian\n";
        let unread = "http://mirror.example/debian/ main trixie $(ORIGIN)\n";
        let expected = Some("http://mirror.example/debian/".to_owned());
        assert_eq!(first_mirror(&format!("{vendor}{debian}")), expected);
        assert_eq!(first_mirror(&format!("{vendor}{unread}")), expected);
        assert_eq!(first_mirror(vendor), None);
    }

    #[test]
    fn interpreters_of_scripts_are_left_out() {
        assert!(!wanted(Path::new("a/perl-base_5.42_amd64.deb")));
        assert!(wanted(Path::new("a/libc6_2.43_amd64.deb")));
    }
}
