//! What the bill of a configuration says for and against causes, on a small outage.

use std::fmt::Write as _;

use plimsoll_conf::{Entry, Files, Outcome, Request, in_force, read};
use plimsoll_model::{
    Engine, Incident, Known, Load, Profile, ServerFacts, SessionsSource, Version,
};

use super::{Configured, Server, server_told};
use crate::source::Source;
use crate::{Handed, Question, Reading, diagnose};

/// A configuration of that version; the file is its main one.
fn configured(engine: Engine, version: &str, file: &str, text: &str) -> Configured {
    let mut files = Files::new();
    files.insert(file, Entry::File(text.as_bytes().into()));
    let request = Request {
        engine,
        version: Version::parse(version),
        main: file.into(),
        arguments: Vec::new(),
        instance: plimsoll_conf::Instance::default(),
    };
    loop {
        match read(&request, &files) {
            Outcome::Config(config) => {
                return Configured {
                    settings: in_force(&config),
                    config: *config,
                    facts: ServerFacts::default(),
                    load: Load::default(),
                    profile: Profile::default(),
                    arrivals: None,
                };
            }
            Outcome::Need(needs) => {
                for need in needs {
                    files.insert(need.path, Entry::Missing);
                }
            }
        }
    }
}

fn postgresql(text: &str) -> Configured {
    configured(Engine::Postgresql, "16", "postgresql.conf", text)
}

fn source(name: &str, handed: Handed, text: &str) -> Source {
    let mut reading = Reading::new(name, handed);
    reading.push(text.as_bytes());
    reading.end()
}

/// A server whose backend is killed; `words` of its own come before or behind.
fn server(before: &str, statement: &str, behind: &str) -> Source {
    let text = format!(
        "2024-05-22 08:00:00.000 UTC [1] LOG:  starting PostgreSQL 16.4 on x86_64-pc-linux-gnu, 64-bit\n\
         2024-05-22 08:00:01.000 UTC [1] LOG:  database system is ready to accept connections\n\
         {before}\
         2024-05-22 10:31:07.482 UTC [1] LOG:  server process (PID 14) was terminated by signal 9: Killed\n\
         2024-05-22 10:31:07.482 UTC [1] DETAIL:  Failed process was running: {statement}\n\
         2024-05-22 10:31:07.483 UTC [1] LOG:  terminating any other active server processes\n\
         2024-05-22 10:31:14.700 UTC [1] LOG:  database system is ready to accept connections\n\
         {behind}"
    );
    source("server.log", Handed::Log, &text)
}

/// A kill for a limit, with six processes of the server's own and so many sessions of
/// so many megabytes each.
fn kernel(limit_mb: u64, sessions: u64, each_mb: u64) -> Source {
    let at = "2024-05-22T10:31:07.411000+00:00 db1 kernel: ";
    let mut text = format!(
        "{at}postgres invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n\
         {at}memory: usage {limit}kB, limit {limit}kB, failcnt 311\n\
         {at}Memory cgroup stats for /a.scope:\n\
         {at}anon {anon}\n\
         {at}shmem 20000000\n\
         {at}Tasks state (memory values in pages):\n\
         {at}[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n",
        limit = limit_mb << 10,
        anon = (sessions * each_mb) << 20,
    );
    for pid in 0..6 + sessions {
        let pages = if pid < 6 { 300 } else { each_mb << 8 };
        let _ = writeln!(
            text,
            "{at}[{pid:7}]   999 {pid:5}    90000 {pages:8}          81000        0             0 postgres",
            pid = pid + 5000,
        );
    }
    let _ = write!(
        text,
        "{at}oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=a,mems_allowed=0,oom_memcg=/a.scope,task_memcg=/a.scope,task=postgres,pid=5006,uid=999\n\
         {at}Memory cgroup out of memory: Killed process 5006 (postgres) total-vm:360000kB, anon-rss:{anon}kB, file-rss:0kB, shmem-rss:0kB, UID:999 pgtables:276kB oom_score_adj:0\n",
        anon = each_mb << 10,
    );
    source("kernel.log", Handed::Kernel, &text)
}

const SORTS: &str = "SELECT a FROM b ORDER BY a";

fn asked(sources: Vec<Source>, configured: Vec<Configured>) -> Incident {
    let question = Question {
        configured,
        ..Question::default()
    };
    diagnose(sources, &question)
}

