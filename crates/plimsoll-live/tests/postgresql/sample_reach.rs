//! A server that is sampled and goes, fills up, hangs or lets nobody in.

use crate::sampled::{Sampled, value};
use crate::support::{at, hba, installed, short};
use plimsoll_lab::{Instance, Server, Sign};
use plimsoll_live::read::postgresql::{Address, Limits, Unreachable};
use plimsoll_model::Metric;

fn reach(error: &Unreachable) -> &'static str {
    error.trouble.reach().as_str()
}

fn refused(address: &Address, limits: &Limits) -> &'static str {
    reach(&Sampled::open(address, limits).err().unwrap())
}

#[test]
fn a_full_server_works_and_a_reserved_slot_is_used_by_itself() {
    for name in ["postgresql-15", "postgresql-18"] {
        let Some(installed) = installed(name) else {
            continue;
        };
        let has_reserved = installed.series.major >= 16;
        let mut server = Server::new(&installed)
            .with_tcp()
            .set("max_connections", "8");
        if has_reserved {
            server = server.set("reserved_connections", "2");
        }
        let instance = server.start().unwrap();
        let make =
            "create role clerk login; create role plimsoll login; grant pg_monitor to plimsoll";
        instance.session().unwrap().query(make).unwrap();
        if has_reserved {
            let grant = "grant pg_use_reserved_connections to plimsoll";
            instance.session().unwrap().query(grant).unwrap();
        }
        let clerk = at(&instance, "user=clerk");
        let mut taken = Vec::new();
        let full = loop {
            match Sampled::open(&clerk, &Limits::default()) {
                Ok(sampled) => taken.push(sampled),
                Err(error) => break error,
            }
            assert!(taken.len() < 10);
        };
        assert_eq!(reach(&full), "no_slot", "{name}: {full}");
        assert!(full.trouble.reach().works());
        let plimsoll = Sampled::open(&at(&instance, "user=plimsoll"), &Limits::default());
        assert_eq!(plimsoll.is_ok(), has_reserved, "{name}");
        let sessions_max = if has_reserved { 3.0 } else { 5.0 };
        // Sessions of Plimsoll's own are not counted, whoever they are.
        let mut any = plimsoll.unwrap_or_else(|_| taken.pop().unwrap());
        assert_eq!(value(&any.sample(), Metric::SessionsMax, ""), sessions_max);
    }
}

#[test]
fn a_server_that_lets_nobody_in_or_is_not_there_is_told_apart() {
    let Some(installed) = installed("postgresql-16") else {
        return;
    };
    let (_folder, file) = hba("host all postgres all trust\nhost all keyed all scram-sha-256\n");
    let server = Server::new(&installed).with_tcp().set("hba_file", file);
    let instance = server.start().unwrap();
    let make = "create role keyed login password 'rightpass1'";
    instance.session().unwrap().query(make).unwrap();
    let cases = [
        "user=keyed password=wrongpass1",
        "user=keyed",
        "user=barred",
        "user=postgres dbname=nowhere",
    ];
    for login in cases {
        let found = refused(&at(&instance, login), &Limits::default());
        assert_eq!(found, "login_refused", "{login}");
    }
    let there = at(&instance, "user=postgres");
    instance.stop().unwrap();
    assert_eq!(refused(&there, &Limits::default()), "down");
}

#[test]
fn a_server_that_hangs_is_silent_and_one_that_starts_again_counts_anew() {
    for name in ["postgresql-13", "postgresql-18"] {
        let Some(installed) = installed(name) else {
            continue;
        };
        let server = Server::new(&installed).with_tcp();
        let mut instance = server.start().unwrap();
        let there = at(&instance, "user=postgres");
        let mut sampled = Sampled::open(&there, &short()).unwrap();
        sampled.sample();
        instance.send_all(Sign::Stop);
        assert_eq!(
            reach(&sampled.try_sample().unwrap_err()),
            "silent",
            "{name}"
        );
        assert_eq!(refused(&there, &short()), "silent", "{name}");
        instance.send_all(Sign::Continue);
        restarted(name, &server, &mut instance);
    }
}

fn restarted(name: &str, server: &Server, instance: &mut Instance) {
    let mut sampled = Sampled::of(instance);
    for _ in 0..3 {
        instance
            .session()
            .unwrap()
            .query("begin; rollback")
            .unwrap();
    }
    let rolled_back = "rolled_back";
    let before = sampled.until(|now| value(now, Metric::TransactionsTotal, rolled_back) >= 3.0);
    // What a crash leaves behind: counters are not kept.
    instance.send(Sign::Quit);
    instance.wait_for_end().unwrap();
    let error = sampled.try_sample().unwrap_err();
    assert_eq!(reach(&error), "down", "{name}: {error}");
    server.restart(instance).unwrap();
    let after = Sampled::of(instance).sample();
    let transactions = |sample| value(sample, Metric::TransactionsTotal, rolled_back);
    assert!(transactions(&after) < transactions(&before), "{name}");
    let started = |sample| value(sample, Metric::StartedTimestampSeconds, "");
    assert!(started(&after) > started(&before), "{name}");
}
