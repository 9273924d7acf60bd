//! What would decide a layer that is unknown: never a log that was read already.

use plimsoll_model::Layer;

use super::at;
use super::found::Look;
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
