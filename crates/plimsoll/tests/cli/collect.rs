//! `plimsoll collect` with files and with stand-ins for the programs of others,
//! which print what those print (formats as of kubectl 1.30 and AWS CLI 2): what is
//! in the bundle, what is named as missing, and that no secret leaves.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::process::Command;

use flate2::read::GzDecoder;
use plimsoll_live::read::collect::FAMILY_MAX;
use plimsoll_model::{Bundle, BundleGap, BundleKind};
use plimsoll_report::json;
use tar::Archive;

use crate::run::{Place, Said, refused, said};

const CANARY: &str = "hunter2canary";

/// A pod's log, in whose window it fell; `§` is the canary.
const LOG: &str = "\
2024-05-22 10:31:01.100 UTC [211] LOG:  execute <unnamed>: CALL pay('§')
2024-05-22 10:31:02.100 UTC [211] ERROR:  duplicate key value violates unique constraint \"users_pkey\"
2024-05-22 10:31:02.100 UTC [211] DETAIL:  Key (email)=(§) already exists.
2024-05-22 10:31:02.100 UTC [211] STATEMENT:  insert into users values ('§')
2024-05-22 10:31:07.482 UTC [1] LOG:  server process (PID 214) was terminated by signal 9: Killed
2024-05-22 10:31:07.482 UTC [1] DETAIL:  Failed process was running: SELECT a FROM b WHERE c = '§' ORDER BY a
2024-05-22 10:31:07.483 UTC [1] LOG:  terminating any other active server processes
2024-05-22 10:31:14.700 UTC [1] LOG:  database system is ready to accept connections
";

const POD: &str = r#"{"apiVersion": "v1", "kind": "Pod",
 "metadata": {"name": "db-0", "namespace": "prod", "labels": {"cnpg.io/cluster": "shop"},
  "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "§"},
  "ownerReferences": [{"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db", "controller": true}]},
 "spec": {"nodeName": "n1",
  "containers": [{"name": "db", "args": ["postgres", "--auth-password=§"],
    "command": ["start", "--password", "§", "--port", "5432"],
    "livenessProbe": {"exec": {"command": ["mysqladmin", "ping", "-p§"]}},
    "env": [{"name": "PGPASSWORD", "value": "§"}, {"name": "APP_KEY", "value": "§"},
            {"name": "PW", "valueFrom": {"secretKeyRef": {"name": "db", "key": "pw"}}}],
    "resources": {"limits": {"memory": "512Mi"}}}],
  "volumes": [{"name": "c", "configMap": {"name": "db-config"}}, {"name": "s", "secret": {"secretName": "db"}}]},
 "status": {"phase": "Running", "startTime": "2024-05-22T09:00:00Z", "containerStatuses": [
  {"name": "db", "restartCount": 1,
   "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled", "startedAt": "2024-05-22T09:00:00Z", "finishedAt": "2024-05-22T10:31:07Z"}},
   "state": {"running": {"startedAt": "2024-05-22T10:31:10Z"}}}]}}"#;

const EVENTS: &str = r#"{"apiVersion": "v1", "kind": "List", "items": [
 {"apiVersion": "v1", "kind": "Event", "type": "Warning", "reason": "BackOff", "message": "Back-off restarting failed container db",
  "involvedObject": {"kind": "Pod", "name": "db-0"}, "firstTimestamp": "2024-05-22T10:31:08Z", "lastTimestamp": "2024-05-22T10:31:08Z"},
 {"apiVersion": "v1", "kind": "Event", "type": "Normal", "reason": "Pulled", "message": "elsewhere",
  "involvedObject": {"kind": "Pod", "name": "web-7"}, "firstTimestamp": "2024-05-22T10:31:08Z", "lastTimestamp": "2024-05-22T10:31:08Z"}]}"#;

const CONFIG_MAP: &str = r#"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "db-config"},
 "data": {"postgresql.conf": "work_mem = 64MB\nprimary_conninfo = 'host=a password=§'\n",
  "init.sql": "CREATE DATABASE shop;\nCREATE ROLE app PASSWORD '§';\nINSERT INTO keys VALUES ('§');\n",
  "userlist.txt": "\"app\" \"§\"\n", "pgpass": "*:*:*:app:§\n",
  "users.conf": "\"app\" \"§\"\n*:*:*:app:§\nALTER ROLE app PASSWORD '§';\n"}}"#;

