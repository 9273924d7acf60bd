//! What holds for every engine, shown on `PostgreSQL`.

use plimsoll_model::{
    Kind, Known, Load, LoadGroup, MemoryBill, Operation, Pool, Profile, ServerFacts,
    SessionsSource, Verdict,
};

use crate::testing::{limited, load, postgresql, unlimited};
use crate::{Arrivals, overlaid, price, solve};

const MB: u64 = 1 << 20;
const GB: u64 = 1 << 30;

fn bill(text: &str, facts: &ServerFacts, load: &Load) -> MemoryBill {
    price(&postgresql("16", text), facts, load, Profile::Mixed, None).expect("a bill")
}

fn sorts(sessions: u64) -> Load {
    load(sessions, vec![Operation::one(Kind::Sort)])
}

#[test]
fn the_total_is_the_sum_of_the_lines_charged_to_the_limit() {
    let bill = bill("", &unlimited(), &sorts(16));
    let charged = bill.lines.iter().filter(|line| line.pool == Pool::Limit);
    let (low, likely, high) = charged.fold((0, 0, 0), |sum, line| {
        let range = line.range;
        (
            sum.0 + range.low_bytes,
            sum.1 + range.likely_bytes,
            sum.2 + range.high_bytes,
        )
    });
    let total = bill.total;
    assert_eq!(
        (low, likely, high),
        (total.low_bytes, total.likely_bytes, total.high_bytes)
    );
    assert!(
        bill.lines
            .iter()
            .all(|line| !line.source.is_empty() && !line.formula.is_empty())
    );
}

#[test]
fn the_load_line_is_the_first_number_at_which_likely_reaches_the_limit() {
    let text = "work_mem = 64MB\nmax_connections = 200";
    let facts = limited(2 * GB);
    let line = bill(text, &facts, &sorts(16)).load_line;
    let sessions = *line.sessions.get().expect("a load line");
    let likely = |count| bill(text, &facts, &sorts(count)).total.likely_bytes;
    assert!(likely(sessions) >= 2 * GB, "{sessions}");
    assert!(likely(sessions - 1) < 2 * GB, "{sessions}");
    assert_eq!(
        (line.of, line.of_source),
        (197, SessionsSource::MaxConnections)
    );
}

#[test]
fn without_a_number_the_load_line_says_why() {
    let cases = [
        (unlimited(), 16, "no limit is known"),
        (limited(16 * MB), 16, "passed with no session at all"),
        (limited(1 << 62), 16, "the limit is never reached"),
        (limited(4 * GB), 0, "the load has no session to count in"),
    ];
    for (facts, sessions, why) in cases {
        let line = bill("", &facts, &sorts(sessions)).load_line;
        assert_eq!(line.sessions, Known::Unknown(why.to_owned()));
    }
}

#[test]
fn verdicts_follow_likely_and_high() {
    let total = bill("", &unlimited(), &sorts(16)).total;
    let cases = [
        (total.likely_bytes - 1, Verdict::Over),
        (total.likely_bytes, Verdict::AtRisk),
        (total.high_bytes - 1, Verdict::AtRisk),
        (total.high_bytes, Verdict::Within),
    ];
    for (limit, verdict) in cases {
        let bill = bill("", &limited(limit), &sorts(16));
        assert_eq!(bill.verdict, verdict, "{limit}");
        let freeboard = limit as i64 - total.likely_bytes as i64;
        assert_eq!(bill.freeboard_bytes, Some(freeboard));
    }
    let unknown = bill("", &unlimited(), &sorts(16));
    assert_eq!(
        (unknown.verdict, unknown.freeboard_bytes),
        (Verdict::Unknown, None)
    );
}

#[test]
fn profiles_fill_in_who_is_active_and_with_what() {
    let settings = postgresql("16", "max_connections = 103");
    let cases = [
        (Profile::Oltp, 20, vec![(Kind::Sort, 1, Some(256 << 10), 0)]),
        (
            Profile::Mixed,
            20,
            vec![(Kind::Sort, 1, None, 0), (Kind::HashJoin, 1, None, 0)],
        ),
        (
            Profile::Analytics,
            50,
            vec![(Kind::Sort, 2, None, 2), (Kind::HashJoin, 2, None, 2)],
        ),
    ];
    for (profile, active, operations) in cases {
        let bill = price(&settings, &unlimited(), &Load::default(), profile, None).expect("a bill");
        let groups = &bill.load.load.groups;
        assert_eq!(
            (groups[0].sessions, groups[1].sessions),
            (Some(active), Some(100 - active))
        );
        let shown: Vec<_> = groups[0]
            .operations
            .iter()
            .flatten()
            .map(|op| (op.kind, op.count, op.operand_bytes, op.parallel_workers))
            .collect();
        assert_eq!(shown, operations);
        assert_eq!(groups[1].operations.as_deref(), Some(&[][..]));
        assert_eq!(bill.load.profile, Some(profile));
    }
}

