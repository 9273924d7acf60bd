//! A server under the names of `mysqld_exporter`, so that dashboards and rules made for
//! it carry on: what its collectors show that are on by default. The names are data, by
//! the exporter's version; what is left out is said with its reason.
//!
//! Sources: `mysqld_exporter` 0.14.0 and 0.20.0, `collector/`; 0.14 is run beside this
//! by the tests, 0.20 was read.

mod questions;
mod tables;
mod value;

use plimsoll_model::{Answer, Engine, Family, FamilyKind, Version};

use super::connection::Connection;
use super::unreachable::Unreachable;
use crate::read::Question;
use crate::read::families::Families;

pub(super) use self::questions::taking;
pub use self::tables::LEFT_OUT;

/// The names of one version of the exporter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    name: &'static str,
    /// Whether it knows `SHOW REPLICA STATUS`, all that `MySQL` has from 8.4 on.
    asks_for_replicas: bool,
    /// Whether it takes `MariaDB`'s global transaction ids apart.
    shows_gtids: bool,
}

/// All of them, oldest first.
const PROFILES: [Profile; 2] = [
    Profile {
        name: "mysqld_exporter@0.14",
        asks_for_replicas: false,
        shows_gtids: false,
    },
    Profile {
        name: "mysqld_exporter@0.20",
        asks_for_replicas: true,
        shows_gtids: true,
    },
];

impl Profile {
    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        PROFILES.into_iter().find(|it| it.name == name)
    }

    /// The names that there are.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PROFILES.iter().map(|it| it.name)
    }

    /// What the exporter would show now, by name. What the account may not ask is left
    /// out, as the exporter does; so is a replica on a server whose words the exporter
    /// does not know.
    ///
    /// # Errors
    /// [`Unreachable`] when the server does not answer, or no longer.
    pub async fn families(&self, connection: &mut Connection) -> Result<Vec<Family>, Unreachable> {
        let engine = connection.engine();
        let asked = self.asked(engine, connection.version());
        let answers = connection.ask(&asked).await?;
        let answer = |name: &str| answers.answers.get(name);
        let mut families = Families::of("mysqld_exporter");
        families.add("mysql_up", FamilyKind::Gauge, Vec::new(), 1.0);
        if let Some(status) = answer(questions::STATUS) {
            pairs(status, |name, text| {
                tables::status(&mut families, name, text);
            });
        }
        if let Some(variables) = answer(questions::VARIABLES) {
            pairs(variables, |name, text| {
                tables::variable(&mut families, name, text);
            });
            tables::texts(&mut families, variables);
        }
        for (question, labels, columns) in tables::BY_PAGE_SIZE {
            if let Some(answer) = answer(question) {
                tables::by_page_size(&mut families, answer, labels, columns);
            }
        }
        if let Some(channels) = answer(questions::CHANNELS) {
            tables::channels(&mut families, channels, self.shows_gtids);
        }
        Ok(families.into_list())
    }

    fn asked(&self, engine: Engine, version: Version) -> Vec<&'static Question> {
        let all = questions::all(engine).iter();
        let fit = all.filter(|it| it.fits(version));
        fit.filter(|it| self.asks_for_replicas || it.sql != questions::REPLICA)
            .collect()
    }
}

/// Rows of names and values.
fn pairs(answer: &Answer, mut each: impl FnMut(&str, &str)) {
    for row in &answer.rows {
        if let [Some(name), Some(text)] = row.as_slice() {
            each(&name.to_ascii_lowercase(), text);
        }
    }
}