fn first(incident: &Incident) -> (&str, Vec<&str>) {
    let cause = &incident.causes[0];
    let parameters = cause.parameters.iter().map(String::as_str);
    (cause.name, parameters.collect())
}

fn why(incident: &Incident) -> &str {
    incident.draft.why().unwrap_or("there is a draft")
}

/// The evidence that is no log's.
fn bill(incident: &Incident) -> Vec<String> {
    let evidence = incident.causes[0].evidence.iter();
    let of_file = evidence.filter(|line| line.file == "postgresql.conf");
    of_file
        .map(|line| format!("{}:{} {}", line.file, line.line, line.text))
        .collect()
}

#[test]
fn a_value_that_goes_over_is_blamed_with_its_line_and_a_milder_one_drafted() {
    let logs = || vec![server("", SORTS, ""), kernel(1024, 12, 60)];
    let by_logs = asked(logs(), Vec::new());
    let text = "max_connections = 100\nshared_buffers = 128MB\nwork_mem = 200MB\n";
    let incident = asked(logs(), vec![postgresql(text)]);
    assert_eq!(
        first(&incident),
        ("work-mem-times-sessions", vec!["work_mem"])
    );
    assert!(incident.causes[0].score > by_logs.causes[0].score);
    let shown = bill(&incident);
    assert_eq!(shown.len(), 1, "{shown:?}");
    for part in [
        "postgresql.conf:3 work_mem = 200MB: the bill comes to 2.",
        "for 12 sessions then open, 12 at work doing what the killed statement does",
        "the limit was 1 GB (kernel.log:",
        "sorts: 12 × min(its rows, work_mem 200 MB)",
    ] {
        assert!(shown[0].contains(part), "{part}: {shown:?}");
    }
    let draft = incident.draft.get().expect("a draft");
    let change = &draft.changes[0];
    assert_eq!(
        (
            draft.changes.len(),
            change.parameter.as_str(),
            change.from.as_str()
        ),
        (1, "work_mem", "200MB")
    );
    assert_eq!(change.place.as_ref().map(|place| place.line), Some(3));
    assert_eq!(change.effect.as_str(), "reload");
    let line = draft.load_line_sessions.get().expect("a load line");
    assert!(*line > 12, "{draft:?}");
}

#[test]
fn without_a_configuration_nothing_is_other() {
    let incident = asked(
        vec![server("", SORTS, ""), kernel(1024, 12, 60)],
        Vec::new(),
    );
    assert_eq!(first(&incident).0, "work-mem-times-sessions");
    assert_eq!(bill(&incident), Vec::<String>::new());
    assert_eq!(why(&incident), "no configuration was given: add --config");
}

#[test]
fn values_that_nobody_set_leave_the_limit_to_blame() {
    let logs = || {
        vec![
            server("", "SELECT DISTINCT a FROM b JOIN c ORDER BY a", ""),
            kernel(520, 95, 6),
        ]
    };
    let stock = "max_connections = 100\n";
    let incident = asked(logs(), vec![postgresql(stock)]);
    assert_eq!(first(&incident).0, "limit-too-small", "{incident:#?}");
    assert!(bill(&incident)[0].contains("built-in values would take"));
    assert!(
        why(&incident).starts_with("no parameter mends it: at this load the configuration needs"),
        "{}",
        why(&incident)
    );
}

#[test]
fn a_configuration_that_stays_within_the_limit_speaks_for_the_statement() {
    let statement = "SELECT string_agg(a) FROM b";
    let logs = || vec![server("", statement, ""), kernel(4096, 1, 3800)];
    let score = |incident: &Incident| {
        let cause = incident
            .causes
            .iter()
            .find(|it| it.name == "one-statement-took-memory");
        cause.map_or(0.0, |it| it.score)
    };
    let by_logs = asked(logs(), Vec::new());
    let incident = asked(logs(), vec![postgresql("work_mem = 8MB\n")]);
    assert!(score(&incident) > score(&by_logs), "{incident:#?}");
    assert_eq!(first(&incident).0, "one-statement-took-memory");
    assert!(bill(&incident)[0].contains("for 1 session then open"));
}

