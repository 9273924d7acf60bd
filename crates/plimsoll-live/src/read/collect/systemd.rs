//! systemd's units and its journal, asked with its own programs.

use plimsoll_model::BundleKind;

use super::command::run;
use super::{Content, Gathered, Window};
use crate::read::one_line::one_line;

/// What services of database servers are called, as `systemctl` takes patterns.
const UNITS: [&str; 6] = [
    "postgresql*",
    "pgsql*",
    "mysql*",
    "mariadb*",
    "percona*",
    "patroni*",
];

/// What is asked of a unit (systemd.resource-control(5), systemd.service(5),
/// org.freedesktop.systemd1(5)).
const PROPERTIES: &str = "Id,LoadState,ActiveState,SubState,Result,ExecMainStatus,ExecMainCode,\
    ExecMainPID,ExecMainStartTimestamp,ExecMainExitTimestamp,NRestarts,Restart,RestartUSec,\
    TimeoutStartUSec,TimeoutStopUSec,MemoryMax,MemoryHigh,MemorySwapMax,MemoryCurrent,MemoryPeak,\
    OOMPolicy,OOMScoreAdjust,LimitNOFILE,LimitNPROC,TasksMax,StateChangeTimestamp,FragmentPath,\
    DropInPaths,User";

/// Who tells what people did.
const PEOPLE: [&str; 6] = ["-t", "sudo", "-t", "systemd-logind", "-t", "shutdown"];

/// What `journalctl` says where it has nothing.
const NO_ENTRIES: &str = "-- No entries --";

/// What of the journal another user's rights would show.
const MORE_TO_SEE: &str = "not seeing messages from other users";

/// How systemd is asked for services: those that it knows now, running or failed, and
/// those that are only installed.
const LISTS: [&[&str]; 2] = [&["list-units", "--all", "--plain"], &["list-unit-files"]];

/// Services that are a database server's by their names; first those that systemd knows
/// now.
pub(super) async fn units() -> (Vec<String>, Gathered) {
    let mut gathered = Gathered::default();
    let mut names = Vec::new();
    for list in LISTS {
        let words = [
            &["systemctl"],
            list,
            &["--no-legend", "--no-pager", "--type=service"],
            &UNITS,
        ];
        let run = run(&words.concat()).await;
        match run.outcome {
            Ok(said) => names.extend(unit_names(&String::from_utf8_lossy(&said.text))),
            // What hinders the second hindered the first; it may also fail for being empty.
            Err(why) if list == LISTS[0] => {
                gathered.gap(&run.shown, why);
            }
            Err(_) => {}
        }
    }
    (names, gathered)
}

/// The services of a list. A template (`postgresql@.service`) is none, what is made of
/// it is; another name of one is not one more.
fn unit_names(text: &str) -> impl Iterator<Item = String> {
    let names = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let is_one = is_unit(name) && !name.ends_with("@.service");
        (is_one && words.next() != Some("alias")).then_some(name)
    });
    names.map(str::to_owned)
}

/// Whether a word is the name of a service: it is given to programs as one.
pub(super) fn is_unit(name: &str) -> bool {
    let may_be = |c: char| c.is_ascii_alphanumeric() || "@._-:\\".contains(c);
    name.ends_with(".service") && !name.starts_with('-') && name.chars().all(may_be)
}

/// A unit's state and what it and systemd said of it.
pub(super) async fn unit(unit: &str, window: Window) -> Gathered {
    let mut gathered = Gathered::default();
    let properties = format!("--property={PROPERTIES}");
    let show = run(&["systemctl", "show", unit, "--no-pager", &properties]).await;
    gathered.output(BundleKind::Facts, &format!("{unit}.txt"), show);
    gathered.extend(
        journal(
            BundleKind::Log,
            &format!("{unit}.journal"),
            &["-u", unit],
            window,
        )
        .await,
    );
    gathered
}

/// What the journal has of people: sudo, logins, shutdowns.
pub(super) async fn people(window: Window) -> Gathered {
    journal(BundleKind::Log, "people.journal", &PEOPLE, window).await
}

/// The kernel's messages of every start of the machine in the window; `-k` alone
/// would be of the last.
pub(super) async fn kernel(window: Window) -> Gathered {
    journal(
        BundleKind::Kernel,
        "kernel.journal",
        &["_TRANSPORT=kernel"],
        window,
    )
    .await
}

/// When the machine was started, as far as the journal reaches back.
pub(super) async fn boots() -> Gathered {
    let mut gathered = Gathered::default();
    let run = run(&["journalctl", "--list-boots", "--no-pager", "--utc"]).await;
    gathered.output(BundleKind::Facts, "boots.txt", run);
    gathered
}

async fn journal(kind: BundleKind, name: &str, of: &[&str], (from, to): Window) -> Gathered {
    let since = format!("--since=@{}", from.as_second());
    let until = format!("--until=@{}", to.as_second().saturating_add(1));
    let mut words = vec![
        "journalctl",
        "--no-pager",
        "--utc",
        "--output=short-iso-precise",
    ];
    words.extend([since.as_str(), until.as_str()]);
    words.extend(of);
    let run = run(&words).await;
    let mut gathered = Gathered::default();
    if let Ok(said) = &run.outcome {
        if said.complaints.contains(MORE_TO_SEE) {
            let why = "messages of other users are not shown: needs root or the group \
                systemd-journal";
            gathered.gap(&run.shown, why);
        } else if is_empty(&said.text) && !said.complaints.trim().is_empty() {
            gathered.gap(&run.shown, one_line(&said.complaints));
        }
    }
    gathered.output(kind, name, run);
    gathered.pieces.retain(|piece| match &piece.content {
        Content::Text(text) => !is_empty(text),
        Content::File(_) | Content::Objects(_) => true,
    });
    gathered
}

/// Whether the journal's answer holds no entry.
fn is_empty(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&text[..text.len().min(NO_ENTRIES.len() * 4)]);
    text.trim_start().starts_with(NO_ENTRIES)
}

#[cfg(test)]
mod tests {
    use super::unit_names;

    #[test]
    fn services_are_told_from_templates() {
        let text = "postgresql@16-main.service loaded failed failed PostgreSQL\n\
            postgresql@.service indirect enabled\nmariadb.service disabled enabled\n\
            mysqld.service alias -\n-x.service\n";
        let names: Vec<String> = unit_names(text).collect();
        assert_eq!(names, ["postgresql@16-main.service", "mariadb.service"]);
    }
}
