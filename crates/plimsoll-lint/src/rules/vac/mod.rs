//! Vacuum: dead rows, statistics and the age of transactions.

pub(crate) mod autovacuum_at_every_change;
pub(crate) mod autovacuum_blind;
pub(crate) mod autovacuum_comes_late;
pub(crate) mod autovacuum_looks_rarely;
pub(crate) mod autovacuum_off;
pub(crate) mod autovacuum_throttled;
pub(crate) mod cleanup_deferred;
mod cost;
pub(crate) mod freeze_age_capped;
pub(crate) mod freeze_age_early;
pub(crate) mod freeze_age_late;
pub(crate) mod inserts_not_vacuumed;
pub(crate) mod large_tables_late;
pub(crate) mod manual_vacuum_throttled;
pub(crate) mod old_snapshots_cut;
pub(crate) mod vacuum_in_many_passes;
pub(crate) mod vacuum_takes_the_buffers;
pub(crate) mod workers_above_slots;
pub(crate) mod workers_share_limit;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &autovacuum_off::AUTOVACUUM_OFF,
    &autovacuum_blind::AUTOVACUUM_BLIND,
    &autovacuum_throttled::AUTOVACUUM_THROTTLED,
    &workers_share_limit::WORKERS_SHARE_LIMIT,
    &workers_above_slots::WORKERS_ABOVE_SLOTS,
    &autovacuum_looks_rarely::AUTOVACUUM_LOOKS_RARELY,
    &autovacuum_comes_late::AUTOVACUUM_COMES_LATE,
    &autovacuum_at_every_change::AUTOVACUUM_AT_EVERY_CHANGE,
    &inserts_not_vacuumed::INSERTS_NOT_VACUUMED,
    &freeze_age_late::FREEZE_AGE_LATE,
    &freeze_age_early::FREEZE_AGE_EARLY,
    &freeze_age_capped::FREEZE_AGE_CAPPED,
    &manual_vacuum_throttled::MANUAL_VACUUM_THROTTLED,
    &vacuum_takes_the_buffers::VACUUM_TAKES_THE_BUFFERS,
    &vacuum_in_many_passes::VACUUM_IN_MANY_PASSES,
    &old_snapshots_cut::OLD_SNAPSHOTS_CUT,
    &cleanup_deferred::CLEANUP_DEFERRED,
    &large_tables_late::LARGE_TABLES_LATE,
];
