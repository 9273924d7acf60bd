//! Real `MySQL` and `MariaDB` servers asked, and strangers that only seem to be
//! some. Each server is started once, for all that is tried on it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::float_cmp,
    reason = "a test, which names what it skips; figures are whole numbers"
)]

mod answers;
mod certificates;
mod exporter;
mod hostile;
mod samples;
mod script;
mod support;
mod tls;
mod trouble;

use certificates::Certificates;
use plimsoll_lab::{Instance, Server};
use plimsoll_model::Engine;
use support::installed;

/// Starts it with what is set here, and tries everything.
fn everything(name: &str, settings: &[(&str, &str)], certificates: Option<&Certificates>) {
    let Some(server) = installed(name) else {
        return;
    };
    let mut server = Server::new(&server).with_tcp();
    for (name, value) in settings {
        server = server.set(*name, *value);
    }
    for (name, path) in certificates.iter().flat_map(|it| it.of_server()) {
        server = server.set(name, path);
    }
    let instance = server.start().unwrap();
    answers::each_account_by_its_rights(&instance);
    script::each_account_by_its_rights(&instance);
    trouble::of_logins(&instance);
    match certificates {
        Some(certificates) => tls::every_mode(&instance, certificates),
        None => tls::none_there(&instance),
    }
    own(&instance);
}

/// What only one of the engines has.
fn own(instance: &Instance) {
    match instance.installed().engine {
        Engine::Postgresql => {}
        Engine::Mysql => {
            tls::a_password_that_the_server_does_not_remember(instance);
            answers::nothing_is_left_behind(instance);
            trouble::no_connection_left(instance);
        }
        Engine::Mariadb => tls::ed25519(instance),
    }
}

#[test]
fn mariadb_10_11_without_tls() {
    let settings = [("performance_schema", "ON"), ("log_bin", "bin")];
    everything("mariadb-10.11", &settings, None);
}

#[test]
fn mariadb_11_8_with_a_certificate_and_nothing_counted() {
    everything("mariadb-11.8", &[], Some(&Certificates::made()));
}

#[test]
fn mysql_9_7_with_a_certificate() {
    everything("mysql-9.7", &[], Some(&Certificates::made()));
}
