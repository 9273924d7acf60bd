//! What a person did at a machine, or a package manager for them.

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OperatorSignal {
    /// A package was installed, upgraded or removed.
    Package {
        /// Its name.
        name: String,
        /// The version before.
        from: Option<String>,
        /// The version now.
        to: Option<String>,
        /// Whether it is a database server's, its libraries' or its tools'.
        of_database: bool,
    },
    /// A command was run with another's rights (sudo, doas).
    Command {
        /// What it does to the server, where that is told from it.
        act: OperatorAct,
    },
    /// A person logged in.
    LoggedIn,
    /// The machine was told to restart or to halt.
    Reboot,
}

/// What a command does to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OperatorAct {
    /// Stops or restarts it.
    Stop,
    /// Kills its processes.
    Kill,
    /// Changes its files or its parameters.
    Configure,
    /// Changes the network (packet filter, interface).
    Network,
}
