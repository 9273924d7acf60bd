//! Loads as people and programs write them, right and wrong.

use plimsoll_model::{Engine, Kind, Load, LoadGroup, Operation};

use super::{LoadReading, read_load};

fn said(reading: &LoadReading) -> Vec<String> {
    reading
        .problems
        .iter()
        .map(|problem| {
            format!(
                "{}:{} {}",
                problem.place.line, problem.place.column, problem.message
            )
        })
        .collect()
}

#[test]
fn the_contracts_load_reads_the_same_as_json_and_toml() {
    let json = br#"{"groups": [{"sessions": 16,
      "operations": [{"kind": "sort", "count": 1, "operand_bytes": 47783936, "parallel_workers": 2, "shared": false}],
      "set": {"work_mem": "64MB"}, "plan_cost": 91500, "relations": 40, "prepared_statements": 0, "transaction_bytes": 0},
     {"sessions": 60, "operations": []}],
     "data_bytes": 65011712, "largest_scan_bytes": 49283072,
     "key_buffer_bytes": 0, "aria_pagecache_bytes": 0, "query_cache_bytes": 0}"#;
    let toml = br#"
data_bytes = 65011712
largest_scan_bytes = 49283072
key_buffer_bytes = 0
aria_pagecache_bytes = 0
query_cache_bytes = 0
[[groups]]
sessions = 16
operations = [{ kind = "sort", operand_bytes = 47783936.0, parallel_workers = 2 }]
set = { work_mem = "64MB" }
plan_cost = 91500
relations = 40
prepared_statements = 0
transaction_bytes = 0
[[groups]]
sessions = 60
operations = []
"#;
    let from_json = read_load(Engine::Postgresql, "load.json", json);
    let from_toml = read_load(Engine::Postgresql, "load.toml", toml);
    assert_eq!(said(&from_json), Vec::<String>::new());
    assert_eq!(from_json, from_toml);
    let group = &from_json.load.groups[0];
    assert_eq!(group.sessions, Some(16));
    assert_eq!(group.plan_cost, Some(91500.0));
    assert_eq!(group.set["work_mem"], "64MB");
    assert_eq!(
        group.operations.as_deref(),
        Some(
            &[Operation {
                operand_bytes: Some(47_783_936),
                parallel_workers: 2,
                ..Operation::one(Kind::Sort)
            }][..]
        )
    );
}

#[test]
fn fields_at_the_top_are_one_group() {
    let reading = read_load(Engine::Mysql, "load", b" {\"sessions\": 4}");
    assert_eq!(said(&reading), Vec::<String>::new());
    let group = LoadGroup {
        sessions: Some(4),
        ..LoadGroup::default()
    };
    assert_eq!(reading.load.groups, vec![group]);
    assert_eq!(
        read_load(Engine::Mysql, "load.toml", b"").load,
        Load::default()
    );
}

#[test]
fn every_mistake_is_said_at_its_place() {
    let text = br#"{"groups": [
  {"sessions": -1, "operatons": []},
  {"operations": [{"kind": "hash_join"}, {"count": 2}, 7,
                  {"kind": "sort", "count": "two", "shared": 1}]},
  {"plan_cost": 1e999}],
 "data_bytes": 1.5, "sesions": 3, "data_bytes": 4}"#;
    let reading = read_load(Engine::Mariadb, "load.json", text);
    expect_test::expect![[r"
        2:16 `sessions` is -1; it must be from 0 to 4294967296
        2:20 a group has no field `operatons`; did you mean `operations`?
        3:28 MariaDB has no operation of the kind `hash_join`. It has sort, join_buffer, temp_table, memory_table, scan_buffer, random_read_buffer, binlog_cache, bulk_insert, group_concat, packet, range_optimizer, json_aggregate, ddl_sort, query. This operation is left out of the bill
        3:42 an operation needs a kind: one of sort, join_buffer, temp_table, memory_table, scan_buffer, random_read_buffer, binlog_cache, bulk_insert, group_concat, packet, range_optimizer, json_aggregate, ddl_sort, query
        3:56 an operation must be a table, not a whole number
        4:45 count must be a whole number, not a text
        4:62 shared must be true or false, not a whole number
        5:17 `plan_cost` is inf; it must be a number from 0 on
        6:16 data_bytes must be a whole number, not a number
        6:21 the load has no field `sesions`; did you mean `sessions`?
        6:35 `data_bytes` is given twice; the first one counts"]]
    .assert_eq(&said(&reading).join("\n"));
    // The sort whose count is wrong is still one sort.
    assert_eq!(
        reading.load.groups[1].operations.as_ref().map(Vec::len),
        Some(1)
    );
}

#[test]
fn what_is_no_document_is_one_problem_at_the_place_where_it_ends() {
    let deep = format!("{{\"groups\": {}{}}}", "[".repeat(3000), "]".repeat(3000));
    let cases: [(&str, &[u8], &str); 6] = [
        (
            "a.json",
            b"{\"sessions\": 1,\n \"x\" 2}",
            "2:6 this is not JSON",
        ),
        ("a.toml", b"sessions = 1\nx = = 2\n", "2:5 this is not TOML"),
        ("a.json", b"", "1:1 this is not JSON"),
        ("a.json", b"{\"a\": \"\xff\"}", "1:8 this is not UTF-8"),
        ("a.json", b"[1]", "1:1 the load must be a table, not a list"),
        ("a.json", deep.as_bytes(), "1:"),
    ];
    for (file, text, start) in cases {
        let reading = read_load(Engine::Postgresql, file, text);
        let said = said(&reading);
        assert!(said.len() == 1 && said[0].starts_with(start), "{said:?}");
    }
}
