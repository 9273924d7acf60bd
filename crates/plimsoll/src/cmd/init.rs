//! `plimsoll init [FOLDER]`: a commented plimsoll.toml beside each
//! configuration that has none.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use plimsoll_bill::sessions_allowed;
use plimsoll_conf::in_force;
use plimsoll_model::{Bytes, Config, Engine};

use crate::cli::{Init, Source};
use crate::config::FILE;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;
use crate::read::configs;

/// Runs it.
pub(crate) fn run(arguments: &Init) -> Ended {
    let source = Source {
        engine: None,
        server_version: None,
        set: Vec::new(),
        follow_outside: false,
    };
    let mut failures = Vec::new();
    let mut written: Vec<PathBuf> = Vec::new();
    for read in configs(&arguments.folder, &source) {
        let (path, config) = match read {
            Ok(read) => read,
            Err(failure) => {
                failures.push(failure);
                continue;
            }
        };
        let file = Path::new(&path).with_file_name(FILE);
        // Two configurations in one folder share one file.
        if written.contains(&file) {
            continue;
        }
        match write(&file, &text(Path::new(&path), &config)) {
            Ok(()) => {
                output::note(&format!("wrote {}", file.display()));
                written.push(file);
            }
            Err(failure) => failures.push(failure),
        }
    }
    output::failures(&failures);
    if failures.is_empty() {
        Ended::Well
    } else {
        Ended::Failed
    }
}

/// Writes a file that is not there yet.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).open(file);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let file = file.display();
        Failure::new(match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                format!("{file}: there is one already; it is left as it is")
            }
            _ => format!("{file}: {error}; it was not written"),
        })
    })
}

/// Whom to call.
const CONTACTS: &str = "\
# Who answers for it.
# owner = \"…\"

# Whom to call when it went down, by the layer in which it has to be mended: database,
# container, kernel, orchestrator, application, deploy, web, network, storage, operator.
# [contacts]
# database = \"…\"
# application = \"…\"
";

/// What is known stands there; what is not, as a comment to fill in.
fn text(path: &Path, config: &Config) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy();
    let machine = plimsoll_live::read::host::this_machine();
    let ceiling = machine.ceiling_bytes();
    let here = ceiling.get().map_or(String::new(), |bytes| {
        format!(" This machine would give it {}.", Bytes(*bytes))
    });
    let cpus = machine.cpus.get().copied().unwrap_or(4);
    let version = match &config.version.get() {
        Some(version) => format!("version = \"{version}\""),
        None => "# version = \"\"".to_owned(),
    };
    let allowed = sessions_allowed(&in_force(config));
    let mut out = String::new();
    let _ = write!(
        out,
        "\
# What Plimsoll cannot read in {name}. What is not said here is unknown, and
# whatever hangs on it is not judged. A flag of the command line beats it.
[target]
engine = \"{}\"
# As whole as you know it.
{version}
# What the server may have: the limit of its container or cgroup, or all of the
# machine's memory.{here}
# limit = \"8GiB\"
# memory = \"16GiB\"
# cpus = {cpus}
# ssd, hdd or network
# storage = \"ssd\"
# How many sessions really come at once (max_connections admits {allowed}); behind a
# pooler, the size of its pool. A load file says more: see docs/loads.md.
# sessions = {}
# load = \"load.json\"
# prod, staging, test, dev …: in dev and test the data may be lost.
# env = \"prod\"
# group = \"payments\"
{CONTACTS}
# What your team asks of its servers, each with a reason.
# [[require]]
# parameter = \"{}\"
# value = \"on\"
# env = \"prod\"
# reason = \"…\"

# [[range]]
# parameter = \"max_connections\"
# max = 500
# reason = \"…\"

# A finding that you accept, until a day on which you look again.
# [[ignore]]
# rule = \"memory-over-limit\"
# reason = \"…\"
# owner = \"…\"
# until = \"2027-06-30\"
",
        config.engine,
        (allowed / 5).max(1),
        if config.engine.reads_my_cnf() {
            "require_secure_transport"
        } else {
            "ssl"
        },
    );
    out + &running(config.engine)
}

/// What plimsoll.toml may say of running servers, to fill in.
fn running(engine: Engine) -> String {
    format!(
        "
# Running servers, for plimsoll audit and plimsoll watch: see docs/watching.md.
# [watch]
# listen = \"127.0.0.1:9477\"
# every = {{ host = 1, server = 10 }}

# [[server]]
# name = \"shop\"
# url = \"{}://plimsoll@127.0.0.1/\"
# password_command = [\"cat\", \"/run/credentials/shop\"]
# log = \"/var/log/…\"
# owner = \"…\"

# What stands on them, and is probed.
# [[service]]
# name = \"checkout\"
# url = \"http://127.0.0.1:8080/health\"
# depends_on = [\"shop\"]
",
        engine.as_str(),
    )
}