const KUBECTL: &str = r#"#!/bin/sh
echo "$*" >> asked
case "$*" in
 *"get pod db-0"*) cat pod.json;;
 *"get events"*) cat events.json;;
 *"get statefulset.apps db"*) echo '{"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {"replicas": 1}}';;
 *"get configmap db-config"*) cat map.json;;
 *"get node n1"*) echo 'Error from server (Forbidden): nodes "n1" is forbidden: User "me" cannot get resource "nodes"' >&2; exit 1;;
 *"get clusters.postgresql.cnpg.io shop"*) echo 'not json';;
 *"logs db-0"*--previous*) cat previous.log;;
 *"logs db-0"*) echo '2024-05-22 10:31:14.700 UTC [1] LOG:  database system is ready to accept connections';;
 *"top pod"*) echo 'POD NAME CPU(cores) MEMORY(bytes)'; echo 'db-0 db 5m 480Mi';;
 *) echo "unexpected: $*" >&2; exit 9;;
esac
"#;

/// A folder with a program of that name, found before any other.
fn with_program(name: &str, script: &str, files: &[(&str, &str)]) -> Place {
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(name, text)| (*name, text.replace('§', CANARY)))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let place = Place::with(&files);
    let program = format!("bin/{name}");
    place.write(&program, script.as_bytes());
    fs::set_permissions(place.path(&program), fs::Permissions::from_mode(0o755)).unwrap();
    place
}

/// Runs with the folder's programs on the path.
fn run(place: &Place, line: &str) -> Said {
    run_as(Command::new(env!("CARGO_BIN_EXE_plimsoll")), place, line)
}

fn run_as(mut command: Command, place: &Place, line: &str) -> Said {
    let path = format!("{}:/usr/bin:/bin", place.path("bin").display());
    command
        .args(line.split_whitespace())
        .env("PATH", path)
        .current_dir(place.path("."));
    said(&mut command, "")
}

/// The manifest and every file of a bundle, in its order.
fn unpacked(place: &Place, name: &str) -> (Bundle, Vec<(String, String)>) {
    let file = fs::File::open(place.path(name)).unwrap();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let mut archive = Archive::new(GzDecoder::new(file));
    let files = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = entry.path().unwrap().display().to_string();
        (name, String::from_utf8_lossy(&bytes).into_owned())
    });
    let files: Vec<(String, String)> = files.collect();
    assert_eq!(files[0].0, "manifest.json");
    let bundle = json::read_bundle(&files[0].1).unwrap();
    let named = bundle.files.iter().map(|it| (it.name.as_str(), it.bytes));
    let there = files[1..]
        .iter()
        .map(|(name, text)| (name.as_str(), text.len() as u64));
    assert!(named.eq(there), "{bundle:?}");
    for (name, text) in &files {
        assert!(!text.contains(CANARY), "{name}: {text}");
    }
    (bundle, files)
}

fn text<'a>(files: &'a [(String, String)], name: &str) -> &'a str {
    let file = files.iter().find(|(it, _)| it == name);
    &file.unwrap_or_else(|| panic!("{name}: {files:?}")).1
}

const WINDOW: &str = "--since 2024-05-22T10:00:00Z --until 2024-05-22T11:00:00Z --out b.tar.gz";

