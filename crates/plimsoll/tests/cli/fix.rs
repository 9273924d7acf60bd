//! Fixes: what is written, what is shown, and what stands as it was.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Command;

use expect_test::expect;

use crate::run::{KILLED, Place, Said, refused, said};

/// More than the limit under this load, until `work_mem` comes down.
const TOO_MUCH: &str = "# kept\twith its tab\r\n\
     shared_buffers=128MB # and its blank \r\n\
     password.canary = 'hunter2canary'\r\n\
     Work_Mem   '512MB'  # raised for a report\r\n\
     \r\n\
     max_connections = 100";
const FLAGS: &str = "--server-version 16 --limit 1GiB --sessions 20";

fn place() -> Place {
    Place::with(&[("postgresql.conf", TOO_MUCH)])
}

fn text(place: &Place, name: &str) -> String {
    String::from_utf8(fs::read(place.path(name)).unwrap()).unwrap()
}

/// The names in the folder.
fn names(place: &Place) -> Vec<String> {
    let entries = fs::read_dir(place.path("")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What the program says when a shell sets something up before it.
fn under(place: &Place, before: &str, line: &str) -> Said {
    let program = env!("CARGO_BIN_EXE_plimsoll");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{before}; exec {program} {line}")])
        .current_dir(place.path(""));
    said(&mut shell, "")
}

/// Whether a test may mount; says so where it may not.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn is_root(test: &str) -> bool {
    let root = fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0);
    if !root {
        eprintln!("{test}: skipped, only root may mount");
    }
    root
}

#[test]
fn a_value_changes_and_not_a_byte_besides() {
    let place = place();
    let mode = fs::Permissions::from_mode(0o640);
    fs::set_permissions(place.path("postgresql.conf"), mode).unwrap();
    let said = place.run(&format!("check --fix {FLAGS} postgresql.conf"));
    expect!["1 unsafe fix left; add --unsafe-fixes"].assert_eq(said.err.trim_end());
    assert_eq!((said.code, names(&place).len()), (1, 1));
    assert_eq!(text(&place, "postgresql.conf"), TOO_MUCH);

    let said = place.run(&format!("check --unsafe-fixes {FLAGS} postgresql.conf"));
    expect![
        "1 fix applied in postgresql.conf; the old file is kept as postgresql.conf.plimsoll-bak"
    ]
    .assert_eq(said.err.trim_end());
    assert_eq!(said.code, 0, "{said:?}");
    let fixed = text(&place, "postgresql.conf");
    assert_eq!(fixed, TOO_MUCH.replace("'512MB'", "'32MB'"));
    assert_eq!(text(&place, "postgresql.conf.plimsoll-bak"), TOO_MUCH);
    let mode = fs::metadata(place.path("postgresql.conf")).unwrap().mode();
    assert_eq!(mode & 0o7777, 0o640);

    let said = place.run(&format!("check --unsafe-fixes {FLAGS} postgresql.conf"));
    expect!["there is nothing to fix"].assert_eq(said.err.trim_end());
    let line =
        "check --unsafe-fixes --server-version 16 --limit 512MiB --sessions 20 postgresql.conf";
    assert_eq!(place.run(line).code, 0);
    assert_eq!(text(&place, "postgresql.conf.plimsoll-bak"), TOO_MUCH);
    assert_eq!(text(&place, "postgresql.conf.plimsoll-bak.2"), fixed);
}

