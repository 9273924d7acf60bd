//! Cases in Markdown: a heading a case, its files as code blocks with the name
//! behind the language, what is known as a list, and what the rule must say.
//!
//! ```text
//! ## An unclosed quote
//!
//! - engine: postgresql 15
//! - says: critical postgresql.conf:1
//! ```
//!
//! `says: nothing` is a quiet case. The list may tell `engine`, `seen`, `limit`,
//! `memory`, `swap`, `cpus`, `storage`, `fact` (as `--fact` takes it), `sessions`,
//! `profile`, `from`, `today`, `disposable`, and a house rule by `require`, `forbid`
//! or `range`. A block of the language `entry` stands for
//! something that is no readable file (`Outside`, `TooLarge`, …); see
//! [`running`] for the block of a running server and `baseline`.

mod running;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plimsoll_bill::{Arrivals, price};
use plimsoll_conf::catalogue::{Date, Releases};
use plimsoll_conf::{
    Entry, Files, Instance, Outcome, Request, contradiction, in_force, put_fact, read, read_load,
};
use plimsoll_model::{
    Bytes, Config, Engine, Finding, Fix, Known, Load, Place, Problem, Profile, ServerFacts,
    SessionsSource, Severity, Storage, Version,
};

use crate::registry::rules;
use crate::rule::{Look, Rule};
use crate::{Demand, HouseRule, Input, Terms, judge};

#[derive(Clone, Debug, Default)]
struct Case {
    title: String,
    engine: Option<Engine>,
    version: Option<Version>,
    seen: Option<Version>,
    facts: ServerFacts,
    terms: Terms,
    sessions: Option<u64>,
    profile: Profile,
    main: Option<PathBuf>,
    files: Vec<(PathBuf, Entry)>,
    /// Rows that a running server answered.
    server: Option<String>,
    /// What was agreed for it.
    baseline: BTreeMap<String, String>,
    says: Vec<String>,
}

