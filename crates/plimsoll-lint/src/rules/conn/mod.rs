//! Connections: how many, for how long, and who gets in when they run out.

pub(crate) mod connections_over_open_files;
pub(crate) mod idle_sessions_cut_off_at_once;
pub(crate) mod names_looked_up_at_login;
pub(crate) mod no_door_for_administrators;
pub(crate) mod one_account_may_take_all;
pub(crate) mod one_connection_at_a_time;
pub(crate) mod pool_of_threads_too_wide;
pub(crate) mod short_queue_at_the_door;
pub(crate) mod statements_run_at_every_login;
pub(crate) mod threads_not_kept;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &connections_over_open_files::CONNECTIONS_OVER_OPEN_FILES,
    &idle_sessions_cut_off_at_once::IDLE_SESSIONS_CUT_OFF_AT_ONCE,
    &one_connection_at_a_time::ONE_CONNECTION_AT_A_TIME,
    &threads_not_kept::THREADS_NOT_KEPT,
    &statements_run_at_every_login::STATEMENTS_RUN_AT_EVERY_LOGIN,
    &no_door_for_administrators::NO_DOOR_FOR_ADMINISTRATORS,
    &names_looked_up_at_login::NAMES_LOOKED_UP_AT_LOGIN,
    &pool_of_threads_too_wide::POOL_OF_THREADS_TOO_WIDE,
    &one_account_may_take_all::ONE_ACCOUNT_MAY_TAKE_ALL,
    &short_queue_at_the_door::SHORT_QUEUE_AT_THE_DOOR,
];
