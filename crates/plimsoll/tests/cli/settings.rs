//! `plimsoll settings`.

use expect_test::expect;

use crate::run::Place;

const FILES: &[(&str, &str)] = &[
    (
        "postgresql.conf",
        "shared_buffers = 16384\ninclude_dir 'conf.d'\nwork_mem = 64MB # last\n",
    ),
    ("conf.d/a.conf", "work_mem = '16MB'\n"),
    ("my.cnf", "[mysqld]\nsort-buffer-size = 2M\n"),
];

#[test]
fn every_value_shows_where_it_comes_from_and_what_it_hides() {
    let place = Place::with(FILES);
    let said = place.run("settings postgresql.conf");
    expect![[r#"
        0
        postgresql.conf: PostgreSQL, version not given
        shared_buffers  128MB  postgresql.conf:1
        work_mem        64MB   postgresql.conf:3
                          hides 16MB at conf.d/a.conf:1
        problem postgresql.conf:1: shared_buffers = 16384 counts blocks of 8 kB: it is 128MB
        problem conf.d/a.conf:1: work_mem = 16MB has no effect: postgresql.conf:3 sets 64MB
        2 settings, 2 problems, 0 of them fatal.
    "#]]
    .assert_eq(&said.all());
}

#[test]
fn one_path_is_one_object_and_several_are_targets() {
    let place = Place::with(FILES);
    let one = place.run("settings --format json postgresql.conf").json();
    expect![[r#"
        {
          "schema": "plimsoll.settings/1",
          "path": "postgresql.conf",
          "engine": "postgresql",
          "version": null,
          "settings": [
            {
              "name": "shared_buffers",
              "value": "16384",
              "unit": "8kB",
              "bytes": 134217728,
              "display": "128MB",
              "origin": {
                "kind": "file",
                "file": "postgresql.conf",
                "line": 1
              },
              "shadowed": []
            },
            {
              "name": "work_mem",
              "value": "65536",
              "unit": "kB",
              "bytes": 67108864,
              "display": "64MB",
              "origin": {
                "kind": "file",
                "file": "postgresql.conf",
                "line": 3
              },
              "shadowed": [
                {
                  "file": "conf.d/a.conf",
                  "line": 1,
                  "text": "16MB"
                }
              ]
            }
          ],
          "problems": [
            {
              "file": "postgresql.conf",
              "line": 1,
              "column": 1,
              "message": "shared_buffers = 16384 counts blocks of 8 kB: it is 128MB",
              "fatal": false
            },
            {
              "file": "conf.d/a.conf",
              "line": 1,
              "column": 1,
              "message": "work_mem = 16MB has no effect: postgresql.conf:3 sets 64MB",
              "fatal": false
            }
          ],
          "unknown": {
            "version": "not given"
          }
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&one).unwrap());
    let both = place
        .run("settings --format json --engine mysql my.cnf my.cnf")
        .json();
    assert_eq!(both["schema"], "plimsoll.settings/1");
    assert_eq!(both["targets"][1]["engine"], "mysql");
    assert_eq!(both["targets"][1]["settings"][0]["bytes"], 2 << 20);
}

#[test]
fn arguments_beat_files_and_all_lists_the_defaults() {
    let place = Place::with(FILES);
    let said = place.run("settings -c work_mem=8MB --format json postgresql.conf");
    let settings = said.json()["settings"].as_array().unwrap().clone();
    let work_mem = settings.iter().find(|it| it["name"] == "work_mem").unwrap();
    assert_eq!(work_mem["value"], "8192");
    assert_eq!(work_mem["origin"]["kind"], "argument");
    let all = place.run("settings --all --server-version 15 --format json postgresql.conf");
    let settings = all.json()["settings"].as_array().unwrap().clone();
    assert!(settings.len() > 300, "{}", settings.len());
    let jit = settings.iter().find(|it| it["name"] == "jit").unwrap();
    assert_eq!(
        (&jit["value"], &jit["origin"]["kind"]),
        (&"on".into(), &"default".into())
    );
}

#[test]
fn what_would_stop_the_server_is_exit_1() {
    let place = Place::with(&[("postgresql.conf", "work_mem = 4mb\n")]);
    let said = place.run("settings postgresql.conf");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("fatal postgresql.conf:1"), "{said:?}");
}

#[test]
fn the_version_is_told_by_the_place_where_no_one_says_it() {
    let place = Place::with(&[
        ("etc/postgresql/15/main/postgresql.conf", "port = 5432\n"),
        ("data/postgresql.conf", "port = 5432\n"),
        ("data/PG_VERSION", "13\n"),
        (
            "debian/postgresql.conf",
            "data_directory = '/var/lib/postgresql/14/main'\n",
        ),
        ("bare/postgresql.conf", "port = 5432\n"),
    ]);
    let cases = [
        ("etc/postgresql/15/main", "15", "its path"),
        ("etc/postgresql/15/main/postgresql.conf", "15", "its path"),
        ("data", "13", "PG_VERSION beside it"),
        ("debian", "14", "the path in data_directory"),
        ("data --server-version 16.4", "16.4", "--server-version"),
    ];
    for (path, version, source) in cases {
        let said = place.run(&format!("settings --format json {path}"));
        let json = said.json();
        assert_eq!(json["version"], version, "{path}");
        assert_eq!(json["version_source"], source, "{path}");
    }
    let json = place.run("settings --format json bare").json();
    assert!(json["version"].is_null() && json["unknown"]["version"].is_string());
}

#[test]
fn a_version_told_beats_the_place_and_the_contradiction_is_an_info() {
    let place = Place::with(&[
        ("data/postgresql.conf", "port = 5432\n"),
        ("data/PG_VERSION", "13\n"),
    ]);
    let said = place.run("check --format json --server-version 16 data");
    let findings = &said.json()["targets"][0]["findings"];
    assert_eq!(said.code, 0);
    assert_eq!(findings[0]["rule"], "PG-READ-027");
    assert_eq!(findings[0]["severity"], "info");
}

#[test]
fn a_variable_under_two_names_says_which_is_the_other_name() {
    let place = Place::with(&[("my.cnf", "[mysqld]\nslow-query-log = 1\n")]);
    let said = place.run("settings --engine mariadb --server-version 10.11 my.cnf");
    expect![[r#"
        0
        my.cnf: MariaDB 10.11 (--server-version)
        log_slow_query  ON  my.cnf:2, another name of slow_query_log
        slow_query_log  ON  my.cnf:2
        2 settings, 0 problems, 0 of them fatal.
    "#]]
    .assert_eq(&said.all());
    let line = "settings --engine mariadb --server-version 10.11 --format json my.cnf";
    let said = place.run(line).json();
    assert_eq!(said["settings"][0]["alias_of"], "slow_query_log");
    assert!(said["settings"][1].get("alias_of").is_none());
}
