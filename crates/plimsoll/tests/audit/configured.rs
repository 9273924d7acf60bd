//! Servers by name in plimsoll.toml: where each is, who tells of its host, where
//! its password comes from.

use std::path::{Path, PathBuf};

use plimsoll_lab::{Instance, Server, ServerUser};
use serde_json::Value;

use crate::support::{audit, installed, plimsoll, run, started};

const GIB: u64 = 1 << 30;

/// A folder with a plimsoll.toml of that text; dropped with what is returned.
fn configured(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plimsoll.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

fn url(instance: &Instance) -> String {
    let port = instance.port().unwrap();
    format!("postgres://postgres@127.0.0.1:{port}/postgres")
}

/// A `[[server]]` of a running server, with lines of its own.
fn server(name: &str, url: &str, lines: &str) -> String {
    format!("[[server]]\nname = \"{name}\"\nurl = \"{url}\"\n{lines}\n")
}

fn notes(target: &Value) -> Vec<&str> {
    let notes = target["notes"].as_array().unwrap().iter();
    notes.map(|it| it.as_str().unwrap()).collect()
}

/// What is said of a target's limit and where that stands.
fn limit(target: &Value) -> (u64, &str) {
    let host = &target["host"];
    let source = host["limit_source"].as_str().unwrap_or_default();
    (host["limit_bytes"].as_u64().unwrap_or_default(), source)
}

#[test]
fn servers_are_audited_by_name_and_all_of_them() {
    let (Some(shop), Some(stock)) = (started("postgresql-17"), started("mariadb-10.11")) else {
        return;
    };
    let stock_url = format!(
        "mysql://root@localhost/?socket={}",
        stock.socket().display()
    );
    let text = server("shop", &url(&shop), "via = [\"env\"]\nlimit = \"3GiB\"")
        + &server("stock", &stock_url, "via = [\"env\", \"A=b\"]");
    let (_folder, file) = configured(&text);

    let (code, one) = audit(&["--config", &file, "shop"]);
    let targets = one["targets"].as_array().unwrap();
    assert_eq!((code, targets.len()), (0, 1));
    assert_eq!(targets[0]["path"], "shop");
    let (bytes, source) = limit(&targets[0]);
    assert_eq!(bytes, 3 * GIB);
    assert!(source.contains("plimsoll.toml:5"), "{source}");
    assert!(
        targets[0]["host"]["cpus"].is_u64(),
        "{}",
        targets[0]["notes"]
    );
    let elsewhere = targets[0]["now"]["elsewhere"].as_array().unwrap();
    assert!(!elsewhere.is_empty(), "its processes were brought");

    let (code, all) = audit(&["--config", &file, "--all", "--limit", "5GiB"]);
    let targets = all["targets"].as_array().unwrap();
    assert_eq!((code, targets.len()), (0, 2));
    for (target, name) in targets.iter().zip(["shop", "stock"]) {
        assert_eq!(target["path"], name);
        assert_eq!(limit(target), (5 * GIB, "--limit"));
        let note = "its files are on another machine, so drift is told without them";
        assert_eq!(notes(target), [note]);
        assert!(target["host"]["memory_bytes"].is_u64(), "{name}");
    }
}

/// A command that prints what another machine's would: a file of a tempdir.
fn printing(folder: &Path, name: &str, output: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, output).unwrap();
    format!("via = [\"sh\", \"-c\", \"cat {}\"]", file.display())
}

/// A process as the script brings it; its folder is not seen by every user.
fn process(pid: u32, name: &str, folder: Option<&Path>) -> String {
    let cwd = folder.map(|folder| format!("=/proc/{pid}/cwd\n {}\n", folder.display()));
    let stat =
        format!("{pid} ({name}) S 1 {pid} {pid} 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0");
    format!("=/proc/{pid}/stat\n {stat}\n{}", cwd.unwrap_or_default())
}

