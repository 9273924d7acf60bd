//! Data folders: made once for each server and kept, then copied, since making one takes seconds
//! and copying it a tenth of one.

use crate::error::tail;
use crate::installed::succeed;
use crate::{Installed, LabError, ServerUser, servers_root};
use plimsoll_model::Engine;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Raised when what is in a template changes, so that old ones are made anew.
const LAYOUT: u32 = 1;

/// The data folder of a stopped server, to start others on copies of it; removed when dropped.
#[derive(Debug)]
pub struct KeptData {
    folder: tempfile::TempDir,
}

impl KeptData {
    /// Moves a data folder out of the way of its server's end.
    pub(crate) fn take(data: &Path) -> Result<Self, LabError> {
        let kept = Self {
            folder: crate::folder::temporary()?,
        };
        fs::rename(data, kept.path()).map_err(LabError::io("keep", data))?;
        Ok(kept)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

/// Copies a data folder to `data`: the one kept, or else the server's template, which is made
/// first where there is none.
///
/// # Errors
/// When it cannot be made or copied.
pub(crate) fn copy_to(
    server: &Installed,
    kept: Option<&Path>,
    user: ServerUser,
    data: &Path,
) -> Result<(), LabError> {
    let template = match kept {
        Some(folder) => folder.to_owned(),
        None => ready(server, user)?,
    };
    let mut copy = Command::new("cp");
    copy.args(["--archive", "--reflink=auto", "--sparse=auto"])
        .arg(&template)
        .arg(data);
    succeed(copy).map(drop)
}

/// Copies what is in a folder into another that is there.
///
/// # Errors
/// When it cannot be copied (a file system is too small).
pub(crate) fn copy_all(from: &Path, to: &Path) -> Result<(), LabError> {
    let mut copy = Command::new("cp");
    copy.args(["--archive", "--sparse=auto"])
        .arg(from.join("."))
        .arg(to);
    succeed(copy).map(drop)
}

/// The template's folder. Made under another name and then moved, so that a half-made one is
/// never taken; two processes that make it at once only do the work twice.
fn ready(server: &Installed, user: ServerUser) -> Result<PathBuf, LabError> {
    static MAKING: Mutex<()> = Mutex::new(());
    let root = servers_root().join(".templates");
    let place = root.join(format!("{}.{LAYOUT}", server.name));
    let one_at_a_time = MAKING.lock();
    if is_current(server, &place) {
        return Ok(place);
    }
    fs::create_dir_all(&root).map_err(LabError::io("make the folder", &root))?;
    // Whatever the umask: the server user works below it.
    let open = fs::Permissions::from_mode(0o755);
    fs::set_permissions(&root, open).map_err(LabError::io("open the folder", &root))?;
    let work = tempfile::tempdir_in(&root).map_err(LabError::io("make a folder in", &root))?;
    user.own(work.path())?;
    let data = work.path().join("data");
    match server.engine {
        Engine::Postgresql => make_postgresql(server, &data)?,
        Engine::Mysql => make_mysql(server, &data)?,
        Engine::Mariadb => make_mariadb(server, user, &data)?,
    }
    if place.exists() {
        fs::remove_dir_all(&place).map_err(LabError::io("remove", &place))?;
    }
    match fs::rename(&data, &place) {
        Err(_) if is_current(server, &place) => {}
        other => other.map_err(LabError::io("move a template to", &place))?,
    }
    drop(one_at_a_time);
    Ok(place)
}

/// Made by the server that is there now: a newer one may write its folders differently. Files of
/// a package keep the times of their build, so it is the stamp that tells when it came.
fn is_current(server: &Installed, place: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|entry| entry.modified());
    match (modified(place), modified(&server.stamp())) {
        (Ok(made), Ok(built)) => made >= built,
        _ => false,
    }
}

fn make_postgresql(server: &Installed, data: &Path) -> Result<(), LabError> {
    let mut initdb = server.command("initdb")?;
    initdb.arg("--pgdata").arg(data).args([
        "--username=postgres",
        "--auth=trust",
        "--no-locale",
        "--encoding=UTF8",
        "--no-sync",
    ]);
    succeed(initdb).map(drop)
}

fn make_mysql(server: &Installed, data: &Path) -> Result<(), LabError> {
    let mut mysqld = server.command("mysqld")?;
    mysqld
        .arg("--no-defaults")
        .arg("--initialize-insecure")
        .args(server.location_arguments())
        .arg(format!("--datadir={}", data.display()));
    succeed(mysqld).map(drop)
}

/// What mariadb-install-db does: its scripts through `mariadbd --bootstrap`. That program itself
/// looks for the server where a package would have put it.
fn make_mariadb(server: &Installed, user: ServerUser, data: &Path) -> Result<(), LabError> {
    fs::create_dir(data).map_err(LabError::io("make the folder", data))?;
    user.own(data)?;
    // Bootstrap takes one statement a line or to a semicolon; root may log in with no password.
    let mut script = "create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n".to_owned();
    for name in MARIADB_SCRIPTS {
        script += &mariadb_script(server, name)?;
    }
    let input = data.with_extension("sql");
    fs::write(&input, script).map_err(LabError::io("write", &input))?;
    let stdin = fs::File::open(&input).map_err(LabError::io("read", &input))?;
    let mut bootstrap = server.command("mariadbd")?;
    bootstrap
        .arg("--no-defaults")
        .arg("--bootstrap")
        .args(server.location_arguments())
        .args(["--max-allowed-packet=8M", "--net-buffer-length=16K"])
        .arg(format!("--datadir={}", data.display()))
        .stdin(Stdio::from(stdin));
    succeed(bootstrap).map(drop)
}

/// Without their prefix, which was `mysql_` before MariaDB 11.
const MARIADB_SCRIPTS: [&str; 6] = [
    "system_tables.sql",
    "performance_tables.sql",
    "system_tables_data.sql",
    "fill_help_tables.sql",
    "maria_add_gis_sp_bootstrap.sql",
    "sys_schema.sql",
];

fn mariadb_script(server: &Installed, name: &str) -> Result<String, LabError> {
    let folder = server.shared_folder();
    let candidates =
        ["mariadb_", "mysql_", ""].map(|prefix| folder.join(format!("{prefix}{name}")));
    let path = candidates
        .iter()
        .find(|path| path.exists())
        .unwrap_or(&candidates[2]);
    fs::read_to_string(path).map_err(LabError::io("read", path))
}

/// The last lines of a log file, for an error.
pub(crate) fn log_tail(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    tail(&String::from_utf8_lossy(&bytes))
}