#[test]
fn a_pod_is_gathered_with_what_is_around_it() {
    let files = [
        ("pod.json", POD),
        ("events.json", EVENTS),
        ("map.json", CONFIG_MAP),
        ("previous.log", LOG),
    ];
    let place = with_program("kubectl", KUBECTL, &files);
    let said = run(
        &place,
        &format!("collect k8s -n prod db-0 --context c1 {WINDOW}"),
    );
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    let (bundle, files) = unpacked(&place, "b.tar.gz");
    let names: Vec<&str> = bundle.files.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "events/pod.json",
            "log/db.log",
            "log/db-previous.log",
            "events/events.json",
            "facts/statefulset-db.json",
            "config/postgresql.conf",
            "config/users.conf",
            "facts/top.txt",
        ]
    );
    assert_eq!(
        text(&files, "config/postgresql.conf"),
        "work_mem = 64MB\nprimary_conninfo = 'host=a password=[redacted]'\n"
    );
    assert!(!text(&files, "events/events.json").contains("elsewhere"));
    let gaps: Vec<String> = bundle
        .gaps
        .iter()
        .map(|it| format!("{}: {}", it.what, it.why))
        .collect();
    assert_eq!(gaps.len(), 5, "{gaps:?}");
    for name in ["(init.sql)", "(pgpass)", "(userlist.txt)"] {
        let is_left_out = |gap: &String| gap.contains(name) && gap.contains(": left out: ");
        assert!(gaps.iter().any(is_left_out), "{name}: {gaps:?}");
    }
    let gaps: Vec<&String> = gaps.iter().filter(|it| !it.contains("left out")).collect();
    assert!(
        gaps[0].contains("get node n1") && gaps[0].contains("is forbidden"),
        "{gaps:?}"
    );
    assert!(gaps[1].contains("printed no JSON"), "{gaps:?}");
    let asked = fs::read_to_string(place.path("asked")).unwrap();
    for line in asked.lines() {
        let verbs = [" get ", " logs ", " top "];
        assert!(verbs.iter().any(|verb| line.contains(verb)), "{line}");
        assert!(
            line.contains("--namespace prod") && line.contains("--context c1"),
            "{line}"
        );
        assert!(!line.contains("secret"), "{line}");
        // A log is one request that lasts.
        let is_log = line.contains(" logs ");
        assert_eq!(line.contains("--request-timeout"), !is_log, "{line}");
    }
    let diagnosed = run(&place, "diagnose --bundle b.tar.gz --format json");
    let document = diagnosed.json();
    let class = document["causes"][0]["class"].as_str().unwrap();
    assert!(class.starts_with("memory_"), "{document:#}");
    assert!(
        diagnosed.err.contains("was not gathered on prod/db-0"),
        "{diagnosed:?}"
    );
}

#[test]
fn what_kubectl_refuses_is_told_in_one_line() {
    let script =
        "#!/bin/sh\necho 'Error from server (NotFound): pods \"db-0\" not found' >&2\nexit 1\n";
    let place = with_program("kubectl", script, &[]);
    expect_test::expect![[r#"plimsoll: pod prod/db-0: kubectl failed (exit status: 1): Error from server (NotFound): pods "db-0" not found; check --namespace, --context and your rights to get pods"#]]
        .assert_eq(run(&place, "collect k8s -n prod db-0").err.trim_end());
    let place = Place::with(&[("bin/none", "")]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command
        .args(["collect", "k8s", "db-0"])
        .env("PATH", place.path("bin"));
    let none = said(&mut command, "");
    assert!(
        none.err
            .contains("`kubectl` is not there: install it, or put it on PATH"),
        "{none:?}"
    );
    assert_eq!(none.code, 2);
}

#[test]
fn a_flood_is_cut_and_that_is_said() {
    let script = r#"#!/bin/sh
case "$*" in
 *"get pod db-0"*) cat pod.json;;
 *logs*--previous*) yes '2024-05-22 10:31:01.100 UTC [211] LOG:  checkpoint starting: time' | head -c 18000000;;
 *) echo '{'; exit 0;;
esac
"#;
    let place = with_program("kubectl", script, &[("pod.json", POD)]);
    let said = run(&place, &format!("collect k8s db-0 {WINDOW}"));
    assert_eq!(said.code, 0, "{said:?}");
    let (bundle, _) = unpacked(&place, "b.tar.gz");
    let log = bundle
        .files
        .iter()
        .find(|it| it.name == "log/db-previous.log")
        .unwrap();
    assert!(log.bytes <= 16 << 20, "{log:?}");
    assert!(log.remarks[0].starts_with("cut: the newest "), "{log:?}");
    assert!(said.out.contains("cut: the newest"), "{said:?}");
}

#[test]
fn of_many_long_logs_no_two_are_held_before_they_are_cut() {
    let script = r#"#!/bin/sh
case "$*" in
 *"get pod db-0"*) cat pod.json;;
 *logs*) head -c 17000000 /dev/zero | tr '\0' a;;
 *) echo '{';;
