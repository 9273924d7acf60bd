//! `innodb_log_file_size` beside `innodb_redo_log_capacity`: ignored.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_redo_log_capacity` together with `innodb_log_file_size` or
    /// `innodb_log_files_in_group` (MySQL 8.0.30 to 8.4).
    ///
    /// ## Why it matters
    ///
    /// The capacity counts and the other two do nothing; MySQL 9.7 no longer knows them and
    /// refuses to start. Whoever raises the old ones changes nothing.
    ///
    /// ## Example
    ///
    /// `innodb_log_file_size = 4G` in the old file, `innodb_redo_log_capacity = 512M` in a
    /// newer one.
    ///
    /// ## What to do instead
    ///
    /// Keep the capacity alone.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_redo_log_capacity`
    REDO_LOG_SIZE_IGNORED {
        postgresql: None,
        mysql: Some("MY-WAL-002"),
        name: "redo-log-size-ignored",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const CAPACITY: &str = "innodb_redo_log_capacity";
    const OLD: &[&str] = &["innodb_log_file_size", "innodb_log_files_in_group"];
    let set: Vec<&str> = OLD
        .iter()
        .copied()
        .filter(|name| input.is_set(name))
        .collect();
    if !input.is_set(CAPACITY) || set.is_empty() {
        return Answer::QUIET;
    }
    let message = format!("{} does nothing beside {CAPACITY}", set.join(" and "));
    let names = [set.as_slice(), &[CAPACITY]].concat();
    Found::info(message).blames(input, &names).into()
}