#[test]
fn it_is_said_who_said_how_many_sessions_there_are_and_can_be() {
    use SessionsSource::{Declared, MaxConnections, Pooler};
    let arrivals = |sessions, source| Some(Arrivals { sessions, source });
    let declared = sorts(16);
    let cases = [
        (
            Load::default(),
            None,
            (97, MaxConnections),
            (97, MaxConnections),
        ),
        (declared.clone(), None, (16, Declared), (97, MaxConnections)),
        (
            declared.clone(),
            arrivals(40, Pooler),
            (16, Declared),
            (40, Pooler),
        ),
        (
            declared,
            arrivals(40, Declared),
            (40, Declared),
            (40, Declared),
        ),
        (
            Load::default(),
            arrivals(40, Pooler),
            (40, Pooler),
            (40, Pooler),
        ),
    ];
    let settings = postgresql("16", "");
    for (load, arrivals, sessions, of) in cases {
        let bill = price(&settings, &unlimited(), &load, Profile::Mixed, arrivals).expect("a bill");
        assert_eq!((bill.load.sessions, bill.load.sessions_source), sessions);
        assert_eq!((bill.load_line.of, bill.load_line.of_source), of);
    }
}

#[test]
fn groups_without_a_number_share_what_the_others_leave() {
    let group = |sessions| LoadGroup {
        sessions,
        operations: Some(Vec::new()),
        ..LoadGroup::default()
    };
    let load = Load {
        groups: vec![group(Some(17)), group(None), group(None)],
        ..Load::default()
    };
    let bill = bill("", &unlimited(), &load);
    let shown: Vec<_> = bill
        .load
        .load
        .groups
        .iter()
        .map(|group| group.sessions)
        .collect();
    assert_eq!(shown, [Some(17), Some(40), Some(40)]);
}

#[test]
fn what_sessions_set_for_themselves_counts_for_them_alone() {
    let mut own = sorts(10);
    own.groups[0]
        .set
        .insert("work_mem".to_owned(), "64MB".to_owned());
    let theirs = bill("work_mem = 4MB", &unlimited(), &own);
    let everyones = bill("work_mem = 64MB", &unlimited(), &sorts(10));
    assert_eq!(theirs.total, everyones.total);
    own.groups[0]
        .set
        .insert("work_mem".to_owned(), "64 parsecs".to_owned());
    let settings = postgresql("16", "");
    let refused = price(&settings, &unlimited(), &own, Profile::Mixed, None);
    assert!(
        refused
            .expect_err("no size")
            .why
            .contains("work_mem = '64 parsecs'")
    );
}

#[test]
fn levers_move_the_line_and_come_best_first() {
    let text = "work_mem = 64MB\nmax_connections = 500\nshared_buffers = 512MB";
    let operations = vec![Operation::one(Kind::Sort), Operation::one(Kind::HashJoin)];
    let bill = bill(text, &limited(4 * GB), &load(16, operations));
    let now = bill.load_line.sessions.get().copied().expect("a load line");
    let lines: Vec<u64> = bill
        .levers
        .iter()
        .map(|lever| lever.load_line_sessions.unwrap_or(u64::MAX))
        .collect();
    assert!(lines.len() >= 3, "{:?}", bill.levers);
    assert!(lines.iter().all(|line| *line > now));
    assert!(lines.is_sorted_by(|left, right| left >= right));
    let work_mem = bill
        .levers
        .iter()
        .find(|lever| lever.parameter == "work_mem");
    let work_mem = work_mem.expect("a lever");
    assert_eq!(work_mem.change, "work_mem 64MB → 32MB");
}

/// Rows that fit in half of `work_mem` too: the first step frees nothing.
fn far_below_work_mem() -> (&'static str, ServerFacts, Load) {
    let sort = Operation {
        operand_bytes: Some(90 * MB),
        ..Operation::one(Kind::Sort)
    };
    let text = "work_mem = 256MB\nmax_connections = 120\nshared_buffers = 512MB";
    (text, limited(2 * GB), load(30, vec![sort]))
}

