//! What a look back says of loads, of values and of what would have held.

use plimsoll_model::{Engine, InForce, Kind, Load, Profile, ServerFacts};

use super::{Doing, Hindsight, Sighting, background_processes};
use crate::testing::{limited, load, postgresql, settings};

const MB: u64 = 1 << 20;

fn back<'a>(
    settings: &'a InForce,
    stock: &'a InForce,
    facts: &'a ServerFacts,
    load: &'a Load,
    seen: Sighting,
) -> Hindsight<'a> {
    Hindsight {
        settings,
        stock,
        facts,
        load,
        profile: Profile::Mixed,
        arrivals: None,
        seen,
    }
}

fn seen(sessions: u64, at_work: u64, did: &[Kind]) -> Sighting {
    Sighting {
        sessions: Some(sessions),
        at_work: Some(at_work),
        did: did.to_vec(),
    }
}

#[test]
fn the_load_is_what_is_known_of_it_the_likeliest_first() {
    let (own, stock) = (postgresql("16", "work_mem = 64MB"), postgresql("16", ""));
    let (facts, none) = (limited(1024 * MB), Load::default());
    let doing = |load: &Load, seen| {
        let looks = back(&own, &stock, &facts, load, seen).looks().unwrap();
        looks.iter().map(|look| look.doing).collect::<Vec<_>>()
    };
    let by_profile = doing(&none, Sighting::default());
    assert_eq!(by_profile[0], Doing::Profile);
    assert_eq!(by_profile.len(), 1 + Kind::POSTGRESQL.len());
    assert_eq!(doing(&none, seen(20, 5, &[Kind::Sort])), [Doing::Seen]);
    assert_eq!(
        doing(&load(8, Vec::new()), seen(20, 5, &[])),
        [Doing::Declared]
    );
}

#[test]
fn sessions_seen_are_priced_and_no_more_than_built_in_values_admit() {
    let own = postgresql("16", "max_connections = 600\nwork_mem = 64MB");
    let (stock, facts, none) = (postgresql("16", ""), limited(1024 * MB), Load::default());
    let hindsight = back(&own, &stock, &facts, &none, seen(500, 10, &[Kind::Sort]));
    let looks = hindsight.looks().unwrap();
    let bill = hindsight.bill(&looks[0]).unwrap();
    assert_eq!(bill.load.sessions, 500);
    let sorts = bill.lines.iter().find(|line| line.what == "sorts").unwrap();
    assert_eq!(sorts.count, 10);
    let raised = hindsight.raised(&bill, &looks[0]).unwrap();
    let names: Vec<&str> = raised.iter().map(|it| it.parameter.as_str()).collect();
    assert_eq!(names, ["max_connections", "work_mem"]);
    let added: u64 = raised.iter().map(|it| it.adds_bytes).sum();
    assert!(looks[0].own.likely_bytes - looks[0].stock.likely_bytes >= added / 2);
}

#[test]
fn what_would_have_held_changes_the_value_to_blame_alone_where_that_suffices() {
    let own = postgresql("16", "work_mem = 512MB\nmaintenance_work_mem = 64MB");
    let (stock, facts, none) = (postgresql("16", ""), limited(2048 * MB), Load::default());
    let hindsight = back(&own, &stock, &facts, &none, seen(20, 10, &[Kind::Sort]));
    let looks = hindsight.looks().unwrap();
    let of = |names: &[&str]| hindsight.would_hold(&looks[0], names).unwrap().unwrap();
    let mended = of(&["work_mem"]);
    let names: Vec<&str> = mended
        .values
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["work_mem"]);
    assert!(mended.total.high_bytes <= 2048 * MB);
    // What is named does not suffice, so others are changed too.
    let others = of(&["maintenance_work_mem"]);
    assert!(others.values.iter().any(|(name, _)| name == "work_mem"));
    let nothing = limited(20 * MB);
    let hindsight = back(&own, &stock, &nothing, &none, seen(20, 10, &[Kind::Sort]));
    assert_eq!(hindsight.would_hold(&looks[0], &["work_mem"]), Ok(None));
}

#[test]
fn processes_that_are_no_session_are_counted_by_version_and_parameters() {
    let count = |version, text| background_processes(&postgresql(version, text));
    assert_eq!(count("13", ""), Some(7));
    assert_eq!(count("16", ""), Some(6));
    assert_eq!(count("18", ""), Some(9));
    assert_eq!(
        count(
            "16",
            "autovacuum = off\narchive_mode = on\nlogging_collector = on"
        ),
        Some(7)
    );
    assert_eq!(
        background_processes(&settings(Engine::Mysql, "8.4", "[mysqld]\n")),
        None
    );
}
