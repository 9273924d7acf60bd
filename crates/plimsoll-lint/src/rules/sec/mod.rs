//! Security: who can reach the server, and what is in the clear.

pub(crate) mod large_objects_open_to_all;
pub(crate) mod library_from_open_folder;
pub(crate) mod log_readable_by_all;
pub(crate) mod password_hash_md5;
pub(crate) mod password_in_conninfo;
pub(crate) mod read_only_by_default;
pub(crate) mod scram_iterations_few;
pub(crate) mod secret_in_command;
pub(crate) mod socket_in_open_folder;
pub(crate) mod string_escapes_unsafe;
pub(crate) mod tls_ciphers_weak;
pub(crate) mod tls_off_beyond_this_host;
pub(crate) mod tls_version_old;
pub(crate) mod triggers_off_for_all;
pub(crate) mod user_namespace;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &tls_off_beyond_this_host::TLS_OFF_BEYOND_THIS_HOST,
    &tls_version_old::TLS_VERSION_OLD,
    &tls_ciphers_weak::TLS_CIPHERS_WEAK,
    &password_hash_md5::PASSWORD_HASH_MD5,
    &scram_iterations_few::SCRAM_ITERATIONS_FEW,
    &triggers_off_for_all::TRIGGERS_OFF_FOR_ALL,
    &large_objects_open_to_all::LARGE_OBJECTS_OPEN_TO_ALL,
    &string_escapes_unsafe::STRING_ESCAPES_UNSAFE,
    &password_in_conninfo::PASSWORD_IN_CONNINFO,
    &secret_in_command::SECRET_IN_COMMAND,
    &library_from_open_folder::LIBRARY_FROM_OPEN_FOLDER,
    &log_readable_by_all::LOG_READABLE_BY_ALL,
    &user_namespace::USER_NAMESPACE,
    &read_only_by_default::READ_ONLY_BY_DEFAULT,
    &socket_in_open_folder::SOCKET_IN_OPEN_FOLDER,
];
