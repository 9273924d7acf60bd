//! A server's figures under the names of `postgres_exporter`, so that dashboards and
//! rules made for it carry on: what its default collectors show, a table a version.
//! Values are as the exporter writes them, its units and its "not a number" too.
//!
//! Source: `postgres_exporter`'s own tables and statements at the tags named; its HELP
//! texts are not taken over.

mod settings;
mod table;
mod tables;
mod v0_11;
mod v0_15;

use plimsoll_model::{Family, FamilyKind};

use self::table::Table;
use super::connection::{Answers, Connection};
use super::unreachable::Unreachable;
use crate::read::Question;
use crate::read::families::Families;

/// The names of one version of the exporter.
#[derive(Debug)]
pub struct Profile {
    name: &'static str,
    tables: &'static [Table],
}

/// What the exporters show and a profile does not, by how the names begin, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("go_", "of the exporter's own process"),
    ("process_", "of the exporter's own process"),
    ("promhttp_", "of the exporter's own page"),
    ("postgres_exporter_", "of the exporter's own build"),
    ("pg_scrape_collector_", "of the exporter's own collectors"),
    ("pg_exporter_scrapes_total", "of the exporter's own scrapes"),
    (
        "pg_exporter_last_scrape_duration_seconds",
        "of the exporter's own scrapes",
    ),
];

static PROFILES: &[Profile] = &[
    Profile {
        name: "postgres_exporter@0.11",
        tables: v0_11::TABLES,
    },
    Profile {
        name: "postgres_exporter@0.15",
        tables: v0_15::TABLES,
    },
];

impl Profile {
    /// The names that can be asked for.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PROFILES.iter().map(|profile| profile.name)
    }

    /// The one of that name (`postgres_exporter@0.11`).
    pub fn named(name: &str) -> Option<&'static Self> {
        PROFILES.iter().find(|profile| profile.name == name)
    }

    /// Its figures of a server, by name. What the server refuses is left out, and rows
    /// beyond what is read are too; then `pg_exporter_last_scrape_error` is 1, as with
    /// the exporter.
    ///
    /// # Errors
    /// [`Unreachable`]; the connection is of no use after it.
    pub async fn families(&self, connection: &mut Connection) -> Result<Vec<Family>, Unreachable> {
        let tables = self.tables.iter().map(|table| &table.question);
        let questions: Vec<&'static Question> = tables.chain([&settings::SETTINGS]).collect();
        let told = connection.ask(&questions).await?;
        let server = connection.place();
        let mut families = Families::of("postgres_exporter");
        let mut alone = |name, value| families.add(name, FamilyKind::Gauge, Vec::new(), value);
        alone("pg_up", 1.0);
        alone(
            "pg_exporter_last_scrape_error",
            f64::from(u8::from(is_partial(&told))),
        );
        let version = connection.version();
        for table in self.tables.iter().filter(|it| it.question.fits(version)) {
            if let Some(answer) = told.answers.get(table.question.name) {
                table.add_to(&mut families, answer, server);
            }
        }
        if let Some(answer) = told.answers.get(settings::SETTINGS.name) {
            settings::add_to(&mut families, answer, server);
        }
        Ok(families.into_list())
    }
}

/// Whether something of it is left out.
fn is_partial(told: &Answers) -> bool {
    !told.gaps.is_empty() || told.answers.values().any(|answer| answer.is_cut)
}

#[cfg(test)]
mod tests {
    use super::{Answers, PROFILES, Profile, is_partial};
    use plimsoll_model::{Answer, Gap, Version};

    #[test]
    fn an_answer_that_is_cut_is_no_whole_scrape() {
        let told = |is_cut, gaps: &[Gap]| Answers {
            answers: [true, false]
                .map(|it| {
                    let answer = Answer {
                        columns: Vec::new(),
                        rows: Vec::new(),
                        is_cut: it && is_cut,
                    };
                    (format!("{it}"), answer)
                })
                .into(),
            gaps: gaps.to_vec(),
        };
        let gap = Gap {
            what: "locks".to_owned(),
            why: "permission denied".to_owned(),
            grant: None,
        };
        assert!(!is_partial(&told(false, &[])));
        assert!(is_partial(&told(true, &[])));
        assert!(is_partial(&told(false, &[gap])));
    }

    #[test]
    fn a_version_of_a_server_has_each_name_once() {
        for profile in PROFILES {
            for major in 12..=19 {
                let fit = profile.tables.iter();
                let fit = fit.filter(|it| it.question.fits(Version::new(major, 1)));
                let mut names: Vec<String> = fit.clone().flat_map(super::Table::names).collect();
                let count = names.len();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), count, "{} {major}", profile.name);
                let mut questions: Vec<_> = fit.map(|it| it.question.name).collect();
                let count = questions.len();
                questions.sort_unstable();
                questions.dedup();
                assert_eq!(questions.len(), count, "{} {major}", profile.name);
            }
        }
    }

    #[test]
    fn profiles_are_found_by_name_and_their_tables_hold_together() {
        for name in Profile::names() {
            let profile = Profile::named(name).unwrap();
            for table in profile.tables {
                table.assert_told();
            }
        }
        assert!(Profile::named("postgres_exporter").is_none());
    }
}