#[test]
fn a_configuration_within_the_limit_speaks_against_its_values() {
    let changed =
        "2024-05-22 09:00:00.000 UTC [1] LOG:  parameter \"work_mem\" changed to \"8MB\"\n";
    let logs = vec![server(changed, "DELETE FROM a", ""), kernel(64_000, 8, 700)];
    let incident = asked(logs, vec![postgresql("work_mem = 8MB\n")]);
    let cause = incident
        .causes
        .iter()
        .find(|it| it.name == "work-mem-times-sessions");
    let against = cause.map(|it| it.against.join("\n")).unwrap_or_default();
    assert!(
        against.contains("the configuration stays within the limit: the bill comes to"),
        "{incident:#?}"
    );
}

#[test]
fn the_log_beats_the_file_given() {
    let changed =
        "2024-05-22 09:00:00.000 UTC [1] LOG:  parameter \"work_mem\" changed to \"200MB\"\n";
    let back = "2024-05-22 11:00:00.000 UTC [1] LOG:  parameter \"work_mem\" changed to \"4MB\"\n";
    let logs = vec![server(changed, SORTS, back), kernel(1024, 12, 60)];
    let incident = asked(logs, vec![postgresql("work_mem = 4MB\n")]);
    let draft = incident.draft.get().expect("a draft");
    assert_eq!(draft.changes[0].from, "200MB");
    assert!(
        draft
            .note
            .ends_with("; the file given has work_mem = 4MB already"),
        "{draft:?}"
    );
}

#[test]
fn a_file_of_after_the_fall_is_no_evidence() {
    let back = "2024-05-22 11:00:00.000 UTC [1] LOG:  parameter \"work_mem\" changed to \"4MB\"\n";
    let logs = vec![server("", SORTS, back), kernel(1024, 12, 60)];
    let incident = asked(logs, vec![postgresql("work_mem = 4MB\n")]);
    assert_eq!(
        why(&incident),
        "the configuration given has work_mem as it was set after the fall (server.log:7), and what it was before is not told: give the files of that moment"
    );
    assert_eq!(bill(&incident), Vec::<String>::new());
    let waits = "2024-05-22 09:00:00.000 UTC [1] LOG:  parameter \"shared_buffers\" cannot be changed without restarting the server\n";
    let logs = vec![server(waits, SORTS, ""), kernel(1024, 12, 60)];
    let incident = asked(logs, vec![postgresql("shared_buffers = 8GB\n")]);
    assert_eq!(
        why(&incident),
        "shared_buffers of the configuration given was not in force yet: it waited for a restart (server.log:3)"
    );
}

/// What was committed behind a fall, by when its file was written, and the log from when
/// on.
fn mended(own_time: &str, reference: &str, log: &str) -> Incident {
    let event = format!(
        r#"{{"schema": "plimsoll.event/1", "time": "2024-05-22T11:02:00Z", "kind": "config_write", "target": "p.conf", "message": "commit 1a2b3c4: work_mem 200MB -> 4MB (p.conf, by Ann{own_time})", "actor": "Ann", "ref": {reference}}}
"#
    );
    let server = format!(
        "{log}2024-05-22 10:31:07.482 UTC [1] LOG:  server process (PID 14) was terminated by signal 9: Killed\n\
         2024-05-22 10:31:07.482 UTC [1] DETAIL:  Failed process was running: {SORTS}\n"
    );
    let logs = vec![
        source("server.log", Handed::Log, &server),
        kernel(1024, 12, 60),
        source("files", Handed::Noticed, &event),
    ];
    asked(logs, vec![postgresql("work_mem = 4MB\n")])
}

#[test]
fn what_was_committed_behind_the_fall_may_have_stood_there_before() {
    const COMMIT: &str = "\"1a2b3c4\"";
    const LONG: &str = "2024-05-21 08:00:00.000 UTC [1] LOG:  checkpoint starting: time\n";
    const SHORT: &str = "2024-05-22 08:00:00.000 UTC [1] LOG:  checkpoint starting: time\n";
    let reloaded = format!(
        "{LONG}2024-05-22 09:00:00.000 UTC [1] LOG:  received SIGHUP, reloading configuration files\n"
    );
    let was = |incident: &Incident| match incident.draft.get() {
        Some(draft) => draft.changes[0].from.clone(),
        None => why(incident).to_owned(),
    };
    for incident in [
        mended(", written 2024-05-22T11:01:00Z", COMMIT, &reloaded),
        // Not committed: its time is the file's own.
        mended("", "null", &reloaded),
        mended("", COMMIT, LONG),
    ] {
        assert_eq!(was(&incident), "200MB");
    }
    for incident in [
        mended(", written 2024-05-22T08:55:00Z", COMMIT, &reloaded),
        mended(", written 2024-05-22T08:55:00Z", "null", &reloaded),
        mended("", COMMIT, &reloaded),
        mended("", COMMIT, SHORT),
    ] {
        assert_eq!(
            was(&incident),
            "work_mem of the configuration given is told as changed after the fall (files:1), and may have stood there before: give the files of that moment"
        );
    }
}

