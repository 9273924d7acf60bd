//! `PgBouncer`'s console: who waits in its pools for a session of the server. It takes
//! neither transactions nor prepared statements, and needs a user of `stats_users`.
//!
//! Source: `PgBouncer`'s usage page, SHOW POOLS.

use std::time::Instant;

use jiff::Timestamp;
use plimsoll_model::{Answer, Gap, Metric, Reading, Row, Sample, Source};

use super::one_line::one_line;
use super::postgresql::{Address, Connection, Limits, Unreachable};

/// Pools that are told one by one, those with the most clients first.
const POOLS_MAX: usize = 100;
/// The name of all others together.
const OTHERS: &str = "(others)";
/// The console's own pool, in which Plimsoll is.
const CONSOLE: &str = "pgbouncer";
/// Columns of a pool's sessions of the server, by their state. A pooler tells those
/// that its version has.
const SERVERS: [(&str, &str); 7] = [
    ("sv_active", "active"),
    ("sv_idle", "idle"),
    ("sv_used", "used"),
    ("sv_tested", "tested"),
    ("sv_login", "login"),
    ("sv_active_cancel", "cancelling"),
    ("sv_being_canceled", "being cancelled"),
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
        let (readings, gap) = read(&self.connection.show("SHOW POOLS").await?);
        Ok(Sample {
            at,
            source: Source::Pooler,
            took_seconds: began.elapsed().as_secs_f64(),
            readings,
            blockers: Vec::new(),
            gaps: gap.into_iter().collect(),
        })
    }
}

/// What is counted of one pool, or of all others together.
#[derive(Clone, Debug, Default)]
struct Pool {
    name: String,
    waiting: f64,
    clients: f64,
    wait_seconds: f64,
    servers: Vec<(&'static str, f64)>,
}

impl Pool {
    fn of(row: Row<'_>) -> Option<Self> {
        let database = row.text("database").filter(|it| *it != CONSOLE)?;
        let user = row.text("user").unwrap_or_default();
        let micros = row.number("maxwait_us").unwrap_or(0.0);
        let servers = SERVERS.iter();
        let servers = servers.filter_map(|(column, state)| Some((*state, row.number(column)?)));
        Some(Self {
            name: one_line(&format!("{database}/{user}")),
            waiting: row.number("cl_waiting")?,
            clients: row.number("cl_active")?,
            wait_seconds: row.number("maxwait")? + micros / 1e6,
            servers: servers.collect(),
        })
    }

    fn add(&mut self, other: &Self) {
        self.waiting += other.waiting;
        self.clients += other.clients;
        self.wait_seconds = self.wait_seconds.max(other.wait_seconds);
        for (state, count) in &other.servers {
            match self.servers.iter_mut().find(|(it, _)| it == state) {
                Some((_, sum)) => *sum += count,
                None => self.servers.push((state, *count)),
            }
        }
    }

    fn readings(&self) -> impl Iterator<Item = Reading> + '_ {
        let figures = [
            (Metric::PoolClientsWaiting, self.waiting),
            (Metric::PoolClients, self.clients),
            (Metric::PoolWaitSeconds, self.wait_seconds),
        ];
        let figures = figures
            .into_iter()
            .map(|(metric, value)| Reading::of(metric, &self.name, value));
        let servers = self.servers.iter().map(|(state, count)| Reading {
            metric: Metric::PoolServers,
            labels: vec![self.name.clone(), (*state).to_owned()],
            value: *count,
        });
        figures.chain(servers)
    }
}

fn read(answer: &Answer) -> (Vec<Reading>, Option<Gap>) {
    let mut pools: Vec<Pool> = answer.rows().filter_map(Pool::of).collect();
    pools.sort_by(|one, other| {
        let clients = |pool: &Pool| pool.waiting + pool.clients;
        let by_clients = clients(other).total_cmp(&clients(one));
        by_clients.then_with(|| one.name.cmp(&other.name))
    });
    let count = pools.len();
    let rest = pools.split_off(count.min(POOLS_MAX));
    let gap = (!rest.is_empty()).then(|| {
        let mut others = Pool {
            name: OTHERS.to_owned(),
            ..Pool::default()
        };
        for pool in &rest {
            others.add(pool);
        }
        pools.push(others);
        Gap {
            what: "pools".to_owned(),
            why: format!("in part: of {count} pools the {POOLS_MAX} with the most clients are told, the others together"),
            grant: None,
        }
    });
    let mut told: Vec<Pool> = Vec::with_capacity(pools.len());
    for pool in pools {
        // A name that was cleaned may be another's.
        match told.iter_mut().find(|it| it.name == pool.name) {
            Some(same) => same.add(&pool),
            None => told.push(pool),
        }
    }
    (told.iter().flat_map(Pool::readings).collect(), gap)
}

#[cfg(test)]
mod tests {
    use super::read;
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
    fn a_version_tells_the_states_that_it_has() {
        let (readings, gap) = read(&answer(&[
            ["shop", "app", "3", "2", "1", "7"],
            ["pgbouncer", "pgbouncer", "1", "0", "0", "0"],
        ]));
        let told = readings
            .iter()
            .map(|it| format!("{} {} {}", it.metric.name(), it.labels.join(","), it.value));
        expect_test::expect!["pool_clients_waiting shop/app 2; pool_clients shop/app 3; pool_wait_seconds shop/app 7; pool_servers shop/app,idle 1"]
            .assert_eq(&told.collect::<Vec<_>>().join("; "));
        assert!(gap.is_none());
    }

    #[test]
    fn pools_beyond_the_limit_are_told_together() {
        let names: Vec<String> = (0..120).map(|at| format!("u{at:03}")).collect();
        let rows: Vec<[&str; 6]> = names
            .iter()
            .map(|user| ["shop", user.as_str(), "1", "2", "0", "3"])
            .collect();
        let (readings, gap) = read(&answer(&rows));
        let of_others: Vec<_> = readings
            .iter()
            .filter(|it| it.labels[0] == "(others)")
            .map(|it| (it.metric, it.value))
            .collect();
        let expected = [
            (Metric::PoolClientsWaiting, 40.0),
            (Metric::PoolClients, 20.0),
            (Metric::PoolWaitSeconds, 3.0),
            (Metric::PoolServers, 0.0),
        ];
        assert_eq!(of_others, expected);
        assert_eq!(readings.len(), 101 * 4);
        assert!(gap.is_some());
    }
}
