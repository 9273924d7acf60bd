//! What a server says of itself besides its settings.

use plimsoll_model::{Engine, Snapshot};

/// A server in a line.
pub(super) struct About {
    /// What it calls its version.
    pub(super) version_text: String,
    /// When it started, as it writes it; of `MySQL` and `MariaDB` how long ago.
    pub(super) started: Option<String>,
    /// Whether it takes no writes of clients.
    pub(super) is_standby: Option<bool>,
}

/// The answers to `identity` in words.
pub(super) fn about(snapshot: &Snapshot) -> About {
    let identity = snapshot.row("identity");
    let text = |column| identity.and_then(|row| row.text(column)).map(str::to_owned);
    let is = |column| identity.and_then(|row| row.is_on(column));
    let (started, is_standby) = match snapshot.engine {
        Engine::Postgresql => (text("started"), is("in_recovery")),
        Engine::Mysql | Engine::Mariadb => (
            text("started").or_else(|| Some(format!("{} s ago", text("uptime_seconds")?))),
            is("read_only"),
        ),
    };
    About {
        version_text: snapshot.version_text.clone(),
        started,
        is_standby,
    }
}