#[test]
fn which_configuration_fell_is_not_guessed() {
    let logs = || vec![server("", SORTS, ""), kernel(1024, 12, 60)];
    let one = || postgresql("work_mem = 200MB\n");
    let other = || configured(Engine::Mysql, "8.4", "my.cnf", "[mysqld]\n");
    assert!(asked(logs(), vec![other(), one()]).draft.get().is_some());
    assert!(why(&asked(logs(), vec![one(), one()])).starts_with("several configurations"));
    assert_eq!(
        why(&asked(logs(), vec![other()])),
        "the configuration given is another kind of server's than the logs"
    );
}

#[test]
fn without_a_limit_there_is_no_bill_and_a_flag_brings_one() {
    let logs = || vec![server("", SORTS, "")];
    let text = "work_mem = 200MB\n";
    let incident = asked(logs(), vec![postgresql(text)]);
    let cause = incident
        .causes
        .iter()
        .find(|it| it.name == "work-mem-times-sessions");
    let score = cause.map_or(0.0, |it| it.score);
    let limited = Configured {
        facts: ServerFacts {
            limit_bytes: Known::Known(1 << 30, "--limit".to_owned()),
            ..ServerFacts::default()
        },
        arrivals: Some(plimsoll_bill::Arrivals {
            sessions: 60,
            source: SessionsSource::Declared,
        }),
        ..postgresql(text)
    };
    let with = asked(logs(), vec![limited]);
    let cause = with
        .causes
        .iter()
        .find(|it| it.name == "work-mem-times-sessions");
    let cause = cause.expect("it is told");
    assert!(cause.score > score, "{with:#?}");
    let lines = cause.evidence.iter().map(|line| line.text.as_str());
    let lines: Vec<&str> = lines
        .filter(|it| it.contains("for 60 sessions, 12 at work"))
        .collect();
    assert_eq!(lines.len(), 1, "{with:#?}");
}

#[test]
fn a_sigkill_that_the_kernel_knows_nothing_of_is_not_priced() {
    let quiet = "2024-05-22T10:00:00.000000+00:00 db1 kernel: eth0: link is up\n\
                 2024-05-22T11:00:00.000000+00:00 db1 kernel: eth0: link is up\n";
    let limited = || Configured {
        facts: ServerFacts {
            limit_bytes: Known::Known(1 << 30, "--limit".to_owned()),
            ..ServerFacts::default()
        },
        ..postgresql("work_mem = 200MB\n")
    };
    let evidence = |sources| {
        let incident = asked(sources, vec![limited()]);
        let lines = incident.causes.iter().flat_map(|cause| &cause.evidence);
        lines.filter(|line| line.file == "postgresql.conf").count()
    };
    assert!(evidence(vec![server("", SORTS, "")]) > 0);
    let denied = vec![
        server("", SORTS, ""),
        source("kern.log", Handed::Kernel, quiet),
    ];
    assert_eq!(evidence(denied), 0);
}

#[test]
fn a_server_names_itself_in_its_log() {
    assert_eq!(
        server_told(&[server("", SORTS, "")]),
        Server {
            engine: Some(Engine::Postgresql),
            version: Some("16.4".to_owned()),
        }
    );
    let log = "2024-05-22 10:00:00 0 [Note] Starting MariaDB 10.11.8-MariaDB source revision 3a0 as process 1\n\
               2024-05-22 10:00:01 0 [Note] mariadbd: ready for connections.\n";
    assert_eq!(
        server_told(&[source("error.log", Handed::Log, log)]),
        Server {
            engine: Some(Engine::Mariadb),
            version: Some("10.11.8".to_owned()),
        }
    );
    assert_eq!(server_told(&[]), Server::default());
}
