//! Security: who can reach the server, and what is in the clear.

pub(crate) mod any_client_may_name_its_address;
pub(crate) mod clients_files_read;
pub(crate) mod encryption_switched_off;
pub(crate) mod grant_tables_skipped;
pub(crate) mod links_out_of_the_data_folder;
pub(crate) mod native_passwords_for_new_accounts;
pub(crate) mod old_password_hashes;
pub(crate) mod outdated_tls_allowed;
pub(crate) mod plain_connections_accepted;
pub(crate) mod server_reads_any_file;
pub(crate) mod server_runs_as_root;
pub(crate) mod suspicious_functions_loaded;

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
];
