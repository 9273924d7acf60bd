//! Accounts that should not be: how many, never which.

use super::shape::{mariadb, mysql};
use crate::read::Question;

const COLUMNS: &[&str] = &["anonymous", "without_password", "any_host_superusers"];

/// Roles of `MySQL` are locked accounts without a password.
pub(super) static MYSQL: &[Question] = &[Question {
    grant: Some("GRANT SELECT ON mysql.user TO {role}"),
    ..mysql(
        "accounts",
        COLUMNS,
        "SELECT COALESCE(SUM(User = ''), 0) AS anonymous,
            COALESCE(SUM(authentication_string = '' AND plugin IN ('mysql_native_password', 'caching_sha2_password', 'sha256_password')), 0) AS without_password,
            COALESCE(SUM(Host = '%' AND Super_priv = 'Y'), 0) AS any_host_superusers
       FROM mysql.user WHERE account_locked = 'N'",
    )
}];

/// The bit of SUPER in `access` is 32768 (`sql/privilege.h`). A password is one
/// way in of several: without it another, as `unix_socket`, may still ask.
pub(super) static MARIADB: &[Question] = &[Question {
    grant: Some("GRANT SELECT ON mysql.global_priv TO {role}"),
    ..mariadb(
        "accounts",
        COLUMNS,
        "SELECT COALESCE(SUM(User = ''), 0) AS anonymous,
            COALESCE(SUM(COALESCE(JSON_VALUE(Priv, '$.authentication_string'), '') = ''
                AND COALESCE(JSON_VALUE(Priv, '$.plugin'), '') IN ('', 'mysql_native_password', 'ed25519')
                ), 0) AS without_password,
            COALESCE(SUM(Host = '%' AND (CAST(JSON_VALUE(Priv, '$.access') AS UNSIGNED) & 32768) <> 0), 0) AS any_host_superusers
       FROM mysql.global_priv
      WHERE COALESCE(JSON_VALUE(Priv, '$.account_locked'), 'false') NOT IN ('true', '1')
        AND COALESCE(JSON_VALUE(Priv, '$.is_role'), 'false') NOT IN ('true', '1')",
    )
}];
