//! `PgBouncer`'s console: who waits in its pools for a session of the server. It takes
//! neither transactions nor prepared statements, and needs a user of `stats_users`.
//!
//! Source: `PgBouncer`'s usage page, SHOW POOLS.

use std::time::Instant;

use jiff::Timestamp;
use plimsoll_model::{Answer, Gap, Reading, Row, Sample, Source};

use super::postgresql::{Address, Connection, Limits, Unreachable};
use super::readings::Meaning;

/// The console's own pool, in which Plimsoll is.
const CONSOLE: &str = "pgbouncer";
/// What a pool's row is made into. A pooler tells the states that its version has.
const COLUMNS: &[&str] = &[
    "pool",
    "pool_clients_waiting",
    "pool_clients",
    "pool_wait_seconds",
    "pool_servers:active",
    "pool_servers:idle",
    "pool_servers:used",
    "pool_servers:tested",
    "pool_servers:login",
    "pool_servers:cancelling",
    "pool_servers:being cancelled",
];
/// The console's columns of a pool's sessions of the server, as the states above.
const SERVERS: [&str; 7] = [
    "sv_active",
    "sv_idle",
    "sv_used",
    "sv_tested",
    "sv_login",
    "sv_active_cancel",
    "sv_being_canceled",
];

/// A console that is asked again and again.
#[derive(Debug)]
pub struct Console {
    connection: Connection,
}

impl Console {
    /// Opens the connection; the address names the database `pgbouncer`. Needs a tokio
    /// runtime.
    ///
    /// # Errors
    /// [`Unreachable`], which says what was in the way.
    pub async fn open(address: &Address, limits: &Limits) -> Result<Self, Unreachable> {
        let connection = Connection::to_console(address, limits).await?;
        Ok(Self { connection })
    }

    /// What its pools hold.
    ///
    /// # Errors
    /// [`Unreachable`]; the console is of no use after it.
    pub async fn sample(&mut self, at: Timestamp) -> Result<Sample, Unreachable> {
        let began = Instant::now();
        let (readings, gaps) = read(&self.connection.show("SHOW POOLS").await?);
        Ok(Sample {
            at,
            source: Source::Pooler,
            took_seconds: began.elapsed().as_secs_f64(),
            readings,
            blockers: Vec::new(),
            gaps,
        })
    }
}

fn read(answer: &Answer) -> (Vec<Reading>, Vec<Gap>) {
    let (mut readings, mut gaps) = (Vec::new(), Vec::new());
    Meaning::named("pools", COLUMNS).read(&pools(answer), &mut readings, &mut gaps);
    (readings, gaps)
}

/// A row for each pool, those with the most clients first.
fn pools(answer: &Answer) -> Answer {
    let clients = |row: &Row<'_>| {
        let of = |column| row.number(column).unwrap_or(0.0);
        of("cl_waiting") + of("cl_active")
    };
    let pools = answer
        .rows()
        .filter_map(|row| Some((clients(&row), pool(row)?)));
    let mut pools: Vec<(f64, Vec<Option<String>>)> = pools.collect();
    pools.sort_by(|(one, row), (other, next)| other.total_cmp(one).then_with(|| row.cmp(next)));
    Answer {
        columns: COLUMNS.iter().map(|it| (*it).to_owned()).collect(),
        rows: pools.into_iter().map(|(_, row)| row).collect(),
        is_cut: answer.is_cut,
    }
}

fn pool(row: Row<'_>) -> Option<Vec<Option<String>>> {
    let database = row.text("database").filter(|it| *it != CONSOLE)?;
    let user = row.text("user").unwrap_or_default();
    let micros = row.number("maxwait_us").unwrap_or(0.0);
    let waited = row.number("maxwait")? + micros / 1e6;
    let figure = |column| row.text(column).map(str::to_owned);
    let mut values = vec![
        Some(format!("{database}/{user}")),
        figure("cl_waiting"),
        figure("cl_active"),
        Some(waited.to_string()),
    ];
    values.extend(SERVERS.map(figure));
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Meaning, SERVERS, read};
    use plimsoll_model::{Answer, Metric};

    fn answer(rows: &[[&str; 6]]) -> Answer {
        let columns = [
            "database",
            "user",
            "cl_active",
            "cl_waiting",
            "sv_idle",
            "maxwait",
        ];
        Answer {
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows
                .iter()
                .map(|row| row.map(|it| Some(it.to_owned())).to_vec())
                .collect(),
            is_cut: false,
        }
    }

    #[test]
    fn columns_are_what_they_are_named_after() {
        Meaning::named("pools", COLUMNS).assert_told();
        let of_servers = COLUMNS.iter().filter(|it| it.starts_with("pool_servers:"));
        assert_eq!(of_servers.count(), SERVERS.len());
    }

    #[test]
    fn a_version_tells_the_states_that_it_has() {
        let (readings, gaps) = read(&answer(&[
            ["shop", "app", "3", "2", "1", "7"],
            ["pgbouncer", "pgbouncer", "1", "0", "0", "0"],
        ]));
        let told = readings
            .iter()
            .map(|it| format!("{} {} {}", it.metric.name(), it.labels.join(","), it.value));
        expect_test::expect!["pool_clients_waiting shop/app 2; pool_clients shop/app 3; pool_servers shop/app,idle 1; pool_wait_seconds shop/app 7"]
            .assert_eq(&told.collect::<Vec<_>>().join("; "));
        assert!(gaps.is_empty());
    }

    #[test]
    fn pools_beyond_the_limit_are_told_together() {
        let names: Vec<String> = (0..120).map(|at| format!("u{at:03}")).collect();
        let rows: Vec<[&str; 6]> = names
            .iter()
            .map(|user| ["shop", user.as_str(), "1", "2", "0", "3"])
            .collect();
        let (readings, gaps) = read(&answer(&rows));
        let of_others: Vec<_> = readings
            .iter()
            .filter(|it| it.labels[0] == "(others)")
            .map(|it| (it.metric, it.value))
            .collect();
        let expected = [
            (Metric::PoolClientsWaiting, 40.0),
            (Metric::PoolClients, 20.0),
            (Metric::PoolServers, 0.0),
            (Metric::PoolWaitSeconds, 3.0),
        ];
        assert_eq!(of_others, expected);
        assert_eq!(readings.len(), 101 * 4);
        let why: Vec<&str> = gaps.iter().map(|it| it.why.as_str()).collect();
        assert_eq!(
            why,
            ["in part: of 120 the first 100 are told, those after them together"]
        );
    }
}
