//! Code loaded from where everyone may write.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A library to load, or `dynamic_library_path`, in a folder that every user of the host
    /// may write to (`/tmp`, `/var/tmp`, `/dev/shm`).
    ///
    /// ## Why it matters
    ///
    /// Whoever puts a file of that name there first has it run by the server, with all its
    /// data.
    ///
    /// ## Example
    ///
    /// `shared_preload_libraries = '/tmp/hook.so'`, from an experiment.
    ///
    /// ## What to do instead
    ///
    /// `$libdir`, or a folder that only the superuser of the host may write to.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Shared Library Preloading"
    /// - section "Other Defaults", `dynamic_library_path`
    LIBRARY_FROM_OPEN_FOLDER {
        postgresql: Some("PG-SEC-011"),
        mysql: None,
        name: "library-from-open-folder",
        worst: Warning,
        controls: ["SOC 2 CC6.8"],
        look: Look::Ask(look),
    }
}

const OPEN: [&str; 3] = ["/tmp/", "/var/tmp/", "/dev/shm/"];
const LISTS: [&str; 4] = [
    "shared_preload_libraries",
    "session_preload_libraries",
    "local_preload_libraries",
    "archive_library",
];

fn look(input: &Input<'_>) -> Answer {
    let open = |path: &str| {
        OPEN.iter()
            .any(|folder| format!("{path}/").starts_with(folder))
    };
    let path = "dynamic_library_path";
    let mut names: Vec<&str> = LISTS
        .into_iter()
        .filter(|name| input.list(name).any(open))
        .collect();
    if input.text(path).split(':').any(open) {
        names.push(path);
    }
    if names.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{} loads code from a folder that everyone may write to",
        names.join(", ")
    );
    Found::warning(message).blames(input, &names).into()
}
