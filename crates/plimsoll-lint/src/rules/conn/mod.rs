//! Connections: how many, for how long, and who gets in when they run out.

pub(crate) mod dead_client_unnoticed;
pub(crate) mod dead_connection_kept;
pub(crate) mod delay_at_login;
pub(crate) mod idle_in_transaction_unbounded;
pub(crate) mod idle_sessions_ended;
pub(crate) mod login_may_linger;
pub(crate) mod many_connections_unpooled;
pub(crate) mod most_connections_reserved;
pub(crate) mod no_reserved_connections;
pub(crate) mod prepared_transactions_allowed;
pub(crate) mod sessions_above_max_connections;
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
];
