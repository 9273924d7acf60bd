//! `plimsoll bill`.

use crate::run::Place;

const FILES: &[(&str, &str)] = &[
    ("my.cnf", "[mysqld]\nsort_buffer_size = 256M\n"),
    (
        "load.json",
        "{\"groups\": [{\"sessions\": 20, \"operations\": [{\"kind\": \"sort\"}]}]}",
    ),
];

#[test]
fn the_json_has_every_field_of_the_contract() {
    let place = Place::with(FILES);
    let said =
        place.run("bill --engine mariadb --limit 2GiB --load load.json --format json my.cnf");
    assert_eq!(said.code, 1, "{said:?}");
    let bill = said.json();
    for field in [
        "schema",
        "model",
        "limit_bytes",
        "limit_source",
        "load",
        "lines",
        "total",
        "verdict",
        "freeboard_bytes",
        "load_line",
        "levers",
        "evidence",
        "unbounded",
    ] {
        assert!(bill.get(field).is_some(), "{field}");
    }
    for field in [
        "what",
        "who",
        "count",
        "low_bytes",
        "likely_bytes",
        "high_bytes",
        "formula",
        "parameters",
        "source",
    ] {
        assert!(bill["lines"][0].get(field).is_some(), "{field}");
    }
    assert_eq!(bill["schema"], "plimsoll.bill/1");
    assert_eq!(bill["load"]["sessions_source"], "declared");
    assert_eq!(bill["verdict"], "over");
    let likely = bill["total"]["likely_bytes"].as_i64().unwrap();
    assert_eq!(bill["freeboard_bytes"], (2 << 30) - likely);
    let sum: u64 = bill["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line.get("pool").is_none())
        .map(|line| line["likely_bytes"].as_u64().unwrap())
        .sum();
    assert_eq!(bill["total"]["likely_bytes"], sum);
}

#[test]
fn the_load_it_was_priced_for_can_be_given_back() {
    let place = Place::with(FILES);
    let line = "bill --engine mariadb --limit 2GiB --format json my.cnf";
    let mut first = place
        .run(&format!("{line} --sessions 7 --profile analytics"))
        .json();
    let mut load = first["load"].take();
    for ours in ["sessions", "sessions_source", "profile"] {
        load.as_object_mut().unwrap().shift_remove(ours);
    }
    place.write("again.json", load.to_string().as_bytes());
    let again = place.run(&format!("{line} --load again.json")).json();
    assert_eq!(again["total"], first["total"]);
}

#[test]
fn without_a_limit_there_is_a_bill_and_no_verdict() {
    let place = Place::with(FILES);
    let said = place.run("bill --engine mariadb --format json my.cnf");
    assert_eq!(said.code, 0, "{said:?}");
    let bill = said.json();
    assert_eq!(bill["verdict"], "unknown");
    assert_eq!(bill["limit_bytes"], serde_json::Value::Null);
    assert_eq!(bill["unknown"]["limit_bytes"], "not given");
    assert_eq!(bill["load_line"]["sessions"], serde_json::Value::Null);
    assert!(bill["load_line"]["unknown"]["sessions"].is_string());
    let text = place.run("bill --engine mariadb my.cnf");
    assert!(text.out.contains("no limit is known"), "{text:?}");
}

#[test]
fn absurd_values_are_answered_and_do_not_panic() {
    let place = Place::with(&[
        (
            "postgresql.conf",
            "work_mem = 2147483647kB\nmax_connections = 262143\n",
        ),
        (
            "load.json",
            "{\"sessions\": 4294967296, \"operations\": [{\"kind\": \"sort\", \"count\": 4294967296, \"operand_bytes\": 9223372036854775807}]}",
        ),
        ("none.json", "{\"sessions\": 0}"),
    ]);
    for flags in [
        "--limit 1kB",
        "--limit 1",
        "--limit 16383PiB --load load.json",
        "--limit 1kB --load load.json",
        "--limit 1GiB --load none.json",
        "--limit 1GiB --sessions 0",
        "--limit 1GiB --sessions 4294967296 --profile analytics",
    ] {
        for format in ["json", "text", "svg"] {
            let said = place.run(&format!("bill {flags} --format {format} postgresql.conf"));
            let answered = matches!(said.code, 0 | 1) && said.err.is_empty();
            let refused = said.code == 2 && said.err.lines().count() == 1;
            assert!(answered || refused, "{flags}: {said:?}");
        }
        let said = place.run(&format!("check {flags} --format json postgresql.conf"));
        assert!(said.err.is_empty() && said.code < 2, "{flags}: {said:?}");
    }
}

#[test]
fn the_picture_is_well_formed_and_escaped() {
    let place = Place::with(&[("a<b>&/my.cnf", "[mysqld]\n")]);
    let said = place.run("bill --engine mysql --limit 1GiB --format svg a<b>&/my.cnf");
    assert!(said.out.starts_with("<svg "), "{said:?}");
    assert!(said.out.contains("a&lt;b&gt;&amp;/my.cnf"), "{said:?}");
    let opened = said.out.matches('<').count();
    assert_eq!(opened, said.out.matches('>').count());
    for element in ["svg", "title", "g", "text"] {
        let begun = said.out.matches(&format!("<{element}>")).count()
            + said.out.matches(&format!("<{element} ")).count();
        assert_eq!(
            begun,
            said.out.matches(&format!("</{element}>")).count(),
            "{element}"
        );
    }
}

#[test]
fn several_configurations_are_not_one_bill() {
    let place = Place::with(&[("a/my.cnf", "[mysqld]\n"), ("b/my.cnf", "[mysqld]\n")]);
    let said = place.run("bill --engine mysql .");
    assert_eq!((said.code, said.err.lines().count()), (2, 1), "{said:?}");
}
