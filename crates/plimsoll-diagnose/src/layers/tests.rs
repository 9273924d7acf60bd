//! What would decide a layer that is unknown: never a log that was read already; and what
//! is cleared of no cause that may lie in it.

use plimsoll_model::{Cause, CauseClass, Layer, LayerVerdict};

use super::found::Look;
use super::{at, look};
use crate::story::Story;
use crate::{Handed, Reading};

fn asked(logs: &[&str]) -> Story {
    let read = |log: &&str| {
        let mut reading = Reading::new("file", Handed::Log);
        reading.push(log.as_bytes());
        reading.end()
    };
    Story::new(logs.iter().map(read).collect(), None)
}

fn why(story: &Story, layer: Layer) -> &'static str {
    match at(layer, story) {
        Look::Unknown(decides) => decides,
        Look::Worked(..) => "it worked",
        Look::Odd(..) => "it is odd",
    }
}

const KILL: &str = "2024-05-22T10:00:00+00:00 db1 systemd[1]: postgresql.service: Failed with result 'oom-kill'.\n";

/// A server's log of another day, and one that goes over the kill.
fn server(from: &str, to: &str) -> String {
    format!(
        "2024-05-{from} UTC [99] LOG:  checkpoint starting: time\n\
         2024-05-{to} UTC [99] LOG:  disconnection: session time: 0:00:01.000 user=a database=a host=[local]\n"
    )
}

#[test]
fn a_servers_log_that_was_read_is_not_asked_for_again() {
    let over = server("22 09:00:00.000", "22 11:00:00.000");
    let before = server("21 09:00:00.000", "21 11:00:00.000");
    let own = "the server's own log of that time decides";
    assert_eq!(why(&asked(&[KILL]), Layer::Database), own);
    assert_eq!(why(&asked(&[KILL, &before]), Layer::Database), own);
    let told = asked(&[KILL, &over]);
    let told = why(&told, Layer::Database);
    assert!(
        told.contains("the bill of its configuration decides"),
        "{told}"
    );
    // Nothing fell, and nothing says that it worked.
    let alone =
        "2024-05-22 10:00:00.000 UTC [99] LOG:  parameter \"work_mem\" changed to \"8MB\"\n";
    let told = asked(&[alone]);
    let told = why(&told, Layer::Database);
    assert!(told.contains("its clients and its machine"), "{told}");
}

#[test]
fn an_applications_log_that_was_read_is_not_asked_for_again() {
    let app = "2024-05-22 09:00:00,000 INFO app: ok\n2024-05-22 11:00:00,000 INFO app: ok\n";
    let unread = asked(&[KILL]);
    let unread = why(&unread, Layer::Application);
    assert!(
        unread.starts_with("its log of that time decides"),
        "{unread}"
    );
    let read = asked(&[KILL, app]);
    let read = why(&read, Layer::Application);
    assert!(read.contains("how many sessions it held"), "{read}");
    let failed = "2024-05-22 10:00:00,000 ERROR app: connection to server at \"db\", port 5432 failed: Connection refused\n";
    let without = asked(&[failed]);
    let without = why(&without, Layer::Application);
    assert!(without.contains("whether the server fell"), "{without}");
    let with = asked(&[failed, &server("22 09:00:00.000", "22 11:00:00.000")]);
    let with = why(&with, Layer::Application);
    assert!(with.contains("what stands between them"), "{with}");
}

#[test]
fn the_kernels_and_an_orchestrators_are_not_either() {
    let kernel = "2024-05-22T09:00:00+00:00 db1 kernel: eth0: renamed from veth1\n\
                  2024-05-22T11:00:00+00:00 db1 kernel: eth0: renamed from veth2\n";
    let told = asked(&[KILL, kernel]);
    let told = why(&told, Layer::Kernel);
    assert!(told.contains("memory.events"), "{told}");
    let told = asked(&[KILL]);
    let told = why(&told, Layer::Kernel);
    assert!(told.contains("journalctl -k"), "{told}");
    let pod = "2024-05-22T09:00:00+00:00 db1 systemd[1]: Started nginx.service.\n\
               2024-05-22T11:00:00+00:00 db1 systemd[1]: Started nginx.service.\n";
    let fell = "2024-05-22 10:00:00.000 UTC [9] FATAL:  could not write lock file \"postmaster.pid\": No space left on device\n";
    let told = asked(&[fell, pod]);
    let told = why(&told, Layer::Orchestrator);
    assert!(told.contains("systemctl status"), "{told}");
    let told = asked(&[fell]);
    let told = why(&told, Layer::Orchestrator);
    assert!(told.starts_with("its events of that time"), "{told}");
}

#[test]
fn a_server_that_works_on_may_be_at_fault_all_the_same() {
    let works = |between: &str| {
        let checkpoint = |time: &str| {
            format!(
                "2024-05-22 {time} UTC [7] LOG:  checkpoint complete: wrote 44 buffers (0.3%)\n"
            )
        };
        [&checkpoint("09:00:00"), between, &checkpoint("11:00:00")].concat()
    };
    let full = "2024-05-22 10:00:00 UTC [9] ERROR:  could not write to file \"base/pgsql_tmp/pgsql_tmp431.0\": No space left on device\n";
    let told = asked(&[&works(full)]);
    let told = why(&told, Layer::Database);
    assert!(told.contains("temp_file_limit"), "{told}");
    let expired = "2024-05-22 10:00:00 UTC [9] LOG:  could not accept SSL connection: sslv3 alert certificate expired\n";
    let told = asked(&[&works(expired)]);
    let told = why(&told, Layer::Database);
    assert!(told.contains("ssl_cert_file"), "{told}");
    let lost = "2024-05-22 10:00:00 UTC [9] LOG:  could not receive data from client: Connection reset by peer\n";
    let told = asked(&[&works(lost)]);
    assert_eq!(why(&told, Layer::Database), "it worked");
    let failed = "2024-05-22 10:00:05,000 ERROR app: connection to server at \"db\", port 5432 failed: Connection refused\n";
    let told = asked(&[&works(full), failed]);
    let told = why(&told, Layer::Application);
    assert!(told.contains("temporary files filled it"), "{told}");
}

