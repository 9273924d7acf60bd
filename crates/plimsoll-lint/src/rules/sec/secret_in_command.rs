//! A key or password written into a command.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A command of the file (`archive_command`, `restore_command` and their like) with a
    /// password or key in its text.
    ///
    /// ## Why it matters
    ///
    /// It stands in the file, its backups, `pg_settings`, and while it runs in the list of
    /// processes that every user of the host sees.
    ///
    /// ## Example
    ///
    /// `archive_command = 'AWS_SECRET_ACCESS_KEY=… aws s3 cp %p …'`.
    ///
    /// ## What to do instead
    ///
    /// A file of mode 0600 that the tool reads, or the role of the machine; then a new key,
    /// since this one was seen.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Continuous Archiving and Point-in-Time Recovery"
    SECRET_IN_COMMAND {
        postgresql: Some("PG-SEC-010"),
        mysql: None,
        name: "secret-in-command",
        worst: Info,
        controls: ["SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

const COMMANDS: [&str; 4] = [
    "archive_command",
    "restore_command",
    "archive_cleanup_command",
    "recovery_end_command",
];
/// Words in front of what only its owner should know.
const MARKS: [&str; 7] = [
    "secret_access_key=",
    "secret_key=",
    "password=",
    "pgpassword=",
    "passphrase=",
    "account_key=",
    "token=",
];

fn look(input: &Input<'_>) -> Answer {
    let carries = |name: &&str| {
        let written = input.text(name).to_ascii_lowercase();
        MARKS.iter().any(|mark| {
            let mut after = written.split(mark).skip(1);
            // A variable or a file's content is looked up when it runs.
            after.any(|rest| !rest.starts_with(['$', '"', '`']) && !rest.is_empty())
        })
    };
    let found = COMMANDS.into_iter().filter(carries).map(|name| {
        let message = format!("{name} carries a secret: it goes wherever this file goes, and into the list of processes");
        let mut found = Found::info(message);
        found.parameters.push(name.to_owned());
        found.location = input.place(name);
        found
    });
    Answer::Found(found.collect())
}
