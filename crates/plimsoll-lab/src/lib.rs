//! Throw-away servers in cgroups, loads on them, measured truth.
