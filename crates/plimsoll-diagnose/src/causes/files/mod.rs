//! Files, versions, owners do not fit the server.

pub(super) mod collation_changed;
pub(super) mod file_missing;
pub(super) mod folder_not_empty;
pub(super) mod library_missing;
pub(super) mod made_by_another_version;
pub(super) mod recovery_log_unusable;
pub(super) mod shape_differs;
pub(super) mod wrong_rights_or_owner;
