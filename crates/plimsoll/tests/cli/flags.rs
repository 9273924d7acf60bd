//! Flags that cannot be, or contradict each other or what was read.

use expect_test::expect;

use crate::run::{Place, refusals};

#[test]
fn flags_that_cannot_be() {
    let place = Place::with(&[
        ("postgresql.conf", "port = 5432\n"),
        ("told/my.cnf", "[mysqld]\nport = 3306\n"),
        ("told/plimsoll.toml", "[target]\nengine = \"mariadb\"\n"),
    ]);
    let lines = [
        "check --engine oracle postgresql.conf",
        "check --engine mysql postgresql.conf",
        "check --engine mysql told",
        "check --limit 0 postgresql.conf",
        "check --limit -1 postgresql.conf",
        "check --limit lots postgresql.conf",
        "check --cpus 0 postgresql.conf",
        "check --sessions -1 postgresql.conf",
        "check --sessions 99999999999999999999 postgresql.conf",
        "check --server-version latest postgresql.conf",
        "check --fact shm=64MiB postgresql.conf",
        "check --fact hugepages=many postgresql.conf",
        "check --fact nofile postgresql.conf",
        "check --profile heavy postgresql.conf",
        "check --storage tape postgresql.conf",
        "check --format html postgresql.conf",
        "check --fail-on fatal postgresql.conf",
        "check --require money postgresql.conf",
        "settings -c work_mem postgresql.conf",
        "check",
        "chek postgresql.conf",
        "",
        "explain wrk_mem",
    ];
    expect![[r#"
        check --engine oracle postgresql.conf
            plimsoll: invalid value 'oracle' for '--engine <ENGINE>': give postgresql, mysql or mariadb; --help shows what there is
        check --engine mysql postgresql.conf
            plimsoll: postgresql.conf: this is a configuration of PostgreSQL, not of MySQL; correct the engine or the path
        check --engine mysql told
            plimsoll: --engine mysql contradicts told/plimsoll.toml, which says mariadb; leave one out
        check --limit 0 postgresql.conf
            plimsoll: invalid value '0' for '--limit <SIZE>': 0 bytes is no limit; leave it out where there is none; --help shows what there is
        check --limit -1 postgresql.conf
            plimsoll: invalid value '-1' for '--limit <SIZE>': give a size like 2GiB, 512MB or a number of bytes; --help shows what there is
        check --limit lots postgresql.conf
            plimsoll: invalid value 'lots' for '--limit <SIZE>': give a size like 2GiB, 512MB or a number of bytes; --help shows what there is
        check --cpus 0 postgresql.conf
            plimsoll: invalid value '0' for '--cpus <N>': 0 is not in 1..=4294967295; --help shows what there is
        check --sessions -1 postgresql.conf
            plimsoll: invalid value '-1' for '--sessions <N>': invalid digit found in string; --help shows what there is
        check --sessions 99999999999999999999 postgresql.conf
            plimsoll: invalid value '99999999999999999999' for '--sessions <N>': number too large to fit in target type; --help shows what there is
        check --server-version latest postgresql.conf
            plimsoll: invalid value 'latest' for '--server-version <VERSION>': a version begins with a number, like 16.4 or 10.11; --help shows what there is
        check --fact shm=64MiB postgresql.conf
            plimsoll: --fact: there is no fact shm; give one of shm_size, disk, nofile, hugepages, hugepage_size, thp, jit, malloc or sysctl.NAME
        check --fact hugepages=many postgresql.conf
            plimsoll: --fact: the fact hugepages is "many"; give a whole number
        check --fact nofile postgresql.conf
            plimsoll: invalid value 'nofile' for '--fact <NAME=VALUE>': give it as NAME=VALUE; --help shows what there is
        check --profile heavy postgresql.conf
            plimsoll: invalid value 'heavy' for '--profile <PROFILE>': give oltp, mixed or analytics; --help shows what there is
        check --storage tape postgresql.conf
            plimsoll: invalid value 'tape' for '--storage <KIND>': give ssd, hdd or network; --help shows what there is
        check --format html postgresql.conf
            plimsoll: invalid value 'html' for '--format <FORMAT>'; [possible values: text, concise, json, json-lines, sarif, junit, github, gitlab, markdown]; --help shows what there is
        check --fail-on fatal postgresql.conf
            plimsoll: invalid value 'fatal' for '--fail-on <SEVERITY>'; [possible values: critical, warning, info, never]; --help shows what there is
        check --require money postgresql.conf
            plimsoll: invalid value 'money' for '--require <FACT,…>'; [possible values: memory, version, swap, cpus, storage, load]; tip: a similar value exists: 'memory'; --help shows what there is
        settings -c work_mem postgresql.conf
            plimsoll: invalid value 'work_mem' for '-c <NAME=VALUE>': give it as NAME=VALUE; --help shows what there is
        check
            plimsoll: the following required arguments were not provided: <PATH>...; --help shows what there is
        chek postgresql.conf
            plimsoll: unrecognized subcommand 'chek'; tip: a similar subcommand exists: 'check'; --help shows what there is

            plimsoll: nothing was asked for; `plimsoll --help` lists the commands
        explain wrk_mem
            plimsoll: wrk_mem: no rule and no parameter of this name (did you mean work_mem?); `plimsoll rules` lists the rules
    "#]].assert_eq(&refusals(&place, &lines));
}
