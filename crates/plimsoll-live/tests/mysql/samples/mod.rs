//! Each signal of a sample, made to happen on real servers.

mod galera;
mod locks;
mod reach;
mod replicas;
mod rights;
mod support;
mod work;

use crate::support::{installed, prepare};
use plimsoll_lab::{Instance, Server};
use plimsoll_model::Engine;
use support::{COUNTED, accounts, free_port};

/// Starts a source of replicas with what is set here.
fn started(name: &str, settings: &[(&str, &str)]) -> Option<(Server, Instance)> {
    let installed = installed(name)?;
    let port = free_port().to_string();
    let own = match installed.engine {
        Engine::Mariadb => vec![("log_bin", "bin"), ("extra_port", port.as_str())],
        Engine::Mysql | Engine::Postgresql => {
            vec![
                ("admin_address", "127.0.0.1"),
                ("admin_port", port.as_str()),
            ]
        }
    };
    let mut server = Server::new(&installed).with_tcp().set("server_id", "1");
    for (name, value) in own.iter().chain(settings) {
        server = server.set(*name, *value);
    }
    let instance = server.start().unwrap();
    prepare(&instance, &accounts(installed.engine));
    Some((server, instance))
}

fn everything(name: &str, settings: &[(&str, &str)]) {
    let Some((server, mut instance)) = started(name, settings) else {
        return;
    };
    work::is_counted(&instance);
    locks::two_deep(&instance);
    locks::of_a_table(&instance);
    locks::a_deadlock(&instance);
    rights::of_nobody(&instance);
    rights::what_moves_the_mark(&instance);
    reach::full(&instance);
    reach::a_wrong_password(&instance);
    reach::stopped_and_gone(&server, &mut instance);
}

#[test]
fn mysql_9_7() {
    everything("mysql-9.7", &[]);
}

#[test]
fn mariadb_11_8_that_counts() {
    everything("mariadb-11.8", COUNTED);
}

#[test]
fn mariadb_10_11_that_counts_nothing() {
    everything("mariadb-10.11", &[]);
}

#[test]
fn mysql_9_7_with_a_replica() {
    replicas::of("mysql-9.7", &[]);
}

#[test]
fn mariadb_10_11_with_a_replica() {
    replicas::of("mariadb-10.11", &[]);
}

#[test]
fn mariadb_11_8_with_a_replica() {
    replicas::of("mariadb-11.8", COUNTED);
}
