//! How large the redo log of MySQL and MariaDB is, and by which parameter.

use plimsoll_model::Engine;

use crate::Input;

/// The parameter that decides, and the size of all files together.
///
/// `MySQL` 8.0.30 and later take `innodb_redo_log_capacity`, and the older two
/// only where it is not set; `MariaDB` has had one file since 10.5.
pub(crate) fn log(input: &Input<'_>) -> Option<(&'static str, u64)> {
    const CAPACITY: &str = "innodb_redo_log_capacity";
    const SIZE: &str = "innodb_log_file_size";
    const FILES: &str = "innodb_log_files_in_group";
    let by_files = input.is_set(SIZE) || input.is_set(FILES);
    if input.has(CAPACITY) && (input.is_set(CAPACITY) || !by_files) {
        return Some((CAPACITY, input.settings.bytes(CAPACITY)?));
    }
    let files = match input.config.engine {
        Engine::Mysql => input.settings.count(FILES).unwrap_or(2),
        Engine::Mariadb | Engine::Postgresql => 1,
    };
    Some((SIZE, input.settings.bytes(SIZE)?.saturating_mul(files)))
}
