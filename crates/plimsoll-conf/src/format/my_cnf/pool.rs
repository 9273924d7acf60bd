//! The size of the buffer pool: MySQL's InnoDB rounds it up to whole chunks for
//! each of its instances, MariaDB's wants room for a number of pages.
//!
//! Sources: MySQL manual, "Configuring InnoDB Buffer Pool Size";
//! `buf_pool_size_align` of InnoDB; seen on MySQL 9.7.4 (200M becomes 256M), and
//! on starting MariaDB 10.11 and 11.8 (`innodb_page_size=65536` requires
//! `innodb_buffer_pool_size` of at least 21 MB).

use plimsoll_model::{Engine, ProblemKind, Value, Version};

use super::resolve::Resolver;
use super::show::display;

const CHUNK_BYTES: i128 = 128 << 20;
const MANY_INSTANCES_FROM_BYTES: i128 = 1 << 30;
/// Up to here a large pool has 8 instances; later ones ask the CPUs.
const LAST_WITH_FIXED_INSTANCES: Version = Version::new(8, 0);

/// Rounds the pool up as the server will, where the files alone decide it.
pub(super) fn round_up(resolver: &mut Resolver) {
    match resolver.series.engine() {
        Engine::Mysql => {}
        Engine::Mariadb | Engine::Postgresql => return,
    }
    let Some(size) = number(resolver, "innodb_buffer_pool_size") else {
        return;
    };
    let Some(instances) = instances(resolver, size) else {
        return;
    };
    let asked = number(resolver, "innodb_buffer_pool_chunk_size").unwrap_or(CHUNK_BYTES);
    let chunk = asked.min(size / instances).max(1 << 20);
    let step = chunk.saturating_mul(instances);
    let rounded = size.saturating_add(step - 1) / step * step;
    if rounded == size {
        return;
    }
    let value = Value::Int(rounded);
    let shown = |bytes| display(&Value::Int(bytes), Some(plimsoll_model::Unit::B));
    let message = format!(
        "innodb_buffer_pool_size = {}: InnoDB takes whole chunks of {} for each of {instances} instances, so it will be {}",
        shown(size),
        shown(chunk),
        shown(rounded)
    );
    resolver.note_at(
        "innodb_buffer_pool_size",
        ProblemKind::AdjustedValue,
        message,
    );
    resolver.replace("innodb_buffer_pool_size", value);
}

/// InnoDB takes powers of two from 4 kB to 64 kB.
pub(super) fn check_page_size(resolver: &mut Resolver) {
    let Some(size) = number(resolver, "innodb_page_size") else {
        return;
    };
    if (4096..=65536).contains(&size) && size & (size - 1) == 0 {
        return;
    }
    let message = format!(
        "innodb_page_size = {size}: InnoDB takes 4K, 8K, 16K, 32K or 64K, so the server refuses to start"
    );
    resolver.fatal("innodb_page_size", ProblemKind::BadValue, message);
}

/// MariaDB's InnoDB does not start with a pool too small for its pages.
pub(super) fn check_least(resolver: &mut Resolver) {
    const PAGES_MIN: i128 = 320;
    const PAGE_BYTES: i128 = 16 << 10;
    const MIB: i128 = 1 << 20;
    match resolver.series.engine() {
        Engine::Mariadb => {}
        Engine::Mysql | Engine::Postgresql => return,
    }
    let Some(size) = number(resolver, "innodb_buffer_pool_size") else {
        return;
    };
    let page = number(resolver, "innodb_page_size").unwrap_or(PAGE_BYTES);
    let least = page * PAGES_MIN / MIB + 1;
    if size >= least * MIB {
        return;
    }
    let message = format!(
        "innodb_buffer_pool_size = {}: with pages of {} kB InnoDB needs {least}M, so the server refuses to start",
        display(&Value::Int(size), Some(plimsoll_model::Unit::B)),
        page >> 10
    );
    resolver.fatal("innodb_buffer_pool_size", ProblemKind::OutOfRange, message);
}

/// How many instances there will be; `None` where the machine decides.
fn instances(resolver: &Resolver, size: i128) -> Option<i128> {
    if size < MANY_INSTANCES_FROM_BYTES {
        return Some(1);
    }
    match number(resolver, "innodb_buffer_pool_instances") {
        Some(given) if given > 0 => Some(given),
        Some(_) | None => (resolver.series.version() <= LAST_WITH_FIXED_INSTANCES).then_some(8),
    }
}

fn number(resolver: &Resolver, name: &str) -> Option<i128> {
    match resolver.current.get(name)? {
        Value::Int(number) => Some(*number),
        Value::Bool(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_) => None,
    }
}
