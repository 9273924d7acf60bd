//! Whether an entry of an application's is about a database.

use crate::record::Record;

/// Ports that `PostgreSQL`, `MySQL`, `MariaDB` and their poolers have by default,
/// or beside it.
const PORTS: [u32; 11] = [
    5432, 5433, 5434, 6432, 6543, 3306, 3307, 3308, 33060, 6033, 4006,
];

/// Words of databases, drivers, pools and mappers, in lower case.
const NAMES: [&str; 24] = [
    "postgres",
    "psycopg",
    "asyncpg",
    "libpq",
    "mysql",
    "mariadb",
    "jdbc",
    "hikari",
    "sqlalchemy",
    "sqlx",
    "sequelize",
    "typeorm",
    "prisma",
    "knex",
    "pgx",
    "pg-pool",
    "activerecord",
    "hibernate",
    "database",
    // PDO of PHP.
    "sqlstate[",
    "pgbouncer",
    // libpq.
    "could not connect to server",
    "connection to server at",
    "could not translate host name",
];

/// Whether an entry names a database: by a word, else by a port that is one's.
/// Several ports may stand there; one of them has to be a database's.
pub(super) fn is_of_database(record: &Record<'_>) -> bool {
    let texts = [record.message.as_ref(), record.added.as_ref()];
    texts.iter().any(|text| {
        const BYTES_MAX: usize = 16 << 10;
        let text = &text[..text.floor_char_boundary(BYTES_MAX)];
        let lower = text.to_ascii_lowercase();
        NAMES.iter().any(|name| lower.contains(name))
            || has_part_db(&lower)
            || ports(text).any(|it| PORTS.contains(&it))
    })
}

/// Whether a part of the application that is called `db` speaks: `db: …`, `[db] …`.
fn has_part_db(lower: &str) -> bool {
    lower.match_indices("db").any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let behind = lower[at + 2..].chars().next();
        before.is_none_or(|it| !it.is_alphanumeric() && !matches!(it, '/' | '.' | '_' | '-'))
            && matches!(behind, Some(':' | ']'))
    })
}

/// Numbers behind a colon: ports, and what looks like one.
fn ports(text: &str) -> impl Iterator<Item = u32> {
    let behind = text.split(':').skip(1);
    behind.filter_map(|it| {
        let end = it.find(|c: char| !c.is_ascii_digit()).unwrap_or(it.len());
        it[..end].parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::has_part_db;

    #[test]
    fn a_part_that_is_called_db() {
        for text in [
            "db: tls: failed",
            "msg=\"db: lost\"",
            "[db] connect refused",
        ] {
            assert!(has_part_db(text), "{text}");
        }
        for text in [
            "/srv/db: no such file",
            "mongodb: lost",
            "host db is up",
            "influxdb] x",
        ] {
            assert!(!has_part_db(text), "{text}");
        }
    }
}
