//! Replication cannot go on as it is configured.

pub(super) mod commits_wait_for_standby;
pub(super) mod queries_in_the_way;
pub(super) mod replica_diverged;
pub(super) mod replication_not_allowed;
pub(super) mod replication_refused;
pub(super) mod too_few_senders;
pub(super) mod wal_gone_for_standby;