#[test]
fn mounts_are_the_orchestrators() {
    let pod = "2024-05-22T09:00:00+00:00 db1 systemd[1]: Started postgresql.service.\n\
               2024-05-22T11:00:00+00:00 db1 systemd[1]: Started postgresql.service.\n";
    let refused =
        "2024-05-22 10:00:00.000 UTC [9] FATAL:  data directory \"/data\" does not exist\n";
    let told = asked(&[refused, pod]);
    let told = why(&told, Layer::Orchestrator);
    assert!(told.contains("mounts the right volume"), "{told}");
}

/// The verdict on a layer where a cause of a class is as likely as that.
fn verdict(class: CauseClass, score: f64, layer: Layer) -> LayerVerdict {
    let kill = "2024-05-22T10:00:00+00:00 db1 kernel: Memory cgroup out of memory: Killed process 7 (postgres) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB\n";
    let app = "2024-05-22 10:00:01,000 ERROR app: connection to server at \"db\", port 5432 failed: Connection refused\n";
    let causes = [Cause {
        class,
        name: "some",
        layer: Some(Layer::Kernel),
        score,
        parameters: Vec::new(),
        message: String::new(),
        evidence: Vec::new(),
        against: Vec::new(),
    }];
    let found = look(&asked(&[kill, app]), &causes);
    found.iter().find(|it| it.layer == layer).unwrap().verdict
}

#[test]
fn a_layer_that_may_have_a_part_is_not_cleared() {
    let other = CauseClass::MemoryOtherProcess;
    let cleared = LayerVerdict::Cleared;
    assert_eq!(
        verdict(CauseClass::MemoryConfig, 0.9, Layer::Application),
        cleared
    );
    assert_eq!(verdict(other, 0.05, Layer::Application), cleared);
    assert_eq!(
        verdict(other, 0.9, Layer::Application),
        LayerVerdict::Unknown
    );
    assert_eq!(verdict(other, 0.9, Layer::Operator), cleared);
}

#[test]
fn whoever_changed_the_limit_is_not_cleared() {
    let event = r#"{"schema": "plimsoll.event/1", "time": "2024-05-22T09:00:00Z", "kind": "scale", "target": "db-0", "message": "VPA updated memory limit 1536Mi -> 256Mi", "actor": "vpa", "ref": null}"#;
    let kill = "2024-05-22T10:00:00+00:00 db1 kernel: Memory cgroup out of memory: Killed process 7 (postgres) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB\n";
    let read = |text: &str, handed| {
        let mut reading = Reading::new("file", handed);
        reading.push(text.as_bytes());
        reading.end()
    };
    let kernel = || read(kill, Handed::Kernel);
    let without = Story::new(vec![kernel()], None);
    assert_eq!(why(&without, Layer::Orchestrator), "it worked");
    let with = Story::new(vec![kernel(), read(event, Handed::Events)], None);
    assert!(why(&with, Layer::Orchestrator).contains("was changed before"));
}

#[test]
fn a_servers_work_before_its_clients_failed_clears_it_of_nothing() {
    let worked = |time: &str| {
        format!("2024-05-22 {time} UTC [99] LOG:  checkpoint complete: wrote 1 buffers (0.0%)\n")
    };
    let app = "2024-05-22 10:00:00,000 ERROR app: (1226, \"User 'app' has exceeded the 'max_user_connections' resource (current value: 5)\")\n";
    let before = worked("09:00:00.000");
    let around = [before.as_str(), &worked("11:00:00.000")].concat();
    assert_eq!(why(&asked(&[&before]), Layer::Database), "it worked");
    assert_eq!(why(&asked(&[&around, app]), Layer::Database), "it worked");
    assert_ne!(why(&asked(&[&before, app]), Layer::Database), "it worked");
}

#[test]
fn who_changed_something_else_before_a_kill_is_not_cleared() {
    let kernel = "2024-05-22T10:00:00+00:00 db1 kernel: Out of memory: Killed process 77 (mariadbd) total-vm:9kB, anon-rss:9kB\n";
    let event = |message: &str| {
        let mut reading = Reading::new("events", Handed::Events);
        let line = format!(
            "{{\"schema\": \"plimsoll.event/1\", \"time\": \"2024-05-21T10:00:00Z\", \"kind\": \"config_change\", \"target\": \"web1\", \"message\": \"{message}\", \"actor\": null, \"ref\": null}}\n"
        );
        reading.push(line.as_bytes());
        reading.end()
    };
    let told = |message: &str| {
        let mut log = Reading::new("kernel", Handed::Kernel);
        log.push(kernel.as_bytes());
        let story = Story::new(vec![log.end(), event(message)], None);
        why(&story, Layer::Operator)
    };
    assert_eq!(told("innodb_buffer_pool_size 4G -> 14G"), "it worked");
    let other = told("pm.max_children 25 -> 120");
    assert!(other.contains("something else's configuration"), "{other}");
}
