//! `cargo xtask bench`: what a run costs, beside what people run today.
//!
//! The runs themselves are the binary `prove`'s, which has the servers; this
//! gets what Debian has of the programs compared with.

use crate::prove;
use crate::system::{Install, Tool, ensure};

const TOOLS: &[Tool] = &[
    Tool {
        program: "check_postgres",
        package: "check-postgres",
        why: "to put audit beside it (a Perl script)",
    },
    Tool {
        program: "psql",
        package: "postgresql-client",
        why: "by check_postgres, which asks the server through it",
    },
    Tool {
        program: "mysqltuner",
        package: "mysqltuner",
        why: "to put check and audit beside it (a Perl script)",
    },
    Tool {
        program: "mysqladmin",
        package: "mariadb-client",
        why: "by MySQLTuner, which asks the server through it",
    },
    Tool {
        program: "pgbadger",
        package: "pgbadger",
        why: "to put diagnose beside it (a Perl script)",
    },
];

/// Builds for release, then prints one row a comparison. What is missing and
/// cannot be installed costs its own row alone.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let install = match arguments {
        [] => Install::Allowed,
        [only] if only == "--no-install" => Install::NameOnly,
        other => return Err(format!("unknown arguments {other:?}; only --no-install")),
    };
    if let Err(why) = ensure(TOOLS, install) {
        eprintln!("xtask: {why}");
    }
    prove::build_plimsoll()?;
    prove::prove(&["bench".to_owned()])
}
