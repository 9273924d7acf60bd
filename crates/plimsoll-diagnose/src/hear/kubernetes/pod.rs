//! Whose a pod or a container is, by its name.

/// Parts of the names of what serves a database.
const DATABASE: [&str; 16] = [
    "db",
    "database",
    "pg",
    "psql",
    "pgsql",
    "sql",
    "mysql",
    "mysqld",
    "maria",
    "mariadb",
    "postgres",
    "postgresql",
    "percona",
    "galera",
    "patroni",
    "primary",
];

/// Parts of the names of what stands beside a database and is none.
const BESIDE: [&str; 9] = [
    "exporter",
    "metrics",
    "proxy",
    "agent",
    "backup",
    "pgbouncer",
    "pooler",
    "sidecar",
    "istio",
];

/// Letters and digits of the names that Kubernetes makes up
/// (k8s.io/apimachinery/pkg/util/rand): no vowels, nothing that looks like one.
const MADE_UP: &str = "bcdfghjklmnpqrstvwxz2456789";

/// Whether a pod or a container serves no database, by its name: a Deployment's
/// pod (`orders-7d9c5b8f6d-x2x4q`) that names none, or what stands beside one.
pub(crate) fn is_client(name: &str) -> bool {
    let mut parts: Vec<&str> = name.split(['-', '_', '/', '.']).collect();
    if parts.iter().any(|part| BESIDE.contains(part)) {
        return true;
    }
    let names_one = parts
        .iter()
        .any(|part| DATABASE.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit())));
    let is_made_up = |part: &str, lengths: &[usize]| {
        lengths.contains(&part.len()) && part.chars().all(|c| MADE_UP.contains(c))
    };
    let last = parts.pop().unwrap_or_default();
    let hash = parts.pop().unwrap_or_default();
    let of_deployment =
        is_made_up(last, &[5]) && is_made_up(hash, &[8, 9, 10]) && !parts.is_empty();
    of_deployment && !names_one
}
