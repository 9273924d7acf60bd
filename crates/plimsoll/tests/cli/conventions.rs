//! What every command keeps to: exit codes, pipes, colour, help.

use std::process::{Command, Stdio};

use crate::run::Place;

#[test]
fn a_broken_pipe_ends_quietly_with_the_same_exit_code() {
    let place = Place::with(&[("postgresql.conf", "no_such = 1\n")]);
    let script = format!(
        "{{ {} check postgresql.conf; echo \"code $?\" >&2; }} | head -c 0",
        env!("CARGO_BIN_EXE_plimsoll")
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(place.path(""))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "code 1\n");
}

#[test]
fn there_is_no_colour_off_a_terminal() {
    let place = Place::with(&[("postgresql.conf", "no_such = 1\n")]);
    for line in [
        "check postgresql.conf",
        "settings postgresql.conf",
        "rules",
        "bill postgresql.conf",
    ] {
        assert!(!place.run(line).all().contains('\x1b'), "{line}");
    }
}

#[test]
fn colour_is_for_a_terminal_without_no_color() {
    let place = Place::with(&[("postgresql.conf", "no_such = 1\n")]);
    // script(1) gives the program a terminal.
    let on_terminal = |environment: &str| {
        let run = format!(
            "{environment} {} check postgresql.conf",
            env!("CARGO_BIN_EXE_plimsoll")
        );
        let output = Command::new("script")
            .args(["--quiet", "--command", &run, "/dev/null"])
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .current_dir(place.path(""))
            .stdin(Stdio::null())
            .output()
            .expect("script(1) of util-linux");
        String::from_utf8_lossy(&output.stdout).contains('\x1b')
    };
    assert!(on_terminal(""));
    assert!(!on_terminal("NO_COLOR=1"));
    assert!(!on_terminal("TERM=dumb"));
}

#[test]
fn help_and_version_are_results() {
    let place = Place::with(&[]);
    for line in [
        "--help",
        "--version",
        "check --help",
        "bill --help",
        "settings --help",
    ] {
        let said = place.run(line);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{line}");
        assert!(!said.out.is_empty());
    }
}

#[test]
fn every_rule_that_is_listed_can_be_explained() {
    let place = Place::with(&[]);
    let rules = place.run("rules");
    let codes: Vec<&str> = rules
        .out
        .split_whitespace()
        .filter(|word| word.starts_with("PG-") || word.starts_with("MY-"))
        .collect();
    assert!(codes.len() > 40, "{codes:?}");
    let said = place.run(&format!("explain {}", codes[0]));
    assert!(said.out.contains("Why it matters"), "{said:?}");
}

#[test]
fn a_parameter_has_a_page_for_each_engine_that_has_it() {
    let place = Place::with(&[]);
    let said = place.run("explain shared_buffers");
    assert!(said.out.contains("128 MB (16384 × 8kB)"), "{said:?}");
    assert!(said.out.contains("with a restart"), "{said:?}");
    let both = place.run("explain sort-buffer-size");
    assert!(both.out.contains("(MySQL)") && both.out.contains("(MariaDB)"));
}
