//! Opens a store whose tables are of this version.

use std::time::Duration;

use crate::connection::Connection;
use crate::migrate::migrate;
use crate::{Fault, Place};

/// Opens a store, made or migrated first where need be. Every wait on it ends after
/// `wait_max`.
pub(crate) fn open(place: &Place, wait_max: Duration) -> Result<Connection, Fault> {
    let mut connection = Connection::open(place, wait_max)?;
    migrate(&mut connection)?;
    if let Connection::Sqlite(file) = &mut connection {
        file.write_ahead()?;
    }
    Ok(connection)
}