#[test]
fn of_several_servers_there_the_one_in_its_data_directory_is_meant() {
    let Some(instance) = started("postgresql-16") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let machine = "=/proc/meminfo\n MemTotal: 8388608 kB\n";
    let data = instance.data_folder();
    let other = PathBuf::from("/srv/other");
    let brought = |processes: &[String]| format!("{machine}{}=end\n", processes.concat());
    let cases = [
        (
            "found",
            brought(&[
                process(7, "postgres", Some(&other)),
                process(8, "postgres", Some(data)),
            ]),
        ),
        (
            "only",
            brought(&[
                process(7, "postgres", None),
                process(8, "mysqld", None),
                process(9, "postgres", None).replace(") S 1", ") Z 1"),
            ]),
        ),
        (
            "unseen",
            brought(&[process(7, "postgres", None), process(8, "postgres", None)]),
        ),
        (
            "twice",
            brought(&[
                process(7, "postgres", Some(data)),
                process(8, "postgres", Some(data)),
            ]),
        ),
        ("none", brought(&[process(8, "mysqld", Some(data))])),
        (
            "cut",
            format!("{machine}{}", process(8, "postgres", Some(data))),
        ),
    ];
    let mut text = String::new();
    for (name, output) in &cases {
        text += &server(
            name,
            &url(&instance),
            &printing(folder.path(), name, output),
        );
    }
    text += &server(
        "gone",
        &url(&instance),
        "via = [\"no-such-program\", \"hunter2\"]",
    );
    text += &server(
        "failing",
        &url(&instance),
        "via = [\"sh\", \"-c\", \"echo no route >&2; exit 255\"]",
    );
    let (_folder, file) = configured(&text);
    let (code, json) = audit(&["--config", &file, "--all"]);
    assert_eq!(code, 0);
    let said = json["targets"].as_array().unwrap().iter().map(|target| {
        let memory = &target["host"]["memory_bytes"];
        let note = notes(target).join("; ");
        let name = target["path"].as_str().unwrap();
        format!("{name} {memory} {note}")
    });
    expect_test::expect![[r"
        found 8589934592 its files are on another machine, so drift is told without them
        only 8589934592 its files are on another machine, so drift is told without them
        unseen null its host is not known (2 PostgreSQL servers run there, and none is seen to work in this one's data directory: only root and their owner see where they do): give --limit and --memory
        twice null its host is not known (2 servers there work in a folder of that name): give --limit and --memory
        none null its host is not known (no PostgreSQL server runs there): give --limit and --memory
        cut null its host is not known (`sh … sh` did not run the script to its end: it said nothing): give --limit and --memory
        gone null its host is not known (cannot run `no-such-program … sh`: No such file or directory (os error 2)): give --limit and --memory
        failing null its host is not known (`sh … sh` did not run the script to its end: no route): give --limit and --memory"]].assert_eq(&said.collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_amazon_says_of_an_instance_is_its_host() {
    let Some(instance) = started("postgresql-16") else {
        return;
    };
    let url = url(&instance);
    let text = server(
        "shop",
        &url,
        "rds = \"instances.json\"\nrds_instance = \"shop-db\"",
    ) + &server(
        "told",
        &url,
        "rds = \"instances.json\"\nrds_instance = \"shop-db\"\nlimit = \"20GiB\"",
    ) + &server("open", &url, "rds = \"instances.json\"")
        + &server(
            "mistaken",
            &url,
            "rds = \"instances.json\"\nrds_instance = \"stock-db\"",
        )
        + &server("missing", &url, "rds = \"none.json\"");
    let (folder, file) = configured(&text);
    let instances = r#"{"DBInstances": [
        {"DBInstanceIdentifier": "shop-db", "DBInstanceClass": "db.r6g.xlarge", "Engine": "postgres",
         "StorageType": "gp3", "DBParameterGroups":
         [{"DBParameterGroupName": "shop16", "ParameterApplyStatus": "pending-reboot"}]},
        {"DBInstanceIdentifier": "stock-db", "DBInstanceClass": "db.m5.large", "Engine": "mariadb"}]}"#;
    std::fs::write(folder.path().join("instances.json"), instances).unwrap();
    let (code, json) = audit(&["--config", &file, "--all"]);
    assert_eq!(code, 0);
    let place = folder.path().display().to_string();
    let said = json["targets"].as_array().unwrap().iter().map(|target| {
        let (bytes, source) = limit(target);
        let name = target["path"].as_str().unwrap();
        format!(
            "{name} {} GiB ({source}) {}",
            bytes / GIB,
            notes(target).join("; ")
        )
    });
    let said = said.collect::<Vec<_>>().join("\n").replace(&place, "etc");
    expect_test::expect![[r"
        shop 32 GiB (class db.r6g.xlarge) etc/instances.json: its parameter group shop16 is pending-reboot, not in-sync; its files are on another machine, so drift is told without them
        told 20 GiB (etc/plimsoll.toml:11) etc/instances.json: its parameter group shop16 is pending-reboot, not in-sync; its files are on another machine, so drift is told without them
        open 0 GiB () its host is not known (etc/instances.json: there are 2 instances in it: say which by its identifier): give --limit and --memory
        mistaken 0 GiB () its host is not known (etc/instances.json: stock-db is of MariaDB, and this server of PostgreSQL): give --limit and --memory
        missing 0 GiB () its host is not known (etc/none.json: there is no such file; check the path): give --limit and --memory"]].assert_eq(&said);
}

#[test]
fn every_mistake_of_the_file_is_said_at_once() {
    let text = server("shop", "postgres://a@b/c", "via = \"ssh db1\"")
        + &server("shop", "postgres://a@b/c", "via = []")
        + "[[server]]\nname = \"stock\"\nlimit = \"much\"\n"
        + &server("both", "postgres://a@b/c", "via = [\"ssh\", 1]\nrds = 2")
        + &server(
            "two",
            "postgres://a@b/c",
            "via = [\"ssh\"]\nrds = \"a.json\"",
        )
        + &server(
            "which",
            "postgres://a@b/c",
            "rds_instance = \"shop\"\nvai = []",
        );
    let (_folder, file) = configured(&text);
    let output = plimsoll(&["audit", "--config", &file, "--all"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    let said = said.replace(&file, "plimsoll.toml").replace("; ", "\n");
    expect_test::expect![[r#"
        plimsoll: plimsoll.toml:4:7 via must be a list of texts, the program first, not a text
        plimsoll.toml:5:1 the name shop is plimsoll.toml:1's already
        plimsoll.toml:8:7 via must be a list of texts, the program first, not a list
        plimsoll.toml:9:1 it needs `url = "…"`
        plimsoll.toml:11:9 limit is "much": give a size like 2GiB, 512MB or a number of bytes
        plimsoll.toml:15:7 via must be a list of texts, the program first, not a list
        plimsoll.toml:16:7 rds must be a text in quotes, not a whole number
        plimsoll.toml:17:1 `via` and `rds` each tell of its host: keep one
        plimsoll.toml:22:1 `rds_instance` is one of a file's: it needs `rds = "…"`
        plimsoll.toml:26:1 [[server]] has no field `vai`
        did you mean `via`?
    "#]]
    .assert_eq(&said);
}

/// A server whose role `shop` needs its password.
fn with_password() -> Option<(tempfile::TempDir, Instance)> {
    let folder = tempfile::tempdir().unwrap();
    ServerUser::ready().unwrap().own(folder.path()).unwrap();
    let hba = folder.path().join("hba.conf");
    let lines =
        "local all all trust\nhost all postgres all trust\nhost all shop all scram-sha-256\n";
    std::fs::write(&hba, lines).unwrap();
    let server = Server::new(&installed("postgresql-16")?)
        .with_tcp()
        .set("fsync", "on");
    let server = server.set("hba_file", hba.display().to_string());
    let instance = server.start().unwrap();
    let role = "create role shop login password 'hunter2'";
    run(
        &instance,
        &["set password_encryption = 'scram-sha-256'", role],
    );
    Some((folder, instance))
}

#[test]
fn a_password_comes_from_a_command_and_is_never_shown() {
    let Some((_hba, instance)) = with_password() else {
        return;
    };
    let url = url(&instance).replace("//postgres@", "//shop@");
    let text = server("right", &url, "password_command = [\"echo\", \"hunter2\"]")
        + &server("wrong", &url, "password_command = [\"echo\", \"hunter3\"]")
        + &server(
            "failing",
            &url,
            "password_command = [\"sh\", \"-c\", \"echo hunter2 >&2; exit 3\"]",
        )
        + &server(
            "missing",
            &url,
            "password_command = [\"no-such-program\", \"hunter2\"]",
        );
    let (_folder, file) = configured(&text);
    let (code, json) = audit(&["--config", &file, "right"]);
    assert_eq!((code, json["targets"].as_array().unwrap().len()), (0, 1));
    let mut said = String::new();
    for name in ["right", "wrong", "failing", "missing"] {
        let output = plimsoll(&["audit", "--config", &file, name]);
        let error = String::from_utf8(output.stderr).unwrap();
        let shown = String::from_utf8(output.stdout).unwrap() + &error;
        assert!(!shown.contains("hunter"), "{shown}");
        assert!(error.lines().count() <= 1, "{error}");
        let code = output.status.code().unwrap();
        said += [name, &code.to_string(), error.trim_end()]
            .join(" ")
            .trim_end();
        said.push('\n');
    }
    let port = instance.port().unwrap().to_string();
    expect_test::expect![[r#"
        right 0
        wrong 2 plimsoll: 127.0.0.1:PORT: login refused (password authentication failed for user "shop"): look at the role, its password and pg_hba.conf
        failing 2 plimsoll: 127.0.0.1:PORT: the password command sh failed (exit status: 3)
        missing 2 plimsoll: 127.0.0.1:PORT: the password command no-such-program cannot be run (No such file or directory (os error 2))
    "#]].assert_eq(&said.replace(&port, "PORT"));
}

#[test]
fn nodes_of_a_group_are_held_beside_each_other() {
    let Some(installed) = installed("postgresql-16") else {
        return;
    };
    let node = || Server::new(&installed).with_tcp().set("fsync", "on");
    let one = node().set("work_mem", "8MB").start().unwrap();
    let two = node().set("primary_slot_name", "two").start().unwrap();
    let group = "group = \"shop\"";
    let text = server("one", &url(&one), group)
        + &server("lone", &url(&one), "group = \"stock\"")
        + &server("two", &url(&two), group);
    let (_folder, file) = configured(&text);
    let (_, json) = audit(&["--config", &file, "--all"]);
    let targets = json["targets"].as_array().unwrap().iter();
    let unlike = targets.map(|target| {
        let notes = notes(target).into_iter();
        notes
            .filter(|it| it.starts_with("unlike"))
            .collect::<Vec<_>>()
    });
    let expected = "unlike one of its group shop: work_mem is 4MB, there 8MB";
    assert_eq!(unlike.collect::<Vec<_>>(), [vec![], vec![], vec![expected]]);
}
