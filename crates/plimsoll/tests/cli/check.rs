//! `plimsoll check`.

use expect_test::expect;

use crate::run::Place;

const OVER: &[(&str, &str)] = &[
    ("my.cnf", "[mysqld]\nsort_buffer_size = 256M\n"),
    (
        "load.json",
        "{\"sessions\": 20, \"operations\": [{\"kind\": \"sort\"}]}",
    ),
];

#[test]
fn what_is_wrong_comes_worst_first_with_its_line() {
    let place = Place::with(&[(
        "postgresql.conf",
        "work_mem = 4MB\nwork_mem = 8MB\nshared_bufers = 1GB\n",
    )]);
    let said = place.run("check --server-version 15 postgresql.conf");
    let without_memory = said
        .out
        .lines()
        .filter(|line| !line.starts_with("Memory bill"));
    let without_machine: Vec<&str> = without_memory
        .map(|line| line.split(", or --host").next().unwrap())
        .collect();
    expect![[r#"
        postgresql.conf: PostgreSQL 15 (--server-version)

        critical[PG-READ-002]: shared_bufers is no parameter of PostgreSQL, and the server does not start
                               with it; did you mean shared_buffers?
          ╭▸ postgresql.conf:3:1
          │
        3 │ shared_bufers = 1GB
          ╰╴━━━━━━━━━━━━━━━━━━━

        info[PG-READ-013]: work_mem = 4MB has no effect: postgresql.conf:2 sets 8MB
          ╭▸ postgresql.conf:1:1
          │
        1 │ work_mem = 4MB
          ╰╴━━━━━━━━━━━━━━


        plimsoll explain PG-READ-002 says more; so with any code.
        1 critical, 0 warnings, 1 info in 1 target.
        MEMORY WAS NOT JUDGED: how much the server may have is not known. Add --limit SIZE"#]].assert_eq(&without_machine.join("\n"));
    assert_eq!(said.code, 1);
}

#[test]
fn memory_that_was_not_judged_is_said_with_what_to_add() {
    let place = Place::with(&[("postgresql.conf", "port = 5432\n")]);
    let said = place.run("check postgresql.conf");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("MEMORY WAS NOT JUDGED"), "{said:?}");
    assert!(said.out.contains("Add --limit SIZE, or --host"), "{said:?}");
    let target = &place.run("check --format json postgresql.conf").json()["targets"][0];
    assert_eq!(target["host"]["limit_bytes"], serde_json::Value::Null);
    assert_eq!(target["host"]["unknown"]["limit_bytes"], "not given");
    assert_eq!(target["skipped"][0]["rule"], "PG-MEM-001");
    assert_eq!(target["skipped"][0]["needs"][0], "memory");
    assert_eq!(target["bill"]["verdict"], "unknown");
    let host = place
        .run("check --host --format json postgresql.conf")
        .json();
    assert!(host["targets"][0]["host"]["limit_bytes"].as_u64() > Some(0));
    assert!(host["targets"][0]["host"]["cpus"].as_u64() > Some(0));
}

#[test]
fn the_finding_of_memory_names_what_to_blame_and_what_would_hold() {
    let place = Place::with(OVER);
    let said = place.run(
        "check --engine mariadb --server-version 10.11 --limit 2GiB --load load.json --format json my.cnf",
    );
    assert_eq!(said.code, 1, "{said:?}");
    let document = said.json();
    assert_eq!(document["schema"], "plimsoll.check/1");
    assert_eq!(document["summary"]["critical"], 1);
    let target = &document["targets"][0];
    assert_eq!(target["version"], "10.11");
    assert_eq!(target["host"]["limit_source"], "--limit");
    let mut finding = target["findings"][0].clone();
    // The model's figures have tests of their own.
    finding.as_object_mut().unwrap().shift_remove("evidence");
    finding.as_object_mut().unwrap().shift_remove("message");
    expect![[r#"
        {
          "rule": "MY-MEM-001",
          "name": "memory-over-limit",
          "severity": "critical",
          "confidence": "high",
          "parameters": [
            "sort_buffer_size"
          ],
          "location": {
            "file": "my.cnf",
            "line": 2,
            "column": 1
          },
          "fix": {
            "safety": "unsafe",
            "effect": "reload",
            "edits": [
              {
                "file": "my.cnf",
                "line": 2,
                "parameter": "sort_buffer_size",
                "from": "256M",
                "to": "32M"
              }
            ]
          },
          "help": "plimsoll explain MY-MEM-001"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&finding).unwrap());
}

#[test]
fn the_smaller_of_memory_and_limit_counts() {
    let place = Place::with(OVER);
    for (flags, bytes, source) in [
        ("--memory 1GiB", 1 << 30, "--memory"),
        ("--memory 1GiB --limit 2GiB", 1 << 30, "--memory"),
        ("--memory 8GiB --limit 2GiB", 2i64 << 30, "--limit"),
    ] {
        let line = format!("check --engine mariadb {flags} --format json my.cnf");
        let host = &place.run(&line).json()["targets"][0]["host"];
        assert_eq!(host["limit_bytes"], bytes, "{flags}");
        assert_eq!(host["limit_source"], source, "{flags}");
    }
}

#[test]
fn fail_on_decides_the_exit_code() {
    let place = Place::with(&[("postgresql.conf", "work_mem = 4MB\nwork_mem = 8MB\n")]);
    for (flag, code) in [("critical", 0), ("warning", 0), ("info", 1), ("never", 0)] {
        let said = place.run(&format!("check --fail-on {flag} postgresql.conf"));
        assert_eq!(said.code, code, "{flag}: {said:?}");
    }
    place.write("postgresql.conf", b"no_such = 1\n");
    assert_eq!(place.run("check postgresql.conf").code, 1);
    assert_eq!(place.run("check --fail-on never postgresql.conf").code, 0);
}

#[test]
fn a_required_fact_that_is_missing_is_exit_1() {
    let place = Place::with(&[("postgresql.conf", "port = 5432\n")]);
    let said = place.run("check --require memory,version,cpus --cpus 2 postgresql.conf");
    assert_eq!(said.code, 1, "{said:?}");
    expect![[r#"
        plimsoll: postgresql.conf: memory is required and not known; add --limit SIZE, --memory SIZE or --host
        plimsoll: postgresql.conf: version is required and not known; add --server-version
    "#]].assert_eq(&said.err);
    let given = "--limit 8GiB --server-version 16 --cpus 2";
    let said = place.run(&format!(
        "check --require memory,version,cpus {given} postgresql.conf"
    ));
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn several_paths_are_all_done_and_2_beats_1() {
    let place = Place::with(&[
        ("good/postgresql.conf", "port = 5432\n"),
        ("bad/postgresql.conf", "no_such = 1\n"),
    ]);
    let said = place.run("check --format json good bad nowhere");
    assert_eq!(said.code, 2);
    let document = said.json();
    let paths: Vec<&str> = document["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| target["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["good/postgresql.conf", "bad/postgresql.conf"]);
    assert_eq!(said.err.lines().count(), 1);
    assert_eq!(place.run("check good bad").code, 1);
    assert_eq!(place.run("check good").code, 0);
    let both = place.run("check --format json .").json();
    assert_eq!(both["targets"].as_array().unwrap().len(), 2);
}

#[test]
fn standard_input_is_a_target() {
    let place = Place::with(&[]);
    let said = place.run_with("check --format json -", "[mysqld]\nno_such_option = 1\n");
    let target = &said.json()["targets"][0];
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(target["path"], "-");
    assert_eq!(target["findings"][0]["location"]["file"], "-");
    let said = place.run_with("check --engine postgresql -", "no_such = 1\n");
    assert!(said.out.contains("-:1"), "{said:?}");
}

#[test]
fn a_stock_server_of_each_engine_is_not_called_a_crash() {
    let place = Place::with(&[
        ("pg/postgresql.conf", "# all defaults\n"),
        ("my/my.cnf", "[mysqld]\n"),
    ]);
    for line in [
        "check --engine postgresql --limit 1GiB --fail-on warning pg",
        "check --engine mysql --limit 2GiB --fail-on warning my",
        "check --engine mariadb --limit 1GiB --fail-on warning my",
        "check --engine postgresql --limit 512MiB pg",
    ] {
        let said = place.run(line);
        assert_eq!(said.code, 0, "{line}: {said:?}");
    }
}

#[test]
fn a_folder_may_say_what_is_known_of_its_server() {
    let place = Place::with(&[
        ("db/my.cnf", "[mysqld]\nsort_buffer_size = 256M\n"),
        (
            "db/plimsoll.toml",
            "[target]\nengine = \"mariadb\"\nversion = \"10.11\"\nlimit = \"2GiB\"\ncpus = 4\nload = \"load.toml\"\n",
        ),
        (
            "db/load.toml",
            "sessions = 20\noperations = [{ kind = \"sort\" }]\n",
        ),
    ]);
    for path in ["db", "db/my.cnf"] {
        let said = place.run(&format!("check --format json {path}"));
        assert_eq!(said.code, 1, "{said:?}");
        let host = &said.json()["targets"][0]["host"];
        assert_eq!(host["limit_source"], "db/plimsoll.toml:4");
        assert_eq!(host["cpus"], 4);
    }
    // A flag beats the file.
    assert_eq!(place.run("check --limit 32GiB db").code, 0);
}
