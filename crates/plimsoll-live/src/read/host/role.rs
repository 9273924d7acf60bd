//! What a process of `PostgreSQL` does, by the title it gives itself: `postgres: `,
//! the cluster's name if it has one, and what it is (`init_ps_display` in the
//! server's `ps_status.c`; the words are those of `miscinit.c` and each process's
//! own start). Sessions hold a user's and a database's name there: neither is kept.

use plimsoll_model::Role;

/// Titles that are the whole of it; older spellings are of version 10 to 12.
const WHOLE: &[&str] = &[
    "archiver",
    "autovacuum launcher",
    "background writer",
    "checkpointer",
    "logger",
    "logical replication launcher",
    "slotsync worker",
    "startup",
    "stats collector",
    "walreceiver",
    "walsummarizer",
    "walwriter",
];

/// Titles that go on with a number, a name or a position.
const BEGINNINGS: &[(&str, Begins)] = &[
    ("archiver ", Begins::Background("archiver")),
    ("autovacuum worker", Begins::AutovacuumWorker),
    ("io worker", Begins::Background("io worker")),
    ("logical replication", Begins::ApplyWorker),
    ("parallel worker", Begins::ParallelWorker),
    ("slotsync worker ", Begins::Background("slotsync worker")),
    ("startup ", Begins::Background("startup")),
    ("walreceiver ", Begins::Background("walreceiver")),
    ("walsender", Begins::Walsender),
];

#[derive(Clone, Copy)]
enum Begins {
    Background(&'static str),
    AutovacuumWorker,
    ApplyWorker,
    ParallelWorker,
    Walsender,
}

/// How much of the title of an extension's worker is kept.
const TITLE_MAX: usize = 64;

/// The role of a child of the postmaster.
pub(super) fn of_title(title: &str) -> Role {
    // The kernel shows the arguments with a zero byte after each; the title fills
    // the rest with blanks or zeros. What a command brought ends its line.
    let title = title.trim_end_matches(['\0', ' ', '\n']);
    let Some(title) = title.strip_prefix("postgres: ") else {
        return Role::Unknown;
    };
    // The cluster's name stands before a colon, and may hold one too.
    let ends = title
        .match_indices(": ")
        .map(|(at, colon)| &title[at + colon.len()..]);
    let mut roles = std::iter::once(title).chain(ends).filter_map(known);
    let last = title.rsplit(": ").next().unwrap_or(title);
    roles.next().unwrap_or_else(|| other(last))
}

fn known(title: &str) -> Option<Role> {
    if let Some(name) = WHOLE.iter().find(|name| **name == title) {
        return Some(Role::Background((*name).to_owned()));
    }
    if is_session(title) {
        return Some(Role::Session);
    }
    let (_, begins) = BEGINNINGS
        .iter()
        .find(|(start, _)| title.starts_with(start))?;
    Some(match begins {
        Begins::Background(name) => Role::Background((*name).to_owned()),
        Begins::AutovacuumWorker => Role::AutovacuumWorker,
        Begins::ApplyWorker => Role::ApplyWorker,
        Begins::ParallelWorker => Role::ParallelWorker,
        Begins::Walsender => Role::Walsender,
    })
}

/// `user database [local] idle`, `user database 10.0.0.1(5432) SELECT`.
fn is_session(title: &str) -> bool {
    let mut words = title.split(' ').skip(2);
    // A walsender has the user's name and the address alone, and one word before.
    !title.starts_with("walsender ") && words.any(|word| word == "[local]" || is_address(word))
}

fn is_address(word: &str) -> bool {
    let Some((host, port)) = word
        .strip_suffix(')')
        .and_then(|word| word.rsplit_once('('))
    else {
        return false;
    };
    !host.is_empty() && port.parse::<u16>().is_ok()
}

/// A background worker of an extension, under the name it registered.
fn other(title: &str) -> Role {
    let shown = title.chars().filter(|c| !c.is_control()).take(TITLE_MAX);
    let shown: String = shown.collect();
    if shown.is_empty() {
        Role::Unknown
    } else {
        Role::Background(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::of_title;
    use plimsoll_model::Role;

    #[test]
    fn a_title_tells_the_role_and_no_name_of_a_session_is_kept() {
        let background = |name: &str| Role::Background(name.to_owned());
        let cases = [
            ("postgres: checkpointer \0\0", background("checkpointer")),
            (
                "postgres: 15/main: checkpointer ",
                background("checkpointer"),
            ),
            ("postgres: a: b: walwriter ", background("walwriter")),
            ("postgres: walwriter\n", background("walwriter")),
            (
                "postgres: 15/main: autovacuum launcher ",
                background("autovacuum launcher"),
            ),
            ("postgres: autovacuum worker shop", Role::AutovacuumWorker),
            (
                "postgres: parallel worker for PID 123 ",
                Role::ParallelWorker,
            ),
            (
                "postgres: walsender rep 10.0.0.2(4444) streaming 0/3000",
                Role::Walsender,
            ),
            ("postgres: walsender rep [local] idle", Role::Walsender),
            ("postgres: io worker 2", background("io worker")),
            (
                "postgres: startup recovering 0000000100",
                background("startup"),
            ),
            (
                "postgres: logical replication launcher ",
                background("logical replication launcher"),
            ),
            (
                "postgres: logical replication worker for subscription 16399",
                Role::ApplyWorker,
            ),
            ("postgres: shop shop [local] idle", Role::Session),
            (
                "postgres: blue: shop shop 10.0.0.1(51234) SELECT",
                Role::Session,
            ),
            ("postgres: checkpointer db [local] idle", Role::Session),
            (
                "postgres: pg_cron launcher ",
                background("pg_cron launcher"),
            ),
            ("postgres: ", Role::Unknown),
            (
                "/usr/lib/postgresql/15/bin/postgres\0-D\0/x\0",
                Role::Unknown,
            ),
        ];
        for (title, role) in cases {
            assert_eq!(of_title(title), role, "{title}");
        }
    }
}
