//! A primary and its standby.

use crate::support::{address, at, audit, gaps, installed};
use plimsoll_lab::{Instance, Server};
use plimsoll_model::Snapshot;
use std::time::{Duration, Instant};

/// Both from one data folder, the primary promoted out of it.
pub(crate) fn pair(name: &str) -> Option<(Instance, Instance)> {
    let server = installed(name)?;
    let first = Server::new(&server).start().unwrap();
    let signal = first.data_folder().join("standby.signal");
    let write = format!("copy (select '') to '{}'", signal.display());
    first.session().unwrap().query(&write).unwrap();
    let kept = first.stop_and_keep().unwrap();
    let primary = Server::new(&server).on(&kept).with_tcp().start().unwrap();
    primary
        .session()
        .unwrap()
        .query("select pg_promote()")
        .unwrap();
    let make = "select pg_create_physical_replication_slot('for_standby')";
    primary.session().unwrap().query(make).unwrap();
    let port = primary.port().unwrap();
    let standby = Server::new(&server)
        .on(&kept)
        .with_tcp()
        .set("primary_slot_name", "for_standby")
        .set(
            "primary_conninfo",
            format!("host=127.0.0.1 port={port} user=postgres password=sesame"),
        )
        .start()
        .unwrap();
    Some((primary, standby))
}

/// Audits until the snapshot is as wanted.
fn until(instance: &Instance, is_wanted: impl Fn(&Snapshot) -> bool) -> Snapshot {
    let limit = Instant::now() + Duration::from_secs(30);
    loop {
        let found = audit(&at(instance, "user=postgres")).unwrap();
        if is_wanted(&found) {
            return found;
        }
        assert!(Instant::now() < limit, "{found:?}");
    }
}

#[test]
fn a_primary_and_its_standby_tell_of_each_other() {
    for name in ["postgresql-18"] {
        let Some((primary, standby)) = pair(name) else {
            continue;
        };
        let streams = |question: &'static str, column: &'static str| {
            move |found: &Snapshot| {
                let row = found.row(question);
                row.and_then(|row| row.text(column)) == Some("streaming")
            }
        };
        let of_standby = until(&standby, streams("receiver", "status"));
        let of_primary = until(&primary, streams("replication", "state"));
        for found in [&of_primary, &of_standby] {
            assert_eq!(gaps(found), [""; 0], "{name}");
            assert!(!format!("{found:?}").contains("sesame"), "{name}");
        }
        let sender = of_primary.row("replication").unwrap();
        assert!(sender.number("lag_bytes").is_some(), "{sender:?}");
        let slot = of_primary.row("slots").unwrap();
        assert_eq!(slot.is_on("active"), Some(true), "{slot:?}");
        assert!(of_primary.row("receiver").is_none());
        let receiver = of_standby.row("receiver").unwrap();
        assert_eq!(receiver.text("slot"), Some("for_standby"));
        assert_eq!(receiver.count("sender_port"), primary.port().map(u64::from));
        assert!(receiver.count("unreplayed_bytes").is_some(), "{receiver:?}");
        chosen(&primary, &standby);
    }
}

fn chosen(primary: &Instance, standby: &Instance) {
    let ports = format!("{},{}", primary.port().unwrap(), standby.port().unwrap());
    let cases = [
        ("any", false),
        ("primary", false),
        ("read-write", false),
        ("standby", true),
        ("prefer-standby", true),
        ("read-only", true),
    ];
    for (target, in_recovery) in cases {
        let text = format!(
            "host=127.0.0.1,127.0.0.1 port={ports} user=postgres target_session_attrs={target}"
        );
        let found = audit(&address(&text)).unwrap();
        let identity = found.row("identity").unwrap();
        assert_eq!(identity.is_on("in_recovery"), Some(in_recovery), "{target}");
    }
}
