//! Security: who can reach the server, and what is in the clear.

pub(crate) mod any_client_may_name_its_address;
pub(crate) mod clients_files_read;
pub(crate) mod encryption_switched_off;
pub(crate) mod grant_tables_skipped;
pub(crate) mod large_objects_open_to_all;
pub(crate) mod library_from_open_folder;
pub(crate) mod links_out_of_the_data_folder;
pub(crate) mod log_readable_by_all;
pub(crate) mod native_passwords_for_new_accounts;
pub(crate) mod old_password_hashes;
pub(crate) mod outdated_tls_allowed;
pub(crate) mod password_hash_md5;
pub(crate) mod password_in_conninfo;
pub(crate) mod plain_connections_accepted;
pub(crate) mod read_only_by_default;
pub(crate) mod scram_iterations_few;
pub(crate) mod secret_in_command;
pub(crate) mod server_reads_any_file;
pub(crate) mod server_runs_as_root;
pub(crate) mod socket_in_open_folder;
pub(crate) mod string_escapes_unsafe;
pub(crate) mod suspicious_functions_loaded;
pub(crate) mod tls_ciphers_weak;
pub(crate) mod tls_off_beyond_this_host;
pub(crate) mod tls_version_old;
pub(crate) mod triggers_off_for_all;
pub(crate) mod user_namespace;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &grant_tables_skipped::GRANT_TABLES_SKIPPED,
    &server_runs_as_root::SERVER_RUNS_AS_ROOT,
    &outdated_tls_allowed::OUTDATED_TLS_ALLOWED,
    &native_passwords_for_new_accounts::NATIVE_PASSWORDS_FOR_NEW_ACCOUNTS,
    &server_reads_any_file::SERVER_READS_ANY_FILE,
    &clients_files_read::CLIENTS_FILES_READ,
    &encryption_switched_off::ENCRYPTION_SWITCHED_OFF,
    &old_password_hashes::OLD_PASSWORD_HASHES,
    &any_client_may_name_its_address::ANY_CLIENT_MAY_NAME_ITS_ADDRESS,
    &links_out_of_the_data_folder::LINKS_OUT_OF_THE_DATA_FOLDER,
    &suspicious_functions_loaded::SUSPICIOUS_FUNCTIONS_LOADED,
    &plain_connections_accepted::PLAIN_CONNECTIONS_ACCEPTED,
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
