//! MySQL and MariaDB told apart by the options that one of them alone has.

use plimsoll_model::Engine;

use crate::catalogue;

/// Options that only MySQL and only MariaDB has, in any series.
pub(crate) fn only_of_one(lines: &[&str]) -> (usize, usize) {
    let mut counts = (0, 0);
    for line in lines {
        let name = line.split(['=', '#']).next().unwrap_or_default().trim();
        let name = name.replace('-', "_").to_ascii_lowercase();
        let name = name.strip_prefix("loose_").unwrap_or(&name);
        let of = |engine| catalogue::lookup(engine, name).is_some();
        match (of(Engine::Mysql), of(Engine::Mariadb)) {
            (true, false) => counts.0 += 1,
            (false, true) => counts.1 += 1,
            (true, true) | (false, false) => {}
        }
    }
    counts
}
