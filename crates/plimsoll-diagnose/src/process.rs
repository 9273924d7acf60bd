//! What the processes of database servers are called. Knows no log.

/// Whether a process is a database server's, by the name the kernel has of it
/// (15 bytes; a thread's own name where a thread asked).
pub(crate) fn is_server(name: &str) -> bool {
    const NAMES: [&str; 6] = [
        "postgres",
        "postmaster",
        "mysqld",
        "mariadbd",
        "connection",
        "edb-postgres",
    ];
    NAMES.contains(&name)
}
