//! The configuration file and command line of a throw-away server.

use super::{Places, Server};
use plimsoll_model::Engine;

/// The words after the server program.
pub(super) fn arguments(engine: Engine, places: &Places) -> Vec<String> {
    match engine {
        Engine::Postgresql => vec!["-D".to_owned(), places.data.display().to_string()],
        // Must be first, and is then the only file read.
        Engine::Mysql | Engine::Mariadb => {
            vec![format!("--defaults-file={}", places.config.display())]
        }
    }
}

/// The text of the configuration file: what the lab needs, then what was asked for.
pub(super) fn config(server: &Server, places: &Places) -> String {
    match server.installed.engine {
        Engine::Postgresql => postgresql(server, places),
        Engine::Mysql | Engine::Mariadb => mysql(server, places),
    }
}

fn postgresql(server: &Server, places: &Places) -> String {
    let port = places.port.unwrap_or(5432);
    let listen = places.port.map_or("", |_| "127.0.0.1");
    let mut settings = vec![
        (
            "unix_socket_directories",
            places.folder().display().to_string(),
        ),
        ("listen_addresses", listen.to_owned()),
        ("port", port.to_string()),
        // A throw-away server need not survive a crash of the machine.
        ("fsync", "off".to_owned()),
    ];
    settings.extend(asked(server));
    settings
        .iter()
        .map(|(name, value)| setting(name, value))
        .collect()
}

/// A line of postgresql.conf (its manual, "Parameter Interaction via the Configuration File").
fn setting(name: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('\'', "''");
    format!("{name} = '{value}'\n")
}

fn mysql(server: &Server, places: &Places) -> String {
    let pid = places.folder().join("server.pid");
    let mut lines = vec!["[mysqld]".to_owned()];
    let location = server.installed.location_arguments();
    lines.extend(
        location
            .iter()
            .map(|word| word.trim_start_matches("--").to_owned()),
    );
    lines.push(format!("datadir={}", places.data.display()));
    lines.push(format!("socket={}", places.socket.display()));
    lines.push(format!("pid-file={}", pid.display()));
    // A server that starts deletes there what it takes for its own of before: of a
    // folder that several share, another one's tables.
    lines.push(format!("tmpdir={}", places.folder().display()));
    match places.port {
        Some(port) => lines.push(format!("bind-address=127.0.0.1\nport={port}")),
        None => lines.push("skip-networking".to_owned()),
    }
    if server.installed.engine == Engine::Mysql {
        // Its X plugin would listen on a port of its own; the folder built in is not there.
        lines.push("mysqlx=OFF\nsecure-file-priv=NULL".to_owned());
    }
    lines.extend(asked(server).map(|(name, value)| format!("{name}={value}")));
    lines.join("\n") + "\n"
}

fn asked(server: &Server) -> impl Iterator<Item = (&str, String)> {
    let settings = server.settings.iter();
    settings.map(|(name, value)| (name.as_str(), value.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_quoted_as_postgresql_reads_it() {
        assert_eq!(setting("a.b", r"it's a \ b"), "a.b = 'it''s a \\\\ b'\n");
    }
}
