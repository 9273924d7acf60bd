//! `cargo xtask test`: everything that must pass before a change lands, from
//! nothing: what the tests need is got first, and said.

use std::time::{Duration, Instant};

use crate::run::{cargo, stream};
use crate::system::{Install, Tool};
use crate::{servers, system, tidy};

/// What the tests call besides servers.
const TOOLS: &[Tool] = &[
    Tool {
        program: "psql",
        package: "postgresql-client",
        why: "to run the script that asks a PostgreSQL server",
    },
    Tool {
        program: "pgbouncer",
        package: "pgbouncer",
        why: "to ask a PostgreSQL server through a pooler",
    },
    Tool {
        program: "openssl",
        package: "openssl",
        why: "to make certificates for servers with TLS",
    },
    Tool {
        program: "prometheus",
        package: "prometheus",
        why: "to ask a Prometheus for a server's host",
    },
    Tool {
        program: "prometheus-node-exporter",
        package: "prometheus-node-exporter",
        why: "to have it know a machine",
    },
    Tool {
        program: "prometheus-postgres-exporter",
        package: "prometheus-postgres-exporter",
        why: "to hold the names that it shows against those shown in its place",
    },
    Tool {
        program: "prometheus-mysqld-exporter",
        package: "prometheus-mysqld-exporter",
        why: "to hold Plimsoll's names for it against its own",
    },
];

/// Runs every step in order and prints how long building and testing took.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let no_install: Vec<String> = match arguments {
        [] => Vec::new(),
        [only] if only == "--no-install" => arguments.to_vec(),
        other => return Err(format!("unknown arguments {other:?}; only --no-install")),
    };
    let install = if no_install.is_empty() {
        Install::Allowed
    } else {
        Install::NameOnly
    };
    let getting = timed(|| {
        system::ensure(TOOLS, install)?;
        servers::main(&no_install)
    })?;
    tidy::run(&[])?;
    stream(&mut cargo(&["fmt", "--all", "--check"]), "check the layout")?;
    let building = timed(build)?;
    let testing = timed(|| {
        // The long tests start servers; one after another, so that two cores carry them.
        stream(
            &mut cargo(&["test", "--workspace", "--quiet", "--no-fail-fast"]),
            "pass the tests",
        )
    })?;
    println!(
        "servers {} s, build {} s, tests {} s",
        getting.as_secs(),
        building.as_secs(),
        testing.as_secs()
    );
    Ok(())
}

fn build() -> Result<(), String> {
    let lints = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ];
    stream(&mut cargo(&lints), "pass the lints")?;
    let tests = ["test", "--workspace", "--no-run", "--quiet"];
    stream(&mut cargo(&tests), "build the tests")
}

fn timed(work: impl FnOnce() -> Result<(), String>) -> Result<Duration, String> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}