esac
"#;
    let names = (0..8).map(|nth| format!(r#"{{"name": "c{nth}"}}"#));
    let names: Vec<String> = names.collect();
    let pod = format!(r#"{{"spec": {{"containers": [{}]}}}}"#, names.join(","));
    let place = with_program("kubectl", script, &[("pod.json", &pod)]);
    // All of them would take 256 MiB beside the program's own 50.
    let limited = r#"ulimit -v 200000 && exec "$@""#;
    let mut command = Command::new("sh");
    command.args(["-c", limited, "sh", env!("CARGO_BIN_EXE_plimsoll")]);
    let said = run_as(command, &place, &format!("collect k8s db-0 {WINDOW}"));
    assert_eq!(said.code, 0, "{said:?}");
    let (bundle, _) = unpacked(&place, "b.tar.gz");
    let logs = bundle.files.iter().filter(|it| it.kind == BundleKind::Log);
    assert_eq!(logs.count(), 8, "{bundle:?}");
}

const AWS: &str = r#"#!/bin/sh
echo "$*" >> asked
case "$*" in
 *describe-db-instances*) echo '{"DBInstances": [{"DBInstanceIdentifier": "shop", "Engine": "postgres", "AllocatedStorage": 20,
   "MasterUsername": "root", "TagList": [{"Key": "api_token", "Value": "§"}],
   "DBParameterGroups": [{"DBParameterGroupName": "shop16", "ParameterApplyStatus": "in-sync"}]}]}';;
 *describe-db-parameters*) echo '{"Parameters": [{"ParameterName": "work_mem", "ParameterValue": "65536", "Source": "user", "ApplyType": "dynamic", "IsModifiable": true},
   {"ParameterName": "app.password", "ParameterValue": "§", "Source": "user"}]}';;
 *describe-events*) echo '{"Events": [{"SourceIdentifier": "shop", "SourceType": "db-instance", "Message": "DB instance restarted", "EventCategories": ["availability"],
   "Date": "2024-05-22T10:31:10.100000+00:00", "SourceArn": "arn:aws:rds:x"}]}';;
 *describe-db-log-files*) echo '{"DescribeDBLogFiles": [{"LogFileName": "error/postgresql.log.2024-05-22-10", "LastWritten": 1716373900000, "Size": 900},
   {"LogFileName": "error/postgres.log", "LastWritten": 1716373800000, "Size": 9}]}';;
 *download-db-log-file-portion*2024-05-22-10*"--starting-token 0"*) cat server.log;;
 *download-db-log-file-portion*) echo 'An error occurred (DBLogFileNotFoundFault) when calling DownloadDBLogFilePortion: DBLog File: not found' >&2; exit 254;;
 *FreeableMemory*) echo '{"Label": "FreeableMemory", "Datapoints": [{"Timestamp": "2024-05-22T10:30:00+00:00", "Minimum": 1.0, "Unit": "Bytes"}]}';;
 *get-metric-statistics*) echo 'An error occurred (AccessDenied) when calling GetMetricStatistics' >&2; exit 254;;
 *) exit 9;;
esac
"#;

#[test]
fn an_instance_of_rds_is_gathered() {
    let place = with_program("aws", &AWS.replace('§', CANARY), &[("server.log", LOG)]);
    let said = run(
        &place,
        &format!("collect rds shop --region eu-west-1 {WINDOW}"),
    );
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    let (bundle, files) = unpacked(&place, "b.tar.gz");
    let names: Vec<&str> = bundle.files.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "facts/instance.json",
            "config/shop16.json",
            "events/events.jsonl",
            "log/postgresql.log.2024-05-22-10",
            "facts/FreeableMemory.json",
        ]
    );
    let event = text(&files, "events/events.jsonl");
    assert!(
        event.starts_with(r#"{"schema":"plimsoll.event/1","time":"2024-05-22T10:31:10.1"#),
        "{event}"
    );
    // A denied metric each, and the log that is gone.
    assert_eq!(bundle.gaps.len(), 6, "{:?}", bundle.gaps);
    assert!(
        bundle.gaps[0].why.contains("DBLogFileNotFoundFault"),
        "{:?}",
        bundle.gaps
    );
    for line in fs::read_to_string(place.path("asked")).unwrap().lines() {
        let verbs = [
            "rds describe-",
            "rds download-db-log-file-portion",
            "cloudwatch get-",
        ];
        assert!(verbs.iter().any(|verb| line.starts_with(verb)), "{line}");
        assert!(line.contains("--region eu-west-1"), "{line}");
    }
    // The parameters can be read as a server would.
    place.write("group.json", text(&files, "config/shop16.json").as_bytes());
    let settings = place.run("settings --engine postgresql group.json");
    assert!(settings.out.contains("work_mem"), "{settings:?}");
    let diagnosed = place.run("diagnose --bundle b.tar.gz --format json").json();
    assert_eq!(
        diagnosed["read"].as_array().unwrap().len(),
        2,
        "{diagnosed:#}"
    );
}

