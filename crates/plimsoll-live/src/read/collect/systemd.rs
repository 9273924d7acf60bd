//! systemd's units and its journal, asked with its own programs.

use plimsoll_model::BundleKind;

use super::command::{Said, run};
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

/// Services that are a database server's by their names, running or not.
pub(super) async fn units() -> (Vec<String>, Gathered) {
    let mut gathered = Gathered::default();
    let mut words = vec![
        "systemctl",
        "list-units",
        "--all",
        "--plain",
        "--no-legend",
        "--no-pager",
        "--type=service",
    ];
    words.extend(UNITS);
    let run = run(&words).await;
    let said = run.outcome.unwrap_or_else(|why| {
        gathered.gap(&run.shown, why);
        Said::default()
    });
    let text = String::from_utf8_lossy(&said.text);
    let names = text
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| is_unit(name)).map(str::to_owned);
    (names.collect(), gathered)
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
