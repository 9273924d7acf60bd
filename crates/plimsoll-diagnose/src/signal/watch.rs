//! What a watch measured around a fall, as facts: figures that were near a limit or far
//! from it, counters that rose or did not. The figures themselves stand in the line.

/// What a watch saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WatchSignal {
    /// The server answered until shortly before.
    Answered {
        /// It is a `PostgreSQL`.
        is_postgresql: bool,
    },
    /// Its process ended.
    Ended,
    /// An answer came back all the same: its own words, or its machine's refusal.
    AnsweredNo,
    /// What it held came near its limit.
    MemoryFull,
    /// What it held stayed far from its limit.
    MemoryRoom,
    /// The kernel killed processes of its group for want of memory.
    Killed,
    /// The kernel killed processes of the machine for it; whose is not told.
    KilledOnMachine,
    /// It killed none.
    NoneKilled,
    /// The machine had next to no memory left.
    MachineShort,
    /// It had enough.
    MachineRoom,
    /// So many sessions of clients were open.
    Sessions {
        /// How many.
        count: u64,
        /// That is as many as there may be.
        is_all: bool,
    },
    /// A disk that it writes to had next to no room left.
    DiskFull,
    /// All of them had room.
    DiskRoom,
    /// A service that stands on it was well until the fall, and failed behind it.
    ServiceFell,
}
