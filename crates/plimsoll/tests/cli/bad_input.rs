//! Everything a stranger may give: exit 2 with one line, or a problem with its
//! place; never a panic, never silence.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use expect_test::{Expect, expect};

use crate::run::{Place, Said, refusals, refused};

/// The problems of the only target, as `file:line fatal message`.
fn problems(said: &Said) -> Vec<String> {
    let document = said.json();
    let problems = document["targets"][0]["problems"]
        .as_array()
        .unwrap()
        .clone();
    problems
        .iter()
        .map(|problem| {
            let (file, message) = (&problem["file"], &problem["message"]);
            format!(
                "{}:{} {} {}",
                file.as_str().unwrap(),
                problem["line"],
                problem["fatal"],
                message.as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn paths_that_lead_to_no_configuration() {
    let place = Place::with(&[("empty/notes.txt", "nothing here"), ("odd.txt", "hello\n")]);
    place.write("loop/x", b"");
    symlink("postgresql.conf", place.path("loop/postgresql.conf")).unwrap();
    let lines = [
        "check nowhere.conf",
        "check nowhere/at/all.conf",
        "check empty",
        "check odd.txt",
        "check loop/postgresql.conf",
        "check postgres://bob:hunter2@db1/shop",
        "settings nowhere.conf",
        "settings --format json nowhere.conf",
        "bill nowhere.conf",
        "check --load nowhere.json --engine postgresql odd.txt",
    ];
    expect![[r#"
        check nowhere.conf
            plimsoll: nowhere.conf: there is no such file; check the path
        check nowhere/at/all.conf
            plimsoll: nowhere/at: no such file or directory; check the path
        check empty
            plimsoll: empty: no postgresql.conf or my.cnf in this folder; give the path of the configuration file
        check odd.txt
            plimsoll: odd.txt: cannot tell which server reads this file; add --engine postgresql, mysql or mariadb
        check loop/postgresql.conf
            plimsoll: loop/postgresql.conf: too many levels of symbolic links; give a file that you may read
        check postgres://bob:hunter2@db1/shop
            plimsoll: postgres://bob:[redacted]@db1/shop: check reads files; plimsoll audit judges a running server
        settings nowhere.conf
            plimsoll: nowhere.conf: there is no such file; check the path
        settings --format json nowhere.conf
            plimsoll: nowhere.conf: there is no such file; check the path
        bill nowhere.conf
            plimsoll: nowhere.conf: there is no such file; check the path
        check --load nowhere.json --engine postgresql odd.txt
            plimsoll: nowhere.json: there is no such file; check the path
    "#]].assert_eq(&refusals(&place, &lines));
}

#[test]
fn a_hundred_megabytes_are_not_read() {
    let place = Place::with(&[]);
    let file = std::fs::File::create(place.path("postgresql.conf")).unwrap();
    file.set_len(100 << 20).unwrap();
    refused(
        &place.run("check postgresql.conf"),
        &expect![
            "plimsoll: postgresql.conf: 104857600 bytes or more are too many for a configuration (16 MiB is the limit); check the path"
        ],
    );
}

#[test]
fn files_that_are_no_files_do_not_block() {
    let place = Place::with(&[("main/postgresql.conf", "include 'pipe.conf'\n")]);
    for pipe in ["postgresql.conf", "main/pipe.conf"] {
        let status = Command::new("mkfifo")
            .arg(place.path(pipe))
            .status()
            .unwrap();
        assert!(status.success());
    }
    refused(
        &place.run("check postgresql.conf"),
        &expect![
            "plimsoll: postgresql.conf: it is a pipe, not a file; give a file that you may read"
        ],
    );
    let said = place.run("check --format json main/postgresql.conf");
    expect!["main/postgresql.conf:1 true main/pipe.conf cannot be read: it is a pipe, not a file"]
        .assert_eq(&problems(&said).join("\n"));
    refused(
        &place.run("check --engine postgresql /dev/zero"),
        &expect!["plimsoll: /dev/zero: it is a device, not a file; give a file that you may read"],
    );
}

#[test]
fn bytes_that_are_no_text_are_problems_with_their_place() {
    let place = Place::with(&[]);
    let cases: [(&[u8], Expect); 4] = [
        (
            b"\x7fELF\x02\x01\x01\0\0\0\xff\xfe",
            expect!["postgresql.conf:1 true postgresql.conf holds NUL bytes: it is no text"],
        ),
        (
            b"work_mem = 4MB\nport = 54\xff32\n",
            expect![[
                r#"postgresql.conf:2 true the server does not know what "�32" is doing here; a value with blanks, or a fraction with a unit, stands in single quotes"#
            ]],
        ),
        (
            b"\xef\xbb\xbfwork_mem = 4MB\n",
            expect![
                "postgresql.conf:1 true begins with a byte-order mark, which the server takes for a part of the name; save it without"
            ],
        ),
        (b"", expect![[""]]),
    ];
    for (bytes, expected) in cases {
        place.write("postgresql.conf", bytes);
        let said = place.run("check --format json postgresql.conf");
        assert!(said.err.is_empty(), "{said:?}");
        expected.assert_eq(&problems(&said).join("\n"));
    }
}

#[test]
fn includes_that_run_in_a_circle_or_lead_nowhere() {
    let place = Place::with(&[
        ("postgresql.conf", "include 'b.conf'\n"),
        ("b.conf", "port = 1\ninclude 'postgresql.conf'\n"),
        (
            "my.cnf",
            "[mysqld]\n!include my.cnf\n!includedir nowhere.d\n",
        ),
    ]);
    for (line, expected) in [
        (
            "check --format json postgresql.conf",
            expect!["postgresql.conf:1 true b.conf is included by itself, or more than 10 deep"],
        ),
        (
            "check --format json --engine mariadb my.cnf",
            expect![[r#"
            my.cnf:2 false my.cnf includes itself: the server reads it again and again until includes nest 10 deep
            my.cnf:3 true nowhere.d is not a folder that can be read: the server refuses to start"#]],
        ),
    ] {
        let said = place.run(line);
        assert!(said.err.is_empty(), "{said:?}");
        expected.assert_eq(&problems(&said).join("\n"));
    }
}

#[test]
fn what_leaves_the_folder_is_not_followed_unasked() {
    let place = Place::with(&[
        ("private.conf", "work_mem = 123MB # canary\n"),
        ("site/up.conf", "include '../private.conf'\n"),
        ("site/through.conf", "include 'link.conf'\n"),
        (
            "site/postgresql.conf",
            "include 'up.conf'\ninclude 'through.conf'\n",
        ),
    ]);
    symlink(place.path("private.conf"), place.path("site/link.conf")).unwrap();
    symlink(place.path("private.conf"), place.path("site/main.conf")).unwrap();
    let said = place.run("check --format json site/postgresql.conf");
    assert!(!said.all().contains("123MB"), "{said:?}");
    expect![[r#"
        site/up.conf:1 false site/../private.conf lies outside the folder checked and was not read; what it sets is not known. --follow-outside reads it
        site/through.conf:1 false site/link.conf lies outside the folder checked and was not read; what it sets is not known. --follow-outside reads it"#]].assert_eq(&problems(&said).join("\n"));
    let followed = place.run("settings --follow-outside site/postgresql.conf");
    assert!(followed.out.contains("123MB"), "{followed:?}");
    let link = place.run("check --engine postgresql site/main.conf");
    refused(
        &link,
        &expect![
            "plimsoll: site/main.conf: it is a link that leaves its folder; give the file itself or add --follow-outside"
        ],
    );
    let absolute = format!("include '{}'\n", place.path("private.conf").display());
    place.write("site/postgresql.conf", absolute.as_bytes());
    let said = place.run("check site");
    assert!(!said.all().contains("123MB"), "{said:?}");
}

#[test]
fn an_option_file_that_anyone_may_write_is_passed_over() {
    let place = Place::with(&[
        ("my.cnf", "[mysqld]\n!include extra.cnf\n"),
        ("extra.cnf", "[mysqld]\nport = 3307\n"),
    ]);
    let open = std::fs::Permissions::from_mode(0o666);
    std::fs::set_permissions(place.path("extra.cnf"), open).unwrap();
    let said = place.run("check --format json --engine mariadb my.cnf");
    expect![
        "my.cnf:2 false extra.cnf may be written by anyone, so the server ignores it: chmod o-w"
    ]
    .assert_eq(&problems(&said).join("\n"));
    let settings = place.run("settings --engine mariadb my.cnf");
    assert!(!settings.out.contains("3307"), "{settings:?}");
    let said = place.run("check --format json --engine mariadb extra.cnf");
    expect![
        "extra.cnf:1 false extra.cnf may be written by anyone, so the server ignores it: chmod o-w"
    ]
    .assert_eq(&problems(&said).join("\n"));
}

#[test]
fn mistakes_in_a_load_are_said_at_their_place() {
    let place = Place::with(&[
        ("my.cnf", "[mysqld]\nport = 3306\n"),
        (
            "load.json",
            "{\"operations\": [\n  {\"kind\": \"hash_join\"}]}\n",
        ),
        ("broken.json", "{\"sessions\": \n"),
    ]);
    let said = place.run("check --engine mysql --load load.json --format json my.cnf");
    expect!["load.json:2 false MySQL has no operation of the kind `hash_join`. It has sort, join_buffer, temp_table, memory_table, scan_buffer, random_read_buffer, binlog_cache, bulk_insert, group_concat, packet, range_optimizer, json_aggregate, ddl_sort, query. This operation is left out of the bill"].assert_eq(&problems(&said).join("\n"));
    refused(
        &place.run("bill --engine mysql --load load.json my.cnf"),
        &expect![
            "plimsoll: load.json:2:12 MySQL has no operation of the kind `hash_join`. It has sort, join_buffer, temp_table, memory_table, scan_buffer, random_read_buffer, binlog_cache, bulk_insert, group_concat, packet, range_optimizer, json_aggregate, ddl_sort, query. This operation is left out of the bill"
        ],
    );
    let said = place.run("check --engine mysql --load broken.json --format json my.cnf");
    expect!["broken.json:2 false this is not JSON from here on: EOF while parsing a value"]
        .assert_eq(&problems(&said).join("\n"));
}

#[test]
fn mistakes_in_plimsoll_toml_are_said_all_at_once() {
    let place = Place::with(&[
        ("postgresql.conf", "port = 5432\n"),
        ("plimsoll.toml", "[target]\nlimit = \"0\"\ncpu = 2\n"),
    ]);
    refused(
        &place.run("check ."),
        &expect![[
            r#"plimsoll: ./plimsoll.toml:2:9 limit is "0": 0 bytes is no limit; leave it out where there is none; ./plimsoll.toml:3:1 [target] has no field `cpu`; did you mean `cpus`?"#
        ]],
    );
}
