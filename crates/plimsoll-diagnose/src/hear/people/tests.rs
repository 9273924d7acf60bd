//! Commands and what they do to a server.

#![allow(clippy::needless_raw_string_hashes)]

use expect_test::expect;

use super::PHRASES;
use crate::hear::Phrases;
use crate::record::{Record, Speaker};
use crate::signal::{OperatorSignal, Said};

fn told(commands: &str) -> String {
    let phrases = Phrases::new(PHRASES);
    let line = |command: &str| {
        let message = format!("   alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND={command}");
        match phrases.said(&Record::plain(Speaker::People, message.into())) {
            Some(Said::Operator(OperatorSignal::Command { act })) => format!("{act:?} {command}"),
            Some(other) => format!("{other:?} {command}"),
            None => format!("- {command}"),
        }
    };
    commands.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn commands_are_told_by_what_they_do() {
    expect![[r#"
        Stop /usr/bin/systemctl restart postgresql@16-main
        Stop /bin/systemctl stop mysql.service
        Stop /usr/sbin/service mariadb restart
        Stop /etc/init.d/postgresql stop
        Stop /usr/bin/pg_ctlcluster 16 main restart -m fast
        Stop /bin/su - postgres -c /usr/pgsql-16/bin/pg_ctl -D /data stop -m immediate
        Stop /bin/sh -c systemctl stop patroni
        Stop /usr/bin/mysqladmin -uroot -psecret shutdown
        Kill /bin/kill -9 431
        Kill /usr/bin/pkill -9 postgres
        Stop /usr/bin/docker stop my-postgres
        Kill /usr/bin/docker kill mysql
        Stop /usr/bin/patronictl switchover
        Stop /usr/bin/kubectl drain node1
        Configure /usr/bin/systemctl reload postgresql
        Configure /usr/bin/vim /etc/postgresql/16/main/postgresql.conf
        Configure /usr/bin/sed -i s/a/b/ /etc/mysql/my.cnf
        Configure /usr/bin/rm -rf /var/lib/pgsql/16/data/pg_wal
        Configure /usr/sbin/sysctl -w vm.overcommit_memory=2
        Network /usr/sbin/iptables -A INPUT -p tcp --dport 5432 -j DROP
        Network /usr/sbin/ip link set eth0 down
        Network /usr/bin/timeout 5 nft flush ruleset
        Operator(Reboot) /sbin/shutdown -r now
        Operator(Reboot) /usr/bin/systemctl reboot
        Operator(Reboot) /sbin/init 6"#]]
    .assert_eq(&told(
        "\
/usr/bin/systemctl restart postgresql@16-main
/bin/systemctl stop mysql.service
/usr/sbin/service mariadb restart
/etc/init.d/postgresql stop
/usr/bin/pg_ctlcluster 16 main restart -m fast
/bin/su - postgres -c /usr/pgsql-16/bin/pg_ctl -D /data stop -m immediate
/bin/sh -c systemctl stop patroni
/usr/bin/mysqladmin -uroot -psecret shutdown
/bin/kill -9 431
/usr/bin/pkill -9 postgres
/usr/bin/docker stop my-postgres
/usr/bin/docker kill mysql
/usr/bin/patronictl switchover
/usr/bin/kubectl drain node1
/usr/bin/systemctl reload postgresql
/usr/bin/vim /etc/postgresql/16/main/postgresql.conf
/usr/bin/sed -i s/a/b/ /etc/mysql/my.cnf
/usr/bin/rm -rf /var/lib/pgsql/16/data/pg_wal
/usr/sbin/sysctl -w vm.overcommit_memory=2
/usr/sbin/iptables -A INPUT -p tcp --dport 5432 -j DROP
/usr/sbin/ip link set eth0 down
/usr/bin/timeout 5 nft flush ruleset
/sbin/shutdown -r now
/usr/bin/systemctl reboot
/sbin/init 6",
    ));
}

#[test]
fn commands_that_only_look_or_do_it_to_others_are_not_told() {
    let commands = "\
/usr/bin/systemctl status postgresql
/usr/bin/systemctl restart nginx
/usr/bin/cat /etc/postgresql/16/main/postgresql.conf
/usr/bin/vim /etc/hosts
/usr/sbin/iptables -L -n
/usr/sbin/ip addr show
/usr/sbin/nft list ruleset
/bin/kill -0 431
/usr/bin/pkill nginx
/usr/bin/docker ps
/usr/bin/systemctl restart postgres_exporter
/usr/sbin/sysctl -a
/bin/bash
/sbin/shutdown -c
-c
/bin/sh -c";
    assert!(
        told(commands).lines().all(|line| line.starts_with("- ")),
        "{}",
        told(commands)
    );
}

#[test]
fn logins_and_restarts_are_told() {
    let phrases = Phrases::new(PHRASES);
    let said = |line: &str| phrases.said(&Record::plain(Speaker::People, line.to_owned().into()));
    let logged_in = Some(Said::Operator(OperatorSignal::LoggedIn));
    let reboot = Some(Said::Operator(OperatorSignal::Reboot));
    let ssh = "Accepted publickey for alice from 10.0.0.1 port 5000 ssh2: ED25519 SHA256:x";
    assert_eq!(said(ssh), logged_in);
    assert_eq!(said("System is rebooting."), reboot);
    assert_eq!(said("The system will reboot now!"), reboot);
    assert_eq!(
        said("Failed password for alice from 10.0.0.1 port 5000 ssh2"),
        None
    );
    assert_eq!(
        said("alice ran command systemctl stop mysql as root from /home/alice"),
        Some(Said::Operator(OperatorSignal::Command {
            act: crate::signal::OperatorAct::Stop
        }))
    );
}
