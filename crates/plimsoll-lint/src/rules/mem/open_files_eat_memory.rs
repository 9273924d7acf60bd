//! MySQL 5.7 allocates for every file it could open.

use plimsoll_model::{Bytes, Engine};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// MySQL 5.7 where the limit of open files is 64 million or more.
    ///
    /// ## Why it matters
    ///
    /// MySQL 5.7 takes the process' limit for the number of files it can open and allocates
    /// 16 bytes for each at start. Newer container runtimes and distributions hand down
    /// 1,073,741,816 as "infinity": that is 16 GB before the first connection, and the kernel
    /// kills the server while it starts. `open_files_limit` in the file does not lower it, as
    /// the server keeps a limit that is higher already.
    ///
    /// ## Example
    ///
    /// `mysql:5.7` in a container whose runtime sets `LimitNOFILE=infinity`.
    ///
    /// ## What to do instead
    ///
    /// Lower the limit from outside: `--ulimit nofile=65536:65536` of the container, or
    /// `LimitNOFILE=65536` of the unit. MySQL 8.0 no longer does this.
    ///
    /// ## Sources
    ///
    /// - MySQL 5.7's sources, mysys: the limit of open files and the table of open files
    /// - docker-library/mysql, issue 579 (reports of the effect)
    OPEN_FILES_EAT_MEMORY {
        postgresql: None,
        mysql: Some("MY-MEM-011"),
        name: "open-files-eat-memory",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const MANY_FILES: u64 = 64 << 20;
    const ENTRY_BYTES: u64 = 16;
    let series = input
        .version()
        .map(|version| (version.major, version.minor));
    let Some(files) = input.facts.nofile.get().copied() else {
        return Answer::QUIET;
    };
    if input.config.engine != Engine::Mysql || series != Some((5, Some(7))) || files < MANY_FILES {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "MySQL 5.7 allocates {} at start for the {files} files it may open; lower the process' limit",
        Bytes(files.saturating_mul(ENTRY_BYTES))
    ))
    .fact("nofile", files.to_string(), input.facts.nofile.source().unwrap_or_default())
    .into()
}