#[test]
fn a_diff_writes_nothing_and_shows_no_secret() {
    let place = place();
    let said = place.run(&format!(
        "check --diff --unsafe-fixes {FLAGS} postgresql.conf"
    ));
    expect!["1 fix would be applied in postgresql.conf"].assert_eq(said.err.trim_end());
    expect![[r#"
        --- postgresql.conf
        +++ postgresql.conf
        @@ -1,6 +1,6 @@
         # kept	with its tab~
         shared_buffers=128MB # and its blank ~
         password.canary = [redacted]~
        -Work_Mem   '512MB'  # raised for a report~
        +Work_Mem   '32MB'  # raised for a report~
         ~
         max_connections = 100
        \ No newline at end of file
    "#]]
    .assert_eq(&said.out.replace('\r', "~"));
    assert_eq!((said.code, names(&place).len()), (1, 1));
    assert_eq!(text(&place, "postgresql.conf"), TOO_MUCH);

    let said = place.run(&format!("check --diff {FLAGS} postgresql.conf"));
    expect![[r#"
        1
        no fix would be applied
        1 unsafe fix left; add --unsafe-fixes
    "#]]
    .assert_eq(&said.all());
}

#[test]
fn a_diff_is_one_that_patch_takes() {
    let plain = TOO_MUCH.replace("password.canary = 'hunter2canary'\r\n", "");
    let place = Place::with(&[("postgresql.conf", &plain)]);
    let line = format!("check --diff --unsafe-fixes {FLAGS} postgresql.conf");
    let said = under(&place, "true", &format!("{line} | patch --binary -s"));
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        text(&place, "postgresql.conf"),
        plain.replace("'512MB'", "'32MB'")
    );
}

#[test]
fn standard_input_can_be_shown_but_not_changed() {
    let place = Place::with(&[]);
    let line = format!("check --engine postgresql --unsafe-fixes {FLAGS}");
    refused(
        &place.run_with(&format!("{line} -"), TOO_MUCH),
        &expect![
            "plimsoll: -: what comes by standard input cannot be changed; --diff shows the fixes"
        ],
    );
    let said = place.run_with(&format!("{line} --diff -"), TOO_MUCH);
    assert!(said.out.contains("+Work_Mem   '32MB'"), "{said:?}");
    refused(
        &place.run("check --diff --format json postgresql.conf"),
        &expect![
            "plimsoll: the argument '--diff' cannot be used with '--format <FORMAT>'; --help shows what there is"
        ],
    );
}

#[test]
fn an_option_file_is_fixed_in_the_file_that_sets_it() {
    let place = Place::with(&[
        ("etc/my.cnf", "[client]\nport=3306\n!includedir conf.d\n"),
        (
            "etc/conf.d/a.cnf",
            "[mysqld]\nskip-name-resolve\ninnodb-buffer-pool-size=\"8G\"   # half of the old machine\n",
        ),
    ]);
    let said =
        place.run("check --engine mysql --server-version 8.4 --limit 2GiB --unsafe-fixes etc");
    assert_eq!(said.code, 0, "{said:?}");
    expect![[r#"
        [mysqld]
        skip-name-resolve
        innodb-buffer-pool-size="819M"   # half of the old machine
    "#]]
    .assert_eq(&text(&place, "etc/conf.d/a.cnf"));
    expect![
        "1 fix applied in etc/conf.d/a.cnf; the old file is kept as etc/conf.d/a.cnf.plimsoll-bak"
    ]
    .assert_eq(said.err.trim_end());
}

#[test]
fn what_a_tool_writes_is_shown_only() {
    let place = Place::with(&[(
        "postgresql.conf",
        &format!(
            "# Do not edit this file manually!\n# It will be overwritten by Patroni!\n{TOO_MUCH}"
        ),
    )]);
    let line = format!("check --unsafe-fixes --format json {FLAGS} postgresql.conf");
    let said = place.run(&line);
    expect!["1 fix is only shown, never applied: see the findings"].assert_eq(said.err.trim_end());
    let finding = &said.json()["targets"][0]["findings"][0];
    assert_eq!(finding["fix"]["safety"], "display");
    let message = finding["message"].as_str().unwrap();
    assert!(
        message.ends_with("What stands in postgresql.conf is written by Patroni: change it under postgresql.parameters in its YAML, or with patronictl edit-config."),
        "{message}"
    );
    assert_eq!((said.code, names(&place).len()), (1, 1));
}

#[test]
fn a_link_stays_a_link_and_its_file_is_changed() {
    let place = Place::with(&[
        ("site/real.conf", TOO_MUCH),
        ("elsewhere/real.conf", TOO_MUCH),
        ("out/.keep", ""),
    ]);
    symlink("real.conf", place.path("site/postgresql.conf")).unwrap();
    symlink("../elsewhere/real.conf", place.path("out/postgresql.conf")).unwrap();
    let line = format!("check --unsafe-fixes {FLAGS}");
    let said = place.run(&format!("{line} site/postgresql.conf"));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(place.path("site/postgresql.conf").is_symlink());
    assert!(text(&place, "site/real.conf").contains("'32MB'"));
    assert_eq!(text(&place, "site/real.conf.plimsoll-bak"), TOO_MUCH);

    let said = place.run(&format!("{line} out/postgresql.conf"));
    assert_eq!(said.code, 2, "{said:?}");
    assert_eq!(text(&place, "elsewhere/real.conf"), TOO_MUCH);
    let said = place.run(&format!("{line} --follow-outside out/postgresql.conf"));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(text(&place, "elsewhere/real.conf").contains("'32MB'"));
}

#[test]
fn files_that_are_changed_together_are_changed_all_or_none() {
    let place = Place::with(&[
        (
            "postgresql.conf",
            "include 'b.conf'\nshared_buffers = 3GB\n",
        ),
        ("b.conf", "work_mem = 1GB\n"),
    ]);
    let read_only = fs::Permissions::from_mode(0o444);
    fs::set_permissions(place.path("b.conf"), read_only).unwrap();
    let said = place.run(&format!("check --unsafe-fixes {FLAGS} postgresql.conf"));
    expect!["plimsoll: b.conf: not fixed: it is read-only; chmod u+w if you mean it"]
        .assert_eq(said.err.trim_end());
    assert_eq!((said.code, names(&place).len()), (2, 2));
    assert!(text(&place, "postgresql.conf").contains("3GB"));
    assert!(said.out.contains("PG-MEM-001"), "the rest is still said");
}

#[test]
fn with_no_room_the_old_file_stands() {
    let place = place();
    let line = format!("check --unsafe-fixes {FLAGS} postgresql.conf");
    let said = under(&place, "trap '' XFSZ; ulimit -f 0", &line);
    expect!["plimsoll: postgresql.conf: not fixed: cannot write beside it: file too large"]
        .assert_eq(said.err.trim_end());
    assert_eq!((said.code, names(&place).len()), (2, 1));
    assert_eq!(text(&place, "postgresql.conf"), TOO_MUCH);
    // Killed in the middle of writing.
    let said = under(&place, "ulimit -f 0", &line);
    assert_eq!(said.code, KILLED, "{said:?}");
    assert_eq!(text(&place, "postgresql.conf"), TOO_MUCH);
}

#[test]
fn on_a_full_disk_and_in_a_read_only_folder_the_old_file_stands() {
    if !is_root("on_a_full_disk_and_in_a_read_only_folder_the_old_file_stands") {
        return;
    }
    let place = Place::with(&[("disk/.keep", "")]);
    let disk = place.path("disk").display().to_string();
    let line = format!("check --unsafe-fixes {FLAGS} postgresql.conf");
    let run = |before: &str| {
        // A mount of its own namespace goes away with the program.
        let script = format!(
            "mount -t tmpfs -o size=64k none {disk} && cd {disk} && cat > postgresql.conf && {before}; \
             {} {line}; echo \"code $?\" >&2; cat postgresql.conf; ls -A >&2",
            env!("CARGO_BIN_EXE_plimsoll")
        );
        let mut command = Command::new("unshare");
        said(command.args(["--mount", "sh", "-c", &script]), TOO_MUCH)
    };
    let full = run("head -c 999999 /dev/zero > filler 2>&-; true");
    expect![[r#"
        plimsoll: postgresql.conf: not fixed: cannot write beside it: no space left on device
        code 2
        filler
        postgresql.conf
    "#]]
    .assert_eq(&full.err);
    assert!(full.out.ends_with(TOO_MUCH));
    let read_only = run(&format!("mount -o remount,ro {disk}"));
    expect![[r#"
        plimsoll: postgresql.conf: not fixed: you may not write it: read-only file system
        code 2
        postgresql.conf
    "#]]
    .assert_eq(&read_only.err);
    assert!(read_only.out.ends_with(TOO_MUCH));
}

#[test]
fn a_line_that_keeps_the_server_from_starting_becomes_a_comment() {
    const GONE: &str = "port = 5432\r\nvacuum_defer_cleanup_age = 0  # since 2019\r\n";
    let place = Place::with(&[("postgresql.conf", GONE)]);
    let line = "check --server-version 16 --limit 1GiB";
    let shown = place.run(&format!("{line} postgresql.conf"));
    let help = shown.out.find("help:").expect("a fix");
    let end = shown.out.find("Memory bill").expect("a bill");
    expect![[r#"
        help: this would mend it, and is a trade-off; it needs a restart
          ╭╴
        2 │ #vacuum_defer_cleanup_age = 0
          ╰╴+

    "#]]
    .assert_eq(&shown.out[help..end]);
    let json = place.run(&format!("{line} --format json postgresql.conf"));
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let fix = &json["targets"][0]["findings"][0]["fix"];
    expect![[r#"{"safety":"unsafe","effect":"restart","edits":[{"file":"postgresql.conf","line":2,"parameter":"vacuum_defer_cleanup_age","from":"0","to":null}]}"#]].assert_eq(&fix.to_string());
    let said = place.run(&format!("{line} --fix postgresql.conf"));
    expect!["1 unsafe fix left; add --unsafe-fixes"].assert_eq(said.err.trim_end());
    let said = place.run(&format!("{line} --unsafe-fixes postgresql.conf"));
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        text(&place, "postgresql.conf"),
        GONE.replace("vacuum", "#vacuum")
    );
}
