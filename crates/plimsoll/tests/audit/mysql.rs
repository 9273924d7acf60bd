//! MySQL and MariaDB: what a restart loses, what waits for one, what it refuses.

use std::fs::OpenOptions;
use std::io::Write;

use plimsoll_lab::Instance;

use crate::support::{audit, drift, findings, gaps, run, started};

fn url(instance: &Instance) -> String {
    format!(
        "mysql://root@localhost/?socket={}",
        instance.socket().display()
    )
}

/// The option file that the lab starts it with lies beside its data.
fn write(instance: &Instance, line: &str) {
    let path = instance.data_folder().parent().unwrap().join("my.cnf");
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    writeln!(file, "{line}").unwrap();
}

fn drifts(name: &str, unanswered: &[&str], by_hand: &[&str], expected: &[&str]) {
    let Some(instance) = started(name) else {
        return;
    };
    let url = url(&instance);
    let (code, well) = audit(&[&url]);
    assert_eq!((code, drift(&well)), (0, Vec::new()), "{name}");
    assert_eq!(gaps(&well), unanswered, "{name}");

    run(&instance, by_hand);
    write(&instance, "sort_buffer_size = 4M");
    let (code, drifted) = audit(&[&url]);
    assert_eq!(
        (code, drift(&drifted)),
        (0, expected.iter().map(|it| (*it).to_owned()).collect()),
        "{name}"
    );
    for rule in ["lost-at-restart", "file-not-loaded"] {
        assert!(findings(&drifted).contains(&rule), "{name}: {rule}");
    }

    write(&instance, "max_connectoins = 300");
    let (code, refused) = audit(&[&url]);
    assert_eq!(code, 1, "{name}");
    assert_eq!(
        refused["targets"][0]["findings"][0]["name"],
        "next-start-refused"
    );
}

#[test]
fn each_kind_of_drift_is_found_on_mariadb() {
    drifts(
        "mariadb-10.11",
        // Its performance schema is off unless someone turns it on.
        &["memory", "statements"],
        &["set global max_connections = 90"],
        &[
            "max_connections lost-at-restart",
            "sort_buffer_size not-loaded",
        ],
    );
}

#[test]
fn each_kind_of_drift_is_found_on_mysql() {
    drifts(
        "mysql-9.7",
        &[],
        &[
            "set global max_connections = 90",
            "set persist_only innodb_read_io_threads = 7",
            "set persist read_buffer_size = 262144",
        ],
        &[
            "innodb_read_io_threads waits-for-restart",
            "max_connections lost-at-restart",
            "sort_buffer_size not-loaded",
        ],
    );
}
