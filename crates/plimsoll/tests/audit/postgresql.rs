//! PostgreSQL: drift from its files, what waits, what its next start refuses.

use std::fs::OpenOptions;
use std::io::Write;

use plimsoll_lab::Instance;

use crate::support::{audit, drift, findings, gaps, plimsoll, run, started};

const VERSIONS: [&str; 4] = [
    "postgresql-13",
    "postgresql-15",
    "postgresql-17",
    "postgresql-18",
];

fn url(instance: &Instance) -> String {
    let port = instance.port().unwrap();
    format!("postgres://postgres@127.0.0.1:{port}/postgres")
}

fn write(instance: &Instance, line: &str) {
    let path = instance.data_folder().join("postgresql.conf");
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    writeln!(file, "{line}").unwrap();
}

#[test]
fn each_kind_of_drift_is_found_on_every_version() {
    for name in VERSIONS {
        let Some(instance) = started(name) else {
            continue;
        };
        let url = url(&instance);
        let (code, well) = audit(&[&url]);
        assert_eq!((code, drift(&well)), (0, Vec::new()), "{name}");
        assert_eq!(gaps(&well), [""; 0], "{name}");
        let target = &well["targets"][0];
        assert_eq!(target["engine"], "postgresql");
        assert_eq!(target["server"]["standby"], false);

        run(
            &instance,
            &[
                "alter system set max_connections = 150",
                "select pg_reload_conf()",
                "alter role postgres set work_mem = '1GB'",
            ],
        );
        instance
            .wait_for_log("cannot be changed without restarting")
            .unwrap();
        write(&instance, "effective_cache_size = 1GB");
        let (code, drifted) = audit(&[&url]);
        assert_eq!(code, 0, "{name}");
        assert_eq!(
            drift(&drifted),
            [
                "effective_cache_size not-loaded",
                "max_connections waits-for-restart"
            ],
            "{name}"
        );
        for rule in [
            "waits-for-restart",
            "file-not-loaded",
            "memory-raised-for-some",
        ] {
            assert!(findings(&drifted).contains(&rule), "{name}: {rule}");
        }

        write(&instance, "max_wal_senders = many");
        let (code, refused) = audit(&[&url]);
        assert_eq!(code, 1, "{name}");
        let first = &refused["targets"][0]["findings"][0];
        assert_eq!(
            (&first["name"], &first["severity"]),
            (&"next-start-refused".into(), &"critical".into())
        );
        assert_eq!(first["parameters"][0], "max_wal_senders");
    }
}

#[test]
fn a_script_s_dump_says_what_a_connection_says() {
    let Some(instance) = started("postgresql-17") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("audit.sql");
    std::fs::write(
        &script,
        plimsoll(&["audit", "--script", "postgresql"]).stdout,
    )
    .unwrap();
    let psql = std::process::Command::new("psql")
        .args(["-X", "-At", "-f"])
        .arg(&script)
        .arg(url(&instance))
        .output()
        .unwrap();
    let dump = folder.path().join("dump.jsonl");
    std::fs::write(&dump, &psql.stdout).unwrap();
    let (code, of_dump) = audit(&["--from", dump.to_str().unwrap(), "--limit", "4GiB"]);
    let (_, of_server) = audit(&[&url(&instance), "--limit", "4GiB"]);
    assert_eq!(code, 0);
    let (dumped, asked) = (&of_dump["targets"][0], &of_server["targets"][0]);
    assert_eq!(dumped["version"], asked["version"]);
    let shared = |target: &serde_json::Value| {
        let lines = target["bill"]["lines"].as_array().unwrap();
        let line = lines
            .iter()
            .find(|line| line["what"] == "shared memory structures");
        line.unwrap()["likely_bytes"].clone()
    };
    assert_eq!(shared(dumped), shared(asked));
}

#[test]
fn settings_bill_and_diff_take_a_running_server() {
    let Some(instance) = started("postgresql-15") else {
        return;
    };
    let url = url(&instance);
    let settings = plimsoll(&["settings", "--format", "json", &url]);
    let settings: serde_json::Value = serde_json::from_slice(&settings.stdout).unwrap();
    let fsync = settings["settings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == "fsync");
    assert_eq!(fsync.unwrap()["origin"]["kind"], "auto");
    let bill = plimsoll(&["bill", "--format", "json", "--limit", "1GiB", &url]);
    let bill: serde_json::Value = serde_json::from_slice(&bill.stdout).unwrap();
    assert_eq!(bill["load"]["sessions_source"], "observed");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("postgresql.conf");
    std::fs::write(&file, "work_mem = 16384\n").unwrap();
    let diff = plimsoll(&["diff", "--format", "json", file.to_str().unwrap(), &url]);
    assert_eq!(diff.status.code(), Some(1));
    let diff: serde_json::Value = serde_json::from_slice(&diff.stdout).unwrap();
    let differences = diff["differences"].as_array().unwrap();
    let work_mem = differences
        .iter()
        .find(|it| it["parameter"] == "work_mem")
        .unwrap();
    assert_eq!(
        (&work_mem["a"], &work_mem["b"]),
        (&"16MB".into(), &"4MB".into())
    );
}
