//! One entry of a log, whatever its format: who spoke, when, how gravely, what.
//! Knows no wording of any speaker.

use std::borrow::Cow;

use jiff::Timestamp;

/// Who speaks in an entry: which wordings are looked for in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Speaker {
    /// A `PostgreSQL` server.
    Postgresql,
    /// A `MySQL` or `MariaDB` server: most of their wordings are shared.
    Mysql,
    /// The kernel.
    Kernel,
    /// systemd.
    Systemd,
    /// Kubernetes: events, states of pods, the kubelet.
    Kubernetes,
    /// Patroni, `CloudNativePG`'s instance manager, repmgr: what runs a database for people.
    DatabaseOperator,
    /// nginx or Apache: access and error log.
    Web,
    /// `HAProxy`.
    Proxy,
    /// `PgBouncer`, `ProxySQL`, pgcat, Odyssey.
    Pooler,
    /// dpkg, apt, dnf.
    Packages,
    /// sudo, sshd, shutdown: what people do.
    People,
    /// Somebody's events, told as such.
    Event,
    /// Anything else: taken for an application that uses the database.
    Application,
}

/// How gravely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Details, notes, what a server logs as it works.
    Note,
    /// A warning.
    Warning,
    /// An error of a statement or a part.
    Error,
    /// The end of a session or of the server.
    Fatal,
}

/// When an entry was written, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// With its zone, or as an epoch.
    Utc(Timestamp),
    /// Without a zone: taken for UTC until something tells otherwise.
    Zoneless(Timestamp),
    /// Without a year and a zone: taken in the year 2000 until something tells otherwise.
    Yearless(Timestamp),
    /// Since the machine's start.
    SinceBoot(Timestamp),
}

impl When {
    /// As it was taken, before any correction.
    pub(crate) const fn taken(self) -> Timestamp {
        match self {
            Self::Utc(at) | Self::Zoneless(at) | Self::Yearless(at) | Self::SinceBoot(at) => at,
        }
    }
}

/// One entry.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    /// Who speaks.
    pub(crate) speaker: Speaker,
    /// When.
    pub(crate) when: Option<When>,
    /// How gravely.
    pub(crate) level: Level,
    /// The process that wrote it.
    pub(crate) pid: Option<u32>,
    /// SQLSTATE (`53300`), MySQL's code (`MY-010116`), a reason (`OOMKilling`).
    pub(crate) code: Option<Cow<'a, str>>,
    /// Unit, pod, container or program it is about, where the format tells.
    pub(crate) about: Option<Cow<'a, str>>,
    /// What it says.
    pub(crate) message: Cow<'a, str>,
    /// What the server adds: DETAIL, HINT, CONTEXT, STATEMENT, a line each.
    pub(crate) added: Cow<'a, str>,
    /// What is added is the entry's further lines, one by one as they stand in the file.
    pub(crate) is_added_below: bool,
}

impl Record<'_> {
    /// An entry of which only the words are known.
    pub(crate) fn plain(speaker: Speaker, message: Cow<'_, str>) -> Record<'_> {
        Record {
            speaker,
            when: None,
            level: Level::Note,
            pid: None,
            code: None,
            about: None,
            message,
            added: Cow::Borrowed(""),
            is_added_below: false,
        }
    }

    /// The same entry, without what it was read from.
    pub(crate) fn into_owned(self) -> Record<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Record {
            speaker: self.speaker,
            when: self.when,
            level: self.level,
            pid: self.pid,
            code: self.code.map(owned),
            about: self.about.map(owned),
            message: owned(self.message),
            added: owned(self.added),
            is_added_below: self.is_added_below,
        }
    }

    /// The text behind `label` in what the server adds (`DETAIL`, `STATEMENT`).
    pub(crate) fn added(&self, label: &str) -> Option<&str> {
        self.added.lines().find_map(|line| {
            let rest = line.trim_start().strip_prefix(label)?;
            Some(rest.strip_prefix(':')?.trim_start())
        })
    }
}