#[test]
fn a_lever_goes_past_the_steps_that_change_nothing_to_where_the_load_is_carried() {
    let (text, facts, load) = far_below_work_mem();
    let bill = bill(text, &facts, &load);
    let first = bill.levers.first().expect("a lever");
    assert_eq!(first.parameter, "work_mem", "{:?}", bill.levers);
    assert!(first.load_line_sessions.is_none_or(|line| line > 30));
    let twice = overlaid(&postgresql("15", text), "work_mem", &first.to).unwrap();
    let twice = twice.bytes("work_mem").unwrap() * 2;
    let milder = format!("{text}\nwork_mem = {}kB", twice / 1024);
    let before = self::bill(&milder, &facts, &load).load_line;
    assert!(before.sessions.get().is_some_and(|line| *line <= 30));
}

#[test]
fn one_parameter_alone_holds_where_one_suffices() {
    let (text, facts, load) = far_below_work_mem();
    let solution = bill(text, &facts, &load).would_hold.expect("it is over");
    assert_eq!(solution.verdict, Verdict::Within);
    let names: Vec<&str> = solution
        .values
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["work_mem"]);
}

#[test]
fn the_values_that_hold_do_hold() {
    let text = "work_mem = 512MB\nshared_buffers = 2GB\nmax_connections = 300";
    let facts = limited(4 * GB);
    let load = load(100, vec![Operation::one(Kind::Sort)]);
    let settings = postgresql("16", text);
    assert_eq!(bill(text, &facts, &load).verdict, Verdict::Over);
    let solution = solve(&settings, &facts, &load, Profile::Mixed, None).expect("a solution");
    assert_eq!(solution.verdict, Verdict::Within);
    let lines = solution
        .values
        .iter()
        .map(|(name, value)| format!("{name} = {value}"));
    let written: Vec<String> = std::iter::once(text.to_owned()).chain(lines).collect();
    let written = written.join("\n");
    let after = bill(&written, &facts, &load);
    assert_eq!(
        (after.verdict, after.total),
        (Verdict::Within, solution.total)
    );
}

#[test]
fn where_nothing_holds_the_solution_says_so() {
    let settings = postgresql("16", "");
    let load = sorts(1000);
    let solved = |facts: &ServerFacts| solve(&settings, facts, &load, Profile::Mixed, None);
    assert_eq!(
        solved(&limited(64 * MB)).expect("a solution").verdict,
        Verdict::Over
    );
    assert!(
        solved(&unlimited())
            .expect_err("no limit")
            .why
            .contains("--limit")
    );
}

#[test]
fn absurd_values_are_priced_in_bytes_that_are_right() {
    let many = sorts(1000);
    let terabyte = bill("work_mem = 1TB", &limited(1024), &many);
    assert!(terabyte.total.likely_bytes > 1000 * (1 << 40));
    assert!(terabyte.total.likely_bytes < 1100 * (1 << 40));
    assert_eq!(terabyte.verdict, Verdict::Over);
    assert!(terabyte.freeboard_bytes.is_some_and(|bytes| bytes < 0));
    let none = bill("", &limited(1024), &sorts(0));
    assert_eq!(none.load.sessions, 0);
    assert!(none.lines.iter().all(|line| line.what != "sorts"));
    let huge = Operation {
        operand_bytes: Some(u64::MAX),
        count: 1 << 32,
        ..Operation::one(Kind::Sort)
    };
    let beyond = bill(
        "work_mem = 2147483647kB",
        &limited(1024),
        &load(1 << 32, vec![huge]),
    );
    assert_eq!(beyond.total.high_bytes, u64::MAX);
    assert_eq!(beyond.freeboard_bytes, Some(i64::MIN));
}

#[test]
fn loads_that_no_server_runs_are_refused_with_a_reason() {
    let count = |count| Operation {
        count,
        ..Operation::one(Kind::Sort)
    };
    let cases = [
        (
            load(1, vec![Operation::one(Kind::JoinBuffer)]),
            "join_buffer",
        ),
        (load(u64::MAX, Vec::new()), "sessions"),
        (load(1, vec![count(u64::MAX)]), "at most"),
    ];
    let settings = postgresql("16", "");
    for (load, why) in cases {
        let refused = price(&settings, &unlimited(), &load, Profile::Mixed, None);
        let refusal = refused.expect_err(why);
        assert!(refusal.why.contains(why), "{refusal}");
    }
}
