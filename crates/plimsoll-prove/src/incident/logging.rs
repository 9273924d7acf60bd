//! How a server logs: formats, prefixes and zones as they are met.

use plimsoll_model::Engine;

/// How a server logs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Logging {
    /// PostgreSQL's `log_line_prefix`.
    prefix: &'static str,
    /// PostgreSQL's `log_destination`, through its collector; none: standard error as it is.
    destination: Option<&'static str>,
    /// PostgreSQL's `log_timezone`.
    zone: &'static str,
    /// Anything else that changes what is logged, by the engine's own names.
    more: &'static [(&'static str, &'static str)],
}

impl Logging {
    /// As the engine does by default.
    pub(crate) const PLAIN: Self = Self {
        prefix: "%m [%p] ",
        destination: None,
        zone: "UTC",
        more: &[],
    };
    /// As Debian's packages do.
    pub(crate) const DEBIAN: Self = Self::prefix("%m [%p] %q%u@%d ");
    /// As pgBadger asks for.
    pub(crate) const BADGER: Self = Self {
        more: &[
            ("log_connections", "on"),
            ("log_disconnections", "on"),
            ("log_checkpoints", "on"),
            ("log_lock_waits", "on"),
            ("log_temp_files", "0"),
        ],
        ..Self::prefix("%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ")
    };
    /// As RDS does.
    pub(crate) const RDS: Self = Self::prefix("%t:%r:%u@%d:[%p]:");
    /// As Red Hat's packages did.
    pub(crate) const RED_HAT: Self = Self::prefix("< %m > ").zone("America/New_York");
    /// With the states of errors and the session's id.
    pub(crate) const CODES: Self = Self {
        more: &[
            ("log_error_verbosity", "verbose"),
            ("log_checkpoints", "on"),
        ],
        ..Self::prefix("%m %p %c %e %b: ")
    };
    /// With seconds of the epoch.
    pub(crate) const EPOCH: Self = Self::prefix("%n [%p] %a %u %d ");
    /// With a zone that is not UTC.
    pub(crate) const BERLIN: Self = Self::prefix("%t [%p] %u@%d ").zone("Europe/Berlin");
    /// As csvlog.
    pub(crate) const CSV: Self = Self::to("csvlog");
    /// As jsonlog (15 and later).
    pub(crate) const JSON: Self = Self::to("jsonlog");
    /// As csvlog in another zone, terse.
    pub(crate) const CSV_TOKYO: Self = Self {
        more: &[("log_error_verbosity", "terse"), ("log_connections", "on")],
        ..Self::to("csvlog").zone("Asia/Tokyo")
    };
    /// MySQL and MariaDB: notes too.
    pub(crate) const NOTES: Self = Self {
        more: &[("log_error_verbosity", "3")],
        ..Self::PLAIN
    };
    /// MySQL: errors alone.
    pub(crate) const ERRORS: Self = Self {
        more: &[("log_error_verbosity", "1")],
        ..Self::PLAIN
    };
    /// MySQL: times of the system's zone.
    pub(crate) const SYSTEM_TIME: Self = Self {
        more: &[("log_error_verbosity", "3"), ("log_timestamps", "SYSTEM")],
        ..Self::PLAIN
    };
    /// MariaDB: warnings of every kind.
    pub(crate) const WARNINGS: Self = Self {
        more: &[("log_warnings", "4")],
        ..Self::PLAIN
    };

    const fn prefix(prefix: &'static str) -> Self {
        Self {
            prefix,
            ..Self::PLAIN
        }
    }

    const fn zone(self, zone: &'static str) -> Self {
        Self { zone, ..self }
    }

    const fn to(destination: &'static str) -> Self {
        Self {
            destination: Some(destination),
            ..Self::PLAIN
        }
    }

    /// The ending of the file that the collector writes.
    pub(crate) fn collected(&self) -> Option<&'static str> {
        self.destination.map(|name| name.trim_end_matches("log"))
    }

    /// The settings of it.
    pub(crate) fn settings(&self, engine: Engine) -> Vec<(&'static str, &'static str)> {
        let mut all = Vec::new();
        if engine == Engine::Postgresql {
            all.extend([
                ("log_line_prefix", self.prefix),
                ("log_timezone", self.zone),
            ]);
            if let Some(destination) = self.destination {
                all.extend([
                    ("logging_collector", "on"),
                    ("log_destination", destination),
                    ("log_directory", "log"),
                    ("log_filename", "server.log"),
                ]);
            }
        }
        all.extend(self.more);
        all
    }
}