#[test]
fn logs_of_a_host_come_with_what_they_were_rotated_into() {
    let old = "2024-05-22 08:00:00.000 UTC [1] LOG:  too old\n";
    let place = with_program(
        "none",
        "",
        &[("logs/server.log", LOG), ("logs/server.log.1", old)],
    );
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(
        &mut gz,
        LOG.replace("[211]", "[212]")
            .replace('§', CANARY)
            .as_bytes(),
    )
    .unwrap();
    place.write("logs/server.log.2.gz", &gz.finish().unwrap());
    place.write("logs/server.log.3", b"\0\0 no text");
    let line = "collect host --log logs/server.log --since 2024-05-22T00:00:00Z --until 2024-05-22T11:00:00Z --out b.tar.gz";
    let said = run(&place, line);
    assert_eq!(said.code, 0, "{said:?}");
    let (bundle, files) = unpacked(&place, "b.tar.gz");
    let logs = bundle
        .files
        .iter()
        .filter(|it| it.from.contains("logs/server.log"));
    assert_eq!(logs.count(), 3, "{bundle:?}");
    assert!(text(&files, "log/server.log.2").contains("[212]"));
    assert!(
        bundle.gaps.iter().any(|it| it.why == "it is no text"),
        "{:?}",
        bundle.gaps
    );
    assert!(bundle.files.iter().any(|it| it.name == "facts/meminfo.txt"));
    // What is there is not written over.
    let before = fs::read(place.path("b.tar.gz")).unwrap();
    refused(
        &run(&place, line),
        &expect_test::expect![
            "plimsoll: b.tar.gz: entity already exists; the bundle was not written: name a new file where there is room with --out"
        ],
    );
    assert_eq!(fs::read(place.path("b.tar.gz")).unwrap(), before);
}

#[test]
fn of_a_log_that_was_rotated_often_the_newest_files_are_taken() {
    let files: Vec<String> = (0..FAMILY_MAX + 3)
        .map(|nth| format!("logs/server.log.{nth}"))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|name| (name.as_str(), LOG)).collect();
    let place = with_program("none", "", &files);
    let said = run(&place, &format!("collect host --log logs {WINDOW}"));
    assert_eq!(said.code, 0, "{said:?}");
    let (bundle, _) = unpacked(&place, "b.tar.gz");
    let taken = bundle
        .files
        .iter()
        .filter(|it| it.from.contains("server.log."));
    assert_eq!(taken.count(), FAMILY_MAX);
    let why = format!("3 older files of it are left out: {FAMILY_MAX} are taken");
    assert!(
        bundle.gaps.iter().any(|it| it.why == why),
        "{:?}",
        bundle.gaps
    );
}

const SYSTEMCTL: &str = r#"#!/bin/sh
case "$*" in
 *list-units*) echo 'postgresql@16-main.service loaded failed failed PostgreSQL Cluster 16-main';;
 *list-unit-files*)
  echo 'mysqld.service alias -'; echo 'postgresql@.service indirect enabled'
  for nth in $(seq 10 29); do echo "mysql-$nth.service disabled enabled"; done;;
 "show "*) echo "Id=$2"; echo 'Result=oom-kill';;
esac
"#;

#[test]
fn a_unit_that_fell_comes_before_those_that_are_only_installed() {
    let place = with_program("systemctl", SYSTEMCTL, &[("server.log", LOG)]);
    let said = run(&place, &format!("collect host --log server.log {WINDOW}"));
    assert_eq!(said.code, 0, "{said:?}");
    let (bundle, files) = unpacked(&place, "b.tar.gz");
    let fell = text(&files, "facts/postgresql@16-main.service.txt");
    assert!(fell.contains("Result=oom-kill"), "{fell}");
    let of = |name: &str| {
        bundle
            .files
            .iter()
            .any(|it| it.name == format!("facts/{name}.service.txt"))
    };
    assert!(of("mysql-10") && !of("mysql-29") && !of("mysqld") && !of("postgresql@"));
    let is_left_out =
        |gap: &BundleGap| gap.what == "mysql-29.service" && gap.why.starts_with("left out: ");
    assert!(bundle.gaps.iter().any(is_left_out), "{:?}", bundle.gaps);
}