#[test]
fn every_rule_fires_where_it_should_and_is_quiet_where_it_should() {
    let mut wrong = Vec::new();
    for rule in rules() {
        // Nothing asks it; tests of their own make it speak.
        if matches!(rule.look, Look::Elsewhere) {
            continue;
        }
        let cases = cases(rule);
        let quiet = |case: &Case| case.says == ["nothing"];
        assert!(cases.iter().any(quiet), "{}: no quiet case", rule.name);
        assert!(!cases.iter().all(quiet), "{}: no firing case", rule.name);
        for case in &cases {
            let said = said(rule, case);
            if said != case.says {
                let (name, title) = (rule.name, &case.title);
                wrong.push(format!(
                    "{name}, {title}: said {said:?}, not {:?}",
                    case.says
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_busy_server_that_is_well_is_told_nothing_of_what_only_it_can_tell() {
    let cases = cases_of(Path::new("healthy.md"));
    assert!(cases.len() >= 4);
    for case in &cases {
        let mut findings = all_findings(case);
        findings.retain(|it| it.rule.contains("-LIVE-") || it.rule.contains("-DRIFT-"));
        assert!(findings.is_empty(), "{}: {findings:?}", case.title);
    }
}

fn cases(rule: &Rule) -> Vec<Case> {
    let code = rule.codes().next().expect("a rule has a code");
    let area = code.split('-').nth(1).expect("a code has an area");
    let folder = PathBuf::from(area.to_ascii_lowercase());
    cases_of(&folder.join(format!("{}.md", rule.name)))
}

fn cases_of(file: &Path) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("cases")
        .join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}", path.display());
    });
    text.split("\n## ").skip(1).map(case).collect()
}

fn case(text: &str) -> Case {
    let mut case = Case::default();
    let mut lines = text.lines();
    case.title = lines.next().unwrap_or_default().to_owned();
    while let Some(line) = lines.next() {
        if let Some(head) = line.strip_prefix("```") {
            let (language, name) = head.split_once(' ').expect("a block has a file's name");
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if (language, name) == ("jsonl", "server") {
                case.server = Some(body.join("\n"));
                continue;
            }
            let path = PathBuf::from(name);
            case.main.get_or_insert_with(|| path.clone());
            case.files.push((path, entry(language, &body.join("\n"))));
        } else if let Some(fact) = line.strip_prefix("- ") {
            let (name, value) = fact.split_once(": ").expect("a fact is name: value");
            case.tell(name, value);
        }
    }
    case
}

fn entry(language: &str, body: &str) -> Entry {
    if language != "entry" {
        let text = format!("{body}\n").replace("<BOM>", "\u{feff}");
        let bytes: Vec<u8> = match text.split_once("<FF>") {
            Some((before, after)) => [before.as_bytes(), &[0xff, 0], after.as_bytes()].concat(),
            None => text.into_bytes(),
        };
        return Entry::File(Arc::from(bytes));
    }
    match body {
        "Outside" => Entry::Outside,
        "Missing" => Entry::Missing,
        "Unreadable" => Entry::Unreadable("permission denied".to_owned()),
        "TooLarge" => Entry::TooLarge(1 << 30),
        "WorldWritable" => Entry::WorldWritable,
        _ => panic!("no entry {body}"),
    }
}

impl Case {
    fn tell(&mut self, name: &str, value: &str) {
        match name {
            "engine" => {
                let (engine, version) = value.split_once(' ').unwrap_or((value, ""));
                self.engine = Engine::parse(engine);
                self.version = Version::parse(version);
            }
            "seen" => self.seen = Version::parse(value),
            "limit" => self.facts.limit_bytes = size(value, "--limit"),
            "memory" => self.facts.memory_bytes = size(value, "--memory"),
            "swap" => self.facts.swap_bytes = size(value, "--swap"),
            "cpus" => self.facts.cpus = Known::Known(value.parse().unwrap(), "--cpus".to_owned()),
            "storage" => self.facts.storage = storage(value),
            "fact" => {
                let (name, value) = value.split_once('=').expect("a fact is name=value");
                put_fact(&mut self.facts, name, value, "--fact").unwrap();
            }
            "from" => self.terms.from = Version::parse(value),
            "today" => self.terms.today = Date::parse(value),
            "disposable" => self.terms.disposable = value == "yes",
            "sessions" => self.sessions = value.parse().ok(),
            "profile" => {
                let mut all = Profile::ALL.into_iter();
                self.profile = all.find(|profile| profile.as_str() == value).unwrap();
            }
            "require" | "forbid" | "range" => self.terms.house.push(house_rule(name, value)),
            "baseline" => {
                let (name, value) = value.split_once(" = ").expect("a value is name = value");
                self.baseline.insert(name.to_owned(), value.to_owned());
            }
            "says" => self.says.push(value.to_owned()),
            _ => panic!("no fact {name}"),
        }
    }
}

/// `name`, `name = value` or `name = least..most`.
fn house_rule(kind: &str, text: &str) -> HouseRule {
    let (parameter, value) = text.split_once(" = ").unwrap_or((text, ""));
    let values: Vec<String> = Some(value.to_owned())
        .filter(|value| !value.is_empty())
        .into_iter()
        .collect();
    let demand = match kind {
        "require" => Demand::Require(values),
        "forbid" => Demand::Forbid(values),
        _ => {
            let (min, max) = value.split_once("..").expect("a range is least..most");
            Demand::Range {
                min: Some(min.to_owned()),
                max: Some(max.to_owned()),
            }
        }
    };
    HouseRule {
        demand,
        parameters: vec![parameter.to_owned()],
        engines: Vec::new(),
        envs: Vec::new(),
        groups: Vec::new(),
        severity: Severity::Warning,
        reason: "the team agreed on it".to_owned(),
        controls: Vec::new(),
        place: Place {
            file: "plimsoll.toml".to_owned(),
            line: 1,
            column: 1,
        },
    }
}

fn size(value: &str, flag: &str) -> Known<u64> {
    Known::Known(Bytes::parse(value).unwrap().0, flag.to_owned())
}

fn storage(value: &str) -> Known<Storage> {
    let storage = match value {
        "ssd" => Storage::Ssd,
        "hdd" => Storage::Hdd,
        "network" => Storage::Network,
        _ => panic!("no storage {value}"),
    };
    Known::Known(storage, "--storage".to_owned())
}

fn findings(rule: &Rule, case: &Case) -> Vec<Finding> {
    let mut findings = all_findings(case);
    findings.retain(|finding| finding.name == rule.name);
    findings
}

fn all_findings(case: &Case) -> Vec<Finding> {
    let engine = case.engine.expect("a case names its engine");
    let Some(main) = case.main.clone() else {
        let load = (Load::default(), Vec::new());
        return put_to_the_rules(case, None, &load);
    };
    let mut files = Files::new();
    let mut load = (Load::default(), Vec::new());
    for (path, entry) in &case.files {
        if let (true, Entry::File(bytes)) = (path.ends_with("load.json"), entry) {
            let reading = read_load(engine, "load.json", bytes);
            load = (reading.load, reading.problems);
        }
        files.insert(path.clone(), entry.clone());
    }
    let request = request(engine, case, main);
    judged(case, &request, &mut files, &load)
}

fn said(rule: &Rule, case: &Case) -> Vec<String> {
    let said: Vec<String> = findings(rule, case).iter().map(shown).collect();
    if said.is_empty() {
        return vec!["nothing".to_owned()];
    }
    said
}

#[test]
fn every_fix_makes_its_finding_go_away_and_leaves_none_as_bad() {
    let mut fixes = 0;
    for rule in rules().filter(|rule| matches!(rule.look, Look::Ask(_) | Look::Problem(..))) {
        for case in cases(rule) {
            for finding in findings(rule, &case) {
                let Some(fix) = &finding.fix else { continue };
                fixes += 1;
                let before = all_findings(&case);
                let was_there = |after: &Finding| {
                    after.name != rule.name && before.iter().any(|it| it.name == after.name)
                };
                let mut after = all_findings(&mended(&case, fix));
                after.retain(|after| after.severity >= finding.severity && !was_there(after));
                let title = &case.title;
                assert!(after.is_empty(), "{}, {title}: {after:?}", rule.name);
            }
        }
    }
    assert!(fixes >= 5, "only {fixes} cases have a fix");
}

#[test]
fn values_that_stop_a_server_together_are_said_once() {
    for name in ["gtid-mode-without-consistency", "own-events-applied-again"] {
        let rule = rules().find(|rule| rule.name == name).expect("it exists");
        for case in cases(rule) {
            let mut found = all_findings(&case);
            found.retain(|finding| finding.severity == Severity::Critical);
            assert!(found.len() <= 1, "{}: {found:?}", case.title);
        }
    }
}

/// The case with a fix's lines in place of its own.
fn mended(case: &Case, fix: &Fix) -> Case {
    let mut case = case.clone();
    for (path, entry) in &mut case.files {
        let Entry::File(bytes) = entry else { continue };
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for edit in fix
            .edits
            .iter()
            .filter(|edit| Path::new(&edit.file) == path)
        {
            // As the writer of fixes does: PostgreSQL takes any value in quotes.
            let line = &mut lines[edit.line as usize - 1];
            *line = match (&edit.to, case.engine) {
                (None, _) => format!("#{line}"),
                (Some(to), Some(Engine::Postgresql)) => format!("{} = '{to}'", edit.parameter),
                (Some(to), Some(Engine::Mysql | Engine::Mariadb) | None) => {
                    format!("{} = {to}", edit.parameter)
                }
            };
        }
        *entry = Entry::File(Arc::from(format!("{}\n", lines.join("\n")).into_bytes()));
    }
    case
}

fn request(engine: Engine, case: &Case, main: PathBuf) -> Request {
    Request {
        engine,
        version: case.version,
        main,
        arguments: Vec::new(),
        instance: Instance {
            memory_bytes: case.facts.ceiling_bytes().get().copied(),
            cpus: case.facts.cpus.get().copied(),
        },
    }
}

fn judged(
    case: &Case,
    request: &Request,
    files: &mut Files,
    load: &(Load, Vec<Problem>),
) -> Vec<Finding> {
    let mut config = loop {
        match read(request, files) {
            Outcome::Config(config) => break config,
            Outcome::Need(needs) => {
                for need in needs {
                    let names = case.files.iter().map(|(path, _)| path);
                    let inside: Vec<PathBuf> = names
                        .filter_map(|path| path.strip_prefix(&need.path).ok())
                        .map(Path::to_path_buf)
                        .collect();
                    let entry = if inside.is_empty() {
                        Entry::Missing
                    } else {
                        Entry::Folder(inside)
                    };
                    files.insert(need.path, entry);
                }
            }
        }
    };
    if let Some(seen) = case.seen {
        let place = Place {
            file: request.main.display().to_string(),
            line: 1,
            column: 1,
        };
        config.problems.extend(contradiction(&config, seen, place));
    }
    put_to_the_rules(case, Some(*config), load)
}

/// Judges what was read, or the running server that would read it next.
fn put_to_the_rules(
    case: &Case,
    read: Option<Config>,
    load: &(Load, Vec<Problem>),
) -> Vec<Finding> {
    let engine = case.engine.expect("a case names its engine");
    let (config, settings, seen) = if let Some(rows) = &case.server {
        let (now, seen) = running::server(engine, case.version, rows, read, &case.baseline);
        (now.config, now.settings, Some(seen))
    } else {
        let config = read.expect("a case has a file or a server");
        let settings = in_force(&config);
        (config, settings, None)
    };
    let arrivals = case.sessions.map(|sessions| Arrivals {
        sessions,
        source: SessionsSource::Declared,
    });
    let bill = price(&settings, &case.facts, &load.0, case.profile, arrivals);
    judge(&Input {
        config: &config,
        settings: &settings,
        facts: &case.facts,
        load: &load.0,
        load_problems: &load.1,
        profile: case.profile,
        arrivals,
        bill: bill.as_ref(),
        terms: &Terms {
            all: true,
            ..case.terms.clone()
        },
        releases: &Releases::embedded(),
        seen: seen.as_ref(),
    })
    .findings
}

/// `critical postgresql.conf:1 (work_mem)`.
fn shown(finding: &Finding) -> String {
    let mut shown = finding.severity.as_str().to_owned();
    if let Some(place) = &finding.location {
        shown.extend([" ", &place.to_string()]);
    }
    if !finding.parameters.is_empty() {
        shown.extend([" (", &finding.parameters.join(", "), ")"]);
    }
    shown
}
