//! What only a server that really starts looks at: names of storage engines,
//! and InnoDB's list of files.

use super::{MARIADB, MYSQL, said};

#[test]
fn a_storage_engine_that_does_not_exist_stops_the_server() {
    let cases = [
        ("myisam", "", ""),
        ("heap", "", ""),
        ("innobase", "", ""),
        ("aria", "", "!"),
        ("sequence", "", "!"),
        ("archive", "?", ""),
        ("blackhole", "?", ""),
        ("rocksdb", "?", "?"),
        ("hea", "!", "!"),
        ("FOO", "!", "!"),
        ("", "!", "!"),
    ];
    for (engine, by_mariadb, by_mysql) in cases {
        for (server, mark) in [(MARIADB, by_mariadb), (MYSQL, by_mysql)] {
            let said = said(server, &format!("default_storage_engine={engine}"));
            let found = said.rsplit_once(' ').map_or("", |(_, last)| last);
            let problem = found.strip_suffix("BadValue").unwrap_or_default();
            assert_eq!(problem, mark, "{engine} on {server:?}: {said}");
        }
    }
    let loaded = "plugin_load_add=ha_foo\ndefault_storage_engine=FOO";
    assert!(said(MARIADB, loaded).ends_with("?BadValue"));
    assert_eq!(
        said(MARIADB, "enforce_storage_engine="),
        "enforce_storage_engine="
    );
    assert!(said(MARIADB, "enforce_storage_engine=FOO").ends_with("!BadValue"));
}

#[test]
fn mariadb_without_innodb_wants_another_default_engine() {
    assert_eq!(said(MARIADB, "skip-innodb"), "innodb=OFF !BadValue");
    let others = ["MyISAM", "Aria"];
    for other in others {
        let options =
            format!("skip-innodb\ndefault_storage_engine={other}\ninnodb_data_file_path=x");
        assert!(!said(MARIADB, &options).contains('!'), "{other}");
    }
    let enforced = "skip-innodb\ndefault_storage_engine=MyISAM\nenforce_storage_engine=InnoDB";
    assert!(said(MARIADB, enforced).ends_with("!BadValue"));
}

#[test]
fn innodbs_files_are_a_list_of_names_and_sizes() {
    let fine = [
        "ibdata1:12M:autoextend",
        "ibdata1:12m:autoextend:max:20M",
        "a:10M;b:10M:autoextend",
        "ibdata1:12582912",
        "ibdata1:12288K",
        "ibdata1: 12M",
        "ibdata1:12M;",
        "/dev/sda:12Mnewraw",
    ];
    let wrong = [
        "",
        "ibdata1",
        "ibdata1:12",
        "ibdata1:12MB",
        "ibdata1:1x",
        ":12M",
        "ibdata1:12M:auto",
        "ibdata1:12M:autoextend ",
        "ibdata1:12M:autoextend:max:5",
        "ibdata1:12M:autoextend:max:20M;",
        "ibdata1:12M:autoextend;ibdata2:5M",
    ];
    for server in [MARIADB, MYSQL] {
        for (lists, stops) in [(&fine[..], false), (&wrong[..], true)] {
            for list in lists {
                let said = said(server, &format!("innodb_data_file_path=\"{list}\""));
                assert_eq!(said.ends_with(" !BadValue"), stops, "{list}: {said}");
            }
        }
        let raw = said(server, "innodb_temp_data_file_path=/dev/sda:12Mraw");
        assert!(raw.ends_with(" !BadValue"), "{raw}");
    }
}