#[test]
fn a_window_that_is_none_and_names_that_are_flags_are_refused() {
    let place = Place::with(&[("x", "")]);
    let lines = [
        "collect",
        "collect host --since 2w",
        "collect host --since 2024-05-22T11:00:00Z --until 2024-05-22T10:00:00Z",
        "collect k8s",
        "collect k8s -n -x db-0",
        "collect rds --region= shop",
        "diagnose --bundle x",
        "diagnose --bundle none",
    ];
    expect_test::expect![[r#"
        collect
            plimsoll: nothing was asked for; `plimsoll --help` lists the commands
        collect host --since 2w
            plimsoll: invalid value '2w' for '--since <TIME>': give 30m, 2h or 3d, or a time like 2024-05-22T10:00:00Z or '2024-05-22 10:00' (UTC); --help shows what there is
        collect host --since 2024-05-22T11:00:00Z --until 2024-05-22T10:00:00Z
            plimsoll: --since 2024-05-22T11:00:00Z is not before the end, 2024-05-22T10:00:00Z; give an earlier one
        collect k8s
            plimsoll: the following required arguments were not provided: <POD>; --help shows what there is
        collect k8s -n -x db-0
            plimsoll: unexpected argument '-x' found; tip: to pass '-x' as a value, use '-- -x'; --help shows what there is
        collect rds --region= shop
            plimsoll: invalid value '' for '--region <REGION>': give a name; --help shows what there is
        diagnose --bundle x
            plimsoll: x: unexpected end of file; give a file that plimsoll collect wrote
        diagnose --bundle none
            plimsoll: none: no such file or directory; give a file that plimsoll collect wrote
    "#]].assert_eq(&crate::run::refusals(&place, &lines));
}

/// Runs a line of a shell as root can; none where this user or machine cannot.
fn as_root(place: &Place, line: &str) -> Option<Said> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0);
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .env("PLIMSOLL", env!("CARGO_BIN_EXE_plimsoll"))
        .current_dir(place.path("."));
    is_root.then(|| said(&mut command, ""))
}

#[test]
fn a_disk_that_is_full_leaves_nothing_behind() {
    let noise = (0_u64..4000).map(|nth| {
        let letters = nth.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        format!(
            "2024-05-22 10:31:01.100 UTC [211] LOG:  checkpoint {letters:x} {:x}\n",
            letters.rotate_left(29) ^ nth
        )
    });
    let place = Place::with(&[("server.log", &noise.collect::<String>())]);
    fs::create_dir(place.path("full")).unwrap();
    let line = "unshare -m sh -c 'mount -t tmpfs -o size=16k tmpfs full || exit 77; \
        $PLIMSOLL collect host --log server.log --since 2024-05-22T00:00:00Z --out full/b.tar.gz; \
        code=$?; ls -A full; exit $code'";
    let Some(said) =
        as_root(&place, line).filter(|it| it.code != 77 && !it.err.starts_with("unshare"))
    else {
        return;
    };
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
    expect_test::expect!["plimsoll: full/b.tar.gz: no space left on device; the bundle was not written: name a new file where there is room with --out"]
        .assert_eq(said.err.trim_end());
}

#[test]
fn what_may_not_be_read_is_named_with_the_right_it_needs() {
    let place = Place::with(&[("closed/server.log", LOG), ("open.log", LOG)]);
    for (name, mode) in [
        (".", 0o777),
        ("closed/server.log", 0o600),
        ("closed", 0o700),
    ] {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    let line = "cp $PLIMSOLL plimsoll; setpriv --reuid=65534 --regid=65534 --clear-groups ./plimsoll collect host \
        --log closed/server.log closed open.log --since 2024-05-22T00:00:00Z --out b.tar.gz";
    let Some(said) = as_root(&place, line).filter(|it| !it.err.contains("setpriv")) else {
        return;
    };
    assert_eq!(said.code, 0, "{said:?}");
    let (bundle, _) = unpacked(&place, "b.tar.gz");
    let why = |what: &str| {
        let gap = bundle.gaps.iter().find(|it| it.what == what);
        gap.map(|it| it.why.as_str())
    };
    let needs = "not allowed: needs root, or the group that may read it";
    assert_eq!(why("closed"), Some(needs), "{:?}", bundle.gaps);
    assert_eq!(why("closed/server.log"), Some(needs), "{:?}", bundle.gaps);
    assert!(said.out.contains("not there:\n"), "{said:?}");
}
