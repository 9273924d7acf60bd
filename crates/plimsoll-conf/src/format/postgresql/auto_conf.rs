//! Where the file lies that the server writes for itself.

use std::path::{Path, PathBuf};

/// The file that ALTER SYSTEM writes, in the data directory.
pub(super) const AUTO_CONF: &str = "postgresql.auto.conf";

/// The `postgresql.auto.conf` of a data directory that the main file lies in.
pub(crate) fn beside(main: &Path) -> PathBuf {
    main.parent().unwrap_or(Path::new("")).join(AUTO_CONF)
}
