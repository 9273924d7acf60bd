//! Connections: how many, for how long, and who gets in when they run out.

pub(crate) mod connections_over_open_files;
pub(crate) mod dead_client_unnoticed;
pub(crate) mod dead_connection_kept;
pub(crate) mod delay_at_login;
pub(crate) mod idle_in_transaction_unbounded;
pub(crate) mod idle_sessions_cut_off_at_once;
pub(crate) mod idle_sessions_ended;
pub(crate) mod login_may_linger;
pub(crate) mod many_connections_unpooled;
pub(crate) mod most_connections_reserved;
pub(crate) mod names_looked_up_at_login;
pub(crate) mod no_door_for_administrators;
pub(crate) mod no_reserved_connections;
pub(crate) mod one_account_may_take_all;
pub(crate) mod one_connection_at_a_time;
pub(crate) mod pool_of_threads_too_wide;
pub(crate) mod prepared_transactions_allowed;
pub(crate) mod sessions_above_max_connections;
pub(crate) mod short_queue_at_the_door;
pub(crate) mod statements_run_at_every_login;
pub(crate) mod threads_not_kept;
pub(crate) mod timeout_for_everyone;
pub(crate) mod timeout_never_reached;
pub(crate) mod timeout_of_milliseconds;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &no_reserved_connections::NO_RESERVED_CONNECTIONS,
    &most_connections_reserved::MOST_CONNECTIONS_RESERVED,
    &sessions_above_max_connections::SESSIONS_ABOVE_MAX_CONNECTIONS,
    &timeout_of_milliseconds::TIMEOUT_OF_MILLISECONDS,
    &timeout_never_reached::TIMEOUT_NEVER_REACHED,
    &idle_sessions_ended::IDLE_SESSIONS_ENDED,
    &delay_at_login::DELAY_AT_LOGIN,
    &idle_in_transaction_unbounded::IDLE_IN_TRANSACTION_UNBOUNDED,
    &timeout_for_everyone::TIMEOUT_FOR_EVERYONE,
    &dead_client_unnoticed::DEAD_CLIENT_UNNOTICED,
    &dead_connection_kept::DEAD_CONNECTION_KEPT,
    &prepared_transactions_allowed::PREPARED_TRANSACTIONS_ALLOWED,
    &many_connections_unpooled::MANY_CONNECTIONS_UNPOOLED,
    &login_may_linger::LOGIN_MAY_LINGER,
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
